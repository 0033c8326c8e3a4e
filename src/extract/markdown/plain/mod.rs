//! Plain blocks: most of most documents, read in one pass without a parser.
//!
//! A plain block stands at the beginning of a line behind a blank one and holds nothing but words, code spans of one mark, and emphasis,
//! links and images that are written in one way only, as a paragraph, a heading, a quotation or a list. What is not certainly so is left to the
//! parser, whose answer a plain block must equal: property tests and a fuzz target hold that promise. It takes for granted that
//! nothing is open where it begins, and that the document defines no labels.

mod inline;
mod starts;

use super::piece::Piece;
use starts::{Lists, Start};

/// Reads the block that begins at a byte and adds its pieces; where the next one begins, or `None` where it is not plain. Then nothing
/// is added.
pub(super) fn block(text: &str, start: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
    let mark = pieces.len();
    let end = Block { text, lists: Lists::default(), before: Before::Nothing }.read(start, pieces);
    if end.is_none() {
        pieces.truncate(mark);
    }
    end
}

/// The byte behind blank lines.
pub(super) fn behind_blank(bytes: &[u8], from: usize) -> usize {
    let mut line = from;
    while let Some(end) = blank_line(bytes, line).filter(|_| line < bytes.len()) {
        line = end;
    }
    line
}

/// The end of the blank line that begins at a byte, its line break included; `None` where something stands on it.
pub(super) fn blank_line(bytes: &[u8], line: usize) -> Option<usize> {
    let rest = bytes.get(line..)?;
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match rest.get(blanks..)? {
        [] => Some(bytes.len()),
        [b'\n', ..] => Some(line + blanks + 1),
        [b'\r', b'\n', ..] => Some(line + blanks + 2),
        _ => None,
    }
}

/// What stands on the line before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    /// Words that a line can go on.
    Words,
    /// Words of a quotation.
    Quote,
    /// A heading, which ends with its line.
    Heading,
}

struct Block<'t> {
    text: &'t str,
    lists: Lists,
    before: Before,
}

impl Block<'_> {
    fn read(mut self, start: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        if let Some(end) = starts::rule(bytes, start) {
            blank_line(bytes, end)?;
            pieces.push(Piece::End);
            return Some(behind_blank(bytes, end));
        }
        let mut line = start;
        while line < bytes.len() {
            if let Some(end) = blank_line(bytes, line) {
                pieces.push(Piece::End);
                let next = behind_blank(bytes, end);
                // What is indented behind a list belongs to it.
                let goes_on = !self.lists.are_closed() && matches!(bytes.get(next), Some(b' ' | b'\t'));
                return (!goes_on).then_some(next);
            }
            line = self.line(line, pieces)?;
        }
        pieces.push(Piece::End);
        Some(bytes.len())
    }

    /// Reads a line; where the next one begins.
    fn line(&mut self, line: usize, pieces: &mut Vec<Piece>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let (before, now, content) = match (starts::of_line(bytes, line, &mut self.lists, self.before == Before::Nothing)?, self.before) {
            (Start::Quote(content), Before::Nothing) => (Piece::End, Before::Quote, content),
            (Start::Quote(content), Before::Quote) => (Piece::Break, Before::Quote, content),
            (Start::Quote(_), _) | (_, Before::Quote) => return None,
            (Start::Words(content), Before::Words) => (Piece::Break, Before::Words, content),
            (Start::Words(content) | Start::Item(content), _) => (Piece::End, Before::Words, content),
            (Start::Heading(content), _) => (Piece::End, Before::Heading, content),
        };
        if self.before != Before::Nothing {
            pieces.push(before);
        }
        let end = inline::line(self.text, content, pieces)?;
        // Marks at the end of a heading are none of its words.
        if now == Before::Heading && bytes.get(..end)?.trim_ascii_end().ends_with(b"#") {
            return None;
        }
        self.before = now;
        Some(end + 1)
    }
}
