//! Tera templates, embedded, with the page's language bound to `t`.
//!
//! Invariant: every template is parsed at the start; a page is a struct that names its template.

use std::collections::HashMap;
use std::sync::Arc;

use joute_domain::Language;
use rust_embed::RustEmbed;
use serde::Serialize;
use tera::{Context, Kwargs, State, Tera};

use crate::words::{LANGUAGES, Words};

#[derive(RustEmbed)]
#[folder = "../../web/templates/"]
#[include = "*.tera"]
struct Templates;

/// Why a page could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A file of words is broken.
    #[error("the words cannot be read: {0}")]
    Words(String),
    /// A template is broken or lacks a value.
    #[error("a template failed")]
    Template(#[from] tera::Error),
}

/// A page: what fills which template.
pub(crate) trait Page: Serialize {
    /// The template's name, such as `home.html.tera`.
    const TEMPLATE: &'static str;
}

/// All templates in all languages.
#[derive(Debug)]
pub(crate) struct Renderer {
    engines: HashMap<&'static str, (Tera, Arc<Words>)>,
}

impl Renderer {
    /// Parses everything.
    pub(crate) fn new() -> Result<Self, RenderError> {
        let mut engines = HashMap::new();
        for language in LANGUAGES {
            let words = Arc::new(Words::load(language)?);
            engines.insert(language.tag(), (engine(Arc::clone(&words))?, words));
        }
        Ok(Self { engines })
    }

    /// Renders a page.
    pub(crate) fn page<P: Page>(&self, language: Language, page: &P) -> Result<String, RenderError> {
        let context = Context::from_serialize(page)?;
        Ok(self.engine(language).0.render(P::TEMPLATE, &context)?)
    }

    /// The words of a language.
    pub(crate) fn words(&self, language: Language) -> &Words {
        &self.engine(language).1
    }

    fn engine(&self, language: Language) -> &(Tera, Arc<Words>) {
        self.engines.get(language.tag()).expect("every language was loaded at the start")
    }
}

fn engine(words: Arc<Words>) -> Result<Tera, RenderError> {
    let mut tera = Tera::default();
    // The templates are named `….html.tera`: without this nothing would be escaped.
    tera.autoescape_on([".tera"]);
    tera.register_function("t", move |arguments: Kwargs, _: &State<'_>| -> tera::TeraResult<String> {
        let key: String = arguments.must_get("key")?;
        let values: HashMap<String, serde_json::Value> = arguments.deserialize()?;
        Ok(words.text(&key, &values))
    });
    let names: Vec<_> = Templates::iter().collect();
    let mut sources = Vec::with_capacity(names.len());
    for name in &names {
        let file = Templates::get(name).ok_or_else(|| RenderError::Words(name.to_string()))?;
        let text = String::from_utf8(file.data.into_owned()).map_err(|_| RenderError::Words(name.to_string()))?;
        sources.push((name.to_string(), text));
    }
    tera.add_raw_templates(sources)?;
    Ok(tera)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_in_every_template() {
        let words = Arc::new(Words::load(Language::En).unwrap());
        let mut tera = engine(words).unwrap();
        tera.add_raw_templates([("x.html.tera", "{{ name }}")]).unwrap();
        let mut context = Context::new();
        context.insert("name", "<script>");
        assert_eq!(tera.render("x.html.tera", &context).unwrap(), "&lt;script&gt;");
    }
}
