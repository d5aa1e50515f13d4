//! The variables that make each generation of the Kaggle clients speak to a relay.
//!
//! Invariant: a client started with them sends nothing to the real Kaggle, whatever its version; the person's own
//! Kaggle key never reaches our server, and ours never reaches Kaggle.

use std::net::SocketAddr;

/// Who the client says it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// Sign-in name.
    pub username: String,
    /// A personal token of the house; it serves as the key too.
    pub token: String,
}

/// Name and value; without a value the variable is taken away.
pub type Variable = (&'static str, Option<String>);

/// What to set for a client so that it uses the relay at `relay`.
///
/// kaggle 1.5 and 1.6 and kagglehub up to 0.3 read `KAGGLE_API_ENDPOINT`, which the others ignore; those obey exactly
/// the value `LOCALHOST` and `HTTP_PROXY`. Any other value would send the key to the real Kaggle.
pub fn environment(relay: SocketAddr, credentials: &Credentials) -> Vec<Variable> {
    let relay = format!("http://{relay}");
    vec![
        ("KAGGLE_API_ENVIRONMENT", Some("LOCALHOST".to_owned())),
        ("KAGGLE_API_ENDPOINT", Some(relay.clone())),
        ("HTTP_PROXY", Some(relay.clone())),
        ("http_proxy", Some(relay)),
        ("NO_PROXY", Some(String::new())),
        ("no_proxy", Some(String::new())),
        ("KAGGLE_PROXY", None),
        ("KAGGLE_USERNAME", Some(credentials.username.clone())),
        ("KAGGLE_KEY", Some(credentials.token.clone())),
        ("KAGGLE_API_TOKEN", Some(credentials.token.clone())),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn the_value_that_keeps_the_key_in_the_house_is_exact() {
        let credentials = Credentials { username: "camille".to_owned(), token: "jt_x".to_owned() };
        let variables = environment("127.0.0.1:4711".parse().unwrap(), &credentials);
        let value = |name| variables.iter().find(|(key, _)| *key == name).unwrap().1.as_deref();
        assert_eq!(value("KAGGLE_API_ENVIRONMENT"), Some("LOCALHOST"));
        assert_eq!(value("HTTP_PROXY"), Some("http://127.0.0.1:4711"));
        assert_eq!(value("NO_PROXY"), Some(""), "must not name localhost");
        assert_eq!(value("KAGGLE_PROXY"), None);
    }
}
