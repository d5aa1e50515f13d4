//! Shares and values of data columns.
//!
//! Invariant: values keep the file's own decimal point, counts and shares follow the reader's language.
#![allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "shares are shown with one decimal at most")]

use joute_domain::Language;

use super::format::Format;

impl Format<'_> {
    /// A written number with the decimal sign of the language.
    pub(super) fn decimal(&self, text: &str) -> String {
        if self.language == Language::Fr { text.replace('.', ",") } else { text.to_owned() }
    }

    /// A share of one: `30%`, `30 %`.
    pub(crate) fn ratio(&self, ratio: f64) -> String {
        let percent = ratio * 100.0;
        let digits = usize::from((percent - percent.round()).abs() >= 0.05);
        self.percent(&format!("{percent:.digits$}"))
    }

    /// How much of a whole: `66%`, `0.4%`, `< 0.1%`; empty for nothing.
    pub(crate) fn share(&self, part: u64, whole: u64) -> String {
        if part == 0 || whole == 0 {
            return String::new();
        }
        match part as f64 * 100.0 / whole as f64 {
            percent if percent < 0.1 => format!("<\u{a0}{}", self.percent("0.1")),
            percent if percent < 10.0 => self.percent(&format!("{percent:.1}")),
            percent => self.percent(&format!("{percent:.0}")),
        }
    }

    fn percent(&self, number: &str) -> String {
        let sign = if self.language == Language::Fr { "\u{a0}%" } else { "%" };
        format!("{}{sign}", self.decimal(number))
    }
}

/// A value of a data column with about four digits: `0.82`, `20.23`, `10886`, `1.2e9`.
pub(crate) fn data_value(value: f64) -> String {
    let size = value.abs();
    if value.fract() == 0.0 && size < 1e9 {
        return format!("{value:.0}");
    }
    match size {
        size if !(1e-3..1e9).contains(&size) => format!("{value:.2e}"),
        size if size < 1.0 => trimmed(&format!("{value:.4}")),
        size if size < 1000.0 => trimmed(&format!("{value:.2}")),
        _ => format!("{value:.0}"),
    }
}

fn trimmed(text: &str) -> String {
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use joute_domain::Timestamp;

    use super::*;
    use crate::words::Words;

    #[test]
    fn shares_are_never_rounded_to_nothing() {
        let words = Words::load(Language::Fr).unwrap();
        let format = Format::new(&words, Language::Fr, Timestamp::now());
        assert_eq!(format.share(1, 100_000), "<\u{a0}0,1\u{a0}%");
        assert_eq!(format.share(2, 3), "67\u{a0}%");
        assert_eq!(format.share(0, 3), "");
        assert_eq!(format.ratio(0.3), "30\u{a0}%");
        assert_eq!(format.ratio(0.125), "12,5\u{a0}%");
    }

    #[test]
    fn values_of_columns_are_short() {
        let shown: Vec<_> = [0.82, 20.2345, 10886.0, -3.0, 0.0, 2.5e12, 0.000_012].map(data_value).into();
        assert_eq!(shown, ["0.82", "20.23", "10886", "-3", "0", "2.50e12", "1.20e-5"]);
    }
}
