//! The cells of the prediction columns against the metric's rules.
//!
//! Invariant: without a finding, every aligned number is finite and within its rules.

use joute_domain::ErrorCode;
use joute_evaluation::{CellKind, Schema};
use joute_metrics::{CellFault, ColumnRule, RowSumRule};

use super::labels::TextRule;
use super::{AlignedNumbers, Alignment, place};
use crate::findings::{Findings, Occurrence};
use crate::ids::{NONE, index};
use crate::number::{self, NumberFault};
use crate::table::{Cells, Sheet};

/// What is checked against what.
pub(super) struct Values<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) schema: &'a Schema,
    pub(super) rules: &'a [ColumnRule],
    pub(super) alignment: &'a Alignment,
}

impl Values<'_> {
    pub(super) fn check(&self, findings: &mut Findings) -> AlignedNumbers {
        let mut aligned: AlignedNumbers = Vec::with_capacity(self.schema.prediction.len());
        for (at, column) in self.schema.prediction.iter().enumerate() {
            let rules: Vec<&ColumnRule> = self.rules.iter().filter(|rule| is_about(rule, at)).collect();
            let cells = self.sheet.cells(&column.name);
            aligned.push(match column.kind {
                CellKind::Number => Some(self.numbers(&column.name, cells, &rules, findings)),
                CellKind::Text => {
                    self.texts(&column.name, cells, &rules, findings);
                    None
                }
            });
        }
        for rule in self.rules {
            if let ColumnRule::RowSum(rule) = rule {
                self.row_sums(rule, &aligned, findings);
            }
        }
        aligned
    }

    /// The numbers of a column by position; NaN where there is none.
    fn numbers(&self, name: &str, cells: Option<&Cells>, rules: &[&ColumnRule], findings: &mut Findings) -> Vec<f64> {
        let mut aligned = vec![f64::NAN; self.alignment.rows.len()];
        let Some(cells) = cells else { return aligned };
        let mut take = |row: usize, number: Result<f64, NumberFault>| {
            if self.sheet.is_ragged(row) {
                return;
            }
            match number {
                Ok(value) => match rules.iter().try_for_each(|rule| check_number(rule, value)) {
                    Ok(()) => {
                        let position = self.alignment.positions.get(row).copied().unwrap_or(NONE);
                        if let Some(place) = aligned.get_mut(index(position)) {
                            *place = value;
                        }
                    }
                    Err(fault) => self.tell_fault(name, cells, row, &fault, findings),
                },
                Err(fault) => self.tell_number(name, cells, row, fault, findings),
            }
        };
        match cells {
            Cells::Number(numbers) => {
                numbers.iter().enumerate().for_each(|(row, number)| take(row, finite(number)));
            }
            Cells::Text(_) => cells.each_text(|row, cell| take(row, number::parse(cell))),
        }
        aligned
    }

    fn texts(&self, name: &str, cells: Option<&Cells>, rules: &[&ColumnRule], findings: &mut Findings) {
        let Some(cells) = cells.filter(|_| !rules.is_empty()) else { return };
        let rules: Vec<TextRule<'_>> = rules.iter().map(|rule| TextRule::new(rule)).collect();
        cells.each_text(|row, cell| {
            let fault = rules.iter().find_map(|rule| rule.check(cell).err().map(|fault| (rule, fault)));
            if let (Some((rule, fault)), false) = (fault, self.sheet.is_ragged(row)) {
                self.tell_fault(name, cells, row, &fault, findings);
                if let Some(hint) = rule.hint(cell) {
                    findings.hint(fault.code(), hint);
                }
            }
        });
    }

    fn row_sums(&self, rule: &RowSumRule, aligned: &AlignedNumbers, findings: &mut Findings) {
        let columns =
            rule.columns.iter().map(|column| aligned.get(*column)?.as_deref()).collect::<Option<Vec<&[f64]>>>();
        let Some(columns) = columns else { return };
        for (position, row) in self.alignment.rows.iter().enumerate().filter(|(_, row)| **row != NONE) {
            let sum: f64 = columns.iter().map(|column| column.get(position).copied().unwrap_or(f64::NAN)).sum();
            if sum.is_nan() {
                continue;
            }
            if let Err(fault) = rule.check(sum) {
                findings.add(ErrorCode::RowSum, || Occurrence {
                    place: place(self.sheet, &self.schema.id, index(*row), None),
                    value: None,
                    rule: Some(fault.to_string()),
                });
            }
        }
    }

    fn tell_number(&self, name: &str, cells: &Cells, row: usize, fault: NumberFault, findings: &mut Findings) {
        let code = match fault {
            NumberFault::Null => ErrorCode::NullValue,
            NumberFault::NotFinite => ErrorCode::NotFinite,
            NumberFault::NotANumber => ErrorCode::NotANumber,
        };
        findings.add(code, || self.occurrence(name, cells, row, None));
        if fault == NumberFault::NotANumber
            && let Some(hint) = number::hint(&cells.text(row))
        {
            findings.hint(code, hint);
        }
    }

    fn tell_fault(&self, name: &str, cells: &Cells, row: usize, fault: &CellFault, findings: &mut Findings) {
        findings.add(fault.code(), || self.occurrence(name, cells, row, Some(fault.to_string())));
    }

    fn occurrence(&self, name: &str, cells: &Cells, row: usize, rule: Option<String>) -> Occurrence {
        let value = Some(cells.text(row).into_owned()).filter(|value| !value.is_empty());
        Occurrence { place: place(self.sheet, &self.schema.id, row, Some(name)), value, rule }
    }
}

fn finite(number: Option<f64>) -> Result<f64, NumberFault> {
    match number {
        Some(value) if value.is_finite() => Ok(value),
        Some(value) if value.is_infinite() => Err(NumberFault::NotFinite),
        _ => Err(NumberFault::Null),
    }
}

fn is_about(rule: &ColumnRule, at: usize) -> bool {
    match rule {
        ColumnRule::Number(rule) => rule.column == at,
        ColumnRule::Label(rule) => rule.column == at,
        ColumnRule::List(rule) => rule.column == at,
        ColumnRule::Runs(rule) => rule.column == at,
        ColumnRule::Boxes(rule) => rule.column == at,
        ColumnRule::RowSum(_) => false,
    }
}

fn check_number(rule: &ColumnRule, value: f64) -> Result<(), CellFault> {
    match rule {
        ColumnRule::Number(rule) => rule.check(value),
        ColumnRule::Label(rule) => rule.check_number(value),
        ColumnRule::List(_) | ColumnRule::Runs(_) | ColumnRule::Boxes(_) | ColumnRule::RowSum(_) => Ok(()),
    }
}
