//! The last word of `cargo test --workspace`: which tests were skipped, and why.
//!
//! Invariant: cargo runs packages in alphabetical order and this is the last program of the last one, without a
//! harness that could capture its lines.

use std::collections::BTreeMap;
use std::io::{self, Write};

use joute_testkit::{REQUIRE_VARIABLE, Skip, take_skips};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    // Test runners that list before they run find no test here.
    if std::env::args().any(|argument| argument == "--list") {
        return Ok(());
    }
    let skips = take_skips();
    writeln!(out, "\nrunning 1 test\ntest skipped_tests_are_reported ... ok\n")?;
    writeln!(out, "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out\n")?;
    for line in summary(&skips) {
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn summary(skips: &[Skip]) -> Vec<String> {
    let mut groups: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for skip in skips {
        *groups.entry((&skip.part, &skip.reason)).or_default() += 1;
    }
    if groups.is_empty() {
        return vec!["no test was skipped".to_owned()];
    }
    let lines = groups.into_iter().map(|((part, reason), count)| {
        let tests = if count == 1 { "1 test" } else { &format!("{count} tests") };
        format!("{tests} skipped: {part} not found ({reason}); set {REQUIRE_VARIABLE}={part} to make this an error")
    });
    lines.collect()
}
