//! Dates in forms: wall-clock time in the competition's zone.
//!
//! Invariant: a stored instant that was shown and not touched stays exact, though the form shows minutes only.

use chrono::NaiveDateTime;
use joute_domain::{Timestamp, Zone};

const SHOWN: &str = "%Y-%m-%dT%H:%M";
const SHOWN_WITH_SECONDS: &str = "%Y-%m-%dT%H:%M:%S";

/// An instant as `datetime-local` shows it.
pub(super) fn wall(at: Timestamp, zone: Zone) -> String {
    zone.local(at).format(SHOWN).to_string()
}

/// Reads what was typed; nothing typed is no date.
pub(super) fn read(
    typed: &str,
    zone: Zone,
    stored: Option<Timestamp>,
) -> Result<Option<Timestamp>, chrono::ParseError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if let Some(stored) = stored.filter(|stored| wall(*stored, zone) == typed) {
        return Ok(Some(stored));
    }
    let local = NaiveDateTime::parse_from_str(typed, SHOWN)
        .or_else(|_| NaiveDateTime::parse_from_str(typed, SHOWN_WITH_SECONDS))?;
    Ok(Some(zone.instant(local)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> Zone {
        "Europe/Paris".parse().unwrap()
    }

    #[test]
    fn a_date_is_meant_in_the_zone_of_the_competition() {
        let summer = read("2026-07-01T09:00", paris(), None).unwrap().unwrap();
        assert_eq!(summer.to_string(), "2026-07-01T07:00:00Z");
        let winter = read("2026-12-01T09:00:30", paris(), None).unwrap().unwrap();
        assert_eq!(winter.to_string(), "2026-12-01T08:00:30Z");
        assert_eq!(read("  ", paris(), None), Ok(None));
        assert!(read("tomorrow", paris(), None).is_err());
    }

    #[test]
    fn what_was_not_touched_keeps_its_seconds() {
        let stored: Timestamp = "2026-07-01T07:00:42.5Z".parse().unwrap();
        assert_eq!(read(&wall(stored, paris()), paris(), Some(stored)), Ok(Some(stored)));
    }
}
