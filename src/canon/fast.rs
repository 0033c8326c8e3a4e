//! The fast road: one scan that proves a web URL canonical, or gives up.
//!
//! It accepts only lower-case `http` and `https`, a host of plain labels with a last label that begins with a
//! letter, and bytes that the URL Standard leaves alone in path, query and fragment. What it accepts equals
//! the slow road byte for byte: `tests/engine/canon.rs` and the fuzz target hold that promise.

use super::CanonicalUrl;
use super::proved::{Marks, Proved};
use crate::lanes::{self, Lanes, equal, within};
use crate::room::RoomyBuf;

/// The canonical URL, borrowed from the text, if one scan can prove that the text is canonical.
///
/// A bare `https://host` is accepted too; its missing slash is the only byte ever added.
#[must_use]
pub fn canonical(text: &str) -> Option<CanonicalUrl<'_>> {
    proved(text).map(|proved| proved.url(text))
}

/// The places of the canonical URL that a whole text is.
#[must_use]
pub fn proved(text: &str) -> Option<Proved> {
    scan(text.as_bytes()).filter(|proved| proved.end() == text.len())
}

/// The same of a text with zeros behind it, at which a URL ends as it does where its text ends.
#[must_use]
pub(crate) fn proved_in(text: &RoomyBuf) -> Option<Proved> {
    scan(text.roomy().bytes()).filter(|proved| proved.end() == text.text().len())
}

/// The canonical URL with which some bytes begin: all up to the first byte that a URL cannot hold as it is, or that ends one of its parts
/// otherwise than in canonical form. Who asks must see that it ends where it should.
#[must_use]
#[inline(always)]
pub fn scan(bytes: &[u8]) -> Option<Proved> {
    // Which of the two it is cannot be foretold, and nothing hangs on it.
    let begin = u64::from_le_bytes(*bytes.first_chunk()?);
    let is_safe = begin == u64::from_le_bytes(*b"https://");
    if !is_safe & (begin << 8 != u64::from_le_bytes(*b"\0http://")) {
        return None;
    }
    let (scheme_end, default_port) = (4 + usize::from(is_safe), if is_safe { 443 } else { 80 });
    let host_end = labels_end(bytes, scheme_end + 3)?;
    let (port, path_start) = port(bytes, host_end, default_port)?;
    let (path_end, of_path) = if bytes.get(path_start) == Some(&b'/') { path(bytes, path_start)? } else { (path_start, Marks::NONE) };
    // A URL without a path ends with its host.
    let behind = if path_end == path_start { None } else { bytes.get(path_end) };
    let (query_end, of_query) = if behind == Some(&b'?') { query(bytes, path_end + 1) } else { (path_end, Marks::NONE) };
    let behind = if query_end == path_end { behind } else { bytes.get(query_end) };
    let (end, of_fragment) = match behind {
        Some(b'#') => (fragment_end(bytes, query_end + 1), Marks::FRAGMENT),
        _ => (query_end, Marks::NONE),
    };
    Some(Proved::new(scheme_end, [host_end, path_start, path_end, query_end, end], port, of_path.and(of_query).and(of_fragment)))
}

/// Where the fragment ends that begins at a place.
#[cold]
fn fragment_end(bytes: &[u8], start: usize) -> usize {
    lanes::find(bytes, start, is_changed_in_fragment)
}

/// Whether a text is a host that stays as it is.
#[must_use]
pub fn is_host(text: &str) -> bool {
    labels_end(text.as_bytes(), 0) == Some(text.len())
}

/// The end of plain labels in small letters: none empty, none in Punycode, the last one beginning with a letter.
#[inline(always)]
pub(super) fn labels_end(bytes: &[u8], start: usize) -> Option<usize> {
    let first @ [own, ..] = labels_at(bytes, start);
    // Nearly every host ends within thirty-two bytes.
    let [own, dots, xs] = if own == u32::MAX { longer_labels(bytes, start, first) } else { first.map(u64::from) };
    let length = own.trailing_ones();
    if length >= u64::BITS {
        return labels_end_one_by_one(bytes, start);
    }
    let behind = 1_u64 << length;
    let dots = dots & (behind - 1);
    let begins = dots << 1 | 1;
    let last = u64::BITS - dots.leading_zeros();
    // A label is empty where a dot stands at the beginning of one, or at the end of all.
    let is_plain = (dots | behind) & begins == 0 && bytes.get(start + last as usize)?.is_ascii_lowercase();
    let begins_with_x = begins & xs;
    (is_plain && (begins_with_x == 0 || !has_punycode(bytes.get(start..)?, begins_with_x))).then_some(start + length as usize)
}

/// Which of thirty-two bytes may stand in labels or between them, which are dots, and which may begin Punycode.
#[inline(always)]
fn labels_at(bytes: &[u8], at: usize) -> [u32; 3] {
    lanes::held_wide(bytes, at, |lanes| [is_of_host(lanes), equal(lanes, b'.'), equal(lanes, b'x')])
}

/// The same of sixty-four bytes, the first half of which is known.
#[cold]
fn longer_labels(bytes: &[u8], start: usize, [own, dots, xs]: [u32; 3]) -> [u64; 3] {
    let [more_own, more_dots, more_xs] = labels_at(bytes, start + WINDOW);
    [(own, more_own), (dots, more_dots), (xs, more_xs)].map(|(first, second)| u64::from(first) | u64::from(second) << WINDOW)
}

