//! Text files with their names, and places inside them.

use std::sync::Arc;

/// A text with its name, as diagnostics quote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// The name shown to people: a path, or `<built-in>/wechat.toml`.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

/// A stretch of bytes in a source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// A line and column, both from 1; columns count Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineColumn {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl SourceFile {
    /// A file from its name and text.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Where a byte stands; past the end counts as the end.
    #[must_use]
    pub fn place(&self, byte: usize) -> LineColumn {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        LineColumn { line, column }
    }

    /// The whole lines that a span touches, with the byte and the number of the first.
    #[must_use]
    pub fn window(&self, span: Span) -> (&str, usize, usize) {
        let start = span.start.min(self.text.len());
        let end = span.end.clamp(start, self.text.len());
        let from = self.text.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let to = self.text.get(end..).and_then(|after| after.find('\n')).map_or(self.text.len(), |at| end + at);
        (self.text.get(from..to).unwrap_or_default(), from, self.place(from).line)
    }
}
