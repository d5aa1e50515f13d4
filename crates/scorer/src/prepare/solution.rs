//! Reads a solution and decides what each of its columns holds.
//!
//! Invariant: ids are distinct, and every cell of a row that is scored is what its column's kind says.

use std::collections::BTreeMap;

use joute_domain::{ErrorCode, MetricSettings, Place, ScoringSettings};
use joute_evaluation::{Bounds, CellKind, RowCounts, Separator, SolutionColumn};
use joute_metrics::{ColumnKind, MaskRule, Metric, Usage, ignores_empty_truth};

use super::usage;
use crate::check::check_repeated;
use crate::findings::{Findings, Occurrence, Refused, told};
use crate::ids::canonical_integer;
use crate::number::{self, NumberFault};
use crate::table::{Cells, Opened, Reading, Separators, Sheet, name_hint, open};

/// Digits up to which every integer is a double.
const EXACT_DIGITS: usize = 15;

/// Which cells without a value a column of numbers may have.
#[derive(Debug, Clone, Copy)]
enum Gaps {
    /// None: one such cell makes it text.
    None,
    /// Some, beside numbers.
    Some,
    /// Any, even nothing else.
    Any,
}

/// A solution without a fault.
#[derive(Debug)]
pub(super) struct Solution {
    pub(super) sheet: Sheet,
    /// What stands between its cells, if it is text.
    pub(super) separator: Option<Separator>,
    pub(super) id: String,
    /// Rows of the file in the order of the ids.
    pub(super) order: Vec<usize>,
    pub(super) usage: Option<Vec<Usage>>,
    /// Rows that a mask leaves unscored, ascending; their truth may be anything.
    masked: Vec<usize>,
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
        let table = open(upload, bounds, Separators::CommaOrTab { columns: 2 })?;
        let separator = table.separator();
        let MetricSettings { name, params } = &settings.metric;
        let auxiliary = Metric::auxiliary(name, params, &settings.columns.id, table.names()).map_err(unfit)?;
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
        let masked = Vec::new();
        let mut solution =
            Self { sheet, separator, id, order, usage, masked, counts, truth, roles, auxiliary: Vec::new() };
        solution.masked = solution.masked_rows(settings);
        solution.decide_kinds(settings, &mut findings)?;
        for name in auxiliary {
            let kind = solution.looks_like(&name, Gaps::Any, settings);
            solution.auxiliary.push(SolutionColumn { name, kind });
        }
        findings.into_result()?;
        Ok(solution)
    }

    fn decide_kinds(&mut self, settings: &ScoringSettings, findings: &mut Findings) -> Result<(), Refused> {
        let columns = &settings.columns;
        let gaps = ignores_empty_truth(&settings.metric.params);
        let empty_is_label = settings.metric.params.get("empty_is_label").is_some_and(|flag| flag == true);
        let may_be = match (gaps, empty_is_label) {
            (true, _) => Gaps::Any,
            (false, true) => Gaps::None,
            // Numbers with gaps are numbers, and the gaps are told as such.
            (false, false) => Gaps::Some,
        };
        let found: Vec<ColumnKind> =
            columns.truth.iter().map(|name| self.looks_like(name, may_be, settings).into()).collect();
        let kinds = Metric::truth_kinds(&settings.metric.name, &settings.metric.params, &found).map_err(unfit)?;
        for (name, kind) in columns.truth.iter().zip(kinds) {
            self.truth.push(SolutionColumn { name: name.clone(), kind: kind.into() });
        }
        for (role, name) in &columns.roles {
            let number = role == "weight" || role == "event";
            let kind = if number { CellKind::Number } else { self.looks_like(name, Gaps::None, settings) };
            self.roles.insert(role.clone(), SolutionColumn { name: name.clone(), kind });
        }
        let numbers = |column: &&SolutionColumn| column.kind == CellKind::Number;
        for column in self.truth.iter().filter(numbers) {
            self.check_numbers(&column.name, gaps, findings);
        }
        for column in self.roles.values().filter(numbers) {
            self.check_numbers(&column.name, false, findings);
        }
        Ok(())
    }

    /// The rows that `mask_keep` leaves out. A rule that cannot be read leaves out none and is told with the settings.
    fn masked_rows(&self, settings: &ScoringSettings) -> Vec<usize> {
        let Some(rule) = MaskRule::of(&settings.metric.params) else { return Vec::new() };
        let Some(cells) = self.sheet.cells(&rule.column) else { return Vec::new() };
        let kind = self.looks_like(&rule.column, Gaps::None, settings).into();
        let mut masked = Vec::new();
        cells.each_text(|row, cell| {
            if !rule.keeps(kind, cell) {
                masked.push(row);
            }
        });
        masked
    }

    /// True if a row counts for some score.
    pub(super) fn is_scored(&self, row: usize) -> bool {
        let is_used = self.usage.as_ref().and_then(|usage| usage.get(row)).is_none_or(|usage| *usage != Usage::Ignored);
        is_used && self.masked.binary_search(&row).is_err()
    }

    /// What the cells of scored rows look like; cells without a value fit numbers as `gaps` says.
    fn looks_like(&self, name: &str, gaps: Gaps, settings: &ScoringSettings) -> CellKind {
        let Some(cells) = self.sheet.cells(name).filter(|_| !settings.columns.text.iter().any(|text| text == name))
        else {
            return CellKind::Text;
        };
        let (mut numbers, mut empty, mut others) = (0_u64, 0_u64, 0_u64);
        cells.each_text(|row, cell| match () {
            () if !self.is_scored(row) => {}
            () if is_number(cell) => numbers += 1,
            () if number::parse(cell) == Err(NumberFault::Null) => empty += 1,
            () => others += 1,
        });
        let fits = match gaps {
            Gaps::None => empty == 0,
            Gaps::Some => empty == 0 || numbers > 0,
            Gaps::Any => true,
        };
        if others == 0 && fits { CellKind::Number } else { CellKind::Text }
    }

    /// Finds cells of scored rows that hold no number; with `gaps` they may hold none.
    fn check_numbers(&self, name: &str, gaps: bool, findings: &mut Findings) {
        let Some(cells) = self.sheet.cells(name) else { return };
        cells.each_text(|row, cell| {
            if let (Err(fault), true) = (number::parse(cell), self.is_scored(row)) {
                if gaps && fault == NumberFault::Null {
                    return;
                }
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
