//! The structural check beside the parser: lines, separators and quotes, looked at byte by byte.
//!
//! Invariant: [`Structure::Plain`] promises that row `i` of the table is line `i` of the body and has every cell.

use joute_domain::{ErrorCode, ReportedError};
use rayon::prelude::*;

use super::encoding::lone_return;
use crate::findings::told_in_line;

/// Bytes that one thread looks at in a piece.
const PIECE: usize = 1 << 20;

/// What the body of a table looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Structure {
    /// Every line is one row with as many cells as the header.
    Plain {
        /// Number of rows.
        rows: usize,
    },
    /// Blank lines, line breaks within quotes, rows of other lengths: to be read with care.
    Doubtful,
}

/// What to hold the body against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected {
    pub(super) separator: u8,
    pub(super) columns: usize,
    /// Number of the body's first line.
    pub(super) first_line: u64,
    /// Bytes of a line or a quoted cell.
    pub(super) most_line: usize,
}

/// Looks at a body without header. An error is one that no parser can mend.
pub(super) fn examine(body: &[u8], expected: Expected) -> Result<Structure, ReportedError> {
    if memchr::memchr(b'"', body).is_some() {
        return Quoted { body, expected, line: expected.first_line, at: 0, plain: true }.examine();
    }
    let pieces = pieces(body);
    let looks: Vec<Look> = pieces.par_iter().map(|piece| look(piece, expected)).collect();
    let mut line = expected.first_line;
    let mut all = Look { lines: 0, plain: true, long: None };
    for look in looks {
        if let Some(at) = look.long {
            return Err(too_long(line.saturating_add(at), expected.most_line));
        }
        line = line.saturating_add(look.lines);
        all = Look { lines: all.lines + look.lines, plain: all.plain && look.plain, long: None };
    }
    let rows = usize::try_from(all.lines).unwrap_or(usize::MAX);
    Ok(if all.plain { Structure::Plain { rows } } else { Structure::Doubtful })
}

/// What one piece looks like.
struct Look {
    lines: u64,
    plain: bool,
    /// Position of the first line that is too long.
    long: Option<u64>,
}

/// The body cut at line ends.
fn pieces(mut body: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::with_capacity(body.len() / PIECE + 1);
    while !body.is_empty() {
        let end =
            body.get(PIECE..).and_then(|rest| memchr::memchr(b'\n', rest)).map_or(body.len(), |at| PIECE + at + 1);
        let (piece, rest) = body.split_at_checked(end).unwrap_or((body, &[]));
        pieces.push(piece);
        body = rest;
    }
    pieces
}

fn look(piece: &[u8], expected: Expected) -> Look {
    let mut look = Look { lines: 0, plain: true, long: None };
    let (mut start, mut separators) = (0, 0);
    let mut line = |start: usize, end: usize, separators: usize| {
        let text = piece.get(start..end).unwrap_or_default();
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        if text.len() > expected.most_line && look.long.is_none() {
            look.long = Some(look.lines);
        }
        look.plain &= separators + 1 == expected.columns && !text.is_empty();
        look.lines += 1;
    };
    for at in memchr::memchr2_iter(expected.separator, b'\n', piece) {
        if piece.get(at) == Some(&b'\n') {
            line(start, at, separators);
            (start, separators) = (at + 1, 0);
        } else {
            separators += 1;
        }
    }
    if start < piece.len() {
        line(start, piece.len(), separators);
    }
    look
}

/// Walks over a body with quotes.
struct Quoted<'a> {
    body: &'a [u8],
    expected: Expected,
    line: u64,
    at: usize,
    plain: bool,
}

/// How a cell ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Cell,
    Line,
    End,
}

