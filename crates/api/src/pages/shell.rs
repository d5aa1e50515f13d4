//! The frame around every page: language, theme, navigation, who is signed in, notices.
//!
//! Invariant: the fields are those that `web/templates/layout/base.html.tera` documents.

use joute_services::access::Viewer;
use serde::Serialize;

use super::blazon::Blazon;
use super::visit::Visit;

/// A message at the top of a page.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Notice {
    pub(crate) tone: &'static str,
    pub(crate) text: String,
}

impl Notice {
    pub(crate) fn success(text: String) -> Self {
        Self { tone: "success", text }
    }
}

/// The signed-in person as the header shows them.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ShellViewer {
    name: String,
    handle: String,
    role: &'static str,
    may_host: bool,
    blazon: Blazon,
}

impl From<&Viewer> for ShellViewer {
    fn from(viewer: &Viewer) -> Self {
        Self {
            name: viewer.display_name.clone(),
            handle: viewer.handle.to_string(),
            role: viewer.role.as_str(),
            may_host: viewer.role.may_host(),
            blazon: Blazon::of(viewer.handle.as_str()),
        }
    }
}

/// The frame.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Shell {
    lang: &'static str,
    theme: &'static str,
    path: String,
    section: &'static str,
    house: String,
    version: &'static str,
    viewer: Option<ShellViewer>,
    pub(crate) notices: Vec<Notice>,
}

impl Shell {
    pub(super) fn of(visit: &Visit, section: &'static str, notice: Option<Notice>) -> Self {
        Self {
            lang: visit.language.tag(),
            theme: visit.theme,
            path: visit.path.clone(),
            section,
            house: visit.app.house_name.to_string(),
            version: env!("CARGO_PKG_VERSION"),
            viewer: visit.caller.viewer.as_ref().map(ShellViewer::from),
            notices: notice.into_iter().collect(),
        }
    }

    #[cfg(test)]
    pub(crate) fn sample(language: joute_domain::Language, viewer: Option<&Viewer>) -> Self {
        Self {
            lang: language.tag(),
            theme: "system",
            path: "/c/bike-demand".to_owned(),
            section: "competitions",
            house: "Maison Démo".to_owned(),
            version: env!("CARGO_PKG_VERSION"),
            viewer: viewer.map(ShellViewer::from),
            notices: vec![Notice::success("Saved.".to_owned())],
        }
    }
}
