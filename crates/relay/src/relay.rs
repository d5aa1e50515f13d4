//! The relay itself: a listener on the loopback address.
//!
//! Invariant: it listens where this machine alone can reach it, and ends with the value.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hyper::header::USER_AGENT;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};

use crate::forward;
use crate::server::Server;

/// How the one client generation that prints its own requests calls itself.
const CHATTY_CLIENT: &str = "kaggle-api/v1.7";

/// A running relay; it stops when dropped.
#[derive(Debug)]
pub struct Relay {
    address: SocketAddr,
    task: AbortHandle,
    saw_chatty_client: Arc<AtomicBool>,
}

impl Relay {
    /// Listens on a free port of the loopback address and forwards to `server`.
    pub async fn start(server: Server) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let saw_chatty_client = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(accept(listener, server, address, Arc::clone(&saw_chatty_client)));
        Ok(Self { address, task: task.abort_handle(), saw_chatty_client })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// True if a client asked that prints every request with its key (kaggle 1.7 does in this mode).
    pub fn saw_chatty_client(&self) -> bool {
        self.saw_chatty_client.load(Ordering::Relaxed)
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, server: Server, own: SocketAddr, saw_chatty_client: Arc<AtomicBool>) {
    // Dropped with this task, and the connections with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, server.clone(), own, Arc::clone(&saw_chatty_client)));
                }
                Err(error) => tracing::debug!(%error, "a connection did not come about"),
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, server: Server, own: SocketAddr, saw_chatty_client: Arc<AtomicBool>) {
    let service = service_fn(|request| {
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if agent.starts_with(CHATTY_CLIENT) {
            saw_chatty_client.store(true, Ordering::Relaxed);
        }
        let server = &server;
        async move { Ok::<_, Infallible>(forward::answer(request, server, own).await) }
    });
    // The clients drop a download when they find that they have it: no error of ours.
    if let Err(error) = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await {
        tracing::debug!(%error, "a connection broke off");
    }
}
