//! An S3 server in this process, with real signatures and a folder behind it.
//!
//! Invariant: every bucket is fresh, and the folder goes away with the test process.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::process::{GuardedProcess, Launch};

/// The access key that every server here accepts.
pub const ACCESS_KEY: &str = "joute-test-access";
/// The secret that belongs to [`ACCESS_KEY`].
pub const SECRET_KEY: &str = "joute-test-secret";
/// The region that takes part in signatures.
pub const REGION: &str = "us-east-1";

/// A running server; dropping it stops the server and removes its files.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    buckets: AtomicU64,
    _stop: oneshot::Sender<()>,
    folder: GuardedProcess,
}

/// An empty bucket and what a client needs to reach it, path style over plain HTTP.
#[derive(Debug, Clone)]
pub struct Bucket {
    /// `http://127.0.0.1:<port>`.
    pub endpoint: String,
    /// The bucket's name.
    pub name: String,
    /// [`ACCESS_KEY`].
    pub access_key: String,
    /// [`SECRET_KEY`].
    pub secret_key: String,
    /// [`REGION`].
    pub region: String,
}

/// An empty bucket on the server that all tests of this process share.
///
/// # Panics
///
/// When the server cannot be started.
pub fn fresh_bucket() -> Bucket {
    static SHARED: OnceLock<Server> = OnceLock::new();
    SHARED.get_or_init(Server::start).create_bucket()
}

impl Server {
    /// Starts a server on a free port, on a thread and runtime of its own.
    ///
    /// # Panics
    ///
    /// When that is impossible: nothing but a broken machine lacks what this needs.
    pub fn start() -> Self {
        Self::try_start().expect("an S3 server can be started in the test process")
    }

    fn try_start() -> io::Result<Self> {
        let folder = guarded_folder()?;
        let service = service(folder.folder()).map_err(io::Error::other)?;
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        std::thread::Builder::new().name("s3".to_owned()).spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
            let runtime = runtime.expect("a runtime for the S3 server can be made");
            runtime.block_on(serve(listener, service, stopped)).expect("the S3 server listens");
            runtime.shutdown_background();
        })?;
        Ok(Self { address, buckets: AtomicU64::new(0), _stop: stop, folder })
    }

    /// Where the server keeps its files: a folder for each bucket, and beside them the parts of unfinished uploads,
    /// whose names begin with `.upload`.
    pub fn folder(&self) -> &Path {
        self.folder.folder()
    }

    /// Makes an empty bucket.
    ///
    /// # Panics
    ///
    /// When the disk refuses.
    pub fn create_bucket(&self) -> Bucket {
        let name = format!("bucket-{}", self.buckets.fetch_add(1, Ordering::Relaxed));
        std::fs::create_dir(self.folder().join(&name)).expect("a bucket is a new folder");
        Bucket {
            endpoint: format!("http://{}", self.address),
            name,
            access_key: ACCESS_KEY.to_owned(),
            secret_key: SECRET_KEY.to_owned(),
            region: REGION.to_owned(),
        }
    }
}

/// A folder that the guard of a sleeping process removes.
fn guarded_folder() -> io::Result<GuardedProcess> {
    let folder = tempfile::Builder::new().prefix("joute-s3-").tempdir()?.keep();
    let launch =
        Launch { program: "sleep".into(), arguments: vec!["infinity".into()], environment: Vec::new(), signal: "TERM" };
    GuardedProcess::spawn(&folder, &launch)
}

fn service(folder: &Path) -> Result<S3Service, String> {
    let files = FileSystem::new(folder).map_err(|error| format!("{error:?}"))?;
    let mut builder = S3ServiceBuilder::new(files);
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    Ok(builder.build())
}

/// Accepts connections until the other end of `stopped` is dropped.
async fn serve(
    listener: std::net::TcpListener,
    service: S3Service,
    mut stopped: oneshot::Receiver<()>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    loop {
        let socket = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stopped => return Ok(()),
        };
        let Ok((socket, _)) = socket else { continue };
        let service = service.clone();
        tokio::spawn(async move {
            let _ = Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_request_without_a_signature_is_refused() {
        let bucket = fresh_bucket();
        let address = bucket.endpoint.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET /{}?list-type=2 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n", bucket.name)
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    }

    #[test]
    fn a_dropped_server_leaves_no_files() {
        let server = Server::start();
        let bucket = server.create_bucket();
        let folder = server.folder().to_owned();
        assert!(folder.join(&bucket.name).is_dir());
        drop(server);
        assert!(!folder.exists());
    }
}
