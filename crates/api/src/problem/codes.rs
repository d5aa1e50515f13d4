//! Every code a problem may have, with its status and meaning.
//!
//! Invariant: a code is in this list or it is not used; a test reads the sources and compares.

use serde::Serialize;

/// What stands behind a code.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct KnownCode {
    /// The stable name.
    pub(crate) code: &'static str,
    /// The HTTP status that comes with it.
    pub(crate) status: u16,
    /// When it is sent.
    pub(crate) meaning: &'static str,
}

const fn code(status: u16, code: &'static str, meaning: &'static str) -> KnownCode {
    KnownCode { code, status, meaning }
}

/// All codes, by status.
pub(crate) const CODES: &[KnownCode] = &[
    code(400, "bad_body", "The body of a method is not a JSON object."),
    code(400, "bad_form", "A multipart form is broken, or a field of it is not UTF-8."),
    code(400, "bad_json", "The body is not sound JSON; the detail says line and column."),
    code(400, "bad_query", "A parameter of the query is unknown or cannot be read."),
    code(400, "bad_range", "The header Content-Range is not understood."),
    code(400, "bad_request", "The request cannot be read."),
    code(400, "not_supported", "A Kaggle client asked for something that this house does not do."),
    code(400, "upload_interrupted", "The body ended before it was complete; nothing was kept."),
    code(401, "invalid_token", "The bearer token is unknown, revoked or expired."),
    code(401, "sign_in_required", "Somebody must be signed in here."),
    code(401, "wrong_credentials", "The name or the password is wrong."),
    code(403, "board_not_open", "The private leaderboard is shown when the competition has ended."),
    code(403, "forbidden", "Signed in, and not allowed."),
    code(403, "scope_missing", "The token was not made for this; the detail names the scope that it lacks."),
    code(403, "foreign_origin", "A browser sent this from another site."),
    code(404, "address_not_found", "The API has no such address."),
    code(404, "competition_not_found", "There is no such competition, or it is not yours to see."),
    code(404, "file_not_found", "The competition has no file of this name."),
    code(404, "link_not_found", "The address of an upload or download is unknown or has expired."),
    code(404, "method_not_found", "The house has no such method of the Kaggle clients."),
    code(404, "group_not_found", "There is no such group, or it is not yours to see."),
    code(404, "not_found", "There is no such thing of the caller's own."),
    code(404, "page_not_found", "There is no such page."),
    code(404, "submission_not_found", "There is no such submission, or it is another team's."),
    code(405, "method_not_allowed", "The address does not answer this method; `Allow` says which it does."),
    code(409, "competition_closed", "The competition takes no submissions now."),
    code(409, "locked", "It cannot change any more, since submissions have been made."),
    code(409, "not_ready", "The competition still lacks something; hosts are told what."),
    code(409, "scoring_missing", "Metric and columns must be set before the solution comes."),
    code(409, "slug_taken", "Another competition has this short name."),
    code(409, "stale", "Somebody else changed it meanwhile; 412 if `If-Match` was sent."),
    code(409, "taken", "Somebody else has this name or address."),
    code(409, "upload_incomplete", "Not all bytes of the upload have arrived."),
    code(
        409,
        "upload_out_of_place",
        "The bytes do not follow those that are stored, or another request has taken over.",
    ),
    code(410, "link_used", "The one-time link has been used or was never valid."),
    code(413, "too_large", "The body or a field of it is larger than allowed."),
    code(415, "unsupported_media_type", "The address takes another kind of body."),
    code(416, "range_not_satisfiable", "The file ends before the range begins."),
    code(421, "misdirected", "An absolute target names another host."),
    code(422, "file_rejected", "The file has errors; `errors` lists every kind with its places."),
    code(422, "invalid_field", "A field is not acceptable; `fields` says which and why."),
    code(422, "stage_stopped", "The check of the file was stopped at its limits of time or memory."),
    code(428, "revision_required", "Say which revision is changed, in `revision` or `If-Match`."),
    code(429, "quota_reached", "All submissions of the day are used; `retry_at` says when there are more."),
    code(500, "internal", "Our fault; the log of the server says more under the request's id."),
    code(507, "storage_full", "The server has no space left for files."),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    const MAKERS: [&str; 6] = [
        "Problem::bad_request(",
        "Problem::not_found(",
        "Problem::unprocessable(",
        "Problem::conflict(",
        "Self::not_found(",
        "Self::conflict(",
    ];

    /// Every text of the sources that looks like a code and stands where a problem is made.
    fn used_codes(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                used_codes(&path, found);
            } else if !path.ends_with("codes.rs") {
                codes_in(&fs::read_to_string(&path).unwrap(), found);
            }
        }
    }

    fn codes_in(source: &str, found: &mut BTreeSet<String>) {
        let mut rest = source;
        while let Some(place) = rest.find("StatusCode::") {
            rest = &rest[place + 12..];
            let after = rest.trim_start_matches(|c: char| c.is_ascii_uppercase() || c == '_');
            found.extend(literal(after.strip_prefix(',').unwrap_or_default()));
        }
        for maker in MAKERS {
            found.extend(source.match_indices(maker).filter_map(|(at, _)| literal(&source[at + maker.len()..])));
        }
        found.extend(source.match_indices("rejected(").filter_map(|(at, _)| literal(&source[at + 9..])));
    }

    fn literal(text: &str) -> Option<String> {
        let text = text.trim_start().strip_prefix('"')?.split('"').next()?;
        text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_').then(|| text.to_owned())
    }

    #[test]
    fn the_list_and_the_sources_agree() {
        let mut used = BTreeSet::new();
        used_codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        // Made from a status or a field alone, with the code not beside it.
        used.extend(["invalid_field", "bad_request", "method_not_allowed"].map(str::to_owned));
        let known: BTreeSet<_> = CODES.iter().map(|known| known.code.to_owned()).collect();
        assert_eq!(used, known);
        assert_eq!(known.len(), CODES.len(), "a code is listed twice");
    }
}
