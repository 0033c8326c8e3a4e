//! The fast road: one scan that proves a web URL canonical, or gives up.
//!
//! It accepts only lower-case `http` and `https`, a host of plain labels with a last label that begins with a
//! letter, and bytes that the URL Standard leaves alone in path, query and fragment. What it accepts equals
//! the slow road byte for byte: `tests/engine/canon.rs` and the fuzz target hold that promise.

use std::borrow::Cow;

use super::{CanonicalUrl, Family, HostKind, Part, PathEscapes, offset};

const HOST: u8 = 1;
/// What may stand in a path whatever stands beside it: no dot, which may be a segment.
const SEGMENT: u8 = 2;
const QUERY: u8 = 4;
const FRAGMENT: u8 = 8;

/// Which bytes may stand where without being changed (URL Standard, percent-encode sets). A semicolon may end an HTML
/// entity, which is a signal: the slow road looks for it.
const CLASS: [u8; 256] = classes();

#[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0x21_u8;
    while byte < 0x7f {
        let c = byte;
        let mut class = 0;
        if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'_') {
            class |= HOST;
        }
        if !matches!(c, b'"' | b'#' | b'<' | b'>' | b'?' | b'`' | b'{' | b'}' | b'^' | b'\\' | b'%' | b';' | b'.') {
            class |= SEGMENT;
        }
        if !matches!(c, b'"' | b'#' | b'<' | b'>' | b'\'' | b';') {
            class |= QUERY;
        }
        if !matches!(c, b'"' | b'<' | b'>' | b'`' | b';') {
            class |= FRAGMENT;
        }
        table[byte as usize] = class;
        byte += 1;
    }
    table
}

#[expect(clippy::indexing_slicing, reason = "a byte is always inside a table of 256")]
fn is(byte: u8, class: u8) -> bool {
    CLASS[byte as usize] & class != 0
}

/// The canonical URL, borrowed from the text, if one scan can prove that the text is canonical.
///
/// A bare `https://host` is accepted too; its missing slash is the only byte ever added.
#[must_use]
pub fn canonical(text: &str) -> Option<CanonicalUrl<'_>> {
    let bytes = text.as_bytes();
    let (scheme_end, default_port) = if bytes.starts_with(b"https://") {
        (5, 443)
    } else if bytes.starts_with(b"http://") {
        (4, 80)
    } else {
        return None;
    };
    let host_start = scheme_end + 3;
    let host_end = labels_end(bytes, host_start).filter(|end| matches!(bytes.get(*end), None | Some(b'/' | b':' | b'?' | b'#')))?;
    let (port, path_start) = port(bytes, host_end, default_port)?;
    let (path_end, query_end, path_escapes) = path_and_query(bytes, path_start)?;
    let fragment = match bytes.get(query_end) {
        None => None,
        Some(_) if first_outside(bytes, query_end + 1, FRAGMENT, is_common) == bytes.len() => Some(offset(query_end + 1)),
        Some(_) => return None,
    };
    let text = if path_start == path_end {
        if path_start != bytes.len() {
            return None;
        }
        Cow::Owned(format!("{text}/"))
    } else {
        Cow::Borrowed(text)
    };
    let path_end = path_end.max(path_start + 1);
    Some(CanonicalUrl {
        text,
        scheme_end: offset(scheme_end),
        host: Part::new(host_start, host_end),
        path: Part::new(path_start, path_end),
        query: (query_end > path_end).then(|| Part::new(path_end + 1, query_end)),
        fragment,
        port,
        host_kind: HostKind::Name,
        family: Family::Web,
        path_escapes,
    })
}

/// The end of plain labels in small letters: none empty, none in Punycode, the last one beginning with a letter.
pub(super) fn labels_end(bytes: &[u8], start: usize) -> Option<usize> {
    let mut label = start;
    loop {
        let rest = bytes.get(label..)?;
        let length = rest.iter().position(|byte| !is(*byte, HOST)).unwrap_or(rest.len());
        let first = rest.first().filter(|_| length > 0)?;
        if *first == b'x' && rest.starts_with(b"xn--") {
            return None;
        }
        match rest.get(length) {
            Some(b'.') => label += length + 1,
            _ => return first.is_ascii_lowercase().then_some(label + length),
        }
    }
}

