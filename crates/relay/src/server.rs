//! The one server that a relay speaks to.
//!
//! Invariant: its address is a root (scheme, host, port): the clients know no path prefix.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Certificate, Client};
use url::Url;

/// How long a connection may take to come about; answers may take as long as they like.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// Why an address or a certificate is of no use.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// Not an address.
    #[error("`{0}` is not an address such as https://joute.example.org")]
    Address(String),
    /// Something behind the host.
    #[error("`{0}` has a path: the clients can only use a server at the root of its host")]
    Path(String),
    /// Not a certificate in PEM form.
    #[error("the file with the house's certificates cannot be used")]
    Certificates(#[source] reqwest::Error),
    /// TLS could not be set up.
    #[error("TLS could not be set up")]
    Tls(#[source] reqwest::Error),
}

/// Where requests go, and how.
#[derive(Debug, Clone)]
pub struct Server {
    origin: String,
    client: Client,
}

impl Server {
    /// The server at `address`, trusted by the machine's certificates and by those in `pem`, if any.
    pub fn new(address: &str, pem: Option<&[u8]>) -> Result<Self, ServerError> {
        let url = Url::parse(address).map_err(|_| ServerError::Address(address.to_owned()))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() || !url.username().is_empty() {
            return Err(ServerError::Address(address.to_owned()));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ServerError::Path(address.to_owned()));
        }
        // A proxy of the environment is meant for the client, and may be this very relay.
        let mut builder = Client::builder().redirect(Policy::none()).no_proxy().connect_timeout(CONNECT_TIMEOUT);
        if let Some(pem) = pem {
            for certificate in Certificate::from_pem_bundle(pem).map_err(ServerError::Certificates)? {
                builder = builder.add_root_certificate(certificate);
            }
        }
        Ok(Self { origin: url.origin().ascii_serialization(), client: builder.build().map_err(ServerError::Tls)? })
    }

    /// Scheme, host and port, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// What speaks to it; follows no redirect.
    pub fn client(&self) -> &Client {
        &self.client
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test")]

    use super::*;

    #[test]
    fn an_address_is_a_root() {
        assert_eq!(Server::new("https://joute.example.org/", None).unwrap().origin(), "https://joute.example.org");
        assert_eq!(Server::new("http://127.0.0.1:8080", None).unwrap().origin(), "http://127.0.0.1:8080");
        for wrong in ["joute.example.org", "ftp://joute.example.org", "https://me@joute.example.org", ""] {
            assert!(matches!(Server::new(wrong, None), Err(ServerError::Address(_))), "{wrong}");
        }
        for wrong in ["https://joute.example.org/joute", "https://joute.example.org/?a=b"] {
            assert!(matches!(Server::new(wrong, None), Err(ServerError::Path(_))), "{wrong}");
        }
    }

    #[test]
    fn a_file_that_is_no_certificate_is_refused() {
        let pem = b"-----BEGIN CERTIFICATE-----\nnot base64 at all!\n-----END CERTIFICATE-----\n";
        assert!(Server::new("https://joute.example.org", Some(pem)).is_err());
    }
}
