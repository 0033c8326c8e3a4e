//! From bytes to lines and columns, going forward through a text.

use memchr::{memchr, memchr_iter, memrchr};

use super::found::Place;
use crate::source::Span;

/// Past so many bytes lines are counted and the last one looked for, each in one go; up to there they are met one by one.
const FAR: usize = 1024;

/// Tells places in a text; each question costs only what lies between it and the one before, if they ascend.
#[derive(Debug, Clone)]
pub struct Cursor<'t> {
    text: &'t str,
    first_line: u64,
    first_column: usize,
    at: usize,
    line: u64,
    column: usize,
}

impl<'t> Cursor<'t> {
    /// A cursor at the beginning of a text whose first line has a number.
    #[must_use]
    pub const fn new(text: &'t str, first_line: u64) -> Self {
        Self::from(text, first_line, 1)
    }

    /// A cursor at the beginning of a stretch that begins at a line and column.
    #[must_use]
    pub const fn from(text: &'t str, first_line: u64, first_column: usize) -> Self {
        Self { text, first_line, first_column, at: 0, line: first_line, column: first_column }
    }

    /// A cursor at the beginning of a text that goes on at a place of a longer one.
    #[must_use]
    pub const fn going_on(text: &'t str, place: Place) -> Self {
        Self::from(text, place.line, place.column)
    }

    /// The place of a stretch of bytes; what lies past the end counts as the end.
    pub fn place(&mut self, span: Span) -> Place {
        self.go_to(span.start);
        let (line, column) = (self.line, self.column);
        let link = self.text.as_bytes().get(span.start..span.end).filter(|link| memchr(b'\n', link).is_none());
        if let Some(link) = link {
            return Place::on_line(line, column, column + bytecount::num_chars(link));
        }
        let mut end = self.clone();
        end.go_to(span.end.max(span.start));
        Place { line, column, end_line: end.line, end_column: end.column }
    }

    fn go_to(&mut self, byte: usize) {
        let byte = byte.min(self.text.len());
        if byte < self.at {
            (self.at, self.line, self.column) = (0, self.first_line, self.first_column);
        }
        let between = self.text.as_bytes().get(self.at..byte).unwrap_or_default();
        let mut on_line = between;
        if between.len() > FAR {
            if let Some(last) = memrchr(b'\n', between) {
                self.line += bytecount::count(between, b'\n') as u64;
                self.column = 1;
                on_line = between.get(last + 1..).unwrap_or_default();
            }
        } else {
            for last in memchr_iter(b'\n', between) {
                self.line += 1;
                self.column = 1;
                on_line = between.get(last + 1..).unwrap_or_default();
            }
        }
        // Bytes that go on a character begin no column.
        self.column += bytecount::num_chars(on_line);
        self.at = byte;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_the_same_in_any_order() {
        let text = "一a\n二三 http://a.cn/\r\n\nend";
        let spans: Vec<Span> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).map(|at| Span { start: at, end: (at + 1).min(text.len()) }).collect();
        let slow = |byte: usize| {
            let before = text.get(..byte).unwrap();
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            (before.matches('\n').count() as u64 + 1, before.get(start..).unwrap().chars().count() + 1)
        };
        let mut ascending = Cursor::new(text, 1);
        let mut descending = Cursor::new(text, 1);
        let there: Vec<Place> = spans.iter().map(|span| ascending.place(*span)).collect();
        let mut back: Vec<Place> = spans.iter().rev().map(|span| descending.place(*span)).collect();
        back.reverse();
        assert_eq!(there, back);
        for (span, place) in spans.iter().zip(there) {
            assert_eq!((place.line, place.column), slow(span.start));
        }
    }
}
