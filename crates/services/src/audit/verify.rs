//! Walking the whole chain.
//!
//! Invariant: the first broken entry is named; an empty log is sound.

use std::str::FromStr;

use joute_database::DatabaseError;
use joute_database::audit_log::{self, Break, ChainWalk};

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
    /// Sound to the end, or broken where it says.
    pub verdict: Verdict,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Every entry is in its place.
    Sound,
    /// The first thing that is wrong.
    Broken(Break),
}

impl House {
    /// Seals what waits, then checks every entry; `anchor` must be on the way, if it is given.
    pub async fn verify_audit_log(&self, anchor: Option<Anchor>) -> Result<Verified, DatabaseError> {
        self.seal_audit_log().await?;
        // Entries that are sealed while we walk lie behind this end.
        let head = self.database.read("audit.head", audit_log::head).await?;
        let mut walk = ChainWalk::default();
        let mut broken = None;
        while broken.is_none() && walk.sequence() < head.sequence {
            let after = walk.sequence();
            let rows = self.database.read("audit.verify", move |conn| audit_log::page_after(conn, after, PAGE)).await?;
            if rows.is_empty() {
                break;
            }
            let wanted = rows.iter().filter(|row| row.sequence.is_none_or(|number| number <= head.sequence));
            broken = check(&mut walk, wanted, anchor.as_ref()).err();
        }
        let broken = broken.or_else(|| walk.finish(&head).err()).or_else(|| missing(&walk, anchor.as_ref()));
        let verdict = broken.map_or(Verdict::Sound, Verdict::Broken);
        Ok(Verified { sequence: walk.sequence(), hash: walk.hash().to_owned(), verdict })
    }
}

fn check<'a>(
    walk: &mut ChainWalk,
    rows: impl Iterator<Item = &'a audit_log::AuditRow>,
    anchor: Option<&Anchor>,
) -> Result<(), Break> {
    for row in rows {
        walk.step(row)?;
        if let Some(anchor) = anchor
            && anchor.sequence == walk.sequence()
            && anchor.hash != walk.hash()
        {
            return Err(Break::Replaced(anchor.sequence));
        }
    }
    Ok(())
}

/// An anchor behind the end was never reached.
fn missing(walk: &ChainWalk, anchor: Option<&Anchor>) -> Option<Break> {
    let anchor = anchor.filter(|anchor| anchor.sequence > walk.sequence())?;
    Some(Break::Cut { found: walk.sequence(), known: anchor.sequence })
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
