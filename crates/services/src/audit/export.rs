//! The whole log as a file: JSON Lines for programs, CSV for spreadsheets.
//!
//! Invariant: every field that is hashed is in the file as it was hashed, so that the chain can be checked elsewhere; a
//! name can never become a formula.

use std::pin::Pin;
use std::str::FromStr;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::{self, StreamExt};
use joute_database::DatabaseError;
use joute_database::audit_log::{AuditRow, canonical_instant};
use joute_domain::{Actor, AuditAction, spreadsheet_cell};
use serde_json::json;

use crate::House;

/// Entries read at once.
const PAGE: u32 = 500;

/// How the log is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// One JSON object a line.
    JsonLines,
    /// A table with a header.
    Csv,
}

impl ExportFormat {
    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::JsonLines => "application/x-ndjson",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    /// What the file's name ends with.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }
}

impl FromStr for ExportFormat {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "jsonl" => Ok(Self::JsonLines),
            "csv" => Ok(Self::Csv),
            other => Err(format!("`{other}` is none of jsonl, csv")),
        }
    }
}

/// The file, page by page.
pub type AuditExport = Pin<Box<dyn Stream<Item = Result<Bytes, DatabaseError>> + Send>>;

impl House {
    /// The whole log from its first entry to the present one, which tells of the export.
    pub async fn export_audit_log(&self, by: &Actor, format: ExportFormat) -> Result<AuditExport, DatabaseError> {
        self.record(self.entry(by.clone(), AuditAction::AuditExport).with("format", format.as_str())).await?;
        let last = self.audit_head().await?.sequence;
        let house = self.clone();
        let pages = stream::try_unfold(0, move |after| {
            let house = house.clone();
            async move {
                let mut rows = house.read_audit_log(after, PAGE).await?;
                rows.retain(|row| row.sequence.is_some_and(|number| number <= last));
                let Some(next) = rows.last().and_then(|row| row.sequence) else { return Ok(None) };
                let text: String = rows.iter().map(|row| line(format, row)).collect();
                Ok(Some((Bytes::from(text), next)))
            }
        });
        let head = match format {
            ExportFormat::JsonLines => Bytes::new(),
            ExportFormat::Csv => Bytes::from(format!("{}\r\n", COLUMNS.join(","))),
        };
        Ok(Box::pin(stream::iter([Ok(head)]).chain(pages)))
    }
}

const COLUMNS: [&str; 15] = [
    "sequence",
    "id",
    "occurred_at",
    "actor_id",
    "actor_name",
    "action",
    "object_kind",
    "object_id",
    "object_name",
    "via",
    "address",
    "detail",
    "names_hash",
    "previous_hash",
    "hash",
];

fn line(format: ExportFormat, row: &AuditRow) -> String {
    let instant = canonical_instant(row.occurred_at);
    match format {
        ExportFormat::JsonLines => {
            let object = json!({
                "sequence": row.sequence, "id": row.id, "occurred_at": instant,
                "actor_id": row.actor_id, "actor_name": row.actor_name, "action": row.action,
                "object_kind": row.object_kind, "object_id": row.object_id, "object_name": row.object_name,
                "via": row.via, "address": row.address, "detail": row.detail,
                "names_salt": row.names_salt, "names_hash": row.names_hash,
                "previous_hash": row.previous_hash, "hash": row.hash,
            });
            format!("{object}\n")
        }
        ExportFormat::Csv => {
            let text = |text: &Option<String>| text.as_deref().map(spreadsheet_cell).unwrap_or_default();
            let actor = row.actor_id.as_ref().map(ToString::to_string);
            let cells = [
                row.sequence.map(|number| number.to_string()).unwrap_or_default(),
                row.id.to_string(),
                instant,
                text(&actor),
                text(&row.actor_name),
                spreadsheet_cell(&row.action),
                text(&row.object_kind),
                text(&row.object_id),
                text(&row.object_name),
                spreadsheet_cell(&row.via),
                text(&row.address),
                spreadsheet_cell(&row.detail),
                row.names_hash.clone(),
                row.previous_hash.clone().unwrap_or_default(),
                row.hash.clone().unwrap_or_default(),
            ];
            format!("{}\r\n", cells.join(","))
        }
    }
}
