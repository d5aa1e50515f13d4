//! Which requests are meant for us.
//!
//! Invariant: a target that names any host but `localhost` and the relay itself is refused, so that a variable set for a
//! whole shell never makes the relay an open proxy.

use std::net::SocketAddr;

use hyper::header::HOST;
use hyper::http::uri::Authority;
use hyper::{Method, Request};

/// What the client wants, and how it calls the place it wants it from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// Path and query, as the client wrote them.
    pub(crate) path: String,
    /// The origin the client believes in, such as `http://localhost`; addresses in answers are rewritten to it.
    pub(crate) origin: String,
}

/// Why a request is not ours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refusal {
    /// A tunnel.
    #[error("this relay opens no tunnels: it serves http://localhost only")]
    Tunnel,
    /// Another host.
    #[error(
        "this relay serves http://localhost only, not {0}; is KAGGLE_API_ENVIRONMENT set to LOCALHOST, and HTTP_PROXY \
         for this client alone?"
    )]
    OtherHost(String),
}

impl Target {
    /// Reads the target of a request that arrived at the relay's `own` address.
    pub(crate) fn of<B>(request: &Request<B>, own: SocketAddr) -> Result<Self, Refusal> {
        if request.method() == Method::CONNECT {
            return Err(Refusal::Tunnel);
        }
        let uri = request.uri();
        let host = || request.headers().get(HOST)?.to_str().ok()?.parse::<Authority>().ok();
        let authority = uri.authority().cloned().or_else(host);
        let named = authority.as_ref().map_or_else(String::new, Authority::to_string);
        let is_plain = uri.scheme_str().is_none_or(|scheme| scheme == "http");
        if !is_plain || !authority.is_some_and(|authority| is_ours(&authority, own)) {
            return Err(Refusal::OtherHost(named));
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Ok(Self { path: path.to_owned(), origin: format!("http://{named}") })
    }
}

fn is_ours(authority: &Authority, own: SocketAddr) -> bool {
    let is_user_free = !authority.as_str().contains('@');
    let is_localhost = authority.host().eq_ignore_ascii_case("localhost");
    let port = authority.port_u16();
    let is_default = is_localhost && matches!(port, None | Some(80));
    let is_own = port == Some(own.port()) && (is_localhost || authority.host() == own.ip().to_string());
    is_user_free && (is_default || is_own)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    fn target(method: &str, uri: &str, host: &str) -> Result<Target, Refusal> {
        let request = Request::builder().method(method).uri(uri).header(HOST, host).body(()).unwrap();
        Target::of(&request, "127.0.0.1:4711".parse().unwrap())
    }

    #[test]
    fn the_newer_clients_send_absolute_targets_the_older_ones_speak_to_us_directly() {
        let newer = target("POST", "http://localhost/api/v1/a/B?c=d", "localhost").unwrap();
        assert_eq!((newer.path.as_str(), newer.origin.as_str()), ("/api/v1/a/B?c=d", "http://localhost"));
        let older = target("GET", "/api/v1/competitions/list", "127.0.0.1:4711").unwrap();
        assert_eq!(older.origin, "http://127.0.0.1:4711");
        let proxied = target("GET", "http://127.0.0.1:4711/x", "127.0.0.1:4711").unwrap();
        assert_eq!((proxied.path.as_str(), proxied.origin.as_str()), ("/x", "http://127.0.0.1:4711"));
    }

    #[test]
    fn nothing_leaves_for_another_host() {
        for uri in [
            "http://www.kaggle.com/api/v1/competitions/list",
            "http://example.org/",
            "http://localhost:8080/",
            "http://localhost.example.org/",
            "http://localhost@example.org/",
            "http://127.0.0.1:22/",
            "http://127.0.0.1/",
            "https://localhost/",
        ] {
            let refusal = target("GET", uri, "localhost").unwrap_err();
            assert!(matches!(refusal, Refusal::OtherHost(_)), "{uri}");
        }
        assert_eq!(target("CONNECT", "localhost:443", "localhost"), Err(Refusal::Tunnel));
        assert!(target("GET", "/", "evil.example.org").is_err(), "a page that rebinds its name");
    }
}
