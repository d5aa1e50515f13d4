//! Stories of accounts and upkeep on both databases; the clock is moved by hand and nothing is scored.

#![allow(clippy::unwrap_used, reason = "a story that cannot be told has failed")]

mod audit;
mod audited_writes;
mod bearer_tokens;
mod first_start;
mod house;
mod own_account;
mod sessions;
mod signing_in;
mod transfers;
mod upkeep;
