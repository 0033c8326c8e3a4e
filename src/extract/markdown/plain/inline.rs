//! The words and links on a line of a plain block.

use crate::extract::found::Role;
use crate::extract::markdown::piece::{Inline, Piece};
use crate::lanes::{self, Lanes};
use crate::source::Span;

/// The most bytes of the text of a plain link. Longer ones are left to the parser: what is shown of them is cut where one of its pieces ends.
const MOST_SHOWN: usize = 256;
/// The most bytes of the name of an entity (HTML Standard, named character references).
const MOST_ENTITY: usize = 34;

/// Reads a line from the byte at which its words begin and adds its pieces; the byte of its line break, or `None` where it is not plain.
pub(super) fn line(text: &str, start: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut words = Words { line: start, from: start, emphasis: None, pieces };
    let mut at = start;
    loop {
        at = lanes::find(bytes, at, is_mark);
        match bytes.get(at) {
            None | Some(b'\n') if words.emphasis.is_some() => return None,
            None | Some(b'\n') => {
                let line = bytes.get(words.from..at)?;
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                let blanks = line.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
                let end = words.from + line.len() - blanks;
                words.until(end);
                return Some(at);
            }
            Some(b'[') => at = words.bracket(bytes, at)?,
            Some(b'`') => at = words.code(bytes, at)?,
            Some(b'*') => at = words.emphasise(text, at)?,
            Some(_) => at = harmless(bytes, at)?,
        }
    }
}

/// What may be a mark: control characters, and those that mean something among words.
#[inline(always)]
fn is_mark(lanes: Lanes) -> Lanes {
    let few = lanes::equal(lanes, b'&') | lanes::equal(lanes, b'*') | lanes::equal(lanes, b'<') | lanes::equal(lanes, b'~');
    lanes::within(lanes, 0, 0x1f) | lanes::within(lanes, b'[', b'`') | few
}

/// The byte behind what may be a mark, where it is none.
fn harmless(bytes: &[u8], at: usize) -> Option<usize> {
    let is_harmless = match bytes.get(at)? {
        b'\t' | b'^' | b']' => true,
        b'\r' => bytes.get(at + 1) == Some(&b'\n'),
        // Within a word it emphasises nothing.
        b'_' => {
            let is_letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
            is_letter(at.checked_sub(1).and_then(|before| bytes.get(before))) && is_letter(bytes.get(at + 1))
        }
        b'&' => !is_entity(bytes.get(at..)?),
        _ => false,
    };
    is_harmless.then_some(at + 1)
}

fn is_entity(rest: &[u8]) -> bool {
    let name = rest.iter().skip(1).take(MOST_ENTITY).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
    name > 0 && (name == MOST_ENTITY || rest.get(name + 1) == Some(&b';'))
}

/// The words of a line that no piece holds yet.
struct Words<'p> {
    /// Where the line begins.
    line: usize,
    from: usize,
    /// How many marks opened the emphasis that is open.
    emphasis: Option<usize>,
    pieces: &'p mut Vec<Piece>,
}

impl Words<'_> {
    fn until(&mut self, end: usize) {
        if self.from < end {
            self.pieces.push(Piece::Words(Span { start: self.from, end }));
        }
    }

    /// The byte behind marks that open emphasis or close it, where no other may be meant: the same number of them on the same line,
    /// beside letters, or around a link that stands alone.
    fn emphasise(&mut self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let count = bytes.get(at..)?.iter().take_while(|byte| **byte == b'*').count();
        let end = at + count;
        let (before, behind) = (text.get(self.line..at)?.chars().next_back(), text.get(end..)?.chars().next());
        let is_outside = |c: Option<char>| matches!(c, None | Some(' ' | '\n'));
        let is_certain = match self.emphasis {
            None => behind.is_some_and(is_letter) || (behind == Some('[') && is_outside(before)),
            Some(open) => open == count && (before.is_some_and(is_letter) || (before == Some(')') && is_outside(behind))),
        };
        if count > 2 || !is_certain {
            return None;
        }
        self.emphasis = if self.emphasis.is_none() { Some(count) } else { None };
        self.until(at);
        self.from = end;
        Some(end)
    }

    /// The byte behind a code span of one mark, which is all on its line.
    fn code(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let inner = at + 1;
        let end = lanes::find(bytes, inner, |lanes| lanes::equal(lanes, b'`') | lanes::within(lanes, 0, 0x1f));
        let is_closed = bytes.get(end) == Some(&b'`') && bytes.get(end + 1) != Some(&b'`');
        let code = bytes.get(inner..end)?;
        // A blank at its ends may be no part of it.
        if !is_closed || code.is_empty() || code.starts_with(b" ") || code.ends_with(b" ") {
            return None;
        }
        self.until(at);
        self.pieces.push(Piece::Code(Span { start: at, end: end + 1 }));
        self.from = end + 1;
        Some(self.from)
    }

    /// The byte behind a link, an image, or words in brackets.
    fn bracket(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let shown = Span { start: at + 1, end: closing(bytes, at + 1)? };
        match bytes.get(shown.end + 1) {
            Some(b'(') => {}
            Some(b'[' | b':') => return None,
            _ => return Some(shown.end + 1),
        }
        let destination = Span { start: shown.end + 2, end: destination_end(bytes, shown.end + 2)? };
        if shown.end - shown.start > MOST_SHOWN || destination.start == destination.end {
            return None;
        }
        let is_image = at > self.from && bytes.get(at - 1) == Some(&b'!');
        let (role, start) = if is_image { (Role::Image, at - 1) } else { (Role::Link, at) };
        self.until(start);
        self.pieces.push(Piece::Link(Inline { role, shown, destination }));
        self.from = destination.end + 1;
        Some(self.from)
    }
}

/// Whether a character is certainly neither a blank nor punctuation.
const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}')
}

/// The bracket that closes one, with nothing but words between.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    if bytes.get(from) == Some(&b'^') {
        return None;
    }
    let mut at = from;
    loop {
        at = lanes::find(bytes, at, is_mark);
        match bytes.get(at)? {
            b']' => return Some(at),
            b'[' | b'`' | b'\n' | b'\r' => return None,
            _ => at = harmless(bytes, at)?,
        }
    }
}

/// The bracket behind a destination of nothing but bytes that mean themselves.
fn destination_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at = lanes::find(bytes, at, ends_destination);
        match bytes.get(at)? {
            b')' => return Some(at),
            b'&' if !is_entity(bytes.get(at..)?) => at += 1,
            b'^' | b'_' | b']' => at += 1,
            _ => return None,
        }
    }
}

#[inline(always)]
fn ends_destination(lanes: Lanes) -> Lanes {
    let few = lanes::equal(lanes, b'&') | lanes::equal(lanes, b'<') | lanes::equal(lanes, b'>') | lanes::equal(lanes, 0x7f);
    lanes::within(lanes, 0, b' ') | lanes::within(lanes, b'(', b')') | lanes::within(lanes, b'[', b'`') | few
}
