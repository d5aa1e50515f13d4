//! A competition's data: what there is, and links to it.
//!
//! Invariant: a download is a redirect to a link whose last part is the file's name, as the clients take it from there.

use joute_services::transfers::NewLink;
use serde_json::json;

use super::answer::Answer;
use super::call::Call;
use super::numbers::{Paging, date};
use crate::problem::Problem;
use crate::v1::files::{percent_decoded, percent_encoded};

/// The files of a competition.
pub(crate) async fn list(call: Call) -> Result<Answer, Problem> {
    let files = call.app.house.list_files(call.seat()?).await?;
    // kaggle 1.5 sends no page size and wants the files alone.
    let is_bare = !call.parameters.names("pageSize");
    let (page, next) = Paging::of(&call.parameters).cut(files);
    let base = format!("{}/api/joute/v1/competitions/{}/files", call.origin, call.seat()?.competition.slug);
    let items = page.into_iter().map(|file| {
        json!({
            "ref": file.name,
            "name": file.name,
            "description": "",
            "totalBytes": file.size_bytes,
            "url": format!("{base}/{}", percent_encoded(&file.name)),
            "creationDate": date(file.created_at),
        })
    });
    Ok(Answer::List { name: "files", items: items.collect(), next, is_bare })
}

/// All files as one zip.
pub(crate) async fn download_all(call: Call) -> Result<Answer, Problem> {
    let secret = call.app.house.link(call.seat()?, NewLink::Archive).await?;
    Ok(redirect(&call, secret.reveal(), "archive.zip"))
}

/// One file.
pub(crate) async fn download_one(call: Call) -> Result<Answer, Problem> {
    let name = call.parameters.text("fileName").unwrap_or_default();
    let name = percent_decoded(name);
    let file = call.app.house.find_file(call.seat()?, &name).await?;
    let secret = call.app.house.link(call.seat()?, NewLink::File(file.id)).await?;
    Ok(redirect(&call, secret.reveal(), &file.name))
}

/// To a link, under the name by which the client saves it.
pub(crate) fn redirect(call: &Call, secret: &str, name: &str) -> Answer {
    Answer::Redirect(format!("{}/dl/{secret}/{}", call.origin, percent_encoded(name)))
}
