//! Time axes: round instants of a zone and the dates that label them.
//!
//! Invariant: ticks are midnights, hours or firsts of a month on the wall clock of the zone, in order.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use joute_domain::{Language, Timestamp, Zone};

/// How dates are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateStyle {
    /// Short names of the months, January first.
    pub months: [String; 12],
    /// True for `Oct 3`, false for `3 oct.`.
    pub month_first: bool,
}

/// The time axis of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeAxis {
    /// The zone whose days are marked, usually the competition's.
    pub zone: Zone,
    /// How dates are written.
    pub dates: DateStyle,
    /// The right end, usually the earlier of now and the end of the competition.
    pub until: Timestamp,
}

/// An instant worth a mark, and its label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimeTick {
    pub(crate) at: Timestamp,
    pub(crate) label: String,
}

/// The distance of two ticks.
#[derive(Debug, Clone, Copy)]
enum Step {
    Minutes(u32),
    Days(u32),
    Months(u32),
}

const STEPS: [Step; 22] = [
    Step::Minutes(1),
    Step::Minutes(5),
    Step::Minutes(15),
    Step::Minutes(30),
    Step::Minutes(60),
    Step::Minutes(3 * 60),
    Step::Minutes(6 * 60),
    Step::Minutes(12 * 60),
    Step::Days(1),
    Step::Days(2),
    Step::Days(4),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(2),
    Step::Months(3),
    Step::Months(6),
    Step::Months(12),
    Step::Months(24),
    Step::Months(5 * 12),
    Step::Months(20 * 12),
    Step::Months(100 * 12),
];

impl Step {
    fn seconds(self) -> f64 {
        match self {
            Self::Minutes(minutes) => f64::from(minutes) * 60.0,
            Self::Days(days) => f64::from(days) * 86_400.0,
            Self::Months(months) => f64::from(months) * 30.44 * 86_400.0,
        }
    }

    /// The last wall-clock multiple of the step at or before `wall`.
    fn floor(self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        let date = wall.date();
        match self {
            Self::Minutes(minutes) => {
                let past = (wall.hour() * 60 + wall.minute()) % minutes;
                let whole = date.and_hms_opt(wall.hour(), wall.minute(), 0)?;
                whole.checked_sub_signed(TimeDelta::minutes(past.into()))
            }
            Self::Days(days) => {
                // Day 1 of the era is a Monday, so weeks begin on Mondays.
                let past = u32::try_from(date.num_days_from_ce() - 1).ok()? % days;
                date.checked_sub_days(Days::new(past.into())).map(midnight)
            }
            Self::Months(months) => {
                let past = (u32::try_from(date.year()).ok()? * 12 + date.month0()) % months;
                NaiveDate::from_ymd_opt(date.year(), date.month(), 1)?
                    .checked_sub_months(Months::new(past))
                    .map(midnight)
            }
        }
    }

    fn next(self, wall: NaiveDateTime) -> Option<NaiveDateTime> {
        match self {
            Self::Minutes(minutes) => wall.checked_add_signed(TimeDelta::minutes(minutes.into())),
            Self::Days(days) => wall.checked_add_days(Days::new(days.into())),
            Self::Months(months) => wall.checked_add_months(Months::new(months)),
        }
    }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

/// At most about `wanted` marks between two instants.
pub(crate) fn time_ticks(axis: &TimeAxis, start: Timestamp, end: Timestamp, wanted: f64) -> Vec<TimeTick> {
    let span = end.since(start).as_secs_f64();
    let Some(step) = STEPS.into_iter().find(|step| span / step.seconds() <= wanted) else { return Vec::new() };
    let mut ticks: Vec<TimeTick> = Vec::new();
    let mut wall = step.floor(axis.zone.local(start).naive_local());
    while let Some(present) = wall {
        let at = axis.zone.instant(present);
        if at > end {
            break;
        }
        if at >= start && ticks.last().is_none_or(|last| last.at < at) {
            ticks.push(TimeTick { at, label: axis.dates.label(step, &axis.zone.local(at)) });
        }
        wall = step.next(present);
    }
    ticks
}

impl DateStyle {
    /// The customs of a language.
    pub fn of(language: Language) -> Self {
        let (months, month_first) = match language {
            Language::En => {
                (["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], true)
            }
            Language::Fr => (
                ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
                false,
            ),
        };
        Self { months: months.map(str::to_owned), month_first }
    }

    fn label(&self, step: Step, local: &DateTime<impl chrono::TimeZone>) -> String {
        let is_midnight = local.hour() == 0 && local.minute() == 0;
        match step {
            Step::Minutes(_) if !is_midnight => format!("{:02}:{:02}", local.hour(), local.minute()),
            Step::Minutes(_) | Step::Days(_) => self.day(local.month0(), local.day()),
            Step::Months(months) if months % 12 == 0 => local.year().to_string(),
            Step::Months(_) => format!("{} {}", self.month(local.month0()), local.year()),
        }
    }

    fn month(&self, month0: u32) -> &str {
        usize::try_from(month0).ok().and_then(|index| self.months.get(index)).map_or("", String::as_str)
    }

    fn day(&self, month0: u32, day: u32) -> String {
        let month = self.month(month0);
        if self.month_first { format!("{month} {day}") } else { format!("{day} {month}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(language: Language, start: &str, end: &str) -> Vec<String> {
        let end: Timestamp = end.parse().unwrap();
        let zone = "Europe/Paris".parse().unwrap();
        let axis = TimeAxis { zone, dates: DateStyle::of(language), until: end };
        time_ticks(&axis, start.parse().unwrap(), end, 6.0).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn weeks_are_marked_on_mondays_across_the_change_of_clocks() {
        let shown = labels(Language::Fr, "2026-10-07T09:00:00Z", "2026-11-10T09:00:00Z");
        assert_eq!(shown, ["12 oct.", "19 oct.", "26 oct.", "2 nov.", "9 nov."]);
    }

    #[test]
    fn hours_are_those_of_the_zone_and_midnight_names_the_day() {
        let shown = labels(Language::En, "2026-07-01T17:30:00Z", "2026-07-02T06:00:00Z");
        assert_eq!(shown, ["21:00", "Jul 2", "03:00", "06:00"]);
    }

    #[test]
    fn long_spans_are_marked_by_month_and_year() {
        let shown = labels(Language::En, "2026-01-20T00:00:00Z", "2026-06-10T00:00:00Z");
        assert_eq!(shown, ["Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026"]);
        assert_eq!(labels(Language::Fr, "2021-05-01T00:00:00Z", "2026-06-10T00:00:00Z").len(), 5);
    }

    #[test]
    fn an_empty_span_needs_no_mark_but_does_not_fail() {
        assert!(labels(Language::En, "2026-01-01T10:10:10Z", "2026-01-01T10:10:10Z").is_empty());
    }
}
