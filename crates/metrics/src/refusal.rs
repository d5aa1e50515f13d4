//! Why there is no score.
//!
//! Invariant: a message never contains a value of the truth, so it may be shown to whoever submitted.

use joute_domain::ErrorCode;

/// A table that has no finite score under a metric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// No row of this part is scored.
    #[error("no row is left to be scored")]
    NoRows,
    /// The rows that are scored have no weight together.
    #[error("the rows to be scored have no weight")]
    NoWeight,
    /// The truth has no row of one of the classes that the metric compares.
    #[error("the metric is undefined: the scored rows do not hold every class it compares")]
    SingleClass,
    /// A correlation needs predictions that vary.
    #[error("the metric is undefined: the predictions are all the same")]
    ConstantPrediction,
    /// A correlation or a share of variance needs a truth that varies.
    #[error("the metric is undefined: the truth does not vary over the scored rows")]
    ConstantTruth,
    /// The finish divides by nothing.
    #[error("the metric is undefined on these rows")]
    Undefined,
    /// A prediction lies outside the metric's domain, or sums overflow.
    #[error("the score is not a finite number; a prediction is too large or outside the metric's range")]
    NotFinite,
    /// A row of probabilities does not sum to one, or to nothing that could be rescaled.
    #[error("the predictions of a row do not have the required sum")]
    RowSum,
    /// An ordering leaves items out, repeats some or names others.
    #[error("an ordering does not hold each item of its row exactly once")]
    Ordering,
    /// Labels without end are no classification.
    #[error("there are too many different labels")]
    TooManyLabels,
    /// A truth cell is not what the metric needs, such as 0 or 1.
    #[error("the solution does not fit the metric: {0}")]
    Solution(&'static str),
    /// The columns are not those the metric was set up for.
    #[error("the columns do not fit the metric: {0}")]
    Columns(&'static str),
}

impl Refusal {
    /// The stable code: `no_rows`, `undefined_metric`, `not_finite`, `row_sum`, or `invalid_settings` for the host.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NoRows => ErrorCode::NoRows,
            Self::NoWeight | Self::SingleClass | Self::ConstantPrediction | Self::ConstantTruth | Self::Undefined => {
                ErrorCode::UndefinedMetric
            }
            Self::NotFinite => ErrorCode::NotFinite,
            Self::RowSum => ErrorCode::RowSum,
            Self::TooManyLabels => ErrorCode::InvalidLabel,
            Self::Ordering => ErrorCode::InvalidList,
            Self::Solution(_) | Self::Columns(_) => ErrorCode::InvalidSettings,
        }
    }

    /// True if only this column or group has no score, so that `skip_undefined` may leave it out.
    pub(crate) fn is_undefined(&self) -> bool {
        matches!(self.code(), ErrorCode::UndefinedMetric | ErrorCode::NoRows)
    }
}
