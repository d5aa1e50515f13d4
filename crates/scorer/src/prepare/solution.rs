//! Reads a solution and decides what each of its columns holds.
//!
//! Invariant: ids are distinct, and every cell of a row that is scored is what its column's kind says.

use std::collections::BTreeMap;

use joute_domain::{ErrorCode, Place, ScoringSettings};
use joute_evaluation::{Bounds, CellKind, RowCounts, SolutionColumn};
use joute_metrics::{ColumnKind, Metric, Usage};

use super::usage;
use crate::check::check_repeated;
use crate::findings::{Findings, Occurrence, Refused, told};
use crate::ids::canonical_integer;
use crate::number::{self, NumberFault};
use crate::table::{Cells, Opened, Reading, Separators, Sheet, name_hint, open};

/// Digits up to which every integer is a double.
const EXACT_DIGITS: usize = 15;

/// A solution without a fault.
#[derive(Debug)]
pub(super) struct Solution {
    pub(super) sheet: Sheet,
    pub(super) id: String,
    /// Rows of the file in the order of the ids.
    pub(super) order: Vec<usize>,
    pub(super) usage: Option<Vec<Usage>>,
    pub(super) counts: RowCounts,
    pub(super) truth: Vec<SolutionColumn>,
    pub(super) roles: BTreeMap<String, SolutionColumn>,
    /// Columns that a parameter names; an empty cell of a number column is 0.
    pub(super) auxiliary: Vec<SolutionColumn>,
}

impl Solution {
    /// Reads the file; every fault is told.
    pub(super) fn read(upload: Vec<u8>, settings: &ScoringSettings, bounds: &Bounds) -> Result<Self, Refused> {
        let mut findings = Findings::default();
        let table = open(upload, bounds, Separators::Comma { columns: 2 })?;
        let auxiliary = Metric::auxiliary(&settings.metric.name, &settings.metric.params).map_err(unfit)?;
        let wanted = wanted(settings, &auxiliary);
        check_columns(table.names(), &wanted, &mut findings);
        let mut sheet = read_text(table, &wanted, &mut findings)?;
        if sheet.rows == 0 {
            findings.push(told(ErrorCode::NoRows, "The solution has a header and no rows."));
        }
        findings.into_result()?;
        sheet.columns = sheet.columns.into_iter().map(|cells| cells.map(Cells::in_one_piece)).collect();

        let mut findings = Findings::default();
        let id = settings.columns.id.clone();
        let order = order(&sheet, &id, &mut findings);
        let usage = usage::read(&sheet, settings, &mut findings);
        let counts = usage::counts(usage.as_deref(), sheet.rows);
        let (truth, roles) = (Vec::new(), BTreeMap::new());
        let mut solution = Self { sheet, id, order, usage, counts, truth, roles, auxiliary: Vec::new() };
        solution.decide_kinds(settings, &mut findings)?;
        for name in auxiliary {
            let kind = solution.looks_like_with_gaps(&name, settings);
            solution.auxiliary.push(SolutionColumn { name, kind });
        }
        findings.into_result()?;
        Ok(solution)
    }

    fn decide_kinds(&mut self, settings: &ScoringSettings, findings: &mut Findings) -> Result<(), Refused> {
        let columns = &settings.columns;
        let found: Vec<ColumnKind> = columns.truth.iter().map(|name| self.looks_like(name, settings).into()).collect();
        let kinds = Metric::truth_kinds(&settings.metric.name, &settings.metric.params, &found).map_err(unfit)?;
        for (name, kind) in columns.truth.iter().zip(kinds) {
            self.truth.push(SolutionColumn { name: name.clone(), kind: kind.into() });
        }
        for (role, name) in &columns.roles {
            let number = role == "weight" || role == "event";
            let kind = if number { CellKind::Number } else { self.looks_like(name, settings) };
            self.roles.insert(role.clone(), SolutionColumn { name: name.clone(), kind });
        }
        for column in self.truth.iter().chain(self.roles.values()).filter(|column| column.kind == CellKind::Number) {
            self.check_numbers(&column.name, findings);
        }
        Ok(())
    }

    /// True if a row counts for some score.
    pub(super) fn is_scored(&self, row: usize) -> bool {
        self.usage.as_ref().and_then(|usage| usage.get(row)).is_none_or(|usage| *usage != Usage::Ignored)
    }

    fn looks_like(&self, name: &str, settings: &ScoringSettings) -> CellKind {
        let Some(cells) = self.sheet.cells(name).filter(|_| !settings.columns.text.iter().any(|text| text == name))
        else {
            return CellKind::Text;
        };
        let mut numbers = true;
        cells.each_text(|row, cell| numbers = numbers && (!self.is_scored(row) || is_number(cell)));
        if numbers { CellKind::Number } else { CellKind::Text }
    }

