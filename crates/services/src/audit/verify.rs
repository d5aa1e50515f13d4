//! Walking the whole chain.
//!
//! Invariant: the first broken entry is named; an empty log is sound.

use std::str::FromStr;

use joute_database::DatabaseError;
use joute_database::audit_log::{AuditRow, Break, ChainWalk, Head};
use joute_domain::{Actor, AuditAction};

use crate::House;

/// Entries read at once.
const PAGE: u32 = 1_000;

/// A place of the chain that was noted elsewhere, written `17:` and the hash of entry 17.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The entry.
    pub sequence: u64,
    /// Its hash.
    pub hash: String,
}

/// A text that is no anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a place in the log: the number of an entry, a colon and 64 hexadecimal digits")]
pub struct AnchorError(String);

impl FromStr for Anchor {
    type Err = AnchorError;
    fn from_str(text: &str) -> Result<Self, AnchorError> {
        let refused = || AnchorError(text.chars().take(100).collect());
        let (sequence, hash) = text.trim().split_once(':').ok_or_else(refused)?;
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let sequence = sequence.parse().ok().filter(|_| is_hash).ok_or_else(refused)?;
        Ok(Self { sequence, hash: hash.to_ascii_lowercase() })
    }
}

/// How far the chain is sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The last sound entry.
    pub sequence: u64,
    /// Its hash: note it elsewhere, and the log cannot be written anew unseen.
    pub hash: String,
    /// The first thing that is wrong; `None` if every entry is in its place.
    pub broken: Option<Break>,
}

impl House {
    /// Seals what waits, checks every entry and records that it did; `noted` must be on the way, if it is given.
    pub async fn verify_audit_log(&self, by: &Actor, noted: Option<Anchor>) -> Result<Verified, DatabaseError> {
        let head = self.audit_head().await?;
        let verified = self.walk_audit_log(&head, noted.as_ref()).await?;
        let entry = self
            .entry(by.clone(), AuditAction::AuditVerify)
            .with("entries", verified.sequence)
            .with("hash", verified.hash.as_str())
            .with("broken", verified.broken.as_ref().map(ToString::to_string));
        self.record(entry).await?;
        Ok(verified)
    }

    /// Entries that are sealed while we walk lie behind `head`.
    async fn walk_audit_log(&self, head: &Head, noted: Option<&Anchor>) -> Result<Verified, DatabaseError> {
        let mut walk = ChainWalk::default();
        let mut broken = None;
        while broken.is_none() {
            let rows = self.read_audit_log(walk.sequence(), PAGE).await?;
            let rows: Vec<_> =
                rows.into_iter().filter(|row| row.sequence.is_none_or(|at| at <= head.sequence)).collect();
            if rows.is_empty() {
                break;
            }
            broken = check(&mut walk, &rows, noted).err();
        }
        let broken = broken.or_else(|| walk.finish(head).err()).or_else(|| missing(&walk, noted));
        Ok(Verified { sequence: walk.sequence(), hash: walk.hash().to_owned(), broken })
    }
}

fn check(walk: &mut ChainWalk, rows: &[AuditRow], noted: Option<&Anchor>) -> Result<(), Break> {
    for row in rows {
        walk.step(row)?;
        if let Some(noted) = noted
            && noted.sequence == walk.sequence()
            && noted.hash != walk.hash()
        {
            return Err(Break::Replaced(noted.sequence));
        }
    }
    Ok(())
}

/// A place behind the end was never reached.
fn missing(walk: &ChainWalk, noted: Option<&Anchor>) -> Option<Break> {
    let noted = noted.filter(|noted| noted.sequence > walk.sequence())?;
    Some(Break::Cut { found: walk.sequence(), known: noted.sequence })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_a_number_and_a_hash() {
        let hash = "AB".repeat(32);
        let anchor: Anchor = format!(" 17:{hash}\n").parse().unwrap();
        assert_eq!(anchor, Anchor { sequence: 17, hash: hash.to_lowercase() });
        for bad in ["", "17", "17:ab", &format!("x:{hash}"), &format!("1:{}", "z".repeat(64))] {
            assert!(bad.parse::<Anchor>().is_err(), "{bad}");
        }
    }
}
