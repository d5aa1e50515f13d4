//! Password rules and argon2id.
//!
//! Invariant: a check takes as long for an unknown name as for a wrong password.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use super::AccountError;

/// Shortest password, in characters.
pub const MINIMUM_PASSWORD_LENGTH: usize = 10;
/// Longest password, in bytes: a bound on the work of hashing.
pub const MAXIMUM_PASSWORD_LENGTH: usize = 512;

/// A valid hash of no password, checked when there is nobody to check.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Refuses passwords outside the length bounds.
pub(crate) fn check_rules(password: &str) -> Result<(), AccountError> {
    let message = if password.chars().count() < MINIMUM_PASSWORD_LENGTH {
        format!("the password needs at least {MINIMUM_PASSWORD_LENGTH} characters")
    } else if password.len() > MAXIMUM_PASSWORD_LENGTH {
        format!("the password may have at most {MAXIMUM_PASSWORD_LENGTH} bytes")
    } else {
        return Ok(());
    };
    Err(AccountError::Invalid { field: "password", message })
}

/// Hashes with argon2id and a fresh salt, off the async threads.
pub(crate) async fn hash(password: String) -> Result<String, AccountError> {
    check_rules(&password)?;
    tokio::task::spawn_blocking(move || {
        let hash = Argon2::default().hash_password(password.as_bytes()).map_err(|_| AccountError::Hashing)?;
        Ok(hash.to_string())
    })
    .await
    .map_err(|_| AccountError::Hashing)?
}

/// True if `password` belongs to `stored`; with no stored hash it does the same work and says no.
pub(crate) async fn verify(password: String, stored: Option<String>) -> Result<bool, AccountError> {
    if password.len() > MAXIMUM_PASSWORD_LENGTH {
        return Ok(false);
    }
    tokio::task::spawn_blocking(move || {
        let known = stored.is_some();
        let text = stored.unwrap_or_else(|| NOBODY.to_owned());
        let hash = PasswordHash::new(&text).map_err(|_| AccountError::Hashing)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await
    .map_err(|_| AccountError::Hashing)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let stored = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$"));
        assert!(verify("correct horse battery".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!verify("correct horse".to_owned(), Some(stored)).await.unwrap());
        assert!(!verify("correct horse battery".to_owned(), None).await.unwrap());
    }

    #[test]
    fn the_length_is_bounded_on_both_sides() {
        assert!(check_rules("too short").is_err());
        assert!(check_rules("long enough").is_ok());
        assert!(check_rules(&"x".repeat(513)).is_err());
    }
}
