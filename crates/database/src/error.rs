//! What can go wrong between the house and its database.
//!
//! Invariant: no message holds a password, a bound value or a row; violations are told by kind, as `SQLite` names none.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error};

/// The answer of every function of this crate.
pub type Result<T> = std::result::Result<T, DatabaseError>;

/// A failed operation of the database.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address of the database cannot be used as it is written.
    #[error("the database address cannot be used: {0}")]
    Address(String),
    /// No connection can be had, or it broke; trying again later may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A row with this key exists already.
    #[error("the row exists already: {0}")]
    UniqueViolation(String),
    /// A row that this one points to does not exist, or one that points to it does.
    #[error("the row refers to another that is missing: {0}")]
    ForeignKeyViolation(String),
    /// A value outside of what the column allows, or a missing one.
    #[error("the row holds a value that its table refuses: {0}")]
    CheckViolation(String),
    /// No such row.
    #[error("no such row")]
    NotFound,
    /// The database holds a value that the house cannot read, or the house one that the database cannot hold.
    #[error("a value cannot pass between the house and the database: {0}")]
    Corrupt(String),
    /// A migration failed; nothing of it was applied.
    #[error("the schema could not be brought up to date: {0}")]
    Migration(String),
    /// Anything else.
    #[error("the database refused: {0}")]
    Other(String),
}

impl DatabaseError {
    /// True if a row with the same key stands in the way.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::UniqueViolation(_))
    }

    /// True if the row does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound)
    }

    fn of_kind(kind: DatabaseErrorKind, information: &dyn DatabaseErrorInformation) -> Self {
        let message = information.message().to_owned();
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::UniqueViolation(message),
            DatabaseErrorKind::ForeignKeyViolation => Self::ForeignKeyViolation(message),
            DatabaseErrorKind::CheckViolation | DatabaseErrorKind::NotNullViolation => Self::CheckViolation(message),
            DatabaseErrorKind::ClosedConnection => Self::Unavailable(message),
            _ if message == "database is locked" => Self::Unavailable(message),
            _ => Self::Other(message),
        }
    }
}

impl From<Error> for DatabaseError {
    fn from(error: Error) -> Self {
        match error {
            Error::DatabaseError(kind, information) => Self::of_kind(kind, information.as_ref()),
            Error::NotFound => Self::NotFound,
            Error::DeserializationError(source) | Error::SerializationError(source) => {
                Self::Corrupt(source.to_string())
            }
            other => Self::Other(other.to_string()),
        }
    }
}
