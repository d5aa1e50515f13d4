//! A stored file as a response: what the reader has already, which part is wanted, under which name it is saved.
//!
//! Invariant: the tag is the SHA-256 of the bytes, so a part is sent only of the file that the reader means.

use std::ops::Range;
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, EntityTag, ExtendedValue, Header, IF_RANGE,
    IfNoneMatch, RANGE, Range as RangeHeader,
};
use joute_domain::Timestamp;

use super::transfer::http_date;

/// What of a file is to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Nothing: the reader has it.
    Unchanged,
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Bytes that it does not have.
    Outside,
}

/// Decides by the request's conditions what is sent of a file with this tag, size and date.
pub(crate) fn wanted(request: &HttpRequest, tag: &EntityTag, size_bytes: u64, changed_at: Timestamp) -> Wanted {
    if is_known(request, tag) {
        return Wanted::Unchanged;
    }
    let Some(text) = text_of(request, &RANGE) else { return Wanted::Whole };
    // A part is wanted of that very file only.
    if let Some(condition) = text_of(request, &IF_RANGE)
        && !EntityTag::from_str(condition).is_ok_and(|known| known.strong_eq(tag))
        && condition != http_date(changed_at)
    {
        return Wanted::Whole;
    }
    match RangeHeader::from_str(text) {
        Ok(RangeHeader::Bytes(parts)) => match parts.as_slice() {
            [part] => part
                .to_satisfiable_range(size_bytes)
                .map_or(Wanted::Outside, |(first, last)| Wanted::Part(first..last.saturating_add(1))),
            // Several parts at once may be answered with everything.
            _ => Wanted::Whole,
        },
        _ => Wanted::Whole,
    }
}

/// True if the reader says that it has what carries `tag`.
pub(crate) fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => request.headers().contains_key(IfNoneMatch::name()),
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}

fn text_of<'a>(request: &'a HttpRequest, name: &actix_web::http::header::HeaderName) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

/// Says to save a file under `name`, in letters that every client reads (RFC 6266, RFC 8187).
pub(crate) fn saved_as(name: &str) -> ContentDisposition {
    let is_safe = |c: char| (c.is_ascii_graphic() || c == ' ') && !matches!(c, '"' | '\\');
    let plain: String = name.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
    let is_plain = plain == name;
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !is_plain {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        }));
    }
    ContentDisposition { disposition: DispositionType::Attachment, parameters }
}

/// A name as a segment of an address.
pub(crate) fn percent_encoded(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let letter = |byte: u8| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    name.bytes().map(letter).collect()
}

/// A segment of an address as the name it stands for; what is no UTF-8 stays as it is.
pub(crate) fn percent_decoded(segment: &str) -> String {
    let (mut bytes, mut rest) = (Vec::with_capacity(segment.len()), segment.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match code {
            Some(code) if byte == b'%' => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn tag() -> EntityTag {
        EntityTag::new_strong("abc".to_owned())
    }

    fn decided(headers: &[(&'static str, &'static str)]) -> Wanted {
        let request = headers.iter().fold(TestRequest::get(), |request, header| request.insert_header(*header));
        let changed_at = "2026-11-23T18:30:42.5Z".parse().unwrap();
        wanted(&request.to_http_request(), &tag(), 100, changed_at)
    }

    #[test]
    fn a_part_is_cut_to_the_file() {
        assert_eq!(decided(&[("range", "bytes=10-19")]), Wanted::Part(10..20));
        assert_eq!(decided(&[("range", "bytes=90-")]), Wanted::Part(90..100));
        assert_eq!(decided(&[("range", "bytes=-5")]), Wanted::Part(95..100));
        assert_eq!(decided(&[("range", "bytes=90-1000")]), Wanted::Part(90..100));
        assert_eq!(decided(&[("range", "bytes=100-")]), Wanted::Outside);
    }

    #[test]
    fn what_is_not_understood_gives_the_whole_file() {
        for range in ["bytes=x", "lines=1-2", "bytes=0-1,5-6"] {
            assert_eq!(decided(&[("range", range)]), Wanted::Whole, "{range}");
        }
        assert_eq!(decided(&[]), Wanted::Whole);
    }

    #[test]
    fn a_part_of_another_version_is_not_sent() {
        assert_eq!(decided(&[("range", "bytes=0-1"), ("if-range", "\"abc\"")]), Wanted::Part(0..2));
        let dated = [("range", "bytes=0-1"), ("if-range", "Mon, 23 Nov 2026 18:30:42 GMT")];
        assert_eq!(decided(&dated), Wanted::Part(0..2));
        for other in ["\"xyz\"", "W/\"abc\"", "Sat, 29 Oct 1994 19:43:31 GMT"] {
            assert_eq!(decided(&[("range", "bytes=0-1"), ("if-range", other)]), Wanted::Whole, "{other}");
        }
    }

    #[test]
    fn a_file_that_the_reader_has_is_not_sent_again() {
        for known in ["\"abc\"", "W/\"abc\"", "\"x\", \"abc\"", "*"] {
            assert_eq!(decided(&[("if-none-match", known)]), Wanted::Unchanged, "{known}");
        }
        assert_eq!(decided(&[("if-none-match", "\"x\"")]), Wanted::Whole);
    }

    #[test]
    fn a_name_survives_with_its_accents_and_cannot_break_out() {
        assert_eq!(saved_as("train.csv").to_string(), "attachment; filename=\"train.csv\"");
        let accents = saved_as("données été.csv").to_string();
        assert!(accents.contains("filename=\"donn_es _t_.csv\""), "{accents}");
        assert!(accents.contains("filename*=UTF-8''donn%C3%A9es%20%C3%A9t%C3%A9.csv"), "{accents}");
        assert!(!saved_as("a\"; x=\"b").to_string().contains("; x=\"b\""));
        assert_eq!(percent_encoded("été 1.csv"), "%C3%A9t%C3%A9%201.csv");
        assert_eq!(percent_decoded("images%2F%C3%A9t%C3%A9%201.csv"), "images/été 1.csv");
        assert_eq!(percent_decoded("100%"), "100%");
    }
}
