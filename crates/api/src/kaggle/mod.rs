//! The face that the Kaggle clients know, under `/api/v1`: two dialects, one handler a use.
//!
//! REST (kaggle 1.5 to 1.7, kagglehub up to 0.3) names what it wants in the path; RPC (kaggle from 1.8, kagglehub from
//! 0.4) posts JSON to `/api/v1/<service>/<method>`. Both become a [`call::Call`], and an [`answer::Answer`] is put into
//! the form that the dialect expects. Every rule lives in `joute_services`; nothing is decided here a second time.
//!
//! Invariant: every error body has an integer `code` and a `message` that the person reads in the terminal.

mod answer;
mod call;
pub(crate) mod competitions;
mod downloads;
pub(crate) mod files;
pub(crate) mod host;
pub(crate) mod identity;
pub(crate) mod leaderboard;
mod numbers;
mod origin;
mod parameters;
mod problems;
pub(crate) mod rest;
pub(crate) mod rpc;
pub(crate) mod submissions;
mod uploads;
mod wheel;

pub(crate) use downloads::follow;
pub(crate) use origin::refuse_foreign_targets;
pub(crate) use problems::speak_plainly;
pub(crate) use uploads::put;
pub(crate) use wheel::download as download_wheel;
