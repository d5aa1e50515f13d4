//! The catalogue of metrics, for hosts who choose one.
//!
//! Invariant: what is told here is what the settings are checked against.

use actix_web::web::Json;
use joute_metrics::{Direction, MetricInfo, ParameterDefault, ParameterInfo, PredictionShape};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::vocabulary::DirectionName;

/// All metrics.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetricList {
    metrics: Vec<MetricView>,
}

/// A metric that a competition can be scored with.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MetricView {
    /// Name in the settings.
    name: &'static str,
    #[schema(value_type = DirectionName)]
    direction: Direction,
    /// What it measures.
    summary: &'static str,
    /// Where its definition comes from.
    reference: &'static str,
    /// What a prediction is: `numbers`, `labels`, `scores` or `ranked_list`.
    prediction: &'static str,
    /// Roles that columns of the solution may have.
    roles: Vec<&'static str>,
    parameters: Vec<ParameterView>,
}

/// A parameter of a metric.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ParameterView {
    /// Name in the settings.
    name: &'static str,
    /// What a value must be, in words.
    kind: String,
    /// True if it must be given.
    required: bool,
    /// The value that counts if none is given.
    #[schema(value_type = Option<Object>)]
    default: Option<Value>,
    /// What it changes.
    summary: &'static str,
}

impl From<&MetricInfo> for MetricView {
    fn from(metric: &MetricInfo) -> Self {
        Self {
            name: metric.name,
            direction: metric.direction,
            summary: metric.summary,
            reference: metric.reference,
            prediction: match metric.prediction {
                PredictionShape::Numbers => "numbers",
                PredictionShape::Labels => "labels",
                PredictionShape::Scores => "scores",
                PredictionShape::RankedList => "ranked_list",
                PredictionShape::Quantiles => "quantiles",
                PredictionShape::Distribution => "distribution",
                PredictionShape::Coordinates => "coordinates",
                PredictionShape::Text => "text",
                PredictionShape::Masks => "masks",
                PredictionShape::Boxes => "boxes",
            },
            roles: metric.roles.iter().map(|role| role.as_str()).collect(),
            parameters: metric.parameters.iter().map(ParameterView::from).collect(),
        }
    }
}

impl From<&ParameterInfo> for ParameterView {
    fn from(parameter: &ParameterInfo) -> Self {
        Self {
            name: parameter.name,
            kind: parameter.kind.to_string(),
            required: parameter.default == ParameterDefault::Required,
            default: match parameter.default {
                ParameterDefault::Required | ParameterDefault::Absent => None,
                ParameterDefault::Number(number) => Some(json!(number)),
                ParameterDefault::Flag(flag) => Some(json!(flag)),
                ParameterDefault::Text(text) => Some(json!(text)),
            },
            summary: parameter.summary,
        }
    }
}

/// List metrics
///
/// Every metric with its parameters.
#[utoipa::path(get, operation_id = "list_metrics", path = "/metrics", tag = "metrics", security(()),
    responses((status = 200, description = "The catalogue.", body = MetricList)))]
pub(crate) async fn list() -> Json<MetricList> {
    Json(MetricList { metrics: joute_metrics::catalogue().iter().map(MetricView::from).collect() })
}
