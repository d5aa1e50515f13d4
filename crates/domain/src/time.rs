//! Instants, clocks and zones.
//!
//! Invariant: an instant is UTC and cut to microseconds, so that both databases give back what they were given.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Days, Duration, NaiveDateTime, SecondsFormat, SubsecRound, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// A text that is no instant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an instant with its offset, such as 2026-10-01T09:00:00+02:00")]
pub struct TimestampError(String);

/// A zone that the tz database does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a zone of the tz database, such as Europe/Paris")]
pub struct ZoneError(String);

/// An instant in UTC, whole microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(DateTime<Utc>);

impl Timestamp {
    /// The instant of the system clock.
    #[must_use]
    pub fn now() -> Self {
        Self::new(Utc::now())
    }

    /// Cuts an instant to microseconds.
    pub fn new(instant: DateTime<Utc>) -> Self {
        Self(instant.trunc_subsecs(6))
    }

    /// An instant that the database stores without its zone.
    pub fn from_naive_utc(instant: NaiveDateTime) -> Self {
        Self::new(instant.and_utc())
    }

    /// The instant as the database stores it.
    pub fn naive_utc(self) -> NaiveDateTime {
        self.0.naive_utc()
    }

    /// The instant for calendars and formats.
    pub fn utc(self) -> DateTime<Utc> {
        self.0
    }

    /// Whole seconds since 1970.
    pub fn unix_seconds(self) -> i64 {
        self.0.timestamp()
    }

    /// The instant `duration` later; saturates at the ends of the calendar.
    #[must_use]
    pub fn plus(self, duration: std::time::Duration) -> Self {
        let step = Duration::from_std(duration).unwrap_or(Duration::MAX);
        Self(self.0.checked_add_signed(step).unwrap_or(DateTime::<Utc>::MAX_UTC))
    }

    /// The instant `duration` earlier; saturates at the ends of the calendar.
    #[must_use]
    pub fn minus(self, duration: std::time::Duration) -> Self {
        let step = Duration::from_std(duration).unwrap_or(Duration::MAX);
        Self(self.0.checked_sub_signed(step).unwrap_or(DateTime::<Utc>::MIN_UTC))
    }

    /// The time from `earlier` to this instant; zero if it lies ahead.
    pub fn since(self, earlier: Self) -> std::time::Duration {
        (self.0 - earlier.0).to_std().unwrap_or_default()
    }

    /// The instant moved by a number of days, which may be negative or a fraction.
    #[must_use]
    pub fn plus_days(self, days: f64) -> Self {
        let span = std::time::Duration::try_from_secs_f64(days.abs() * 86_400.0).unwrap_or_default();
        if days < 0.0 { self.minus(span) } else { self.plus(span) }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        DateTime::parse_from_rfc3339(text)
            .map(|instant| Self::new(instant.with_timezone(&Utc)))
            .map_err(|_| TimestampError(text.chars().take(64).collect()))
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimestampError;
    fn try_from(text: String) -> Result<Self, TimestampError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(instant: Timestamp) -> String {
        instant.to_string()
    }
}

/// A zone of the tz database, in which a competition's days begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(chrono_tz::Tz);

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(chrono_tz::Tz::UTC);

    /// The name in the tz database.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The instant as a calendar in this zone.
    pub fn local(self, instant: Timestamp) -> DateTime<chrono_tz::Tz> {
        instant.utc().with_timezone(&self.0)
    }

    /// Reads a wall-clock time of this zone; the earlier of two where clocks go back, the next valid one where they go forward.
    pub fn instant(self, wall: NaiveDateTime) -> Timestamp {
        let found = (0..=4)
            .find_map(|quarter| self.0.from_local_datetime(&(wall + Duration::minutes(30 * quarter))).earliest());
        found.map_or_else(|| Timestamp::from_naive_utc(wall), |instant| Timestamp::new(instant.with_timezone(&Utc)))
    }

    /// The first instant of the calendar day that holds `instant`.
    pub fn start_of_day(self, instant: Timestamp) -> Timestamp {
        let midnight = self.local(instant).date_naive().and_time(chrono::NaiveTime::MIN);
        self.instant(midnight)
    }

    /// The first instant of the calendar day after the one that holds `instant`.
    pub fn start_of_next_day(self, instant: Timestamp) -> Timestamp {
        let today = self.local(instant).date_naive();
        let tomorrow = today.checked_add_days(Days::new(1)).unwrap_or(today);
        self.instant(tomorrow.and_time(chrono::NaiveTime::MIN))
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;
    fn from_str(text: &str) -> Result<Self, ZoneError> {
        text.parse().map(Self).map_err(|_| ZoneError(text.chars().take(64).collect()))
    }
}

impl TryFrom<String> for Zone {
    type Error = ZoneError;
    fn try_from(text: String) -> Result<Self, ZoneError> {
        text.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.name().to_owned()
    }
}

/// Where the present comes from, so that tests can move it.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that moves only when told to: microseconds since 1970, shared by its clones.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `instant`.
    pub fn manual(instant: Timestamp) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(instant.utc().timestamp_micros())))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Manual(micros) => {
                Timestamp::new(DateTime::from_timestamp_micros(micros.load(Ordering::SeqCst)).unwrap_or_default())
            }
        }
    }

    /// Moves a manual clock forward; the system clock stays as it is.
    pub fn advance(&self, by: std::time::Duration) {
        if let Self::Manual(micros) = self {
            micros.fetch_add(i64::try_from(by.as_micros()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn an_instant_is_cut_to_microseconds() {
        assert_eq!(at("2026-01-02T03:04:05.123456789Z").to_string(), "2026-01-02T03:04:05.123456Z");
    }

    #[test]
    fn a_day_in_paris_begins_at_its_own_midnight() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        assert_eq!(paris.start_of_day(at("2026-07-01T23:30:00Z")), at("2026-07-01T22:00:00Z"));
        assert_eq!(paris.start_of_next_day(at("2026-07-01T23:30:00Z")), at("2026-07-02T22:00:00Z"));
    }

    #[test]
    fn the_day_on_which_clocks_go_forward_has_23_hours() {
        let paris: Zone = "Europe/Paris".parse().unwrap();
        let noon = at("2026-03-29T10:00:00Z");
        assert_eq!(paris.start_of_next_day(noon).since(paris.start_of_day(noon)).as_secs(), 23 * 3600);
    }

    #[test]
    fn a_midnight_that_does_not_exist_becomes_the_next_valid_time() {
        let beirut: Zone = "Asia/Beirut".parse().unwrap(); // 2022-03-27 00:00 was skipped there
        assert_eq!(beirut.start_of_day(at("2022-03-27T10:00:00Z")), at("2022-03-26T22:00:00Z"));
    }

    #[test]
    fn unknown_zones_and_instants_without_offset_are_refused() {
        assert!("Mars/Olympus".parse::<Zone>().is_err());
        assert!("2026-01-02T03:04:05".parse::<Timestamp>().is_err());
    }

    #[test]
    fn a_manual_clock_moves_only_when_told() {
        let clock = Clock::manual(at("2026-01-01T00:00:00Z"));
        clock.clone().advance(std::time::Duration::from_mins(1));
        assert_eq!(clock.now(), at("2026-01-01T00:01:00Z"));
    }
}
