//! An uploaded file: the part `file` of a form, or the whole body.
//!
//! Invariant: the file's bytes are never gathered here; fields that come with it are small and come before it.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart};
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap};
use actix_web::web::Query;
use actix_web::{FromRequest, HttpRequest};
use bytes::Bytes;
use futures_util::StreamExt;
use joute_services::UploadBody;

use crate::problem::Problem;

/// Longest text field beside a file, in bytes.
const FIELD_MAX_BYTES: usize = 64 << 10;
/// Most text fields beside a file.
const FIELDS_MAX: usize = 32;

/// A file on its way in, with the fields that came before it.
pub(crate) struct IncomingFile {
    pub(crate) file_name: String,
    pub(crate) fields: BTreeMap<String, String>,
    pub(crate) body: UploadBody,
}

impl IncomingFile {
    /// A field's text, empty if it was not sent.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

impl FromRequest for IncomingFile {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let kind = media_type(request.headers());
        if kind == "application/json" {
            let detail = "this address takes a file: as the body itself, or as the part `file` of a form";
            let refused = Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail);
            return Box::pin(async move { Err(refused) });
        }
        if kind.starts_with("multipart/") {
            let parts = Multipart::new(request.headers(), payload.take());
            return Box::pin(from_parts(parts));
        }
        let query = Query::<BTreeMap<String, String>>::from_query(request.query_string());
        let body = payload.take();
        Box::pin(async move {
            let fields = query.map_err(|error| Problem::bad_request("bad_query", error))?.into_inner();
            let file_name = fields.get("file_name").cloned().unwrap_or_default();
            Ok(Self { file_name, fields, body: Box::pin(body.map(|chunk| chunk.map_err(std::io::Error::other))) })
        })
    }
}

/// The announced type without its parameters; empty if there is none.
fn media_type(headers: &HeaderMap) -> String {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn from_parts(mut parts: Multipart) -> Result<IncomingFile, Problem> {
    let mut fields = BTreeMap::new();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| Problem::bad_request("bad_form", error))?;
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name =
                part.content_disposition().and_then(|head| head.get_filename()).unwrap_or_default().to_owned();
            return Ok(IncomingFile { file_name, fields, body: body_of(parts, part) });
        }
        let text = text_of(&mut part).await?;
        if fields.len() == FIELDS_MAX {
            return Err(Problem::bad_request("bad_form", "the form has too many fields"));
        }
        fields.insert(name, text);
    }
    Err(Problem::field("file", "choose a file; it must be the last part of the form"))
}

/// The bytes of a part; the form is kept alive with it, since the part reads through it.
fn body_of(parts: Multipart, mut part: Field) -> UploadBody {
    Box::pin(async_stream::stream! {
        let _form = parts;
        while let Some(chunk) = part.next().await {
            yield chunk.map_err(|error| std::io::Error::other(error.to_string()));
        }
    })
}

/// The texts of a form without a file.
pub(crate) async fn text_fields(mut parts: Multipart) -> Result<Vec<(String, String)>, Problem> {
    let mut fields = Vec::new();
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|error| Problem::bad_request("bad_form", error))?;
        let name = part.name().unwrap_or_default().to_owned();
        if fields.len() == FIELDS_MAX {
            return Err(Problem::bad_request("bad_form", "the form has too many fields"));
        }
        fields.push((name, text_of(&mut part).await?));
    }
    Ok(fields)
}

async fn text_of(part: &mut Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.next().await {
        let chunk: Bytes = chunk.map_err(|error| Problem::bad_request("bad_form", error))?;
        if bytes.len() + chunk.len() > FIELD_MAX_BYTES {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "a field of the form is too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| Problem::bad_request("bad_form", "a field of the form is not UTF-8"))
}
