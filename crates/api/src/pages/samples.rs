//! What tests of pages start from: a frame, a seat, a renderer; and the check that no template is forgotten.
//!
//! Invariant: only compiled for tests; a page that lacks a value its template wants fails here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use joute_domain::{
    ColumnSettings, CompetitionId, Direction, Language, MetricSettings, Parameters, Phase, PublicationState, Role,
    Scopes, ScoringSettings, SplitSettings, Timestamp, UserId, Visibility,
};
use joute_services::Competition;
use joute_services::access::{Origin, Seat, Via, Viewer};

use super::format::Format;
use super::shell::Shell;
use crate::render::{Page, Renderer};
use crate::words::LANGUAGES;

static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());

/// The instant at which sample pages are read.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T09:30:00Z".parse().unwrap()
}

/// Somebody signed in.
pub(crate) fn viewer(role: Role) -> Viewer {
    Viewer {
        id: UserId::new(),
        handle: "amelie".parse().unwrap(),
        display_name: "Amélie <Fontaine>".to_owned(),
        role,
        language: None,
        scopes: Scopes::ALL,
        origin: Origin { address: None, via: Via::Jwt },
    }
}

/// A running competition with a metric, as `viewer` stands to it.
pub(crate) fn seat(viewer: Option<Viewer>) -> Seat {
    let creator = UserId::new();
    let columns = ColumnSettings {
        id: "datetime".to_owned(),
        truth: vec!["count".to_owned()],
        prediction: vec!["count".to_owned()],
        extra: Vec::new(),
        usage: None,
        text: Vec::new(),
        roles: std::collections::BTreeMap::default(),
    };
    let metric = MetricSettings { name: "rmsle".to_owned(), params: Parameters::default() };
    let split = Some(SplitSettings { public_ratio: 0.3, seed: 7 });
    let competition = Competition {
        id: CompetitionId::new(),
        slug: "bike-demand".parse().unwrap(),
        title: "Bike <sharing> demand".to_owned(),
        summary: "How many bicycles are rented in each hour?".to_owned(),
        state: PublicationState::Published,
        visibility: Visibility::Public,
        zone: "Europe/Paris".parse().unwrap(),
        starts_at: Some("2026-11-01T08:00:00Z".parse().unwrap()),
        ends_at: Some("2026-12-05T17:00:00Z".parse().unwrap()),
        submissions_per_day: 5,
        team_size: 1,
        scoring: Some(ScoringSettings { metric, columns, split }),
        direction: Some(Direction::LowerIsBetter),
        solution_id: None,
        revision: 1,
        created_by: creator,
        created_at: now(),
        updated_at: now(),
        published_at: Some(now()),
    };
    let is_host = viewer.as_ref().is_some_and(|viewer| viewer.role != Role::Member);
    Seat { competition, phase: Phase::Running, viewer, is_host, is_invited: false, is_in_group: false }
}

/// Renders what `page` makes, for an anonymous reader, a member and a host, in both languages.
pub(crate) fn render_all<P: Page>(page: impl Fn(Shell, &Format<'_>, Option<&Viewer>) -> P) -> Vec<String> {
    let readers = [None, Some(viewer(Role::Member)), Some(viewer(Role::Host))];
    let mut pages = Vec::new();
    for language in LANGUAGES {
        let format = Format::new(RENDERER.words(language), language, now());
        for reader in &readers {
            let html = render(language, &page(Shell::sample(language, reader.as_ref()), &format, reader.as_ref()));
            pages.push(html);
        }
    }
    pages
}

/// Renders one page and checks what holds for every page.
pub(crate) fn render<P: Page>(language: Language, page: &P) -> String {
    let html = RENDERER.page(language, page).unwrap_or_else(|error| {
        let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
        panic!("{}: {error}: {cause}", P::TEMPLATE)
    });
    assert!(!html.contains("<Fontaine>") && !html.contains("<sharing>"), "{}: text is not escaped", P::TEMPLATE);
    for inline in [" style=\"", "<script>", " onclick=", "javascript:"] {
        assert!(!html.contains(inline), "{}: {inline} breaks the content policy", P::TEMPLATE);
    }
    html
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path, ending)),
            false if path.to_string_lossy().ends_with(ending) => found.push(path),
            false => {}
        }
    }
    found
}

/// The quoted text after each `before` in `text`.
fn quoted<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = String> + 'a {
    text.split(before).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned)
}

#[test]
fn every_template_belongs_to_a_page() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages");
    let templates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/templates");
    let read = |path: &PathBuf| std::fs::read_to_string(path).unwrap();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for path in files(&source, ".rs") {
        used.extend(quoted(&read(&path), "const TEMPLATE: &'static str = \""));
    }
    let all = files(&templates, ".tera");
    let texts: Vec<_> = all.iter().map(|path| (path, read(path))).collect();
    for (_, text) in &texts {
        used.extend(quoted(text, "{% extends \""));
        used.extend(quoted(text, "{% include \""));
    }
    for (path, text) in &texts {
        let name = path.strip_prefix(&templates).unwrap().to_string_lossy().into_owned();
        let mut components = text.split("{% component ").skip(1).filter_map(|rest| rest.split('(').next());
        let is_used = if name.starts_with("components/") {
            components.all(|one| texts.iter().any(|(_, other)| other.contains(&format!("<{one}"))))
        } else {
            used.contains(&name)
        };
        assert!(is_used, "{name} holds something that no page uses");
    }
    for name in used {
        assert!(templates.join(&name).exists(), "{name} is named by a page and does not exist");
    }
}
