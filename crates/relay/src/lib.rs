//! The loopback relay: lets clients that can only speak plainly to `http://localhost` reach our server over verified TLS.
//!
//! The official Kaggle clients know two hosts: their own, and `http://localhost` behind the variable
//! `KAGGLE_API_ENVIRONMENT=LOCALHOST`. Told of a proxy by `HTTP_PROXY`, they send it absolute targets
//! (`POST http://localhost/api/v1/…`). The relay is that proxy, on the loopback address, for one server.
//!
//! Invariant: nothing is ever forwarded to any host but the one server, and no bit of it in the clear unless the
//! server's own address is plain.

mod environment;
mod forward;
mod relay;
mod rewrite;
mod server;
mod target;

pub use environment::{Credentials, Variable, environment};
pub use relay::Relay;
pub use server::{Server, ServerError};
