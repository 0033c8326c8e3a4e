//! Blocks that are not plain: how far they go, and whether they may go further than the next blank line.

use memchr::memchr;

use super::plain::{behind_blank, blank_line};

/// Markup that may go on behind blank lines (`CommonMark` 0.31, HTML blocks, kinds 1 to 5), as it stands behind `<`.
const FAR: [&[u8]; 6] = [b"!", b"?", b"script", b"pre", b"style", b"textarea"];

/// How far a block goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// To the blank line before this byte.
    To(usize),
    /// Perhaps further than its blank line: a fence, markup or front matter may be open.
    Far,
}

/// How far the block goes that begins at a byte.
pub(super) fn extent(bytes: &[u8], start: usize) -> Extent {
    let mut line = start;
    let mut is_markup = false;
    while line < bytes.len() {
        if let Some(end) = blank_line(bytes, line) {
            return Extent::To(behind_blank(bytes, end));
        }
        let rest = bytes.get(line..).unwrap_or_default();
        let length = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let content = rest.get(..length).unwrap_or_default();
        is_markup |= content.trim_ascii_start().starts_with(b"<");
        line += match fence(content) {
            Some(fence) if !is_markup => match closed(rest, length, fence) {
                Some(behind) => behind,
                // A fence that nothing closes goes to the end.
                None => return Extent::To(bytes.len()),
            },
            None if !may_reach(content) => length,
            _ => return Extent::Far,
        };
    }
    Extent::To(bytes.len())
}

/// The mark of a fence at the beginning of a line, and how many there are.
fn fence(line: &[u8]) -> Option<(u8, usize)> {
    let mark = *line.first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let length = line.iter().take_while(|byte| **byte == mark).count();
    let info = line.get(length..)?;
    (length >= 3 && (mark == b'~' || !info.contains(&b'`'))).then_some((mark, length))
}

/// The byte behind the line that closes a fence, which stands behind the first `from` bytes.
fn closed(rest: &[u8], from: usize, (mark, least): (u8, usize)) -> Option<usize> {
    let mut line = from;
    while let Some(bytes) = rest.get(line..).filter(|bytes| !bytes.is_empty()) {
        let length = memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
        let indent = bytes.iter().take_while(|byte| **byte == b' ').count();
        let marks = bytes.get(indent..).unwrap_or_default().iter().take_while(|byte| **byte == mark).count();
        let behind = bytes.get(indent + marks..length).unwrap_or_default();
        let behind = behind.strip_suffix(b"\n").unwrap_or(behind);
        let behind = behind.strip_suffix(b"\r").unwrap_or(behind);
        if indent <= 3 && marks >= least && behind.iter().all(|byte| *byte == b' ') {
            return Some(line + length);
        }
        line += length;
    }
    None
}

/// Whether a line may open what goes on behind blank lines.
fn may_reach(line: &[u8]) -> bool {
    let has_fence = || line.windows(3).any(|marks| matches!(marks, b"```" | b"~~~"));
    let has_markup = || {
        memchr::memchr_iter(b'<', line).any(|at| {
            let behind = line.get(at + 1..).unwrap_or_default();
            FAR.iter().any(|name| behind.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)))
        })
    };
    let is_mark = |byte: &u8| matches!(byte, b'-' | b'+' | b'>' | b' ' | b'\t' | b'*' | b'.' | b')' | b'0'..=b'9' | b'\r' | b'\n');
    let is_front_matter = || {
        let line = line.trim_ascii_end();
        (line.ends_with(b"---") || line.ends_with(b"+++")) && line.iter().all(is_mark)
    };
    has_fence() || has_markup() || is_front_matter()
}
