//! What a download link opens.
//!
//! Invariant: no credentials are needed or looked at: the address is the credential, and its owner's right is asked anew.

use actix_web::http::header::EntityTag;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use joute_services::transfers::{NewLink, TransferError};

use crate::app::App;
use crate::problem::Problem;
use crate::v1::files::{Parcel, archive_parcel, file_parcel, send};

/// Sends what the link's secret stands for.
pub(crate) async fn follow(
    app: Data<App>,
    path: Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let (secret, _) = path.into_inner();
    let linked = app.house.follow_link(&secret).await?;
    let seat = &linked.seat;
    match linked.target {
        NewLink::Archive => {
            let archive = app.house.data_archive(seat).await?;
            let parcel = archive_parcel(&archive, "archive.zip");
            send(&request, &parcel, async |range| Ok(app.house.download_archive(seat, &archive, range).await?)).await
        }
        NewLink::File(id) => {
            let files = app.house.list_files(seat).await?;
            // Replaced or removed since: the client starts again and finds the new one.
            let file = files.into_iter().find(|file| file.id == id).ok_or(TransferError::NotFound)?;
            send(&request, &file_parcel(&file), async |range| Ok(app.house.download_file(seat, &file, range).await?))
                .await
        }
        NewLink::Submission(id) => {
            let found = app.house.find_submission(seat, id).await?.submission;
            let parcel = Parcel {
                name: &found.file_name,
                media_type: "application/octet-stream",
                size_bytes: found.size_bytes,
                tag: EntityTag::new_strong(found.sha256.clone()),
                changed_at: found.created_at,
            };
            send(&request, &parcel, async |range| Ok(app.house.download_submission(seat, &found, range).await?)).await
        }
    }
}
