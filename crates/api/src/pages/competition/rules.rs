//! `GET /c/{slug}/rules`: what is allowed.
//!
//! Invariant: a competition without rules of its own says so.

use joute_domain::PageName;
use serde::Serialize;

use super::head::CompetitionHead;
use super::texts::html_of;
use crate::pages::PageResult;
use crate::pages::shell::Shell;
use crate::pages::visit::Visit;
use crate::render::Page;
use crate::web::Seated;

#[derive(Debug, Serialize)]
pub(super) struct RulesPage {
    page: Shell,
    tab: &'static str,
    competition: CompetitionHead,
    html: String,
}

impl Page for RulesPage {
    const TEMPLATE: &'static str = "competition/rules.html.tera";
}

pub(crate) async fn show(visit: Visit, seat: Seated) -> PageResult {
    let competition = CompetitionHead::load(&visit, &seat).await?;
    let html = html_of(&visit.app.house.list_pages(&seat).await?, PageName::Rules);
    visit.page(&RulesPage { page: visit.shell("competitions"), tab: "rules", competition, html })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples::{render_all, seat};

    #[test]
    fn rules_are_shown_and_so_is_their_absence() {
        for html in ["<p>Play fair, team by team.</p>", ""] {
            let pages = render_all(|shell, format, viewer| RulesPage {
                page: shell,
                tab: "rules",
                competition: CompetitionHead::sample(format, &seat(viewer.cloned())),
                html: html.to_owned(),
            });
            assert!(pages.iter().all(|page| page.contains("team by team") != page.contains("empty-title")));
        }
    }
}
