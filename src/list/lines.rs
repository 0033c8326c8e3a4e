//! The lines of a list with their places.

use crate::source::Span;

/// A line or a part of one, with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct At<'t> {
    /// The line, from 1.
    pub(super) line: usize,
    /// The byte at which the text begins.
    pub(super) start: usize,
    /// The text, without white space at its ends.
    pub(super) text: &'t str,
}

impl<'t> At<'t> {
    /// The place in the file.
    pub(super) const fn span(&self) -> Span {
        Span { start: self.start, end: self.start + self.text.len() }
    }

    /// The same line with what stands before a sign of ASCII only, again without white space.
    pub(super) fn before(self, sign: u8) -> Self {
        let end = memchr::memchr(sign, self.text.as_bytes());
        let text = end.and_then(|end| self.text.get(..end)).map_or(self.text, str::trim_end);
        Self { text, ..self }
    }
}

/// Every line that is not blank.
pub(super) fn lines(text: &str) -> impl Iterator<Item = At<'_>> {
    let mut start = 0;
    let mut line = 0;
    std::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let whole = rest.get(..end).unwrap_or_default();
        let trimmed = whole.trim_start();
        let at = At { line: line + 1, start: start + (whole.len() - trimmed.len()), text: trimmed.trim_end() };
        start += end + 1;
        line += 1;
        Some(at)
    })
    .filter(|at| !at.text.is_empty())
}
