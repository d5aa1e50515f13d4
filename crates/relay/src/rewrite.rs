//! Addresses in answers: the server's own become those the client believes in.
//!
//! Invariant: only addresses of our server change, and only where the clients follow them (`Location`, `createUrl`).

use hyper::header::{HeaderMap, HeaderValue, LOCATION};
use serde_json::Value;

/// `address` with the server's origin replaced, if it is one of the server's.
fn replaced(address: &str, server: &str, origin: &str) -> Option<String> {
    let rest = address.strip_prefix(server)?;
    matches!(rest.as_bytes().first(), None | Some(b'/' | b'?')).then(|| format!("{origin}{rest}"))
}

/// Rewrites the header that redirects.
pub(crate) fn location(headers: &mut HeaderMap, server: &str, origin: &str) {
    let address = headers.get(LOCATION).and_then(|value| value.to_str().ok());
    let Some(address) = address.and_then(|address| replaced(address, server, origin)) else { return };
    if let Ok(value) = HeaderValue::from_str(&address) {
        headers.insert(LOCATION, value);
    }
}

/// True if the answer to this path tells where to upload.
pub(crate) fn tells_where_to_upload(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or(path);
    ["/StartSubmissionUpload", "/StartBlobUpload", "/submission-url", "/blobs/upload"]
        .iter()
        .any(|ending| path.ends_with(ending))
        || path.contains("/submissions/url/")
}

/// The JSON body with its `createUrl` rewritten; `None` if there is nothing to rewrite.
pub(crate) fn create_url(body: &[u8], server: &str, origin: &str) -> Option<Vec<u8>> {
    let mut answer: Value = serde_json::from_slice(body).ok()?;
    let field = answer.get_mut("createUrl")?;
    *field = Value::String(replaced(field.as_str()?, server, origin)?);
    serde_json::to_vec(&answer).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    const SERVER: &str = "https://joute.example.org";

    #[test]
    fn redirects_stay_with_the_relay() {
        for (before, after) in [
            ("https://joute.example.org/dl/a.csv?s=1", "http://localhost/dl/a.csv?s=1"),
            ("https://joute.example.org.evil.example/x", "https://joute.example.org.evil.example/x"),
            ("https://storage.example.org/x", "https://storage.example.org/x"),
            ("/dl/a.csv", "/dl/a.csv"),
        ] {
            let mut headers = HeaderMap::from_iter([(LOCATION, HeaderValue::from_static(before))]);
            location(&mut headers, SERVER, "http://localhost");
            assert_eq!(headers[LOCATION], after);
        }
    }

    #[test]
    fn uploads_stay_with_the_relay() {
        let body = br#"{"token":"t","createUrl":"https://joute.example.org/upload/u"}"#;
        let answer: Value = serde_json::from_slice(&create_url(body, SERVER, "http://localhost").unwrap()).unwrap();
        assert_eq!(answer, serde_json::json!({"token": "t", "createUrl": "http://localhost/upload/u"}));
        assert_eq!(create_url(b"{\"code\":404}", SERVER, "http://localhost"), None);
        assert_eq!(create_url(b"<html>", SERVER, "http://localhost"), None);
        for path in ["/api/v1/x/StartSubmissionUpload", "/api/v1/competitions/a/submissions/url/3/4"] {
            assert!(tells_where_to_upload(path));
        }
        assert!(!tells_where_to_upload("/api/v1/competitions/list"));
    }
}
