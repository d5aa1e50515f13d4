//! Numbers, sizes, dates and spans of time as the reader's language writes them.
//!
//! Invariant: a time of day is never shown without its zone, a size never without its unit.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{Datelike, Timelike};
use joute_domain::{Language, Timestamp, Zone};
use serde::Serialize;
use serde_json::json;

use crate::words::Words;

/// An instant for a `<time>` element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Time {
    pub(crate) iso: String,
    pub(crate) text: String,
}

/// A number with its plural.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Count {
    pub(crate) n: u64,
    pub(crate) text: String,
}

/// Formats for one reader.
#[derive(Debug)]
pub(crate) struct Format<'a> {
    pub(super) words: &'a Words,
    pub(super) language: Language,
    pub(super) now: Timestamp,
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

impl<'a> Format<'a> {
    pub(crate) fn new(words: &'a Words, language: Language, now: Timestamp) -> Self {
        Self { words, language, now }
    }

    /// A whole number with its groups: `12,345` or `12 345`.
    pub(crate) fn number(&self, value: u64) -> String {
        let digits = value.to_string();
        let separator = if self.language == Language::Fr { "\u{202f}" } else { "," };
        let head = digits.len() % 3;
        let mut groups: Vec<&str> = Vec::new();
        if head > 0 {
            groups.push(digits.get(..head).unwrap_or_default());
        }
        groups.extend((head..digits.len()).step_by(3).filter_map(|start| digits.get(start..start + 3)));
        groups.join(separator)
    }

    /// A number with its plural.
    pub(crate) fn count(&self, n: u64) -> Count {
        Count { n, text: self.number(n) }
    }

    /// The number of things in a list, with its plural.
    pub(crate) fn count_of(&self, length: usize) -> Count {
        self.count(u64::try_from(length).unwrap_or(u64::MAX))
    }

    /// A size in bytes: `2.5 MB`, `2,5 Mo`; powers of 1,000.
    #[allow(clippy::as_conversions, clippy::cast_precision_loss, reason = "a size is shown with one decimal")]
    pub(crate) fn size(&self, bytes: u64) -> String {
        let units =
            if self.language == Language::Fr { ["o", "ko", "Mo", "Go", "To"] } else { ["B", "kB", "MB", "GB", "TB"] };
        let (mut value, mut unit) = (bytes as f64, 0);
        while value >= 999.5 && unit + 1 < units.len() {
            value /= 1000.0;
            unit += 1;
        }
        let text = if unit == 0 || value >= 99.5 { format!("{value:.0}") } else { format!("{value:.1}") };
        let text = if self.language == Language::Fr { text.replace('.', ",") } else { text };
        format!("{text}\u{a0}{}", units.get(unit).copied().unwrap_or_default())
    }

    /// An instant in a zone: `5 November 2026, 09:00 (Europe/Paris)`.
    pub(crate) fn time(&self, instant: Timestamp, zone: Zone) -> Time {
        let local = zone.local(instant);
        let text = format!("{}, {:02}:{:02} ({zone})", self.day(instant, zone), local.hour(), local.minute());
        Time { iso: instant.to_string(), text }
    }

    /// The day of an instant in a zone: `5 November 2026`.
    pub(crate) fn day(&self, instant: Timestamp, zone: Zone) -> String {
        let local = zone.local(instant);
        let months = if self.language == Language::Fr { FRENCH_MONTHS } else { ENGLISH_MONTHS };
        let month = months.get(usize::try_from(local.month0()).unwrap_or(0)).copied().unwrap_or_default();
        let day = local.day();
        let day = if day == 1 && self.language == Language::Fr { "1er".to_owned() } else { day.to_string() };
        format!("{day} {month} {}", local.year())
    }

    /// A span in its two largest units: `4 h 12 min`, `12 d 3 h`.
    pub(crate) fn span(&self, span: Duration) -> String {
        let minutes = span.as_secs() / 60;
        let (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
        let day = if self.language == Language::Fr { "j" } else { "d" };
        match (days, hours) {
            (0, 0) if rest == 0 => format!("{}\u{a0}s", span.as_secs()),
            (0, 0) => format!("{rest}\u{a0}min"),
            (0, _) => format!("{hours}\u{a0}h {rest}\u{a0}min"),
            (_, 0) => format!("{days}\u{a0}{day}"),
            _ => format!("{days}\u{a0}{day} {hours}\u{a0}h"),
        }
    }

    /// The present instant.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// A word with values.
    pub(crate) fn words(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: HashMap<String, serde_json::Value> =
            values.iter().map(|(name, value)| ((*name).to_owned(), json!(value))).collect();
        self.words.text(key, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(words: &Words, language: Language) -> Format<'_> {
        Format::new(words, language, Timestamp::now())
    }

    #[test]
    fn numbers_and_sizes_follow_the_language() {
        let (english, french) = (Words::load(Language::En).unwrap(), Words::load(Language::Fr).unwrap());
        let (en, fr) = (format(&english, Language::En), format(&french, Language::Fr));
        assert_eq!((en.number(1_234_567).as_str(), fr.number(12_345).as_str()), ("1,234,567", "12\u{202f}345"));
        assert_eq!((en.number(7).as_str(), en.number(100).as_str()), ("7", "100"));
        assert_eq!((en.size(2_530_000).as_str(), fr.size(2_530_000).as_str()), ("2.5\u{a0}MB", "2,5\u{a0}Mo"));
        assert_eq!(en.size(999), "999\u{a0}B");
    }

    #[test]
    fn a_date_names_its_zone() {
        let words = Words::load(Language::Fr).unwrap();
        let time =
            format(&words, Language::Fr).time("2026-07-31T22:30:00Z".parse().unwrap(), "Europe/Paris".parse().unwrap());
        assert_eq!(time.text, "1er août 2026, 00:30 (Europe/Paris)");
    }

    #[test]
    fn spans_have_two_units() {
        let words = Words::load(Language::En).unwrap();
        let en = format(&words, Language::En);
        assert_eq!(en.span(Duration::from_mins(4 * 60 + 12)), "4\u{a0}h 12\u{a0}min");
        assert_eq!(en.span(Duration::from_hours(24 * 12 + 3)), "12\u{a0}d 3\u{a0}h");
        assert_eq!(en.span(Duration::from_secs(8)), "8\u{a0}s");
    }
}
