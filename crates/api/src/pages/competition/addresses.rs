//! Addresses of the API that pages link to: files and boards are served there, to the session's cookie as well.
//!
//! Invariant: a name that people chose is percent-encoded.

use joute_domain::{Slug, SubmissionId};

use crate::web::error_pages::url_encode;

/// One file of a competition.
pub(super) fn file(slug: &Slug, name: &str) -> String {
    format!("{}/files/{}", base(slug), url_encode(name))
}

/// All files as one zip.
pub(super) fn archive(slug: &Slug) -> String {
    format!("{}/files.zip", base(slug))
}

/// A board as CSV or JSON.
pub(super) fn board(slug: &Slug, board: &str, ending: &str) -> String {
    format!("{}/leaderboard{ending}?board={board}", base(slug))
}

/// The uploaded bytes of a submission.
pub(super) fn submission_file(slug: &Slug, id: &SubmissionId) -> String {
    format!("{}/submissions/{id}/file", base(slug))
}

fn base(slug: &Slug) -> String {
    format!("/api/joute/v1/competitions/{slug}")
}
