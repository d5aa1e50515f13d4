//! The filter of the audit log as an address carries it.
//!
//! Invariant: a field that cannot be read is no filter, and is shown as it was typed.

use chrono::{NaiveDate, NaiveTime};
use joute_domain::Timestamp;
use joute_services::audit::Filter;
use serde::{Deserialize, Serialize};

/// What the form sends; empty fields filter nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TypedFilter {
    /// A text in handle, name of the object or address.
    pub(super) q: String,
    /// Handle or identifier of a person.
    pub(super) actor: String,
    /// A code, or a family of codes that ends with a dot.
    pub(super) action: String,
    /// Identifier of an object.
    pub(super) object: String,
    /// First day, `2026-11-23`.
    pub(super) from: String,
    /// Last day.
    pub(super) until: String,
    /// Go on below this number.
    #[serde(skip_serializing)]
    pub(super) before: String,
}

impl TypedFilter {
    /// The filter that the use case takes.
    pub(super) fn filter(&self) -> Filter {
        let text = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        Filter {
            actor: text(&self.actor).map(|actor| actor.to_lowercase()),
            action: text(&self.action),
            object: text(&self.object),
            from: day(&self.from).map(start_of),
            until: day(&self.until).and_then(|day| day.succ_opt()).map(start_of),
            text: text(&self.q),
        }
    }

    /// True if anything is filtered.
    pub(super) fn is_active(&self) -> bool {
        [&self.q, &self.actor, &self.action, &self.object, &self.from, &self.until].iter().any(|one| !one.is_empty())
    }

    /// The number below which the page goes on.
    pub(super) fn before(&self) -> Option<u64> {
        self.before.parse().ok()
    }
}

fn day(typed: &str) -> Option<NaiveDate> {
    typed.trim().parse().ok()
}

fn start_of(day: NaiveDate) -> Timestamp {
    Timestamp::from_naive_utc(day.and_time(NaiveTime::MIN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_belongs_to_the_period() {
        let typed = TypedFilter { from: "2026-11-01".to_owned(), until: "2026-11-30".to_owned(), ..Default::default() };
        let filter = typed.filter();
        assert_eq!(filter.from, Some("2026-11-01T00:00:00Z".parse().unwrap()));
        assert_eq!(filter.until, Some("2026-12-01T00:00:00Z".parse().unwrap()));
        assert!(typed.is_active());
    }

    #[test]
    fn what_cannot_be_read_filters_nothing() {
        let typed = TypedFilter { from: "yesterday".to_owned(), before: "x".to_owned(), ..Default::default() };
        assert_eq!((typed.filter().from, typed.before()), (None, None));
        assert_eq!(TypedFilter { q: "  ".to_owned(), ..Default::default() }.filter().text, None);
    }
}
