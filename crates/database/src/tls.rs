//! How the house trusts a `PostgreSQL` server.
//!
//! Invariant: `require` never accepts a certificate that was not verified for the server's name.

use std::path::Path;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::config::TlsMode;
use crate::{DatabaseError, Result};

/// The client's side of the handshake.
pub(crate) fn client_config(mode: TlsMode, root_file: Option<&Path>) -> Result<ClientConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| DatabaseError::Other(error.to_string()))?;
    let config = if mode == TlsMode::Require {
        builder.with_root_certificates(roots(root_file)?).with_no_client_auth()
    } else {
        let verifier = Arc::new(Unverified(provider));
        builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()
    };
    Ok(config)
}

/// The certificates of the given file alone, or those of the system.
fn roots(root_file: Option<&Path>) -> Result<RootCertStore> {
    let mut store = RootCertStore::empty();
    let certificates = match root_file {
        Some(path) => read(path)?,
        None => rustls_native_certs::load_native_certs().certs,
    };
    let (added, _) = store.add_parsable_certificates(certificates);
    if added == 0 {
        let place = root_file.map_or_else(|| "this system".to_owned(), |path| path.display().to_string());
        return Err(DatabaseError::Address(format!("no root certificate found in {place} to verify the server with")));
    }
    Ok(store)
}

fn read(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let refused = |error: rustls::pki_types::pem::Error| {
        DatabaseError::Address(format!("`sslrootcert` {} cannot be read: {error}", path.display()))
    };
    CertificateDer::pem_file_iter(path).map_err(refused)?.collect::<std::result::Result<_, _>>().map_err(refused)
}

/// Takes any certificate: `prefer` guards against listeners, not against impostors.
#[derive(Debug)]
struct Unverified(Arc<CryptoProvider>);

impl ServerCertVerifier for Unverified {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> std::result::Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> std::result::Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
