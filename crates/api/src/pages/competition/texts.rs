//! The host's Markdown pages as safe HTML.
//!
//! Invariant: what is returned has passed the sanitiser.

use joute_domain::PageName;
use joute_services::Page;

use crate::markdown;

/// The HTML of a page; empty if it was not written.
pub(super) fn html_of(pages: &[Page], name: PageName) -> String {
    pages.iter().find(|page| page.name == name).map(|page| markdown::to_html(&page.markdown)).unwrap_or_default()
}
