//! Somebody who has not been recognised yet, as the request tells of them.
//!
//! Invariant: what a client says about itself is kept as text for people to read and decides nothing.

use std::net::IpAddr;

/// Where a request without credentials came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visitor {
    /// The network address, as far as it is known.
    pub address: Option<IpAddr>,
    /// What the client calls itself.
    pub user_agent: String,
}
