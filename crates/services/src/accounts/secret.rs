//! Random secrets: session tokens, API tokens, setup links.
//!
//! Invariant: 256 bits of the system's randomness; shown once, stored as SHA-256.

use std::fmt;

use rand::TryRng;
use rand::rngs::SysRng;
use sha2::{Digest, Sha256};

/// A secret in clear text; `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Draws a secret with a readable prefix such as `jt_`.
    ///
    /// # Panics
    /// If the operating system has no randomness, which leaves nothing safe to do.
    pub(crate) fn draw(prefix: &str) -> Self {
        let mut bytes = [0_u8; 32];
        SysRng.try_fill_bytes(&mut bytes).expect("the operating system provides randomness");
        Self(format!("{prefix}{}", hex::encode(bytes)))
    }

    /// The clear text, for the one person who may see it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub(crate) fn hash(&self) -> String {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// The stored form of a secret that somebody presents.
pub(crate) fn hash(clear_text: &str) -> String {
    hex::encode(Sha256::digest(clear_text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_do_not_show_in_logs() {
        let (one, two) = (Secret::draw("jt_"), Secret::draw("jt_"));
        assert_ne!(one, two);
        assert!(one.reveal().starts_with("jt_") && one.reveal().len() == 67);
        assert_eq!(format!("{one:?}"), "Secret(…)");
        assert_eq!(hash(one.reveal()), one.hash());
    }
}
