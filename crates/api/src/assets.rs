//! Style sheet, scripts and pictures, embedded in the binary.
//!
//! Invariant: an asset has a strong tag of its content, so a new version is seen at the next page.

use actix_web::http::header::{self, EntityTag, IF_NONE_MATCH};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::RustEmbed;

use crate::problem::Problem;

#[derive(RustEmbed)]
#[folder = "../../web/static/"]
struct Assets;

/// One file.
pub(crate) async fn serve(request: HttpRequest, path: Path<String>) -> Result<HttpResponse, Problem> {
    let file = Assets::get(&path).ok_or_else(|| Problem::not_found("page_not_found", "there is no such file"))?;
    let hash = file.metadata.sha256_hash().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
    let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|tags| tags.contains(&hash));
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header(header::ETag(EntityTag::new_strong(hash)))
        .insert_header((header::CACHE_CONTROL, "public, max-age=300"));
    if is_known {
        return Ok(response.finish());
    }
    Ok(response.content_type(content_type(&path)).body(file.data.into_owned()))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
