//! The record of skipped tests that all test programs of one `cargo test` share.
//!
//! Invariant: a record belongs to one parent process (cargo), so two runs at once never mix their records.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::process::parent_id;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

const PREFIX: &str = "joute-skips-";
const STALE: Duration = Duration::from_hours(24);

/// One test that did not run, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skip {
    /// The missing part, such as `postgres`.
    pub part: String,
    /// Why it is missing, in words.
    pub reason: String,
    /// The test that was skipped: its program and its name.
    pub test: String,
}

impl Skip {
    fn line(&self) -> String {
        let fields = [&self.part, &self.reason, &self.test];
        let clean = fields.map(|field| field.replace(['\t', '\n'], " "));
        format!("{}\n", clean.join("\t"))
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(Self { part: fields.next()?, reason: fields.next()?, test: fields.next()? })
    }
}

/// Notes that `test` is skipped. A record that cannot be written fails the test: silence would hide the skip.
pub(crate) fn record(part: &str, reason: &str, test: &str) {
    let test = format!("{} {test}", program().unwrap_or_default());
    let skip = Skip { part: part.to_owned(), reason: reason.to_owned(), test };
    let path = record_path(parent_id());
    let written = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .and_then(|mut file| file.write_all(skip.line().as_bytes()));
    assert!(written.is_ok(), "the skip could not be recorded in {}: {written:?}", path.display());
}

/// The skips of this run, sorted, each test once; the record is removed, and so are records that runs of other days left behind.
pub fn take_skips() -> Vec<Skip> {
    let path = record_path(parent_id());
    let text = fs::read_to_string(&path).unwrap_or_default();
    let _ = fs::remove_file(&path);
    remove_stale();
    let mut skips: Vec<Skip> = text.lines().filter_map(Skip::parse).collect();
    skips.sort();
    skips.dedup();
    skips
}

/// The present test program's name, which tests of the same name in other programs do not share.
fn program() -> Option<String> {
    Some(std::env::current_exe().ok()?.file_name()?.to_string_lossy().into_owned())
}

fn remove_stale() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        if ours && age.is_some_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// One file for each parent; its start time is part of the name because process numbers are used again.
fn record_path(parent: u32) -> PathBuf {
    let started = start_time(parent).unwrap_or_default();
    std::env::temp_dir().join(format!("{PREFIX}{parent}-{started}"))
}

/// Field 22 of `/proc/<pid>/stat`; the program's name before it may hold blanks and brackets.
fn start_time(process: u32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(19).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skip_survives_its_line_even_with_breaks_in_the_reason() {
        let skip = Skip { part: "postgres".into(), reason: "no\tinitdb\nhere".into(), test: "it::works".into() };
        let read = Skip::parse(skip.line().trim_end()).unwrap();
        assert_eq!(read, Skip { reason: "no initdb here".into(), ..skip });
    }

    #[test]
    fn a_torn_line_is_no_skip() {
        assert_eq!(Skip::parse("postgres\tno initdb"), None);
    }

    #[test]
    fn runs_started_by_different_parents_have_different_records() {
        assert_ne!(record_path(std::process::id()), record_path(parent_id()));
        assert!(start_time(std::process::id()).is_some_and(|ticks| ticks.parse::<u64>().is_ok()));
    }
}
