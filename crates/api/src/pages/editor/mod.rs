//! The host's editor: drafting, settings, files, solution, publication.
//!
//! Invariant: whatever is refused comes back with everything that was typed.

mod checklist;
mod choices;
mod edit;
mod files;
mod form;
mod moment;
mod new;
mod publication;
mod read;
mod save;
mod toml_lines;

use actix_web::web::{FormConfig, Path, Redirect, ServiceConfig, get, post, resource};

/// Largest form: six pages of 1 MiB, percent-encoded, would be larger; nobody types that.
const FORM_MAX_BYTES: usize = 8 << 20;

pub(super) fn routes(config: &mut ServiceConfig) {
    let large = || FormConfig::default().limit(FORM_MAX_BYTES);
    // A form that came back with mistakes has the address of the form; reading that again leads to the page itself.
    let back = || get().to(|slug: Path<String>| async move { Redirect::to(format!("/c/{slug}/edit")).see_other() });
    let new = resource("/competitions/new").app_data(large());
    let edit = resource("/c/{slug}/edit").app_data(large());
    config
        .service(new.route(get().to(new::show)).route(post().to(new::submit)))
        .service(edit.route(get().to(edit::show)).route(post().to(save::submit)))
        .service(resource("/c/{slug}/edit/files").route(back()).route(post().to(files::add)))
        .route("/c/{slug}/edit/files/{id}/remove", post().to(files::remove))
        .service(resource("/c/{slug}/edit/solution").route(back()).route(post().to(files::put_solution)))
        .service(resource("/c/{slug}/edit/publish").route(back()).route(post().to(publication::publish)))
        .service(resource("/c/{slug}/edit/unpublish").route(back()).route(post().to(publication::unpublish)))
        .service(resource("/c/{slug}/edit/archive").route(back()).route(post().to(publication::archive)));
}

/// The editor's address.
fn address(slug: &joute_domain::Slug) -> String {
    format!("/c/{slug}/edit")
}
