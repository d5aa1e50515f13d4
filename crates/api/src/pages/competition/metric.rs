//! A metric in the reader's language.
//!
//! Invariant: a metric without words of its own is told in the catalogue's English line, never left out.

use joute_domain::{Direction, ScoringSettings};
use serde::Serialize;

use crate::words::Words;

/// A parameter as the host set it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ParameterView {
    name: String,
    value: String,
}

/// A metric; its name is empty while none is chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct MetricView {
    pub(crate) name: String,
    pub(crate) title: String,
    about: String,
    direction: &'static str,
    params: Vec<ParameterView>,
}

impl MetricView {
    pub(crate) fn of(scoring: Option<&ScoringSettings>, direction: Option<Direction>, words: &Words) -> Self {
        let direction = if direction == Some(Direction::LowerIsBetter) { "min" } else { "max" };
        let Some(metric) = scoring.map(|scoring| &scoring.metric) else {
            let none = String::new;
            return Self { name: none(), title: none(), about: none(), direction, params: Vec::new() };
        };
        let summary = joute_metrics::find(&metric.name).map_or("", |info| info.summary);
        let word = |key: String, or: String| if words.has(&key) { words.plain(&key) } else { or };
        let params = metric.params.iter().map(|(name, value)| ParameterView {
            name: name.clone(),
            value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
        });
        Self {
            title: word(format!("metric-{}", metric.name), metric.name.clone()),
            about: word(format!("metric-{}-about", metric.name), sentence(summary)),
            params: params.collect(),
            name: metric.name.clone(),
            direction,
        }
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| format!("{}{}.", first.to_uppercase(), letters.as_str())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use joute_domain::{ColumnSettings, Language, MetricSettings, Parameters};

    use super::*;

    fn scoring(name: &str) -> ScoringSettings {
        let columns = ColumnSettings {
            id: "id".to_owned(),
            truth: vec!["y".to_owned()],
            prediction: vec!["y".to_owned()],
            extra: Vec::new(),
            usage: None,
            text: Vec::new(),
            roles: std::collections::BTreeMap::default(),
        };
        let params = Parameters::from([("average".to_owned(), "macro".into()), ("k".to_owned(), 3.into())]);
        ScoringSettings { metric: MetricSettings { name: name.to_owned(), params }, columns, split: None }
    }

    #[test]
    fn a_metric_speaks_the_language_of_the_reader() {
        let words = Words::load(Language::Fr).unwrap();
        let view = MetricView::of(Some(&scoring("rmsle")), Some(Direction::LowerIsBetter), &words);
        assert_eq!((view.name.as_str(), view.direction), ("rmsle", "min"));
        assert!(view.title.contains("quadratique"), "{}", view.title);
        assert_eq!(view.params[0].value, "macro");
        assert_eq!(view.params[1].value, "3");
    }

    #[test]
    fn every_metric_of_the_catalogue_says_what_it_is() {
        let words = Words::load(Language::En).unwrap();
        for metric in joute_metrics::catalogue() {
            let view = MetricView::of(Some(&scoring(metric.name)), Some(metric.direction), &words);
            assert!(!view.title.is_empty() && view.about.ends_with('.'), "{}: {}", metric.name, view.about);
        }
    }
}
