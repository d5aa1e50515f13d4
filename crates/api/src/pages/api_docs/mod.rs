//! The API in readable form, drawn from the OpenAPI document.
//!
//! Invariant: nothing is described here that the document does not say; every operation of it is shown.

mod operation;
mod schema;

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::Value;

use operation::OperationView;
use schema::TypeView;

use super::PageResult;
use super::shell::Shell;
use super::visit::Visit;
use crate::markdown;
use crate::problem::codes;
use crate::render::Page;
use crate::v1::openapi;

/// The document as JSON, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(openapi::document()).unwrap_or_default());

#[derive(Debug, Serialize)]
struct ApiPage {
    page: Shell,
    api: ApiView,
}

impl Page for ApiPage {
    const TEMPLATE: &'static str = "api.html.tera";
}

#[derive(Debug, Serialize)]
struct ApiView {
    version: String,
    base: String,
    document_url: &'static str,
    groups: Vec<GroupView>,
    types: Vec<TypeView>,
    problems: Vec<ProblemView>,
}

#[derive(Debug, Serialize)]
struct GroupView {
    id: String,
    name: String,
    about: String,
    operations: Vec<OperationView>,
}

#[derive(Debug, Serialize)]
struct ProblemView {
    code: &'static str,
    status: u16,
    about: String,
}

/// `GET /api`
pub(crate) async fn show(visit: Visit) -> PageResult {
    let base = format!("{}/api/joute/v1", visit.app.public_url);
    visit.page(&ApiPage { page: visit.shell("api"), api: view(&DOCUMENT, base) })
}

fn view(document: &Value, base: String) -> ApiView {
    let operations = operation::all(document, &base);
    let tags = document["tags"].as_array().map(Vec::as_slice).unwrap_or_default();
    let groups = tags.iter().map(|tag| {
        let name = text(&tag["name"]);
        let operations = operations.iter().filter(|operation| operation.tag == name).cloned().collect();
        GroupView { id: format!("group-{name}"), about: prose(&tag["description"]), name: capital(&name), operations }
    });
    let problem = |known: &codes::KnownCode| ProblemView {
        code: known.code,
        status: known.status,
        about: prose(&known.meaning.into()),
    };
    ApiView {
        version: text(&document["info"]["version"]),
        base,
        document_url: "/api/joute/v1/openapi.json",
        groups: groups.filter(|group| !group.operations.is_empty()).collect(),
        types: schema::types(document),
        problems: codes::CODES.iter().map(problem).collect(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// A description as safe HTML for one line: the document writes Markdown.
fn prose(value: &Value) -> String {
    let html = markdown::to_html(value.as_str().unwrap_or_default());
    let html = html.trim();
    let line = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    line.filter(|line| !line.contains("<p>")).unwrap_or(html).to_owned()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| format!("{}{}", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::samples;

    fn count_in_document() -> usize {
        let paths = DOCUMENT["paths"].as_object().unwrap().values();
        let is_method = |name: &&String| ["get", "put", "post", "patch", "delete"].contains(&name.as_str());
        paths.map(|path| path.as_object().unwrap().keys().filter(is_method).count()).sum()
    }

    #[test]
    fn every_operation_of_the_document_is_shown_once() {
        let api = view(&DOCUMENT, "https://joute.example/api/joute/v1".to_owned());
        let shown: usize = api.groups.iter().map(|group| group.operations.len()).sum();
        assert!(shown > 20);
        assert_eq!(shown, count_in_document(), "an operation has no tag, or a tag that is not declared");
    }

    #[test]
    fn the_page_renders_in_both_languages() {
        let pages = samples::render_all(|page, _, _| ApiPage {
            page,
            api: view(&DOCUMENT, "https://joute.example/api/joute/v1".to_owned()),
        });
        assert!(pages.iter().all(|page| page.contains("/api/joute/v1/openapi.json") && page.contains("quota_reached")));
    }
}
