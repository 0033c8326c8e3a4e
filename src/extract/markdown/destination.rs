//! Where the destination of a link is written.

use pulldown_cmark::CowStr;

use crate::extract::passage::byte_in;
use crate::source::Span;

/// The place of a text that the parser borrowed; `None` where it made a new one.
pub(super) fn borrowed(text: &str, part: &CowStr<'_>) -> Option<Span> {
    let CowStr::Borrowed(part) = part else { return None };
    let start = byte_in(text, part)?;
    Some(Span { start, end: start + part.len() })
}

/// The place of a destination behind the mark that opens it (`](` or `]:`), found again in what is written from a byte on.
///
/// The parser has read it already, so that only its ends are looked for: `<` and `>`, or white space and balanced brackets.
pub(super) fn written(text: &str, from: usize, end: usize, mark: &str) -> Option<Span> {
    let rest = text.get(from..end)?;
    let bytes = rest.as_bytes();
    let mut at = mark_at(rest, mark)? + mark.len();
    at += gap(bytes.get(at..)?);
    let start = at;
    if bytes.get(at) == Some(&b'<') {
        at += 1;
        while let Some(byte) = bytes.get(at).filter(|byte| **byte != b'>') {
            at += if *byte == b'\\' { 2 } else { 1 };
        }
        return Some(Span { start: from + start + 1, end: from + at.min(bytes.len()) });
    }
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 && mark == "](" => break,
            b')' => depth = depth.saturating_sub(1),
            byte if byte.is_ascii_whitespace() => break,
            _ => {}
        }
        at += 1;
    }
    Some(Span { start: from + start, end: from + at.min(bytes.len()) })
}

/// The first mark that no backslash stands before.
fn mark_at(text: &str, mark: &str) -> Option<usize> {
    let is_escaped = |at: usize| text.get(..at).is_some_and(|before| before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1);
    text.match_indices(mark).map(|(at, _)| at).find(|at| !is_escaped(*at))
}

/// How many bytes before a destination are white space, or the marks of quotes at the beginning of a line.
fn gap(bytes: &[u8]) -> usize {
    let mut is_at_start = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => is_at_start = true,
            b'>' if is_at_start => {}
            byte if byte.is_ascii_whitespace() => {}
            _ => return at,
        }
    }
    bytes.len()
}
