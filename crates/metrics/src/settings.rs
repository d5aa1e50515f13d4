//! The parameters a host wrote, read against the declarations of the metric.
//!
//! Invariant: a [`Settings`] holds only declared names with accepted values.

use joute_domain::Parameters;
use serde_json::Value;

use crate::catalogue::MetricInfo;
use crate::label::LabelValue;
use crate::parameter::{self, ParameterDefault, ParameterInfo};
use crate::shape::Role;

/// Settings that make no metric.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SettingsError {
    /// There is no such metric.
    #[error("there is no metric `{name}`; the metrics are {allowed}")]
    UnknownMetric {
        /// What was written.
        name: String,
        /// The catalogue.
        allowed: String,
    },
    /// The metric has no such parameter.
    #[error("`{metric}` has no parameter `{name}`; it takes {allowed}")]
    UnknownParameter {
        /// The metric.
        metric: &'static str,
        /// What was written.
        name: String,
        /// Its parameters.
        allowed: String,
    },
    /// The parameter cannot have this value.
    #[error("parameter `{name}` must be {expected}, not {found}")]
    BadValue {
        /// The parameter.
        name: String,
        /// What is accepted.
        expected: String,
        /// What was written.
        found: String,
    },
    /// The metric cannot do without the parameter.
    #[error("parameter `{name}` is missing; it must be {expected}")]
    Missing {
        /// The parameter.
        name: &'static str,
        /// What is accepted.
        expected: String,
    },
    /// The parameter does not go with the columns or with another parameter.
    #[error("parameter `{name}` cannot be used: {reason}")]
    Conflict {
        /// The parameter.
        name: &'static str,
        /// Why, and what to do.
        reason: String,
    },
    /// The columns are not what the metric compares.
    #[error("the columns do not fit `{metric}`: {reason}")]
    Columns {
        /// The metric.
        metric: &'static str,
        /// Why, and what to do.
        reason: String,
    },
}

impl SettingsError {
    /// The parameter at fault, if it is one.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::UnknownParameter { name, .. } | Self::BadValue { name, .. } => Some(name),
            Self::Missing { name, .. } | Self::Conflict { name, .. } => Some(name),
            Self::UnknownMetric { .. } | Self::Columns { .. } => None,
        }
    }

    pub(crate) fn conflict(name: &'static str, reason: impl Into<String>) -> Self {
        Self::Conflict { name, reason: reason.into() }
    }
}

/// Checked parameters of one metric.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'a> {
    info: &'static MetricInfo,
    given: &'a Parameters,
}

impl<'a> Settings<'a> {
    /// Checks every parameter that is given and that none is missing.
    pub(crate) fn new(info: &'static MetricInfo, given: &'a Parameters) -> Result<Self, SettingsError> {
        for (name, value) in given {
            let declared = info.parameters.iter().find(|parameter| parameter.name == name);
            let declared = declared.ok_or_else(|| unknown(info, name))?;
            let left_out = value.is_null() && declared.default == ParameterDefault::Absent;
            if !left_out && !declared.kind.accepts(value) {
                let (expected, found) = (declared.kind.to_string(), value.to_string());
                return Err(SettingsError::BadValue { name: name.clone(), expected, found });
            }
        }
        let missing = |parameter: &&ParameterInfo| {
            parameter.default == ParameterDefault::Required && !given.contains_key(parameter.name)
        };
        match info.parameters.iter().find(missing) {
            Some(parameter) => {
                Err(SettingsError::Missing { name: parameter.name, expected: parameter.kind.to_string() })
            }
            None => Ok(Self { info, given }),
        }
    }

    /// True if the metric can use a column of this role.
    pub(crate) fn takes(&self, role: Role) -> bool {
        self.info.roles.contains(&role)
    }

    /// True if the metric has this parameter.
    pub(crate) fn declares(&self, name: &str) -> bool {
        self.info.parameters.iter().any(|parameter| parameter.name == name)
    }

    /// The error for columns that the metric cannot compare.
    pub(crate) fn columns_error(&self, reason: impl Into<String>) -> SettingsError {
        SettingsError::Columns { metric: self.info.name, reason: reason.into() }
    }

    /// True if the host wrote the parameter, other than as null.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    fn value(&self, name: &str) -> Option<&'a Value> {
        self.given.get(name).filter(|value| !value.is_null())
    }

    fn default(&self, name: &str) -> ParameterDefault {
        let declared = self.info.parameters.iter().find(|parameter| parameter.name == name);
        declared.map_or(ParameterDefault::Absent, |parameter| parameter.default)
    }

    /// A number, or its default.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.value(name).and_then(Value::as_f64).or(match self.default(name) {
            ParameterDefault::Number(number) => Some(number),
            _ => None,
        })
    }

    /// A whole number.
    pub(crate) fn whole(&self, name: &str) -> Option<usize> {
        self.value(name).and_then(parameter::whole).and_then(|number| usize::try_from(number).ok())
    }

    /// A flag; false without a default.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool).unwrap_or(self.default(name) == ParameterDefault::Flag(true))
    }

    /// A word or text, or its default.
    pub(crate) fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name).and_then(Value::as_str).or(match self.default(name) {
            ParameterDefault::Text(text) => Some(text),
            _ => None,
        })
    }

    /// A label, or its default.
    pub(crate) fn label(&self, name: &str) -> Option<LabelValue> {
        self.value(name).and_then(LabelValue::from_json).or(match self.default(name) {
            ParameterDefault::Number(number) => Some(LabelValue::Number(number)),
            ParameterDefault::Text(text) => Some(LabelValue::Text(text.to_owned())),
            _ => None,
        })
    }

    /// A list of labels.
    pub(crate) fn labels(&self, name: &str) -> Option<Vec<LabelValue>> {
        self.value(name).and_then(parameter::labels)
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Option<Vec<String>> {
        self.value(name).and_then(parameter::texts)
    }

    /// A list of thresholds, or its default.
    pub(crate) fn thresholds(&self, name: &str) -> Option<Vec<f64>> {
        let default = || match self.default(name) {
            ParameterDefault::Text(text) => parameter::grid(text),
            _ => None,
        };
        self.value(name).map_or_else(default, parameter::thresholds)
    }

    /// A list of numbers.
    pub(crate) fn numbers(&self, name: &str) -> Option<Vec<f64>> {
        self.value(name).and_then(parameter::numbers)
    }
}

fn unknown(info: &'static MetricInfo, name: &str) -> SettingsError {
    let names: Vec<_> = info.parameters.iter().map(|parameter| parameter.name).collect();
    let allowed = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    SettingsError::UnknownParameter { metric: info.name, name: name.to_owned(), allowed }
}
