//! Where files are kept, as configured.
//!
//! Invariant: printing a location for debugging shows no secret.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use crate::StorageError;

/// The place that holds all files of one installation.
#[derive(Debug, Clone)]
pub enum Location {
    /// A local folder, made when it is missing.
    Folder(PathBuf),
    /// The process' memory, for tests.
    Memory,
    /// A bucket of an S3 server.
    S3(S3Location),
}

/// A bucket and how to reach it.
#[derive(Debug, Clone)]
pub struct S3Location {
    /// The bucket's name.
    pub bucket: String,
    /// The server's address; `None` means the provider's own for the region.
    pub endpoint: Option<Url>,
    /// The region, which takes part in signatures even where the server has none.
    pub region: String,
    /// `None` asks the machine's role for credentials.
    pub credentials: Option<S3Credentials>,
    /// Whether the endpoint may speak plain HTTP.
    pub allow_http: bool,
    /// Whether the bucket is named in the path (most self-hosted servers) instead of in the host name.
    pub path_style: bool,
    /// Put before every key, so that several installations may share a bucket.
    pub prefix: Option<String>,
}

/// A pair of access keys.
#[derive(Debug, Clone)]
pub struct S3Credentials {
    /// The public half.
    pub access_key: String,
    /// The secret half.
    pub secret_key: SecretString,
}

impl S3Location {
    pub(crate) fn open(&self) -> Result<Arc<dyn ObjectStore>, StorageError> {
        let bucket = self.build().map_err(|error| StorageError::Misconfigured(error.into()))?;
        Ok(match self.prefix.as_deref().map(Path::from).filter(|prefix| !prefix.as_ref().is_empty()) {
            Some(prefix) => Arc::new(PrefixStore::new(bucket, prefix)),
            None => Arc::new(bucket),
        })
    }

    fn build(&self) -> Result<AmazonS3, object_store::Error> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_virtual_hosted_style_request(!self.path_style)
            .with_client_options(client_options(self.allow_http))
            .with_retry(retries());
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        if let Some(credentials) = &self.credentials {
            builder = builder
                .with_access_key_id(&credentials.access_key)
                .with_secret_access_key(credentials.secret_key.expose_secret());
        }
        builder.build()
    }
}

/// No limit on a whole request: somebody with a slow line may take long over a large download. Silence is limited.
fn client_options(allow_http: bool) -> ClientOptions {
    ClientOptions::new()
        .with_allow_http(allow_http)
        .with_connect_timeout(Duration::from_secs(5))
        .with_timeout_disabled()
        .with_read_timeout(Duration::from_mins(1))
}

/// A person waits for the answer, so give up early; jobs have their own retries.
fn retries() -> RetryConfig {
    RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(20), ..RetryConfig::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_location_shows_no_secret() {
        let location = Location::S3(S3Location {
            bucket: "cups".into(),
            endpoint: None,
            region: "eu-west-3".into(),
            credentials: Some(S3Credentials { access_key: "reader".into(), secret_key: "hush".to_owned().into() }),
            allow_http: false,
            path_style: true,
            prefix: None,
        });
        let printed = format!("{location:?}");
        assert!(printed.contains("reader") && !printed.contains("hush"), "{printed}");
    }
}
