//! HTTP: the JSON API, the pages and the server; the only crate that knows actix-web.
//!
//! Invariant: a handler says who may, what comes in, which use case, what goes out; errors meet HTTP in `problem` alone.

mod app;
mod assets;
mod doors;
mod health;
mod kaggle;
mod markdown;
mod pages;
mod problem;
mod render;
mod server;
mod v1;
mod web;
mod words;

pub use app::ApiConfig;
pub use doors::{Door, all as doors};
pub use server::{Server, ServerError};
pub use v1::openapi;
