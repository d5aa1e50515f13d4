//! What is hashed, and the walk that finds the first broken entry.
//!
//! Invariant: two different entries never have the same encoding, and no name is needed to check the chain.
//!
//! An entry's hash is the SHA-256 of its fields, each written as a netstring (`3:abc,`) or as `-` where there is none:
//!
//! ```text
//! joute.audit.1, sequence, id, instant, actor_id, action, object_kind, object_id, via, detail, names_hash, previous_hash
//! ```
//!
//! The sequence is a decimal number from 1, the instant is RFC 3339 in UTC with six digits after the second, the detail
//! is the stored text, hashes are lower-case hexadecimal, and the entry before the first one has 64 zeros for its hash.
//!
//! Names are personal data: handle, name of the object, network address. They are not hashed themselves but through
//! `names_hash`, the SHA-256 of `joute.audit.names.1, salt, actor_name, object_name, address` in the same writing, with 128
//! random bits as salt. While they are there, a changed name is found. When a person is erased, names **and salt** go:
//! the chain still holds, since `names_hash` stays, and nobody can try names against a hash whose salt is gone.
//!
//! Whoever can write the database can also compute a whole new chain. What cannot be undone is a hash that was noted
//! elsewhere: `verify` takes one and says whether the chain still goes through it.

use joute_domain::Timestamp;
use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

use super::AuditRow;
use super::seal::Head;

/// The hash before the first entry.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Where and how the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// A number is missing: an entry was removed.
    #[error("entry {0} is missing")]
    Missing(u64),
    /// The entry does not give its hash: something in it was changed.
    #[error("entry {0} was changed after it was sealed")]
    Changed(u64),
    /// The entry does not continue the one before it.
    #[error("entry {0} does not follow the entry before it")]
    Unlinked(u64),
    /// A name in the entry is not the one that was recorded.
    #[error("a name in entry {0} was changed")]
    Renamed(u64),
    /// The last entries are not those that the head knows.
    #[error("the log ends at entry {found}, but it had reached entry {known}")]
    Cut {
        /// The last entry that is there.
        found: u64,
        /// The last entry that was sealed.
        known: u64,
    },
    /// The chain is sound, but not the one that was noted elsewhere.
    #[error("entry {0} is not the one that was noted: the log was written anew")]
    Replaced(u64),
}

/// Walks over the entries in their order.
#[derive(Debug, Clone)]
pub struct ChainWalk {
    sequence: u64,
    hash: String,
}

impl Default for ChainWalk {
    fn default() -> Self {
        Self { sequence: 0, hash: GENESIS.to_owned() }
    }
}

impl ChainWalk {
    /// The last entry that was found sound.
    pub fn sequence(&self) -> u64 {
        self.sequence
    }

    /// Its hash.
    pub fn hash(&self) -> &str {
        &self.hash
    }

    /// Checks the next entry.
    pub fn step(&mut self, row: &AuditRow) -> Result<(), Break> {
        let expected = self.sequence.saturating_add(1);
        if row.sequence != Some(expected) {
            return Err(Break::Missing(expected));
        }
        if row.previous_hash.as_deref() != Some(self.hash.as_str()) {
            return Err(Break::Unlinked(expected));
        }
        let hash = entry_hash(row, expected, &self.hash);
        if row.hash.as_deref() != Some(hash.as_str()) {
            return Err(Break::Changed(expected));
        }
        let has_names = row.actor_name.is_some() || row.object_name.is_some() || row.address.is_some();
        let is_renamed = match &row.names_salt {
            Some(_) => row.names_hash != names_hash(row),
            None => has_names,
        };
        if is_renamed {
            return Err(Break::Renamed(expected));
        }
        (self.sequence, self.hash) = (expected, hash);
        Ok(())
    }

    /// Checks that the walk ended where sealing did.
    pub fn finish(&self, head: &Head) -> Result<(), Break> {
        if self.sequence == head.sequence && self.hash == head.hash {
            Ok(())
        } else {
            Err(Break::Cut { found: self.sequence, known: head.sequence })
        }
    }
}

/// The hash of an entry at a place of the chain.
pub(super) fn entry_hash(row: &AuditRow, sequence: u64, previous: &str) -> String {
    hashed(&[
        Some("joute.audit.1"),
        Some(&sequence.to_string()),
        Some(row.id.as_str()),
        Some(&canonical_instant(row.occurred_at)),
        row.actor_id.as_ref().map(joute_domain::UserId::as_str),
        Some(&row.action),
        row.object_kind.as_deref(),
        row.object_id.as_deref(),
        Some(&row.via),
        Some(&row.detail),
        Some(&row.names_hash),
        Some(previous),
    ])
}

/// The hash of the names of an entry.
pub(super) fn names_hash(row: &AuditRow) -> String {
    hashed(&[
        Some("joute.audit.names.1"),
        row.names_salt.as_deref(),
        row.actor_name.as_deref(),
        row.object_name.as_deref(),
        row.address.as_deref(),
    ])
}

/// 128 random bits.
///
/// # Panics
/// If the operating system has no randomness, which leaves nothing safe to do.
pub(super) fn salt() -> String {
    let mut bytes = [0_u8; 16];
    SysRng.try_fill_bytes(&mut bytes).expect("the operating system provides randomness");
    hex::encode(bytes)
}

/// An instant as it is hashed.
pub fn canonical_instant(at: Timestamp) -> String {
    at.utc().format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

fn hashed(fields: &[Option<&str>]) -> String {
    let mut hash = Sha256::new();
    for field in fields {
        match field {
            Some(text) => {
                hash.update(text.len().to_string());
                hash.update(":");
                hash.update(text);
                hash.update(",");
            }
            None => hash.update("-"),
        }
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_is_the_documented_one() {
        // printf '3:abc,-0:,' | sha256sum
        let known = "cdebbb7aee78eb66b071e42f28aff4b11a2964c34acbcc9bda02b19c6cc68f8a";
        assert_eq!(hashed(&[Some("abc"), None, Some("")]), known);
    }

    #[test]
    fn fields_do_not_run_into_each_other() {
        assert_ne!(hashed(&[Some("a"), Some("bc")]), hashed(&[Some("ab"), Some("c")]));
        assert_ne!(hashed(&[None, Some("")]), hashed(&[Some(""), None]));
        assert_ne!(hashed(&[Some("-")]), hashed(&[None]));
    }
}
