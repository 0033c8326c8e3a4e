//! The fast road: one scan that proves a web URL canonical, or gives up.
//!
//! It accepts only lower-case `http` and `https`, a host of plain labels with a last label that begins with a
//! letter, and bytes that the URL Standard leaves alone in path, query and fragment. What it accepts equals
//! the slow road byte for byte: `tests/engine/canon.rs` and the fuzz target hold that promise.

use std::borrow::Cow;

use super::{CanonicalUrl, Family, HostKind, Part, PathEscapes, offset};
use crate::lanes::{self, Lanes, equal, within};

/// The canonical URL, borrowed from the text, if one scan can prove that the text is canonical.
///
/// A bare `https://host` is accepted too; its missing slash is the only byte ever added.
#[must_use]
pub fn canonical(text: &str) -> Option<CanonicalUrl<'_>> {
    proved(text)
}

/// The same, written out where nearly every link passes, so that what it gives is not moved.
#[inline(always)]
pub(super) fn proved(text: &str) -> Option<CanonicalUrl<'_>> {
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
        Some(_) if lanes::find(bytes, query_end + 1, is_changed_in_fragment) == bytes.len() => Some(offset(query_end + 1)),
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

/// The longest host that is looked at as a whole, in bytes.
const SHORT: usize = 48;

/// The end of plain labels in small letters: none empty, none in Punycode, the last one beginning with a letter.
pub(super) fn labels_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut dots, mut xs, mut length) = (0_u64, 0_u64, 0);
    loop {
        let [own, dot, x] = lanes::held(bytes, start + length, |lanes| [is_of_host(lanes), equal(lanes, b'.'), equal(lanes, b'x')]);
        dots |= u64::from(dot) << length;
        xs |= u64::from(x) << length;
        let run = own.trailing_ones() as usize;
        length += run;
        if run < 16 {
            break;
        }
        if length >= SHORT {
            return labels_end_one_by_one(bytes, start);
        }
    }
    dots &= (1 << length) - 1;
    let begins = dots << 1 | 1;
    let first = start + (u64::BITS - dots.leading_zeros()) as usize;
    // A label is empty where a dot stands at the beginning of one, or at the end of all.
    let is_plain = (dots | 1 << length) & begins == 0 && bytes.get(first)?.is_ascii_lowercase();
    (is_plain && !has_punycode(bytes, start, begins & xs)).then_some(start + length)
}

/// Whether one of some labels is in Punycode, which begin at bits behind a place.
fn has_punycode(bytes: &[u8], start: usize, mut begins: u64) -> bool {
    while begins != 0 {
        let at = start + begins.trailing_zeros() as usize;
        if bytes.get(at..).is_some_and(|label| label.starts_with(b"xn--")) {
            return true;
        }
        begins &= begins - 1;
    }
    false
}

/// As [`labels_end`], for hosts of any length.
fn labels_end_one_by_one(bytes: &[u8], start: usize) -> Option<usize> {
    let is_of_label = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_');
    let mut label = start;
    loop {
        let rest = bytes.get(label..)?;
        let length = rest.iter().position(|byte| !is_of_label(byte)).unwrap_or(rest.len());
        let first = rest.first().filter(|_| length > 0)?;
        if rest.starts_with(b"xn--") {
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
    if let Some(first) = bytes.get(start)
        && *first != b'/'
    {
        return None;
    }
    let (path_end, escapes) = path(bytes, start)?;
    match bytes.get(path_end) {
        None | Some(b'#') => Some((path_end, path_end, escapes)),
        Some(b'?') => {
            let end = lanes::find(bytes, path_end + 1, is_changed_in_query);
            matches!(bytes.get(end), None | Some(b'#')).then_some((path_end, end, escapes))
        }
        Some(_) => None,
    }
}

/// Where the path ends, if it has no dot segment, and whether it holds an escape. A byte that would be changed ends it too.
fn path(bytes: &[u8], start: usize) -> Option<(usize, PathEscapes)> {
    let (mut at, mut escapes, mut slash) = (start, 0, 0);
    let end = loop {
        let [ends, dots, slashes, percents] = lanes::held(bytes, at, |lanes| [ends_path(lanes), equal(lanes, b'.'), equal(lanes, b'/'), equal(lanes, b'%')]);
        let before = ends.trailing_zeros();
        let inside = if before < 16 { (1 << before) - 1 } else { 0xffff };
        if has_dot_segment(bytes, at, dots & (slashes << 1 | slash) & inside) {
            return None;
        }
        escapes |= percents & inside;
        if before < 16 {
            break at + before as usize;
        }
        slash = slashes >> 15;
        at += 16;
        if at >= bytes.len() {
            break bytes.len();
        }
    };
    if escapes == 0 {
        return Some((end, PathEscapes::None));
    }
    let has_escaped_dot = memchr::memchr_iter(b'%', bytes.get(start..end)?).any(|at| is_escaped_dot(bytes, start + at));
    (!has_escaped_dot).then_some((end, PathEscapes::Some))
}

/// Whether one of some dots, each a bit behind a place, begins a dot segment.
fn has_dot_segment(bytes: &[u8], from: usize, mut dots: u32) -> bool {
    while dots != 0 {
        if is_dot_segment(bytes, from + dots.trailing_zeros() as usize) {
            return true;
        }
        dots &= dots - 1;
    }
    false
}

/// The bytes of labels, and dots.
#[inline(always)]
fn is_of_host(lanes: Lanes) -> Lanes {
    within(lanes, b'a', b'z') | within(lanes, b'0', b'9') | within(lanes, b'-', b'.') | equal(lanes, b'_')
}

// Which bytes are changed where (URL Standard, percent-encode sets), but for dots and escapes in paths, which may make a segment. A
// semicolon may end an HTML entity, which is a signal: the slow road looks for it.

/// The bytes that end a path or are changed in one.
#[inline(always)]
pub(super) fn ends_path(lanes: Lanes) -> Lanes {
    let few = within(lanes, b'"', b'#') | within(lanes, b';', b'<') | within(lanes, b'>', b'?') | equal(lanes, b'\\');
    few | equal(lanes, b'^') | equal(lanes, b'`') | equal(lanes, b'{') | equal(lanes, b'}') | !within(lanes, b'!', b'~')
}

/// The bytes that end a query or are changed in one.
#[inline(always)]
pub(super) fn is_changed_in_query(lanes: Lanes) -> Lanes {
    let few = within(lanes, b'"', b'#') | equal(lanes, b'\'') | within(lanes, b';', b'<') | equal(lanes, b'>');
    few | !within(lanes, b'!', b'~')
}

#[inline(always)]
pub(super) fn is_changed_in_fragment(lanes: Lanes) -> Lanes {
    let few = equal(lanes, b'"') | within(lanes, b';', b'<') | equal(lanes, b'>') | equal(lanes, b'`');
    few | !within(lanes, b'!', b'~')
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
