//! Path, query and fragment of a link that is mended.

use crate::canon::fast::{ends_path, is_changed_in_fragment, is_changed_in_query};
use crate::canon::{Part, offset};
use crate::lanes::{self, Lanes};

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// Where the parts stand that were written.
pub(super) struct Places {
    pub(super) path: Part,
    pub(super) query: Option<Part>,
    pub(super) fragment: Option<u32>,
}

/// Writes path, query and fragment.
pub(super) fn mended(tail: &[u8], out: &mut Vec<u8>) -> Option<Places> {
    let start = out.len();
    if let Some((path, query)) = unchanged(tail) {
        out.extend_from_slice(tail);
        let query_part = (query > path).then(|| Part::new(start + path + 1, start + query));
        let fragment = (query < tail.len()).then(|| offset(start + query + 1));
        return Some(Places { path: Part::new(start, start + path), query: query_part, fragment });
    }
    let end = lanes::find(tail, 0, |lanes| lanes::among(lanes, b"?#"));
    let (written, rest) = tail.split_at_checked(end)?;
    path(written, out)?;
    let path = Part::new(start, out.len());
    let (query, rest) = match rest.split_first() {
        Some((b'?', rest)) => {
            let end = lanes::find(rest, 0, |lanes| lanes::equal(lanes, b'#'));
            let (written, rest) = rest.split_at_checked(end)?;
            out.push(b'?');
            let start = out.len();
            escaped(written, out, is_changed_in_query)?;
            (Some(Part::new(start, out.len())), rest)
        }
        _ => (None, rest),
    };
    let fragment = match rest.split_first() {
        None => None,
        Some((_, written)) => {
            out.push(b'#');
            let start = out.len();
            escaped(written, out, is_changed_in_fragment)?;
            Some(offset(start))
        }
    };
    Some(Places { path, query, fragment })
}

/// Where path and query end, if nothing is changed in them nor in the fragment, and nothing in the path has to be looked at.
fn unchanged(tail: &[u8]) -> Option<(usize, usize)> {
    let mut path = 0;
    loop {
        path = lanes::find(tail, path, |lanes| ends_path(lanes) | lanes::among(lanes, b".%"));
        match tail.get(path) {
            Some(b'.') if tail.get(path.checked_sub(1)?) != Some(&b'/') => path += 1,
            None | Some(b'?' | b'#') if path > 0 => break,
            _ => return None,
        }
    }
    let query = if tail.get(path) == Some(&b'?') { lanes::find(tail, path + 1, is_changed_in_query) } else { path };
    match tail.get(query) {
        None => Some((path, query)),
        Some(b'#') if lanes::find(tail, query + 1, is_changed_in_fragment) == tail.len() => Some((path, query)),
        Some(_) => None,
    }
}

/// Writes a path without backslashes, its dot segments resolved (URL Standard, path state).
fn path(written: &[u8], out: &mut Vec<u8>) -> Option<()> {
    if lanes::contains(written, b'\\') {
        return None;
    }
    if written.is_empty() {
        out.push(b'/');
    }
    let (start, mut rest) = (out.len(), written);
    while let Some((before, dots, behind)) = dot_segment(rest) {
        escaped(before, out, ends_path)?;
        if dots == 2 {
            let path = out.get(start..).unwrap_or_default();
            let last = memchr::memrchr(b'/', path).unwrap_or(0);
            // The `url` crate (2.5) keeps what looks like a drive letter, as the Standard has it for files alone: the slow road has to tell.
            if matches!(path.get(last + 1..), Some([letter, b':' | b'|']) if letter.is_ascii_alphabetic()) {
                return None;
            }
            out.truncate(start + last);
        }
        if behind.is_empty() {
            out.push(b'/');
        }
        rest = behind;
    }
    escaped(rest, out, ends_path)
}

/// The first dot segment of a path that begins with a slash: what stands before its slash, how many dots it is made of, and what follows.
fn dot_segment(path: &[u8]) -> Option<(&[u8], usize, &[u8])> {
    let first = |at: &usize| at.checked_sub(1).and_then(|slash| path.get(slash)) == Some(&b'/');
    memchr::memchr2_iter(b'%', b'.', path).filter(first).find_map(|at| {
        let (before, segment) = path.split_at_checked(at)?;
        // The longest one is `%2e%2e`.
        let end = segment.iter().take(7).position(|byte| *byte == b'/').unwrap_or(segment.len());
        let (segment, behind) = segment.split_at_checked(end)?;
        Some((before.split_last()?.1, dots(segment)?, behind))
    })
}

/// How many dots a dot segment is made of, plain or escaped ones; `None` for any other segment.
fn dots(segment: &[u8]) -> Option<usize> {
    let (mut rest, mut dots) = (segment, 0);
    while !rest.is_empty() {
        rest = match rest {
            [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] => rest,
            _ => return None,
        };
        dots += 1;
    }
    matches!(dots, 1 | 2).then_some(dots)
}

/// Writes a text with those characters escaped that are no graphic ASCII or pass a test; `None` where there is a blank or a control
/// character, which no link has that is read whole. Semicolons stay.
#[inline(always)]
fn escaped(written: &[u8], out: &mut Vec<u8>, is_changed: impl Fn(Lanes) -> Lanes) -> Option<()> {
    let mut rest = written;
    loop {
        let end = lanes::find(rest, 0, &is_changed);
        let (plain, behind) = rest.split_at_checked(end)?;
        out.extend_from_slice(plain);
        let Some((byte, behind)) = behind.split_first() else { return Some(()) };
        match byte {
            b';' => out.push(b';'),
            b'\0'..=b' ' | 0x7f => return None,
            _ => escape(*byte, out),
        }
        // Where one letter is of another script, so are some behind it.
        let foreign = behind.iter().position(u8::is_ascii).unwrap_or(behind.len());
        let (foreign, behind) = behind.split_at_checked(foreign)?;
        out.reserve(foreign.len() * 3);
        foreign.iter().for_each(|byte| escape(*byte, out));
        rest = behind;
    }
}

fn escape(byte: u8, out: &mut Vec<u8>) {
    let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or_default();
    out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
}
