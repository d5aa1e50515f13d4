//! What a prediction must look like, said without the truth, so that the validator may speak freely.
//!
//! Invariant: a table whose predictions meet every rule of its metric is never refused for the form of a cell.

use std::fmt;

use joute_domain::ErrorCode;

use crate::label::LabelValue;
use crate::runs::RunFault;

/// A rule of one prediction column, or of several together. Columns are positions in the shape's predictions.
#[derive(Debug, Clone, PartialEq)]
pub enum ColumnRule {
    /// Finite numbers of a range.
    Number(NumberRule),
    /// Labels.
    Label(LabelRule),
    /// Items of a list in one cell.
    List(ListRule),
    /// Run lengths of a mask in one cell.
    Runs(RunRule),
    /// Boxes of one image in one cell.
    Boxes(BoxRule),
    /// The sum of a row over several columns.
    RowSum(RowSumRule),
}

/// Finite numbers within a range.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRule {
    /// Position of the column.
    pub column: usize,
    /// Numbers that are accepted.
    pub range: NumberRange,
    /// True if only whole numbers are.
    pub whole: bool,
}

/// Labels of one column; numbers are compared by value, text by bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct LabelRule {
    /// Position of the column.
    pub column: usize,
    /// Labels that are accepted; `None` if any is.
    pub allowed: Option<AllowedLabels>,
    /// True if an empty cell is a label of its own.
    pub allow_empty: bool,
}

/// The declared labels, in the kind of the column.
#[derive(Debug, Clone, PartialEq)]
pub enum AllowedLabels {
    /// Numbers.
    Numbers(Vec<f64>),
    /// Texts.
    Texts(Vec<String>),
}

/// Items in one text cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRule {
    /// Position of the column.
    pub column: usize,
    /// What stands between two items.
    pub separator: String,
    /// True if an empty cell is an empty list.
    pub allow_empty: bool,
}

/// A mask in one text cell: pairs of a start, counted from 1, and a length, ascending and apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRule {
    /// Position of the column.
    pub column: usize,
    /// Pixels of the image; `None` if the settings do not say.
    pub pixels: Option<u64>,
}

/// Boxes or points in one text cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoxRule {
    /// Position of the column.
    pub column: usize,
    /// What the cell lists.
    pub form: BoxForm,
}

/// What a cell of boxes lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoxForm {
    /// `label confidence left top right bottom` for each.
    Boxes,
    /// `label x y` for each.
    Points,
}

/// The sum of the columns in each row.
#[derive(Debug, Clone, PartialEq)]
pub struct RowSumRule {
    /// Positions of the columns.
    pub columns: Vec<usize>,
    /// What the sum must be.
    pub total: RowTotal,
}

/// What a row must sum to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RowTotal {
    /// One, within the tolerance.
    One {
        /// Largest accepted distance from one.
        tolerance: f64,
    },
    /// Anything above zero; it is rescaled to one.
    Positive,
}

/// Why a cell or a row is not accepted.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CellFault {
    /// NaN or infinite.
    #[error("the value is not a finite number")]
    NotFinite,
    /// Outside the range.
    #[error("the value is not {0}")]
    OutOfRange(NumberRange),
    /// Not a whole number, or not a declared label.
    #[error("the value is not one of the labels that are accepted here")]
    InvalidLabel,
    /// Not a list as it is written here.
    #[error("the cell is not a list of items separated by `{separator}`")]
    InvalidList {
        /// What stands between two items.
        separator: String,
    },
    /// Not the run lengths of a mask.
    #[error("the cell is not a mask in run lengths: {0}")]
    InvalidRuns(RunFault),
    /// Not a list of boxes.
    #[error("the cell is not a list of boxes: each is `label confidence left top right bottom`")]
    InvalidBoxes,
    /// Not a list of points.
    #[error("the cell is not a list of points: each is `label x y`")]
    InvalidPoints,
    /// Empty where a value is needed.
    #[error("the cell is empty")]
    Empty,
    /// The row has the wrong sum.
    #[error("the row sums to {sum}, not to {required}")]
    RowSum {
        /// What it sums to.
        sum: f64,
        /// What it should sum to.
        required: &'static str,
    },
}

impl CellFault {
    /// The stable code of the published list.
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotFinite => ErrorCode::NotFinite,
            Self::OutOfRange(_) => ErrorCode::OutOfRange,
            Self::InvalidLabel => ErrorCode::InvalidLabel,
            Self::InvalidList { .. } | Self::InvalidBoxes | Self::InvalidPoints => ErrorCode::InvalidList,
            Self::InvalidRuns(_) => ErrorCode::InvalidRle,
            Self::Empty => ErrorCode::NullValue,
            Self::RowSum { .. } => ErrorCode::RowSum,
        }
    }
}

/// An interval of numbers; `None` is unbounded.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NumberRange {
    /// Smallest accepted number.
    pub low: Option<f64>,
    /// Largest accepted number.
    pub high: Option<f64>,
}

