//! The line a link stands on: from a text that is at hand, or from what has just been read of one that is not.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use super::finding::Excerpt;
use crate::extract::found::Place;
use crate::source::Span;

/// The most bytes of a line that are kept before and after the link.
const AROUND: usize = 200;
/// How many bytes of a text that is read as it comes are kept to quote from.
pub const KEPT_LIMIT: usize = 4 << 20;

/// The line around a span of a text, or a stretch of it where it is long.
#[must_use]
pub fn around(text: &str, span: Span) -> Option<Excerpt> {
    let before = text.get(..span.start)?;
    let after = text.get(span.end..)?;
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = span.end + after.find(['\n', '\r']).unwrap_or(after.len());
    let start = (line_start.max(span.start.saturating_sub(AROUND))..=span.start).find(|at| text.is_char_boundary(*at))?;
    let end = (span.end..=line_end.min(span.end.saturating_add(AROUND))).rev().find(|at| text.is_char_boundary(*at))?;
    Some(Excerpt { text: text.get(start..end)?.to_owned(), span: Span { start: span.start - start, end: span.end - start }, skipped: start - line_start })
}

/// The same for one line and the columns of a place on it; a link that goes on below is shown to the end of its line.
#[must_use]
pub fn on_line(line: &str, place: Place) -> Option<Excerpt> {
    let byte = |column: usize| line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let end = if place.end_line == place.line { byte(place.end_column) } else { line.len() };
    let start = byte(place.column).min(end);
    around(line, Span { start, end })
}

/// The end of a text that is read as it comes, by its lines.
#[derive(Debug)]
struct Kept {
    bytes: VecDeque<u8>,
    /// How many bytes were let go before these.
    gone: u64,
    /// Where the lines begin, counted over the whole text, and the number of the first of them.
    starts: VecDeque<u64>,
    first_line: u64,
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) {
        if self.starts.is_empty() {
            self.starts.push_back(0);
        }
        let base = self.gone + self.bytes.len() as u64;
        self.starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| base + at as u64 + 1));
        self.bytes.extend(bytes);
        let excess = self.bytes.len().saturating_sub(KEPT_LIMIT);
        self.bytes.drain(..excess);
        self.gone += excess as u64;
        while self.starts.get(1).is_some_and(|next| *next <= self.gone) {
            self.starts.pop_front();
            self.first_line += 1;
        }
    }

    fn line(&self, number: u64) -> Option<String> {
        let at = usize::try_from(number.checked_sub(self.first_line)?).ok()?;
        let start = usize::try_from(self.starts.get(at)?.checked_sub(self.gone)?).ok()?;
        let end = self.starts.get(at + 1).and_then(|next| usize::try_from(next - self.gone).ok()).unwrap_or(self.bytes.len());
        let bytes: Vec<u8> = self.bytes.range(start..end.min(self.bytes.len())).copied().collect();
        Some(String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned())
    }
}

/// Keeps the last [`KEPT_LIMIT`] bytes of what goes through it; clones share what is kept.
#[derive(Debug, Clone)]
pub struct Recall(Option<Arc<Mutex<Kept>>>);

impl Recall {
    /// Keeps what goes through it, which begins with a line.
    #[must_use]
    pub fn from_line(first_line: u64) -> Self {
        Self(Some(Arc::new(Mutex::new(Kept { bytes: VecDeque::new(), gone: 0, starts: VecDeque::new(), first_line }))))
    }

    /// Keeps nothing, for where no line is asked for.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// The excerpt at a place, if its line is still kept.
    #[must_use]
    pub fn excerpt(&self, place: Place) -> Option<Excerpt> {
        let line = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).line(place.line)?;
        on_line(&line, place)
    }

    /// A reader whose bytes are kept.
    pub fn reading<R: Read>(&self, inner: R) -> Reading<R> {
        Reading { inner, recall: self.clone() }
    }
}

/// A reader whose last bytes are kept.
#[derive(Debug)]
pub struct Reading<R> {
    inner: R,
    recall: Recall,
}

impl<R: Read> Read for Reading<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(kept) = &self.recall.0 {
            kept.lock().unwrap_or_else(PoisonError::into_inner).add(buffer.get(..count).unwrap_or_default());
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_knows_what_it_left_out() {
        let line = format!("{}中 http://a.cn/ {}", "x".repeat(300), "y".repeat(300));
        let excerpt = on_line(&line, Place::on_line(1, 303, 315)).unwrap();
        assert_eq!(excerpt.text.get(excerpt.span.start..excerpt.span.end), Some("http://a.cn/"));
        assert_eq!(excerpt.skipped + excerpt.span.start, line.find("http").unwrap());
        assert!(excerpt.text.len() < 420);
    }

    #[test]
    fn lines_are_recalled_until_they_are_let_go() {
        let recall = Recall::from_line(1);
        let text: String = (1..=600_000).map(|number| format!("line {number}\n")).collect();
        io::copy(&mut recall.reading(text.as_bytes()), &mut io::sink()).unwrap();
        let line = |number: u64| recall.excerpt(Place::on_line(number, 6, 12)).map(|excerpt| excerpt.text);
        assert_eq!(line(600_000).as_deref(), Some("line 600000"));
        assert_eq!(line(599_999).as_deref(), Some("line 599999"));
        assert_eq!(line(1), None);
        assert_eq!(line(600_002), None);
    }
}
