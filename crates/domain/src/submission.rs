//! The life of a submission.
//!
//! Invariant: `scored` and `failed` are final; only a `running` attempt that still holds its lease may reach them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::competition::stored_enum;

stored_enum! {
    /// Where a submission stands.
    SubmissionState {
        /// Waits for a worker.
        Queued => "queued",
        /// A worker holds its lease.
        Running => "running",
        /// Has its scores.
        Scored => "scored",
        /// Has its errors; costs no quota.
        Failed => "failed",
    }
}

impl SubmissionState {
    /// True if nothing will change any more.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Scored | Self::Failed)
    }
}
