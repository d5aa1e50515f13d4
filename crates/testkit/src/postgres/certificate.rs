//! A certificate authority and a server certificate that live as long as one cluster.
//!
//! Invariant: the server's certificate is not its own authority, since strict clients refuse that.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

/// PEM texts of an authority and of a server certificate for the loopback address.
#[derive(Debug)]
pub(super) struct Certificates {
    pub(super) authority: String,
    pub(super) server: String,
    pub(super) server_key: String,
}

impl Certificates {
    pub(super) fn generate() -> Result<Self, rcgen::Error> {
        let mut authority = CertificateParams::new(Vec::new())?;
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(authority, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let server = CertificateParams::new(names)?.signed_by(&key, &issuer)?;
        Ok(Self { authority: issuer.pem(), server: server.pem(), server_key: key.serialize_pem() })
    }
}
