//! People: accounts, passwords, sessions, tokens and the first start.
//!
//! Invariant: passwords and tokens are stored only as hashes, and none of them is ever logged.

mod jwt;
mod password;
mod people;
mod profile;
mod secret;
mod sessions;
mod setup;
mod tokens;
mod visitor;

use joute_database::DatabaseError;
use joute_domain::PersonError;

pub use jwt::IssuedJwt;
pub use password::{MAXIMUM_PASSWORD_LENGTH, MINIMUM_PASSWORD_LENGTH};
pub use people::NewUser;
pub use secret::Secret;
pub(crate) use secret::hash as hash_of_secret;
pub use sessions::{OpenedSession, RecognisedSession};
pub use tokens::IssuedToken;
pub use visitor::Visitor;

/// Why something about an account did not happen.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Unknown name, wrong password or disabled account: never said which.
    #[error("the name or the password is wrong")]
    WrongCredentials,
    /// Somebody else has it.
    #[error("this {0} is taken")]
    Taken(&'static str),
    /// A field is not acceptable.
    #[error("{message}")]
    Invalid {
        /// The field's name in forms and JSON.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The link was used or never existed.
    #[error("this link has been used or was never valid")]
    LinkUsed,
    /// No such person or token.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The hash function failed.
    #[error("the password could not be processed")]
    Hashing,
    /// The database failed.
    #[error("the database did not answer")]
    Database(#[from] DatabaseError),
}

impl From<PersonError> for AccountError {
    fn from(error: PersonError) -> Self {
        let field = match &error {
            PersonError::Handle(_) => "handle",
            PersonError::Email(_) => "email",
            PersonError::Role(_) => "role",
        };
        Self::Invalid { field, message: error.to_string() }
    }
}
