//! Reads a number as data frames write it.
//!
//! Invariant: a number that comes out is finite and correctly rounded; a word for "no value" is never a number.

/// Why a cell is no finite number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NumberFault {
    /// Empty, or a word for a missing value.
    Null,
    /// Infinite, or too large for a double.
    NotFinite,
    /// Something else.
    NotANumber,
}

/// Words that libraries write for a missing value, in lower case.
const NULLS: [&str; 11] = ["", "nan", "na", "n/a", "null", "none", "nil", "-nan", "#n/a", "<na>", "nat"];

/// The number a cell holds; blanks around it do not count.
pub(crate) fn parse(cell: &str) -> Result<f64, NumberFault> {
    let cell = cell.trim_matches([' ', '\t']);
    match cell.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        Ok(value) if value.is_nan() => Err(NumberFault::Null),
        Ok(_) => Err(NumberFault::NotFinite),
        Err(_) if is_null(cell) => Err(NumberFault::Null),
        Err(_) => Err(NumberFault::NotANumber),
    }
}

fn is_null(cell: &str) -> bool {
    cell.len() <= 4 && NULLS.iter().any(|null| cell.eq_ignore_ascii_case(null))
}

/// What probably went wrong in a cell that is not a number.
pub(crate) fn hint(cell: &str) -> Option<&'static str> {
    let cell = cell.trim();
    let reads = |text: String| parse(&text).is_ok();
    if cell.contains(',') && reads(cell.replacen(',', ".", 1)) {
        return Some("write numbers with a point, not with a decimal comma");
    }
    if cell.contains(['_', ' ', '\u{a0}', '\'']) && reads(cell.replace(['_', ' ', '\u{a0}', '\''], "")) {
        return Some("write numbers without separators between the digits");
    }
    if reads(cell.replace('%', "")) {
        return Some("write shares as numbers without a percent sign");
    }
    if cell.eq_ignore_ascii_case("true") || cell.eq_ignore_ascii_case("false") {
        return Some("write 1 for true and 0 for false");
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_libraries_write_them() {
        for (cell, value) in [(" 0.1", 0.1), ("+.1", 0.1), ("1.", 1.0), ("-0", 0.0), ("1e-3\t", 0.001), ("5E2", 500.0)]
        {
            assert_eq!(parse(cell), Ok(value), "{cell}");
        }
    }

    #[test]
    fn other_cells_are_told_apart() {
        for cell in ["", "  ", "NA", "NaN", "nan", "null", "None", "-nan", "<NA>"] {
            assert_eq!(parse(cell), Err(NumberFault::Null), "{cell}");
        }
        for cell in ["inf", "-Inf", "Infinity", "1e400", "-1e999"] {
            assert_eq!(parse(cell), Err(NumberFault::NotFinite), "{cell}");
        }
        for cell in ["abc", "0x10", "1_000", "1,5", "5%", "--1", "1 2", "٣", "true"] {
            assert_eq!(parse(cell), Err(NumberFault::NotANumber), "{cell}");
        }
    }

    #[test]
    fn habits_get_a_hint() {
        assert!(hint("0,5").unwrap().contains("comma"));
        assert!(hint("12 000").unwrap().contains("separators"));
        assert!(hint("5%").unwrap().contains("percent"));
        assert_eq!(hint("abc"), None);
    }
}
