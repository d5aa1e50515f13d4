//! One operation of the API.
//!
//! Invariant: an operation that does not say who may call it needs a token, as the document's own default says.

use serde::Serialize;
use serde_json::Value;

use super::schema::{FieldView, TypeName, fields, type_name};
use super::{prose, text};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// An operation; the fields are those that `web/templates/api.html.tera` documents.
#[derive(Debug, Clone, Serialize)]
pub(super) struct OperationView {
    #[serde(skip)]
    pub(super) tag: String,
    id: String,
    method: String,
    path: String,
    summary: String,
    about: String,
    auth: &'static str,
    parameters: Vec<FieldView>,
    body: Option<BodyView>,
    answers: Vec<AnswerView>,
    example: String,
}

#[derive(Debug, Clone, Serialize)]
struct BodyView {
    content_type: String,
    #[serde(flatten)]
    name: TypeName,
    fields: Vec<FieldView>,
}

#[derive(Debug, Clone, Serialize)]
struct AnswerView {
    status: String,
    about: String,
    #[serde(flatten)]
    name: TypeName,
}

/// All operations, in the order of the document.
pub(super) fn all(document: &Value, base: &str) -> Vec<OperationView> {
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                operations.push(view(document, base, path, method, operation));
            }
        }
    }
    operations
}

fn view(document: &Value, base: &str, path: &str, method: &str, operation: &Value) -> OperationView {
    let body = body(document, &operation["requestBody"]);
    OperationView {
        tag: text(&operation["tags"][0]),
        id: format!("{method}-{}", path.trim_matches('/').replace(['/', '{', '}', '.'], "-")),
        method: method.to_uppercase(),
        path: path.to_owned(),
        summary: text(&operation["summary"]),
        about: prose(&operation["description"]),
        auth: auth(operation.get("security")),
        parameters: list(&operation["parameters"]).iter().map(parameter).collect(),
        answers: answers(document, &operation["responses"]),
        example: example(base, path, method, operation, body.as_ref()),
        body,
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A requirement without any scheme means that nobody needs to be signed in.
fn auth(security: Option<&Value>) -> &'static str {
    let Some(requirements) = security.and_then(Value::as_array) else { return "required" };
    let is_open = |requirement: &Value| requirement.as_object().is_some_and(serde_json::Map::is_empty);
    match (requirements.iter().any(is_open), requirements.iter().all(is_open)) {
        (_, true) => "none",
        (true, false) => "optional",
        (false, false) => "required",
    }
}

fn parameter(parameter: &Value) -> FieldView {
    FieldView {
        name: text(&parameter["name"]),
        place: text(&parameter["in"]),
        type_name: type_name(&parameter["schema"]),
        required: parameter["required"].as_bool().unwrap_or(false),
        about: prose(&parameter["description"]),
    }
}

fn body(document: &Value, body: &Value) -> Option<BodyView> {
    let (content_type, content) = body["content"].as_object()?.iter().next()?;
    let schema = &content["schema"];
    Some(BodyView { content_type: content_type.clone(), name: type_name(schema), fields: fields(document, schema) })
}

fn answers(document: &Value, responses: &Value) -> Vec<AnswerView> {
    let answers = responses.as_object().into_iter().flatten().map(|(status, answer)| {
        let answer = resolved(document, answer);
        let content = answer["content"].as_object().and_then(|content| content.iter().next());
        let name = content.map(|(media, content)| match &content["schema"] {
            Value::Null => TypeName::plain(media),
            schema => type_name(schema),
        });
        AnswerView { status: status.clone(), about: prose(&answer["description"]), name: name.unwrap_or_default() }
    });
    answers.collect()
}

/// Follows a reference into the document.
pub(super) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

/// A command that can be tried after replacing what stands in braces.
fn example(base: &str, path: &str, method: &str, operation: &Value, body: Option<&BodyView>) -> String {
    let mut parts = vec!["curl".to_owned()];
    if method != "get" {
        parts.push(format!("-X {}", method.to_uppercase()));
    }
    if auth(operation.get("security")) != "none" {
        parts.push("-H \"Authorization: Bearer $JOUTE_TOKEN\"".to_owned());
    }
    match body.map(|body| body.content_type.as_str()) {
        Some("application/json") => parts.push("--json @body.json".to_owned()),
        Some("multipart/form-data") => parts.push("-F file=@file.csv".to_owned()),
        Some(_) => parts.push("--data-binary @file.csv".to_owned()),
        None => {}
    }
    parts.push(format!("'{base}{path}'"));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn who_may_call_is_read_from_the_requirements() {
        assert_eq!(auth(None), "required");
        assert_eq!(auth(Some(&json!([]))), "none");
        assert_eq!(auth(Some(&json!([{}]))), "none");
        assert_eq!(auth(Some(&json!([{}, { "bearer": [] }]))), "optional");
        assert_eq!(auth(Some(&json!([{ "bearer": [] }]))), "required");
    }
}
