//! Instants as seen from now: the clock of a competition, how long ago something was, when the allowance comes back.
//!
//! Invariant: words come from the locales; nothing here knows a language.

use std::time::Duration;

use joute_domain::{Allowance, Phase, Timestamp, Zone};
use joute_services::Competition;
use serde::Serialize;
use serde_json::json;

use super::format::{Format, Time};

const DAY: u64 = 86_400;
/// Up to here "3 d 4 h ago" says more than a date.
const RECENT: Duration = Duration::from_hours(7 * 24);

/// What is left of the day's submissions, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct QuotaView {
    pub(crate) left: u32,
    pub(crate) per_day: u32,
    pub(crate) next: String,
    pub(crate) wait: String,
}

impl Format<'_> {
    /// `ends in 12 days`, `starts in 4 h 12 min`, `ended on 2 November 2026`; empty for a draft.
    pub(crate) fn clock(&self, competition: &Competition, phase: Phase) -> String {
        let until = |at: Option<Timestamp>| at.map(|at| self.wait(at.since(self.now))).unwrap_or_default();
        match phase {
            Phase::Draft => String::new(),
            Phase::Upcoming => self.words("clock-starts", &[("in", &until(competition.starts_at))]),
            Phase::Running => self.words("clock-ends", &[("in", &until(competition.ends_at))]),
            Phase::Training => self.words("clock-open-ended", &[]),
            Phase::Finished => {
                let ended = competition.ends_at.unwrap_or(competition.updated_at);
                self.words("clock-ended", &[("on", &self.day(ended, competition.zone))])
            }
        }
    }

    /// A span to wait for: whole days from two days on, hours and minutes below.
    pub(crate) fn wait(&self, span: Duration) -> String {
        let days = span.as_secs() / DAY;
        if days < 2 {
            return self.span(span);
        }
        self.words.text("days", &[("count".to_owned(), json!(days))].into())
    }

    /// `14 min ago`; the day for what is older than a week.
    pub(crate) fn ago(&self, instant: Timestamp, zone: Zone) -> Time {
        let span = self.now.since(instant);
        let text = match span {
            span if span > RECENT => self.day(instant, zone),
            span if span < Duration::from_mins(1) => self.words("time-just-now", &[]),
            span => self.words("time-ago", &[("span", &self.span(span))]),
        };
        Time { iso: instant.to_string(), text }
    }

    /// A short span with its tenths: `0.8 s`.
    pub(crate) fn seconds(&self, span: Duration) -> String {
        if span >= Duration::from_mins(1) {
            return self.span(span);
        }
        format!("{}\u{a0}s", self.decimal(&format!("{:.1}", span.as_secs_f64())))
    }

    /// The allowance in words.
    pub(crate) fn quota(&self, allowance: Allowance, zone: Zone) -> QuotaView {
        let local = zone.local(allowance.next_at);
        QuotaView {
            left: allowance.left,
            per_day: allowance.per_day,
            next: format!("{} {zone}", local.format("%H:%M")),
            wait: self.span(allowance.next_at.since(self.now)),
        }
    }
}

#[cfg(test)]
mod tests {
    use joute_domain::Language;

    use super::*;
    use crate::words::Words;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_allowance_names_time_zone_and_wait() {
        let words = Words::load(Language::En).unwrap();
        let format = Format::new(&words, Language::En, at("2026-07-01T17:48:00Z"));
        let allowance = Allowance { per_day: 5, left: 3, next_at: at("2026-07-01T22:00:00Z") };
        let view = format.quota(allowance, "Europe/Paris".parse().unwrap());
        assert_eq!((view.left, view.per_day), (3, 5));
        assert_eq!((view.next.as_str(), view.wait.as_str()), ("00:00 Europe/Paris", "4\u{a0}h 12\u{a0}min"));
    }

    #[test]
    fn what_is_recent_is_told_as_a_span_and_what_is_old_as_a_day() {
        let words = Words::load(Language::Fr).unwrap();
        let format = Format::new(&words, Language::Fr, at("2026-07-21T12:00:00Z"));
        let ago = |text: &str| format.ago(at(text), Zone::UTC).text;
        assert_eq!(ago("2026-07-21T11:46:00Z"), "il y a 14\u{a0}min");
        assert_eq!(ago("2026-07-21T11:59:59Z"), "à l’instant");
        assert_eq!(ago("2026-07-01T11:46:00Z"), "1er juillet 2026");
    }

    #[test]
    fn long_waits_are_days_and_short_ones_hours() {
        let words = Words::load(Language::En).unwrap();
        let format = Format::new(&words, Language::En, at("2026-07-21T12:00:00Z"));
        assert_eq!(format.wait(Duration::from_secs(12 * DAY + 5)), "12 days");
        assert_eq!(format.wait(Duration::from_secs(DAY + 3600)), "1\u{a0}d 1\u{a0}h");
    }

    #[test]
    fn short_spans_have_tenths_in_the_language_of_the_reader() {
        let words = Words::load(Language::Fr).unwrap();
        let format = Format::new(&words, Language::Fr, at("2026-07-21T12:00:00Z"));
        assert_eq!(format.seconds(Duration::from_millis(840)), "0,8\u{a0}s");
        assert_eq!(format.seconds(Duration::from_secs(125)), "2\u{a0}min");
    }
}
