//! A writer of SVG elements.
//!
//! Invariant: well-formed XML whatever the texts hold; no `style` attribute, no script, nothing fetched.

use std::fmt::{Display, Write};

/// A document that is being written.
pub(crate) struct Drawing {
    text: String,
    open: Vec<&'static str>,
}

/// Attributes of an element.
pub(crate) type Attributes<'a> = &'a [(&'static str, &'a dyn Display)];

impl Drawing {
    pub(crate) fn new() -> Self {
        Self { text: String::with_capacity(8192), open: Vec::new() }
    }

    /// Opens an element; the next `close` ends it.
    pub(crate) fn open(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Ends the element opened last.
    pub(crate) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.put(format_args!("</{name}>"));
        }
    }

    /// Writes an element without content.
    pub(crate) fn element(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push_str("/>");
    }

    /// Writes an element that holds a text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: Attributes<'_>, content: &str) {
        self.start(name, attributes);
        self.put(format_args!(">{}</{name}>", escape(content)));
    }

    /// Ends whatever is open and gives the text.
    pub(crate) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.push('\n');
        self.text
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.put(format_args!("\n<{name}"));
        for (key, value) in attributes {
            self.put(format_args!(" {key}=\"{}\"", escape(&value.to_string())));
        }
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.text.write_fmt(text);
    }
}

/// A coordinate, written with at most one decimal.
#[derive(Clone, Copy)]
pub(crate) struct At(pub(crate) f64);

impl Display for At {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.1}", self.0);
        let short = text.strip_suffix(".0").unwrap_or(&text);
        formatter.write_str(if short == "-0" { "0" } else { short })
    }
}

/// Escapes XML and drops what it forbids, along with the controls that turn the direction of the text around.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}' => {}
            other if other.is_control() => {}
            other => safe.push(other),
        }
    }
    safe
}

/// Cuts a text to a width in average letters, counting wide scripts double, and marks the cut.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let mut used = 0;
    let mut short = String::new();
    for character in text.chars() {
        used += if character >= '\u{1100}' { 2 } else { 1 };
        if used > width {
            // The last letter gives way to the mark.
            short.pop();
            return format!("{}…", short.trim_end());
        }
        short.push(character);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_controls_in_a_text_are_disarmed() {
        assert_eq!(escape("<b a='\"'>&\u{0}\u{202e}x"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;x");
    }

    #[test]
    fn coordinates_are_short() {
        let shown: Vec<_> = [1.0, 1.25, -0.01, 10.04].map(|value| At(value).to_string()).into();
        assert_eq!(shown, ["1", "1.2", "0", "10"]);
    }

    #[test]
    fn long_names_are_cut_by_width() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut("too long", 5), "too…");
        assert_eq!(cut("日本語日本語", 6), "日本…");
    }
}
