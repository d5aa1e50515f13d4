//! Text on its way into a CSV file that people open in a spreadsheet.
//!
//! Invariant: whatever somebody typed, no spreadsheet takes it for a formula.

/// Quotes a text and puts an apostrophe before whatever a spreadsheet would take for the beginning of a formula.
///
/// A spreadsheet whose separator is the semicolon or the tab cuts inside our cells, so the place after each separator
/// and line end counts as a beginning too.
pub fn spreadsheet_cell(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    let mut at_start = true;
    if text.starts_with(['\t', '\r', '\n']) {
        quoted.push('\'');
    }
    for character in text.chars() {
        if at_start && begins_formula(character) {
            quoted.push('\'');
        }
        if character == '"' {
            quoted.push('"');
        }
        quoted.push(character);
        at_start = matches!(character, ';' | ',' | '\t' | '\r' | '\n' | '"' | '|');
    }
    quoted.push('"');
    quoted
}

/// The characters that start a formula, and their full-width twins.
fn begins_formula(character: char) -> bool {
    matches!(character, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leading_formula_sign_is_disarmed() {
        for sign in ["=", "+", "-", "@", "\t", "\r", "＝"] {
            assert_eq!(spreadsheet_cell(&format!("{sign}1+1")), format!("\"'{sign}1+1\""));
        }
    }

    #[test]
    fn a_formula_behind_another_separator_is_disarmed() {
        assert_eq!(spreadsheet_cell("a;=1+1"), "\"a;'=1+1\"");
        assert_eq!(spreadsheet_cell("a\";=1"), "\"a\"\";'=1\"");
    }

    #[test]
    fn harmless_text_is_only_quoted() {
        assert_eq!(spreadsheet_cell("Jean-Pierre @ home"), "\"Jean-Pierre @ home\"");
    }
}