/// Whether one of some labels is in Punycode, whose places are bits.
#[cold]
fn has_punycode(host: &[u8], mut begins: u64) -> bool {
    while begins != 0 {
        let at = begins.trailing_zeros() as usize;
        if host.get(at..).is_some_and(|label| label.starts_with(b"xn--")) {
            return true;
        }
        begins &= begins - 1;
    }
    false
}

/// As [`labels_end`], for hosts of any length.
#[cold]
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
#[inline(always)]
fn port(bytes: &[u8], host_end: usize, default_port: u16) -> Option<(Option<u16>, usize)> {
    if bytes.get(host_end) == Some(&b':') { written_port(bytes, host_end, default_port) } else { Some((None, host_end)) }
}

/// The same where there is one.
#[cold]
fn written_port(bytes: &[u8], host_end: usize, default_port: u16) -> Option<(Option<u16>, usize)> {
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

/// Where the path ends, if it has no dot segment, and what it holds. A byte that would be changed ends it too.
#[inline(always)]
fn path(bytes: &[u8], start: usize) -> Option<(usize, Marks)> {
    let (mut at, mut escapes, mut slash) = (start, 0, 0);
    let end = loop {
        let [ends, dots, slashes, percents] =
            lanes::held_wide(bytes, at, |lanes| [ends_path(lanes), equal(lanes, b'.'), equal(lanes, b'/'), equal(lanes, b'%')]);
        let (before, inside) = inside(ends);
        let likely = dots & (slashes << 1 | slash) & inside;
        if likely != 0 && has_dot_segment(bytes, at, likely) {
            return None;
        }
        escapes |= percents & inside;
        at += before;
        if before < WINDOW || at >= bytes.len() {
            break at.min(bytes.len());
        }
        slash = slashes >> (WINDOW - 1);
    };
    if escapes == 0 {
        return Some((end, Marks::NONE));
    }
    (!has_escaped_dot(bytes, start, end)).then_some((end, Marks::ESCAPE))
}

/// Whether an escaped dot stands between two places.
#[cold]
fn has_escaped_dot(bytes: &[u8], start: usize, end: usize) -> bool {
    let path = bytes.get(start..end);
    path.is_none_or(|path| memchr::memchr_iter(b'%', path).any(|at| is_escaped_dot(bytes, start + at)))
}

/// Where the query ends that begins at a place, and what it holds. A byte that would be changed ends it too.
#[inline(always)]
fn query(bytes: &[u8], start: usize) -> (usize, Marks) {
    let (mut at, mut links, mut backslashes, mut equals_sign) = (start, 0, 0, 0);
    let end = loop {
        let [ends, equals, h, t, others, backslash] = lanes::held_wide(bytes, at, |lanes| {
            let small = lanes | Lanes::splat(0x20);
            let (percent, backslash) = (equal(lanes, b'%'), equal(lanes, b'\\'));
            let others = percent | equal(lanes, b'/') | backslash;
            [is_changed_in_query(lanes), equal(lanes, b'='), equal(small, b'h'), equal(small, b't') | percent, others, backslash]
        });
        let (before, inside) = inside(ends);
        // Of `h` at the end of a window nobody sees what follows.
        let likely = others | h & (t >> 1 | 1 << (WINDOW - 1));
        links |= (equals << 1 | equals_sign) & likely & inside;
        backslashes |= backslash & inside;
        at += before;
        if before < WINDOW || at >= bytes.len() {
            break at.min(bytes.len());
        }
        equals_sign = equals >> (WINDOW - 1);
    };
    (end, Marks::LINK.met(links).and(Marks::BACKSLASH.met(backslashes)))
}

/// How many bytes are looked at together.
const WINDOW: usize = 32;

/// How many bytes of a window stand before the first of some, given as bits, and these as bits.
#[inline(always)]
const fn inside(ends: u32) -> (usize, u32) {
    // The lowest bit alone, less one; without any all of them.
    (ends.trailing_zeros() as usize, (ends & ends.wrapping_neg()).wrapping_sub(1))
}

/// Whether one of some dots, each a bit behind a place, begins what may be a dot segment. A line may go on behind it with blanks.
#[cold]
fn has_dot_segment(bytes: &[u8], from: usize, mut dots: u32) -> bool {
    while dots != 0 {
        let at = from + dots.trailing_zeros() as usize;
        if is_dot_segment(bytes, at) {
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

/// Whether a dot at a place begins a segment of nothing but one dot or two, which a blank may end too. Escaped dots are looked for apart.
fn is_dot_segment(bytes: &[u8], at: usize) -> bool {
    let ends = |at: usize| bytes.get(at).is_none_or(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#' | ..=b' '));
    let begins = at.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'/');
    begins && (ends(at + 1) || (bytes.get(at + 1) == Some(&b'.') && ends(at + 2)))
}

/// Whether `%2e` stands here: the URL Standard reads it as a dot when it makes out dot segments.
fn is_escaped_dot(bytes: &[u8], at: usize) -> bool {
    bytes.get(at + 1) == Some(&b'2') && matches!(bytes.get(at + 2), Some(b'e' | b'E'))
}
