//! The HTTP server: bound first, run until told to stop.
//!
//! Invariant: when `bind` has returned, the address is ours and every template has been parsed.

use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::middleware::{Compress, NormalizePath, from_fn};
use actix_web::{App as Service, HttpServer};
use joute_services::House;
use tokio::sync::watch;

use crate::app::{ApiConfig, App};
use crate::doors;
use crate::kaggle::refuse_foreign_targets;
use crate::render::{RenderError, Renderer};
use crate::web::{error_pages, guard, request_log};

/// Seconds that requests under way get at a stop.
const STOP_SECONDS: u64 = 10;

/// Why the server did not start or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A template or a translation is broken.
    #[error("the pages cannot be prepared")]
    Render(#[from] RenderError),
    /// The server ended with an error.
    #[error("the server ended")]
    Run(#[source] std::io::Error),
}

/// A bound server.
#[derive(Debug)]
pub struct Server {
    app: App,
    listener: TcpListener,
}

impl Server {
    /// Takes the address and prepares the pages.
    pub fn bind(house: House, config: ApiConfig) -> Result<Self, ServerError> {
        let listen = |source| ServerError::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let public_url = config.public_url.unwrap_or_else(|| format!("http://{address}"));
        let app = App {
            house,
            renderer: Arc::new(Renderer::new()?),
            public_url: public_url.trim_end_matches('/').into(),
            house_name: config.house_name.into(),
            trusted_proxies: config.trusted_proxies.into(),
            // Replaced by the real one when the server runs.
            stop: watch::channel(false).1,
        };
        Ok(Self { app, listener })
    }

    /// What people type.
    pub fn url(&self) -> &str {
        &self.app.public_url
    }

    /// Answers requests until `stop` turns true.
    pub async fn run(self, mut stop: watch::Receiver<bool>) -> Result<(), ServerError> {
        let app = App { stop: stop.clone(), ..self.app };
        let server = HttpServer::new(move || {
            let app = app.clone();
            Service::new()
                .configure(move |config| doors::configure(config, app))
                .wrap(Compress::default())
                .wrap(from_fn(error_pages::render))
                .wrap(NormalizePath::trim())
                .wrap(from_fn(guard::protect))
                .wrap(from_fn(refuse_foreign_targets))
                .wrap(from_fn(request_log::record))
        })
        .disable_signals()
        .shutdown_timeout(STOP_SECONDS)
        .listen(self.listener)
        .map_err(ServerError::Run)?
        .run();
        let handle = server.handle();
        tokio::spawn(async move {
            // A dropped sender means that nobody can stop us any more, which is a stop as well.
            let _ = stop.wait_for(|is_stopped| *is_stopped).await;
            handle.stop(true).await;
        });
        server.await.map_err(ServerError::Run)
    }
}