impl NumberRange {
    /// Any finite number.
    pub const FINITE: Self = Self { low: None, high: None };
    /// Zero and above.
    pub const NOT_NEGATIVE: Self = Self { low: Some(0.0), high: None };
    /// Above zero.
    pub const POSITIVE: Self = Self { low: Some(f64::MIN_POSITIVE), high: None };
    /// Probabilities.
    pub const UNIT: Self = Self { low: Some(0.0), high: Some(1.0) };

    /// True if `value` lies within; NaN never does.
    pub fn contains(&self, value: f64) -> bool {
        value.is_finite() && self.low.is_none_or(|low| value >= low) && self.high.is_none_or(|high| value <= high)
    }
}

impl fmt::Display for NumberRange {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.high) {
            (None, None) => write!(out, "a finite number"),
            (Some(low), None) if low.to_bits() == f64::MIN_POSITIVE.to_bits() => write!(out, "above 0"),
            (Some(low), None) => write!(out, "at least {low}"),
            (None, Some(high)) => write!(out, "at most {high}"),
            (Some(low), Some(high)) => write!(out, "from {low} to {high}"),
        }
    }
}

impl NumberRule {
    /// Says whether a number is accepted.
    pub fn check(&self, value: f64) -> Result<(), CellFault> {
        if !value.is_finite() {
            return Err(CellFault::NotFinite);
        }
        if !self.range.contains(value) {
            return Err(CellFault::OutOfRange(self.range));
        }
        if self.whole && value.fract().abs() > 0.0 { Err(CellFault::InvalidLabel) } else { Ok(()) }
    }
}

impl LabelRule {
    /// Says whether a text label is accepted.
    pub fn check_text(&self, cell: &[u8]) -> Result<(), CellFault> {
        match &self.allowed {
            _ if cell.is_empty() => {
                if self.allow_empty {
                    Ok(())
                } else {
                    Err(CellFault::Empty)
                }
            }
            Some(AllowedLabels::Texts(texts)) if !texts.iter().any(|text| text.as_bytes() == cell) => {
                Err(CellFault::InvalidLabel)
            }
            _ => Ok(()),
        }
    }

    /// Says whether a number is accepted as a label.
    pub fn check_number(&self, value: f64) -> Result<(), CellFault> {
        if !value.is_finite() {
            return Err(CellFault::NotFinite);
        }
        let label = LabelValue::Number(value);
        match &self.allowed {
            Some(AllowedLabels::Numbers(numbers))
                if !numbers.iter().any(|number| LabelValue::Number(*number).as_label() == label.as_label()) =>
            {
                Err(CellFault::InvalidLabel)
            }
            _ => Ok(()),
        }
    }
}

impl ListRule {
    /// Says whether a cell reads as a list; refuses the printed lists of programming languages and other separators.
    pub fn check(&self, cell: &[u8]) -> Result<(), CellFault> {
        if cell.iter().all(u8::is_ascii_whitespace) {
            return if self.allow_empty { Ok(()) } else { Err(CellFault::Empty) };
        }
        let printed = cell.starts_with(b"[") && cell.ends_with(b"]");
        let commas = self.separator == " " && {
            let mut items =
                cell.split(u8::is_ascii_whitespace).filter(|item| !item.is_empty()).rev().skip(1).peekable();
            items.peek().is_some() && items.all(|item| item.ends_with(b","))
        };
        if printed || commas { Err(CellFault::InvalidList { separator: self.separator.clone() }) } else { Ok(()) }
    }
}

impl RunRule {
    /// Says whether a cell reads as a mask; an empty one is an empty mask.
    pub fn check(&self, cell: &[u8]) -> Result<(), CellFault> {
        crate::runs::Runs::parse(cell, self.pixels).map(|_| ()).map_err(CellFault::InvalidRuns)
    }
}

impl BoxRule {
    /// Says whether a cell reads as boxes or points; an empty one holds none.
    pub fn check(&self, cell: &[u8]) -> Result<(), CellFault> {
        match self.form {
            BoxForm::Boxes => crate::boxes::parse(cell).map(|_| ()).ok_or(CellFault::InvalidBoxes),
            BoxForm::Points => crate::boxes::parse_points(cell).map(|_| ()).ok_or(CellFault::InvalidPoints),
        }
    }
}

impl RowSumRule {
    /// Says whether a row with this sum is accepted.
    pub fn check(&self, sum: f64) -> Result<(), CellFault> {
        match self.total {
            RowTotal::One { tolerance } if (sum - 1.0).abs() <= tolerance => Ok(()),
            RowTotal::Positive if sum.is_finite() && sum > 0.0 => Ok(()),
            RowTotal::One { .. } => Err(CellFault::RowSum { sum, required: "1" }),
            RowTotal::Positive => Err(CellFault::RowSum { sum, required: "a number above 0" }),
        }
    }
}