impl Quoted<'_> {
    fn examine(mut self) -> Result<Structure, ReportedError> {
        let mut rows = 0;
        while self.at < self.body.len() {
            let (start, line, mut cells) = (self.at, self.line, 0_usize);
            loop {
                let next = if self.byte(self.at) == Some(b'"') { self.quoted()? } else { self.bare()? };
                cells += 1;
                if next != Next::Cell {
                    break;
                }
            }
            let blank = cells == 1 && matches!(self.body.get(start..self.at), Some(b"\n" | b"\r\n"));
            self.plain &= cells == self.expected.columns && !blank && self.line <= line + 1;
            rows += 1;
        }
        Ok(if self.plain { Structure::Plain { rows } } else { Structure::Doubtful })
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.body.get(at).copied()
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.body.get(at..).unwrap_or_default()
    }

    /// A cell that begins with a quote.
    fn quoted(&mut self) -> Result<Next, ReportedError> {
        let (start, line) = (self.at, self.line);
        let mut at = start + 1;
        loop {
            let Some(quote) = memchr::memchr(b'"', self.rest(at)) else { return Err(unclosed(line)) };
            at += quote + 1;
            if at - start > self.expected.most_line {
                return Err(too_long(line, self.expected.most_line));
            }
            if self.byte(at) != Some(b'"') {
                break;
            }
            at += 1;
        }
        let cell = self.body.get(start..at).unwrap_or_default();
        let breaks = memchr::memchr_iter(b'\n', cell).count();
        if breaks > 0 {
            self.plain = false;
            self.line = self.line.saturating_add(u64::try_from(breaks).unwrap_or(u64::MAX));
        }
        match (self.byte(at), self.byte(at + 1)) {
            (None, _) => Ok(self.end(at, Next::End)),
            (Some(byte), _) if byte == self.expected.separator => Ok(self.end(at + 1, Next::Cell)),
            (Some(b'\n'), _) => Ok(self.end(at + 1, Next::Line)),
            (Some(b'\r'), Some(b'\n') | None) => Ok(self.end(at + 2, Next::Line)),
            _ => Err(behind_quote(self.line)),
        }
    }

    /// A cell that does not.
    fn bare(&mut self) -> Result<Next, ReportedError> {
        let found = memchr::memchr2(self.expected.separator, b'\n', self.rest(self.at));
        let end = found.map_or(self.body.len(), |found| self.at + found);
        let cell = self.body.get(self.at..end).unwrap_or_default();
        let is_last = self.byte(end) != Some(self.expected.separator);
        let cell = if is_last { cell.strip_suffix(b"\r").unwrap_or(cell) } else { cell };
        if cell.len() > self.expected.most_line {
            return Err(too_long(self.line, self.expected.most_line));
        }
        if memchr::memchr(b'\r', cell).is_some() {
            return Err(lone_return(self.line));
        }
        // A quote within a bare cell is text to one parser and a quote to another.
        self.plain &= memchr::memchr(b'"', cell).is_none();
        Ok(match self.byte(end) {
            None => self.end(end, Next::End),
            Some(b'\n') => self.end(end + 1, Next::Line),
            Some(_) => self.end(end + 1, Next::Cell),
        })
    }

    fn end(&mut self, at: usize, next: Next) -> Next {
        self.at = at.min(self.body.len());
        if next == Next::Line {
            self.line = self.line.saturating_add(1);
        }
        // A separator at the very end opens one more, empty cell.
        if next == Next::Cell && self.at == self.body.len() {
            self.plain = false;
        }
        next
    }
}

/// The header or a line of the body is longer than the bound.
pub(super) fn too_long(line: u64, most: usize) -> ReportedError {
    let message = format!("Line {line} is longer than {most} bytes, the most that is accepted here.");
    told_in_line(ErrorCode::FieldTooLong, line, message)
}

/// A quote that is never closed.
pub(super) fn unclosed(line: u64) -> ReportedError {
    let message = format!("The quote that opens in line {line} is never closed.");
    told_in_line(ErrorCode::BadQuoting, line, message)
}

fn behind_quote(line: u64) -> ReportedError {
    let message = format!("In line {line} there is text behind a closing quote. Write a quote within quotes twice.");
    told_in_line(ErrorCode::BadQuoting, line, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(columns: usize) -> Expected {
        Expected { separator: b',', columns, first_line: 2, most_line: 20 }
    }

    fn look(body: &str) -> Result<Structure, (ErrorCode, Option<u64>)> {
        examine(body.as_bytes(), expected(2)).map_err(|error| (error.code, error.places[0].line))
    }

    #[test]
    fn ordinary_bodies_are_plain() {
        for body in
            ["a,1\nb,2\n", "a,1\nb,2", "a,1\r\nb,2\r\n", "\"a\",1\n\"b\"\"x\",\"2\"\n", "\"a,b\",1\r\nb,\"\"\r\n"]
        {
            assert_eq!(look(body), Ok(Structure::Plain { rows: 2 }), "{body:?}");
        }
        assert_eq!(look(""), Ok(Structure::Plain { rows: 0 }));
    }

    #[test]
    fn anything_else_is_doubtful() {
        for body in [
            "a,1\n\nb,2\n",
            "a\n",
            "a,1,2\n",
            "\"a\nb\",1\n",
            "\"a\",1\n\n",
            "a\"b,1\n",
            "\"a\"\n",
            "\"a\",",
            "a,1\n,,\n",
        ] {
            assert_eq!(look(body), Ok(Structure::Doubtful), "{body:?}");
        }
    }

    #[test]
    fn broken_quotes_are_found_with_their_line() {
        assert_eq!(look("\"a\",1\n\"b,2\nc,3\n"), Err((ErrorCode::BadQuoting, Some(3))));
        assert_eq!(look("a,1\n\"b\"x,2\n"), Err((ErrorCode::BadQuoting, Some(3))));
    }

    #[test]
    fn long_lines_and_cells_are_found_with_their_line() {
        let long = "x".repeat(30);
        assert_eq!(look(&format!("a,1\nb,{long}\n")), Err((ErrorCode::FieldTooLong, Some(3))));
        assert_eq!(look(&format!("a,1\nb,\"{long}\"\n")), Err((ErrorCode::FieldTooLong, Some(3))));
    }

    #[test]
    fn a_return_within_a_line_is_found_beside_quotes() {
        assert_eq!(look("\"a\",1\nb\rc,2\n"), Err((ErrorCode::WrongLineEndings, Some(3))));
    }

    #[test]
    fn many_pieces_are_one_body() {
        let body = "row,1\n".repeat(PIECE / 2);
        assert_eq!(look(&body), Ok(Structure::Plain { rows: PIECE / 2 }));
        assert_eq!(look(&format!("{body}{}\n", "y".repeat(21))), Err((ErrorCode::FieldTooLong, Some(2 + (1 << 19)))));
    }
}
