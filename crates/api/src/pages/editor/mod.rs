//! The host's editor: drafting, settings, files, solution, publication.
//!
//! Invariant: whatever is refused comes back with everything that was typed.

mod checklist;
mod choices;
pub(crate) mod edit;
pub(crate) mod files;
mod form;
mod moment;
pub(crate) mod new;
pub(crate) mod publication;
mod read;
pub(crate) mod save;
mod toml_lines;

use actix_web::web::{Path, Redirect};

/// Largest form: six pages of 1 MiB, percent-encoded, would be larger; nobody types that.
pub(crate) const FORM_MAX_BYTES: usize = 8 << 20;

/// A form that came back with mistakes has the address of the form; reading that again leads to the page itself.
pub(crate) async fn back(slug: Path<String>) -> Redirect {
    Redirect::to(format!("/c/{slug}/edit")).see_other()
}

/// The editor's address.
fn address(slug: &joute_domain::Slug) -> String {
    format!("/c/{slug}/edit")
}
