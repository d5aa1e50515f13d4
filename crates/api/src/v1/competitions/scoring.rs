//! Metric, columns and split as JSON; the same shape as in `competition.toml`.
//!
//! Invariant: the conversion to and from the domain's settings loses nothing.

use std::collections::BTreeMap;

use joute_domain::{ColumnSettings, MetricSettings, Parameters, ScoringSettings, SplitSettings};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How submissions are scored.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScoringBody {
    pub(crate) metric: MetricBody,
    pub(crate) columns: ColumnsBody,
    /// Needed when the solution has no usage column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) split: Option<SplitBody>,
}

/// A metric with its parameters.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MetricBody {
    /// Name in the catalogue of metrics.
    pub(crate) name: String,
    /// Values for its parameters.
    #[serde(default)]
    #[schema(value_type = BTreeMap<String, Object>)]
    pub(crate) params: Parameters,
}

/// The columns of solution and submissions.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ColumnsBody {
    /// Column that names the row.
    id: String,
    /// Columns of the solution that hold the truth.
    truth: Vec<String>,
    /// Columns of a submission that hold the prediction.
    prediction: Vec<String>,
    /// More columns that a submission may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    extra: Vec<String>,
    /// Column of the solution with Public, Private or Ignored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    usage: Option<String>,
    /// Columns that are read as text even if they look like numbers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    text: Vec<String>,
    /// Column of the solution for each role the metric knows, such as `weight`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    roles: BTreeMap<String, String>,
}

/// A seeded split of the solution's rows.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitBody {
    /// Share of public rows, strictly between 0 and 1.
    public_ratio: f64,
    /// Seed.
    #[serde(default)]
    seed: u64,
}

impl From<ScoringBody> for ScoringSettings {
    fn from(body: ScoringBody) -> Self {
        let ScoringBody { metric, columns, split } = body;
        let ColumnsBody { id, truth, prediction, extra, usage, text, roles } = columns;
        Self {
            metric: MetricSettings { name: metric.name, params: metric.params },
            columns: ColumnSettings { id, truth, prediction, extra, usage, text, roles },
            split: split.map(|split| SplitSettings { public_ratio: split.public_ratio, seed: split.seed }),
        }
    }
}

impl From<ScoringSettings> for ScoringBody {
    fn from(settings: ScoringSettings) -> Self {
        let ScoringSettings { metric, columns, split } = settings;
        let ColumnSettings { id, truth, prediction, extra, usage, text, roles } = columns;
        Self {
            metric: MetricBody { name: metric.name, params: metric.params },
            columns: ColumnsBody { id, truth, prediction, extra, usage, text, roles },
            split: split.map(|split| SplitBody { public_ratio: split.public_ratio, seed: split.seed }),
        }
    }
}
