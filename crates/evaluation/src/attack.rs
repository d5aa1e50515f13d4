//! Bytes of a hostile child, read as the parent reads them: entry points of the fuzzers and of the tests of their
//! corpus.
//!
//! Invariant: reading them never panics, and what is accepted holds what the parent relies on.

use joute_domain::TableProfile;

use crate::wire::{Answer, PrepareAnswer, ValidateAnswer, decode};
use crate::{REPORT_MOST_CHARACTERS, ScoreFrame, ScoreStatus, bounded_report};

/// The scorer's answer.
///
/// # Panics
/// On a frame that is accepted and should not be.
pub fn frame(bytes: &[u8]) {
    for (rows, split) in [(10, true), (10, false), (u64::MAX, true)] {
        let Ok(frame) = ScoreFrame::from_bytes(bytes, rows, split) else { continue };
        if frame.status == ScoreStatus::Scored {
            assert!([frame.all, frame.public, frame.private].iter().all(|score| score.is_finite()));
            assert!(frame.split == split && frame.rows.total() == rows);
        }
    }
}

/// An answer of a stage that may speak.
///
/// # Panics
/// On a report that stays longer than pages may show.
pub fn answer(bytes: &[u8]) {
    let _ = decode::<Answer<PrepareAnswer>>(bytes);
    let _ = decode::<Answer<TableProfile>>(bytes);
    if let Ok(Answer::Rejected(report)) = decode::<Answer<ValidateAnswer>>(bytes) {
        let text = serde_json::to_string(&bounded_report(report)).unwrap_or_default();
        assert!(text.chars().count() <= REPORT_MOST_CHARACTERS, "{} characters", text.chars().count());
        assert!(!text.chars().any(char::is_control), "control characters in {text:?}");
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    /// Every file of a corpus, whole, cut and with each of its first bytes changed.
    fn over_the_corpus(name: &str, attack: fn(&[u8])) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let mut tried = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            attack(&bytes);
            for place in 0..bytes.len().min(200) {
                attack(&bytes[..place]);
                for bit in 0..8 {
                    let mut damaged = bytes.clone();
                    damaged[place] ^= 1 << bit;
                    attack(&damaged);
                    tried += 1;
                }
            }
        }
        assert!(tried > 500, "only {tried} were tried");
    }

    #[test]
    fn no_frame_of_the_corpus_is_a_finding() {
        over_the_corpus("frame", super::frame);
    }

    #[test]
    fn no_answer_of_the_corpus_is_a_finding() {
        over_the_corpus("answer", super::answer);
    }
}
