//! Rules on cells of text, made quick for many declared labels.
//!
//! Invariant: accepts exactly what the metric's rule accepts.

use joute_metrics::{AllowedLabels, CellFault, ColumnRule};

/// A rule with its labels sorted.
pub(super) struct TextRule<'a> {
    rule: &'a ColumnRule,
    labels: Vec<&'a str>,
}

impl<'a> TextRule<'a> {
    /// Prepares a rule.
    pub(super) fn new(rule: &'a ColumnRule) -> Self {
        let mut labels = match rule {
            ColumnRule::Label(rule) => match &rule.allowed {
                Some(AllowedLabels::Texts(texts)) => texts.iter().map(String::as_str).collect(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        labels.sort_unstable();
        Self { rule, labels }
    }

    /// Says whether a cell is accepted.
    pub(super) fn check(&self, cell: &str) -> Result<(), CellFault> {
        match self.rule {
            ColumnRule::Label(_) if self.is_declared(cell) => Ok(()),
            ColumnRule::Label(rule) => rule.check_text(cell.as_bytes()),
            ColumnRule::List(rule) => rule.check(cell.as_bytes()),
            ColumnRule::Runs(rule) => rule.check(cell.as_bytes()),
            ColumnRule::Boxes(rule) => rule.check(cell.as_bytes()),
            ColumnRule::Number(_) | ColumnRule::RowSum(_) => Ok(()),
        }
    }

    /// What would make a refused cell a declared label.
    pub(super) fn hint(&self, cell: &str) -> Option<String> {
        let near = |same: &dyn Fn(&str) -> bool| self.labels.iter().find(|label| same(label)).copied();
        let plain = cell.trim();
        let whole = plain.strip_suffix(".0").unwrap_or(plain);
        near(&|label| label == plain || label == whole || label.to_lowercase() == plain.to_lowercase())
            .map(|label| format!("did you mean `{label}`?"))
    }

    fn is_declared(&self, cell: &str) -> bool {
        !cell.is_empty() && self.labels.binary_search(&cell).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use joute_metrics::LabelRule;

    use super::*;

    #[test]
    fn labels_that_nearly_match_get_a_hint() {
        let allowed = Some(AllowedLabels::Texts(vec!["yes".to_owned(), "no".to_owned(), "1".to_owned()]));
        let rule = ColumnRule::Label(LabelRule { column: 0, allowed, allow_empty: false });
        let rule = TextRule::new(&rule);
        assert_eq!(["yes", "no", "1"].map(|cell| rule.check(cell).is_ok()), [true; 3]);
        for (cell, label) in [("Yes", "yes"), (" no", "no"), ("1.0", "1")] {
            assert_eq!(rule.check(cell), Err(CellFault::InvalidLabel));
            assert_eq!(rule.hint(cell), Some(format!("did you mean `{label}`?")));
        }
        assert_eq!(rule.hint("maybe"), None);
    }
}
