//! JSON bodies, queries and path values on their way in.
//!
//! Invariant: a body is read after the caller's rights were decided, is bounded, and every refusal is a problem.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::error::{PathError, QueryPayloadError};
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use actix_web::web::{PathConfig, QueryConfig};
use actix_web::{Error, FromRequest, HttpRequest};
use futures_util::StreamExt;
use joute_services::access::AccessError;
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::{FieldProblem, Problem};

/// Largest JSON body, in bytes.
const JSON_MAX_BYTES: usize = 1 << 20;

/// A JSON body that has not been read yet.
pub(crate) struct JsonBody<T> {
    headers: HeaderMap,
    payload: Payload,
    body: PhantomData<T>,
}

impl<T> FromRequest for JsonBody<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        ready(Ok(Self { headers: request.headers().clone(), payload: payload.take(), body: PhantomData }))
    }
}

impl<T: DeserializeOwned> JsonBody<T> {
    /// Reads the whole body; unknown fields are refused by the types themselves.
    pub(super) async fn read(self) -> Result<T, Problem> {
        if !is_json(&self.headers) {
            let detail = "this address takes JSON; send `Content-Type: application/json`";
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", detail));
        }
        let bytes = gather(&self.headers, self.payload).await?;
        parse(&bytes)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

async fn gather(headers: &HeaderMap, mut payload: Payload) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = format!("a JSON body has at most {JSON_MAX_BYTES} bytes");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    };
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > JSON_MAX_BYTES) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::bad_request("upload_interrupted", "the body ended too early"))?;
        if bytes.len() + chunk.len() > JSON_MAX_BYTES {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| refused(&error.path().to_string(), error.inner()))?;
    reader.end().map_err(|error| refused(".", &error))?;
    Ok(value)
}

/// Broken JSON is told with its place, sound JSON of a wrong shape with its field.
fn refused(path: &str, error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    if error.classify() != Category::Data {
        return Problem::bad_request("bad_json", format!("the body is not sound JSON: {text}"));
    }
    let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
    let mut problem = Problem::unprocessable("invalid_field", reason);
    problem.fields.push(FieldProblem { field: field_of(path, reason), message: problem.detail.clone() });
    problem
}

/// The path that serde reports ends above a field that is missing; its name is in the message then.
fn field_of(path: &str, reason: &str) -> String {
    let missing = reason.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match (path, missing) {
        (".", Some(name)) => name.to_owned(),
        (_, Some(name)) => format!("{path}.{name}"),
        (_, None) => path.to_owned(),
    }
}

/// Queries that cannot be read answer `bad_query`.
pub(crate) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| {
        let reason = match &error {
            QueryPayloadError::Deserialize(reason) => reason.to_string(),
            other => other.to_string(),
        };
        Error::from(Problem::bad_request("bad_query", format!("the query cannot be read: {reason}")))
    })
}

/// A path that cannot be read names nothing.
pub(crate) fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|_: PathError, _| {
        Error::from(Problem::not_found("address_not_found", "there is no such address in the API"))
    })
}

/// An identifier in a path; a text that cannot be one names nothing.
pub(super) fn id_in_path<T: std::str::FromStr>(text: &str, what: &'static str) -> Result<T, AccessError> {
    text.parse().map_err(|_| AccessError::NotFound(what))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        inner: Inner,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[serde(rename = "count")]
        _count: u32,
    }

    fn refusal(text: &str) -> Problem {
        parse::<Outer>(text.as_bytes()).map(|outer| outer.inner).unwrap_err()
    }

    #[test]
    fn broken_json_is_told_with_line_and_column() {
        let problem = refusal("{\n  \"inner\": }");
        assert_eq!(problem.code, "bad_json");
        assert!(problem.detail.contains("line 2 column 12"), "{}", problem.detail);
        assert_eq!(refusal("").code, "bad_json");
        assert_eq!(refusal("{\"inner\":{\"count\":1}} x").code, "bad_json");
    }

    #[test]
    fn a_wrong_shape_is_told_with_its_field() {
        for (text, field) in [
            ("{}", "inner"),
            ("{\"inner\":{}}", "inner.count"),
            ("{\"inner\":{\"count\":\"x\"}}", "inner.count"),
            ("{\"inner\":{\"count\":1,\"more\":2}}", "inner.more"),
        ] {
            let problem = refusal(text);
            assert_eq!((problem.code, problem.fields[0].field.as_str()), ("invalid_field", field), "{text}");
        }
    }
}
