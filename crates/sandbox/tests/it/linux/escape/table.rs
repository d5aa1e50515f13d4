//! The table of attack, tier and verdict, gathered over all runs of the suite.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::linux::setting::{is_first_run, tier};

/// First word of a line by which a further run tells the first.
const MARK: &str = "verdict\t";

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn add(line: String) {
    LINES.lock().unwrap_or_else(PoisonError::into_inner).push(line);
}

/// Adds one verdict.
pub(crate) fn note(group: &str, attack: &str, verdict: &str) {
    let user = if rustix::process::geteuid().is_root() { "root" } else { "plain user" };
    add(format!("{group}\t{attack}\ttier {}, {user}\t{verdict}", tier()));
}

/// Takes over what a further run of the suite has told.
pub(crate) fn take_over(stderr: &str) {
    stderr.lines().filter_map(|line| line.strip_prefix(MARK)).for_each(|line| add(line.to_owned()));
}

/// Prints the table at the end of the first run; a further run tells it its lines.
pub(crate) fn print() {
    let lines = LINES.lock().unwrap_or_else(PoisonError::into_inner);
    if is_first_run() {
        eprint!("{}", table(&lines.join("\n")));
    } else {
        lines.iter().for_each(|line| eprintln!("{MARK}{line}"));
    }
}

fn table(lines: &str) -> String {
    let mut verdicts: BTreeMap<(&str, &str), BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    let mut columns = BTreeSet::new();
    for line in lines.lines() {
        if let [group, attack, column, verdict] = line.split('\t').collect::<Vec<_>>()[..] {
            columns.insert(column);
            verdicts.entry((group, attack)).or_default().entry(column).or_default().insert(verdict);
        }
    }
    let mut text = format!("\n{:<12} {:<38}", "group", "attack");
    for column in &columns {
        let _ = write!(text, " | {column:<24}");
    }
    for ((group, attack), found) in verdicts {
        let _ = write!(text, "\n{group:<12} {attack:<38}");
        for column in &columns {
            let verdict = found.get(column).map(|set| set.iter().copied().collect::<Vec<_>>().join(" / "));
            let _ = write!(text, " | {:<24}", verdict.unwrap_or_else(|| "-".to_owned()));
        }
    }
    text + "\n"
}
