//! The Python wheel that points the clients of an environment at this house.
//!
//! Invariant: it names the address that people use, not the one that happened to be asked.

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use joute_services::kaggle::wheel;

use super::origin::origin_of;
use crate::app::App;
use crate::problem::Problem;
use crate::v1::files::saved_as;

/// The wheel of this server's version.
pub(crate) async fn download(
    app: Data<App>,
    name: Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    if *name != wheel::file_name() {
        let detail = format!("the wheel of this server is called {}", wheel::file_name());
        return Err(Problem::not_found("file_not_found", detail));
    }
    let bytes = wheel::build(&origin_of(&request, &app)).map_err(|error| Problem::internal(&error))?;
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/octet-stream"))
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(saved_as(&name))
        .body(bytes))
}