/// The port after the host, if it is written as the canonical form would write it, and where the path begins.
fn port(bytes: &[u8], host_end: usize, default_port: u16) -> Option<(Option<u16>, usize)> {
    if bytes.get(host_end) != Some(&b':') {
        return Some((None, host_end));
    }
    let digits = bytes.get(host_end + 1..)?;
    let length = digits.iter().position(|b| !b.is_ascii_digit()).unwrap_or(digits.len());
    let value = number(digits.get(..length)?)?;
    (value != default_port).then_some((Some(value), host_end + 1 + length))
}

/// The port that digits write as the canonical form would.
pub(super) fn number(digits: &[u8]) -> Option<u16> {
    let is_plain = matches!(digits.len(), 1..=5) && digits.iter().all(u8::is_ascii_digit) && !(digits.len() > 1 && digits.first() == Some(&b'0'));
    if !is_plain {
        return None;
    }
    u16::try_from(digits.iter().fold(0_u32, |value, digit| value * 10 + u32::from(digit - b'0'))).ok()
}

/// Where path and query end, if neither holds a byte that would be changed nor a dot segment.
fn path_and_query(bytes: &[u8], start: usize) -> Option<(usize, usize, PathEscapes)> {
    let mut at = start;
    let mut escapes = PathEscapes::None;
    if let Some(first) = bytes.get(at)
        && *first != b'/'
    {
        return None;
    }
    let path_end = loop {
        at = first_outside(bytes, at, SEGMENT, is_of_word);
        match bytes.get(at) {
            Some(b'.') if !is_dot_segment(bytes, at) => at += 1,
            Some(b'%') if !is_escaped_dot(bytes, at) => {
                escapes = PathEscapes::Some;
                at += 1;
            }
            None | Some(b'?' | b'#') => break at,
            Some(_) => return None,
        }
    };
    if bytes.get(at) != Some(&b'?') {
        return Some((path_end, path_end, escapes));
    }
    at = first_outside(bytes, at + 1, QUERY, is_common);
    match bytes.get(at) {
        None | Some(b'#') => Some((path_end, at, escapes)),
        Some(_) => None,
    }
}

/// How many bytes are looked at together.
const CHUNK: usize = 16;

/// The first byte from a place on that is not of a class. Chunks of nothing but `usual` bytes, all of which are of the class,
/// are passed over whole: such a test of a whole chunk needs no look at the table.
#[inline]
fn first_outside(bytes: &[u8], mut at: usize, class: u8, usual: impl Fn(u8) -> bool) -> usize {
    let all = |chunk: &[u8; CHUNK]| chunk.iter().fold(true, |all, byte| all & usual(*byte));
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let Some(chunk) = rest.first_chunk::<CHUNK>() else {
            // The last chunk may overlap what was passed over.
            let is_usual = !rest.is_empty() && bytes.last_chunk().is_some_and(all);
            return if is_usual { bytes.len() } else { at + rest.iter().position(|byte| !is(*byte, class)).unwrap_or(rest.len()) };
        };
        match if all(chunk) { None } else { chunk.iter().position(|byte| !is(*byte, class)) } {
            Some(found) => return at + found,
            None => at += CHUNK,
        }
    }
}

/// Whether a byte makes up most of most paths: a letter, a digit, a slash, a hyphen or an underscore.
#[inline]
const fn is_of_word(byte: u8) -> bool {
    ((byte | 0x20).wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'/') < 11) | (byte == b'-') | (byte == b'_')
}

/// Whether a byte makes up most of most queries and fragments.
#[inline]
const fn is_common(byte: u8) -> bool {
    is_of_word(byte) | (byte == b'=') | (byte == b'&') | (byte == b'%') | (byte == b'.') | (byte == b'+')
}

/// Whether a dot at a place begins a segment of nothing but one dot or two. Escaped dots are looked for apart.
pub(super) fn is_dot_segment(bytes: &[u8], at: usize) -> bool {
    let ends = |at: usize| matches!(bytes.get(at), None | Some(b'/' | b'\\' | b'?' | b'#'));
    let begins = at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'/');
    begins && (ends(at + 1) || (bytes.get(at + 1) == Some(&b'.') && ends(at + 2)))
}

/// Whether `%2e` stands here: the URL Standard reads it as a dot when it makes out dot segments.
pub(super) fn is_escaped_dot(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&b'2') && matches!(bytes.get(at + 2), Some(b'e' | b'E'))
}
