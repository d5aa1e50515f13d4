//! A competition's Markdown pages.
//!
//! Invariant: the text goes in and out as it was written; making it safe HTML is the pages' work.

use actix_web::HttpResponse;
use actix_web::web::{Data, Json, Path};
use joute_domain::{PageName, Timestamp};
use joute_services::Page;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::inputs::JsonBody;
use super::super::vocabulary::PageNameName;
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// The pages of a competition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageList {
    pages: Vec<PageView>,
}

/// A page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PageView {
    #[schema(value_type = PageNameName)]
    name: PageName,
    markdown: String,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
}

impl From<Page> for PageView {
    fn from(page: Page) -> Self {
        Self { name: page.name, markdown: page.markdown, updated_at: page.updated_at }
    }
}

/// A page's text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageText {
    /// Markdown; an empty text removes the page.
    markdown: String,
}

/// List pages
#[utoipa::path(get, operation_id = "list_pages", path = "/competitions/{slug}/pages", tag = "competitions",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    security((), ("bearer" = []), ("session" = [])),
    responses((status = 200, description = "The pages.", body = PageList)))]
pub(crate) async fn list(app: Data<App>, seat: Seated) -> Result<Json<PageList>, Problem> {
    let pages = app.house.list_pages(&seat).await?;
    Ok(Json(PageList { pages: pages.into_iter().map(PageView::from).collect() }))
}

/// Write a page
#[utoipa::path(put, operation_id = "write_page", path = "/competitions/{slug}/pages/{name}", tag = "competitions",
    request_body = PageText,
    params(("slug" = String, Path, description = "Short name of the competition."),
        ("name" = PageNameName, Path, description = "Which page.")),
    responses((status = 204, description = "Written.")))]
pub(crate) async fn put(
    app: Data<App>,
    seat: Seated,
    path: Path<(String, String)>,
    body: JsonBody<PageText>,
) -> Result<HttpResponse, Problem> {
    let missing = |_| Problem::not_found("page_not_found", "a competition has no page of this name");
    let name = path.1.parse::<PageName>().map_err(missing)?;
    app.house.put_page(&seat, name, body.read().await?.markdown).await?;
    Ok(HttpResponse::NoContent().finish())
}
