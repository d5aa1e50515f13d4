//! A file as JSON: size, checksum, columns and first rows.
//!
//! Invariant: what is told of a table was computed in the jail at upload.

use actix_web::web::{Data, Json};
use joute_domain::{ColumnSummary, FileKind, HistogramBin, TableProfile, Timestamp};
use joute_services::CompetitionFile;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::vocabulary::FileKindName;
use crate::app::App;
use crate::problem::Problem;
use crate::web::Seated;

/// The files of a competition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileList {
    files: Vec<FileView>,
}

/// A file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FileView {
    name: String,
    #[schema(value_type = FileKindName)]
    kind: FileKind,
    media_type: String,
    size_bytes: u64,
    sha256: String,
    #[schema(value_type = String, format = DateTime)]
    uploaded_at: Timestamp,
    /// What is in it, if it is a table.
    table: Option<TableView>,
}

/// A table in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableView {
    /// Rows without the header.
    rows: u64,
    columns: Vec<ColumnView>,
    /// The first rows as text, in the order of `columns`.
    first_rows: Vec<Vec<String>>,
}

/// A column in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ColumnView {
    name: String,
    /// What its cells are.
    kind: String,
    /// Empty cells.
    missing: u64,
    /// Different values.
    distinct: u64,
    /// False if `distinct` is a lower bound.
    distinct_is_exact: bool,
    minimum: Option<f64>,
    maximum: Option<f64>,
    mean: Option<f64>,
    histogram: Vec<BinView>,
}

/// A bar of a histogram.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BinView {
    label: String,
    count: u64,
}

impl From<CompetitionFile> for FileView {
    fn from(file: CompetitionFile) -> Self {
        Self {
            name: file.name,
            kind: file.kind,
            media_type: file.media_type,
            size_bytes: file.size_bytes,
            sha256: file.sha256,
            uploaded_at: file.created_at,
            table: file.profile.map(TableView::from),
        }
    }
}

impl From<TableProfile> for TableView {
    fn from(profile: TableProfile) -> Self {
        let columns = profile.columns.into_iter().map(ColumnView::from).collect();
        Self { rows: profile.rows, columns, first_rows: profile.first_rows }
    }
}

impl From<ColumnSummary> for ColumnView {
    fn from(column: ColumnSummary) -> Self {
        let ColumnSummary { name, kind, missing, distinct, distinct_is_exact, minimum, maximum, mean, histogram } =
            column;
        let histogram = histogram.into_iter().map(|HistogramBin { label, count }| BinView { label, count }).collect();
        Self { name, kind, missing, distinct, distinct_is_exact, minimum, maximum, mean, histogram }
    }
}

/// List files
///
/// With checksums, and for tables a summary of each column and the first rows.
#[utoipa::path(get, operation_id = "list_files", path = "/competitions/{slug}/files", tag = "data",
    params(("slug" = String, Path, description = "Short name of the competition.")),
    responses((status = 200, description = "The files.", body = FileList)))]
pub(crate) async fn list(app: Data<App>, seat: Seated) -> Result<Json<FileList>, Problem> {
    let files = app.house.list_files(&seat).await?;
    Ok(Json(FileList { files: files.into_iter().map(FileView::from).collect() }))
}
