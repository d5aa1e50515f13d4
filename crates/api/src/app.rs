//! What every handler works with.
//!
//! Invariant: nothing in here changes after the start.

use std::net::SocketAddr;
use std::sync::Arc;

use ipnet::IpNet;
use joute_services::House;
use tokio::sync::watch;

use crate::render::Renderer;

/// Where and under which name the server answers.
#[derive(Debug, Clone)]
pub struct ApiConfig {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// What people type, such as `https://joute.example.org`; decides the accepted origin and secure cookies.
    pub public_url: Option<String>,
    /// Name of the organisation, shown beside the brand.
    pub house_name: String,
    /// Proxies whose word about the client's address counts.
    pub trusted_proxies: Vec<IpNet>,
}

/// The application as handlers see it; cloning is cheap.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) house: House,
    pub(crate) renderer: Arc<Renderer>,
    pub(crate) public_url: Arc<str>,
    pub(crate) house_name: Arc<str>,
    pub(crate) trusted_proxies: Arc<[IpNet]>,
    /// Turns true when the server stops, so that answers without an end find one.
    pub(crate) stop: watch::Receiver<bool>,
}

impl App {
    /// True if cookies may travel over HTTPS only.
    pub(crate) fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }
}
