//! Path, query and fragment of a link that is mended.

use crate::canon::fast::{ends_path, is_changed_in_fragment, is_changed_in_query, is_dot_segment, is_escaped_dot};
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

/// Writes a path without backslashes, its dot segments resolved (URL Standard, path state).
fn path(written: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let is_odd = |at: usize| match written.get(at) {
        Some(b'%') => is_escaped_dot(written, at),
        _ => is_dot_segment(written, at),
    };
    if lanes::contains(written, b'\\') {
        return None;
    }
    if !memchr::memchr2_iter(b'%', b'.', written).any(is_odd) {
        if written.is_empty() {
            out.push(b'/');
        }
        return escaped(written, out, ends_path);
    }
    let start = out.len();
    let mut segments = written.get(1..).unwrap_or_default().split(|byte| *byte == b'/').peekable();
    while let Some(segment) = segments.next() {
        let dots = dots(segment);
        if dots == Some(2) {
            let path = out.get(start..).unwrap_or_default();
            let last = path.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
            // The `url` crate (2.5) keeps what looks like a drive letter, as the Standard has it for files alone: the slow road has to tell.
            if matches!(path.get(last + 1..), Some([letter, b':' | b'|']) if letter.is_ascii_alphabetic()) {
                return None;
            }
            out.truncate(start + last);
        }
        if dots.is_none() || segments.peek().is_none() {
            out.push(b'/');
        }
        if dots.is_none() {
            escaped(segment, out, ends_path)?;
        }
    }
    Some(())
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
            _ => {
                let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or_default();
                out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
            }
        }
        rest = behind;
    }
}
