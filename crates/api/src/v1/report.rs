//! What is wrong with an uploaded file, as JSON.
//!
//! Invariant: the same words as `joute score` prints.

use joute_domain::{ErrorCode, Place, ReportedError};
use serde::Serialize;
use utoipa::ToSchema;

/// One kind of error with its places.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ErrorView {
    /// Stable name, such as `missing_ids`.
    #[schema(value_type = String)]
    code: ErrorCode,
    /// What is wrong.
    message: String,
    /// How often it occurs in the whole file.
    count: u64,
    /// The first places.
    places: Vec<PlaceView>,
    /// What probably helps.
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
}

/// Where in the file; only what is known.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlaceView {
    /// Line, the header is line 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Column name.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<String>,
    /// Row id.
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
}

impl From<Place> for PlaceView {
    fn from(place: Place) -> Self {
        Self { line: place.line, column: place.column, id: place.id }
    }
}

impl From<ReportedError> for ErrorView {
    fn from(error: ReportedError) -> Self {
        let ReportedError { code, message, count, places, hint } = error;
        Self { code, message, count, places: places.into_iter().map(PlaceView::from).collect(), hint }
    }
}