    /// The same for a column whose cells may be empty.
    fn looks_like_with_gaps(&self, name: &str, settings: &ScoringSettings) -> CellKind {
        let Some(cells) = self.sheet.cells(name).filter(|_| !settings.columns.text.iter().any(|text| text == name))
        else {
            return CellKind::Text;
        };
        let mut numbers = true;
        cells.each_text(|row, cell| numbers = numbers && (cell.is_empty() || !self.is_scored(row) || is_number(cell)));
        if numbers { CellKind::Number } else { CellKind::Text }
    }

    fn check_numbers(&self, name: &str, findings: &mut Findings) {
        let Some(cells) = self.sheet.cells(name) else { return };
        cells.each_text(|row, cell| {
            if let (Err(fault), true) = (number::parse(cell), self.is_scored(row)) {
                let code = match fault {
                    NumberFault::Null => ErrorCode::NullValue,
                    NumberFault::NotFinite => ErrorCode::NotFinite,
                    NumberFault::NotANumber => ErrorCode::NotANumber,
                };
                let id = self.sheet.cells(&self.id).map(|ids| ids.text(row).into_owned());
                let place = Place { line: self.sheet.lines.of(row), column: Some(name.to_owned()), id };
                findings.add(code, || Occurrence { place, value: Some(cell.to_owned()), rule: None });
            }
        });
    }
}

/// A cell that is a number and nothing else: an integer too long for a double is text.
fn is_number(cell: &str) -> bool {
    let digits = cell.trim_start_matches('-');
    let exact = digits.len() <= EXACT_DIGITS || !digits.bytes().all(|byte| byte.is_ascii_digit());
    exact && number::parse(cell).is_ok()
}

#[allow(clippy::needless_pass_by_value, reason = "used as a function of `map_err`")]
fn unfit(error: joute_metrics::SettingsError) -> Refused {
    told(ErrorCode::InvalidSettings, format!("The metric cannot be set up: {error}.")).into()
}

fn wanted<'a>(settings: &'a ScoringSettings, auxiliary: &'a [String]) -> Vec<&'a str> {
    let columns = &settings.columns;
    let names = std::iter::once(&columns.id).chain(&columns.truth).chain(columns.roles.values()).chain(&columns.usage);
    let names = names.chain(auxiliary);
    names.map(String::as_str).collect()
}

fn check_columns(found: &[String], wanted: &[&str], findings: &mut Findings) {
    check_repeated(found, findings);
    for name in wanted.iter().filter(|name| !found.iter().any(|other| other == *name)) {
        let place = Place { line: Some(1), column: Some((*name).to_owned()), id: None };
        let message = format!("The solution has no column `{name}`, which the settings name.");
        let hint = name_hint(name, found);
        let error =
            joute_domain::ReportedError { places: vec![place], hint, ..told(ErrorCode::MissingColumn, message) };
        findings.push(error);
    }
}

fn read_text(table: Opened, wanted: &[&str], findings: &mut Findings) -> Result<Sheet, Refused> {
    let reading = |name: &String| if wanted.contains(&name.as_str()) { Reading::Text } else { Reading::Skip };
    let readings: Vec<Reading> = table.names().iter().map(reading).collect();
    Ok(match table {
        Opened::Columnar(table) => table.read(&readings)?,
        Opened::Text(table) => match table.read_fast(&readings) {
            Some(sheet) => sheet,
            None => table.read_carefully(findings)?,
        },
    })
}

/// The rows in the order of their ids, whole numbers by value, others by their bytes; repeated and empty ids are findings.
fn order(sheet: &Sheet, id: &str, findings: &mut Findings) -> Vec<usize> {
    let Some(Cells::Text(cells)) = sheet.cells(id) else { return Vec::new() };
    let mut rows: Vec<(&str, usize)> =
        cells.iter().enumerate().map(|(row, id)| (id.unwrap_or_default(), row)).collect();
    // Whole numbers by their value, so that a file in that order is read and written straight through.
    if rows.iter().all(|(id, _)| canonical_integer(id.as_bytes()).is_some()) {
        rows.sort_unstable_by(|left, right| left.0.len().cmp(&right.0.len()).then(left.cmp(right)));
    } else {
        rows.sort_unstable();
    }
    let tell = |row: usize, id: Option<&str>, column: Option<&str>| {
        let place = Place { line: sheet.lines.of(row), column: column.map(str::to_owned), id: id.map(str::to_owned) };
        Occurrence { place, ..Occurrence::default() }
    };
    for (_, row) in rows.iter().take_while(|(id, _)| id.is_empty()) {
        findings.add(ErrorCode::NullValue, || tell(*row, None, Some(id)));
    }
    for pair in rows.windows(2) {
        if let [(first, _), (second, row)] = pair
            && first == second
            && !first.is_empty()
        {
            findings.add(ErrorCode::DuplicateIds, || tell(*row, Some(second), None));
        }
    }
    rows.into_iter().map(|(_, row)| row).collect()
}
