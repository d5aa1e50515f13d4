//! Types of the API in words.
//!
//! Invariant: a type that the document names is shown with all its fields.

use serde::Serialize;
use serde_json::Value;

use super::operation::resolved;
use super::prose;

const NAMED: &str = "#/components/schemas/";

/// A type in words, and the named type that it is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct TypeName {
    #[serde(rename = "type")]
    shown: String,
    link: String,
}

impl TypeName {
    pub(super) fn plain(shown: &str) -> Self {
        Self { shown: shown.to_owned(), link: String::new() }
    }
}

/// A field or parameter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct FieldView {
    pub(super) name: String,
    pub(super) place: String,
    #[serde(flatten)]
    pub(super) type_name: TypeName,
    pub(super) required: bool,
    pub(super) about: String,
}

/// A named type.
#[derive(Debug, Serialize)]
pub(super) struct TypeView {
    name: String,
    about: String,
    values: String,
    fields: Vec<FieldView>,
}

/// All named types.
pub(super) fn types(document: &Value) -> Vec<TypeView> {
    let schemas = document["components"]["schemas"].as_object().into_iter().flatten();
    let view = |(name, schema): (&String, &Value)| {
        let fields = fields(document, schema);
        let values = if fields.is_empty() { type_name(schema).shown } else { String::new() };
        TypeView { name: name.clone(), about: prose(&schema["description"]), values, fields }
    };
    schemas.map(view).collect()
}

/// The fields of an object, those of its parts included.
pub(super) fn fields(document: &Value, schema: &Value) -> Vec<FieldView> {
    let schema = resolved(document, schema);
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let mut found: Vec<_> = parts.flat_map(|part| fields(document, part)).collect();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        found.push(FieldView {
            name: name.clone(),
            place: String::new(),
            type_name: type_name(field),
            required: required.contains(&name.as_str()),
            about: prose(&field["description"]),
        });
    }
    found
}

/// A schema in words: `string`, `array of Standing`, `"public" | "private"`.
pub(super) fn type_name(schema: &Value) -> TypeName {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix(NAMED)) {
        return TypeName { shown: name.to_owned(), link: name.to_owned() };
    }
    for choice in ["oneOf", "anyOf", "allOf"] {
        if let Some(options) = schema[choice].as_array() {
            return either(options.iter().map(type_name).collect());
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        return TypeName::plain(&values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | "));
    }
    match &schema["type"] {
        Value::Array(kinds) => either(kinds.iter().map(|kind| simple(schema, kind.as_str().unwrap_or(""))).collect()),
        Value::String(kind) => simple(schema, kind),
        _ => TypeName::plain("any"),
    }
}

fn either(options: Vec<TypeName>) -> TypeName {
    let link = options.iter().map(|option| option.link.clone()).find(|link| !link.is_empty()).unwrap_or_default();
    let shown: Vec<_> = options.into_iter().map(|option| option.shown).collect();
    TypeName { shown: shown.join(" | "), link }
}

fn simple(schema: &Value, kind: &str) -> TypeName {
    match (kind, schema["format"].as_str()) {
        ("array", _) => {
            let item = type_name(&schema["items"]);
            TypeName { shown: format!("array of {}", item.shown), link: item.link }
        }
        ("object", _) if schema["additionalProperties"].is_object() => {
            let value = type_name(&schema["additionalProperties"]);
            TypeName { shown: format!("map of {}", value.shown), link: value.link }
        }
        ("string", Some(format)) => TypeName::plain(format),
        _ => TypeName::plain(kind),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_are_told_in_words_and_lead_to_their_fields() {
        let named = |name: &str| json!({ "$ref": format!("{NAMED}{name}") });
        let shown = |schema: Value| type_name(&schema).shown;
        assert_eq!(type_name(&json!({ "type": "array", "items": named("Standing") })).link, "Standing");
        assert_eq!(shown(json!({ "type": ["string", "null"], "format": "date-time" })), "date-time | null");
        assert_eq!(shown(json!({ "oneOf": [{ "type": "null" }, named("Score")] })), "null | Score");
        assert_eq!(shown(json!({ "enum": ["public", "private"] })), "\"public\" | \"private\"");
        assert_eq!(shown(json!({})), "any");
    }
}
