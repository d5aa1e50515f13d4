//! The truth-blind stage: reads a submission, checks it, writes it aligned to the public ids.
//!
//! Invariant: predictions are written only when nothing was found, and every one of them is written.

use std::os::fd::OwnedFd;

use joute_domain::ErrorCode;
use joute_evaluation::layout::{ColumnFile, ColumnWriter, Kind, Layout, LayoutError};
use joute_evaluation::wire::{ValidateAnswer, ValidateHeader};
use joute_evaluation::{CellKind, Schema};
use joute_metrics::ColumnRule;
use joute_sandbox::MappedFileMut;

use crate::check::{AlignedNumbers, Alignment, align, check_names, check_values};
use crate::files::{hold, next, read_upload};
use crate::findings::{Findings, Refused, told};
use crate::ids::{IdIndex, index};
use crate::table::{Cells, Opened, Reading, Separators, Sheet, open};

/// Runs the stage.
pub(crate) fn run(
    header: &ValidateHeader,
    mut files: impl Iterator<Item = OwnedFd>,
) -> Result<ValidateAnswer, Refused> {
    let upload = read_upload(next(&mut files)?, header.bounds.table_bytes)?;
    let ids = hold(&mut files)?;
    let predictions = next(&mut files)?;
    let schema = &header.schema;
    let metric = schema.metric().map_err(|error| Refused::Job(error.to_string()))?;
    let ids = ColumnFile::open(&ids).and_then(|ids| ids.expect(schema.rows, &[Kind::Text]).and_then(|()| ids.texts(0)));
    let ids = IdIndex::new(ids.map_err(unusable)?).map_err(|_| Refused::Job("an id stands twice".to_owned()))?;

    let columns = schema.header().len();
    let table = open(upload, &header.bounds, Separators::One { separator: schema.separator, columns })?;
    let submission = Submission::read(table, schema, metric.requirements(), &ids)?;
    let mut memory = MappedFileMut::new(predictions)?;
    submission.write(schema, &mut memory)?;
    Ok(ValidateAnswer { rows: schema.rows })
}

/// A submission without a fault.
pub(crate) struct Submission {
    sheet: Sheet,
    alignment: Alignment,
    numbers: AlignedNumbers,
}

impl Submission {
    /// Reads a table the fast way and, on any doubt, once more in the way that tells every fault.
    pub(crate) fn read(
        table: Opened,
        schema: &Schema,
        rules: &[ColumnRule],
        ids: &IdIndex<'_>,
    ) -> Result<Self, Refused> {
        let mut findings = Findings::default();
        check_names(table.names(), &schema.header(), &mut findings);
        let header_is_right = findings.is_empty();
        let text = match table {
            Opened::Columnar(table) => {
                let sheet = table.read(&readings(&table.names, schema, CellKind::Number))?;
                return Self::check(sheet, schema, rules, ids, findings);
            }
            Opened::Text(text) => text,
        };
        if header_is_right && let Some(sheet) = text.read_fast(&readings(&text.names, schema, CellKind::Number)) {
            let submission = Self::check(sheet, schema, rules, ids, Findings::default());
            if submission.is_ok() {
                return submission;
            }
        }
        let sheet = match text.read_fast(&readings(&text.names, schema, CellKind::Text)) {
            Some(sheet) => sheet,
            None => text.read_carefully(&mut findings)?,
        };
        Self::check(sheet, schema, rules, ids, findings)
    }

    fn check(
        mut sheet: Sheet,
        schema: &Schema,
        rules: &[ColumnRule],
        ids: &IdIndex<'_>,
        mut findings: Findings,
    ) -> Result<Self, Refused> {
        if sheet.rows == 0 {
            findings.push(told(ErrorCode::NoRows, "The file has a header and no rows."));
            return Err(Refused::Upload(findings.into_report()));
        }
        gather_text(&mut sheet, schema);
        let alignment = align(&sheet, &schema.id, ids, &mut findings);
        let numbers = check_values(&sheet, schema, rules, &alignment, &mut findings);
        findings.into_result()?;
        Ok(Self { sheet, alignment, numbers })
    }

    /// Writes the predictions in the order of the ids.
    fn write(&self, schema: &Schema, memory: &mut [u8]) -> Result<(), Refused> {
        let kinds: Vec<Kind> = schema.prediction.iter().map(|column| column.kind.into()).collect();
        let layout = Layout::new(schema.rows, &kinds).ok_or(LayoutError::Shape).map_err(unusable)?;
        let mut writer = ColumnWriter::new(memory, layout).map_err(unusable)?;
        for (at, (column, numbers)) in schema.prediction.iter().zip(&self.numbers).enumerate() {
            match (numbers, self.sheet.cells(&column.name)) {
                (Some(numbers), _) => writer.numbers(at).map_err(unusable)?.copy_from_slice(numbers),
                (None, Some(Cells::Text(cells))) => {
                    let cell = |row: &u32| cells.get(index(*row)).unwrap_or_default().as_bytes();
                    writer.texts(at, self.alignment.rows.iter().map(cell)).map_err(too_much_text)?;
                }
                (None, _) => return Err(Refused::Job("a column is missing".to_owned())),
            }
        }
        writer.finish().map_err(unusable)?;
        Ok(())
    }
}

/// Columns of text are read in any order when they are written.
fn gather_text(sheet: &mut Sheet, schema: &Schema) {
    for column in schema.prediction.iter().filter(|column| column.kind == CellKind::Text) {
        let cells = sheet.position(&column.name).and_then(|at| sheet.columns.get_mut(at));
        if let Some(cells) = cells {
            *cells = cells.take().map(Cells::in_one_piece);
        }
    }
}

/// How each column of the file is read; columns of numbers as `numbers` says.
fn readings(names: &[String], schema: &Schema, numbers: CellKind) -> Vec<Reading> {
    let reading = |name: &String| {
        let prediction = schema.prediction.iter().find(|column| column.name == *name);
        match prediction {
            Some(column) if column.kind == CellKind::Number && numbers == CellKind::Number => Reading::Number,
            Some(_) => Reading::Text,
            None if *name == schema.id => Reading::Text,
            None => Reading::Skip,
        }
    };
    names.iter().map(reading).collect()
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function of `map_err`")]
fn unusable(error: LayoutError) -> Refused {
    Refused::Job(error.to_string())
}

fn too_much_text(error: LayoutError) -> Refused {
    match error {
        LayoutError::Full => {
            Refused::from(told(ErrorCode::TooLarge, "The text of the table is longer than is accepted here."))
        }
        other => unusable(other),
    }
}
