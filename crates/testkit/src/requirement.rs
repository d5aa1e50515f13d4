//! Parts of the machine that a test needs and may lack.
//!
//! Invariant: a missing part is either recorded as a skip or, where the caller demands it, a failure; never silence.

use crate::skips;

/// Names the parts that must be present, separated by commas, such as `postgres,browser`.
pub const REQUIRE_VARIABLE: &str = "JOUTE_TEST_REQUIRE";

/// Gives the part when it was found; otherwise records that the present test is skipped and gives `None`.
///
/// # Panics
///
/// When the part is missing although [`REQUIRE_VARIABLE`] names it.
pub fn require<T>(part: &str, found: Result<T, String>) -> Option<T> {
    let reason = match found {
        Ok(present) => return Some(present),
        Err(reason) => reason,
    };
    let demanded = std::env::var(REQUIRE_VARIABLE).unwrap_or_default();
    assert!(!names(&demanded, part), "{REQUIRE_VARIABLE} demands {part}: {reason}");
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    eprintln!("skipped {test}: {part} not found ({reason})");
    skips::record(part, &reason, &test);
    None
}

fn names(demanded: &str, part: &str) -> bool {
    demanded.split(',').any(|name| name.trim() == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_that_was_found_is_handed_over() {
        assert_eq!(require("kettle", Ok(7)), Some(7));
    }

    #[test]
    fn demanded_parts_are_told_apart_by_their_whole_name() {
        assert!(names("postgres, browser", "browser"));
        assert!(!names("postgres-next", "postgres"));
        assert!(!names("", "postgres"));
    }
}
