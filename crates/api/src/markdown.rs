//! Hosts' Markdown as safe HTML.
//!
//! Invariant: what leaves here has passed a sanitiser, whatever the host wrote.

use pulldown_cmark::{Options, Parser, html};

/// Renders and sanitises.
pub(crate) fn to_html(markdown: &str) -> String {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut raw = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut raw, Parser::new_ext(markdown, options));
    ammonia::Builder::default().link_rel(Some("noopener noreferrer nofollow")).clean(&raw).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_links_stay() {
        let html = to_html("|a|b|\n|-|-|\n|1|2|\n\n[x](https://example.org)");
        assert!(html.contains("<table>") && html.contains("href=\"https://example.org\""), "{html}");
    }

    #[test]
    fn scripts_handlers_and_styles_go() {
        let html = to_html(
            "<script>alert(1)</script><img src=x onerror=alert(1)><p style='color:red'>x</p>\n\n[y](javascript:alert(1))",
        );
        for bad in ["<script", "onerror", "style=", "javascript:"] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
    }
}
