//! The line a link stands on: from a text that is at hand, or from what has just been read of one that is not.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr2, memrchr};

use super::finding::Excerpt;
use crate::extract::found::Place;
use crate::input::blocks::LINK_LIMIT;
use crate::source::Span;

/// The most bytes of a line that are kept before and after the link.
const AROUND: usize = 200;
/// How many bytes of a text that is read as it comes are kept to quote from.
pub const KEPT_LIMIT: usize = 4 << 20;

/// Quotes the lines of a text. Links that are quoted in their order cost no more than one look at the text, however long its lines.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// The byte that was asked for last, and where its line begins.
    last: Cell<(usize, usize)>,
}

impl<'t> Lines<'t> {
    /// The lines of a text.
    #[must_use]
    pub const fn of(text: &'t str) -> Self {
        Self { text, last: Cell::new((0, 0)) }
    }

    /// The line around a span, or a stretch of it where it is long. Of a span that is longer than a link can be, the beginning is marked.
    #[must_use]
    pub fn around(&self, span: Span) -> Option<Excerpt> {
        let text = self.text;
        let longest = (span.start..=span.end.min(span.start.saturating_add(LINK_LIMIT))).rev().find(|at| text.is_char_boundary(*at))?;
        let span = Span { end: longest, ..span };
        let after = text.as_bytes().get(span.end..)?;
        let line_start = self.line_start(span.start)?;
        let near = after.get(..AROUND).unwrap_or(after);
        let line_end = span.end + memchr2(b'\n', b'\r', near).unwrap_or(near.len());
        let start = (line_start.max(span.start.saturating_sub(AROUND))..=span.start).find(|at| text.is_char_boundary(*at))?;
        let end = (span.end..=line_end).rev().find(|at| text.is_char_boundary(*at))?;
        Some(Excerpt { text: text.get(start..end)?.to_owned(), span: Span { start: span.start - start, end: span.end - start }, skipped: start - line_start })
    }

    /// Where the line of a byte begins, looked for from the last byte on that was asked for, where that stands before it.
    fn line_start(&self, byte: usize) -> Option<usize> {
        let (from, known) = Some(self.last.get()).filter(|(from, _)| *from <= byte).unwrap_or_default();
        let start = memrchr(b'\n', self.text.as_bytes().get(from..byte)?).map_or(known, |at| from + at + 1);
        self.last.set((byte, start));
        Some(start)
    }
}

/// The same for one line and the columns of a place on it; a link that goes on below is shown to the end of its line.
#[must_use]
pub fn on_line(line: &str, place: Place) -> Option<Excerpt> {
    let byte = |column: usize| line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at);
    let end = if place.end_line == place.line { byte(place.end_column) } else { line.len() };
    let start = byte(place.column).min(end);
    Lines::of(line).around(Span { start, end })
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
    /// A place that was asked for last.
    last: Found,
}

/// A place on a line with its byte in the whole text.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    line: u64,
    column: usize,
    byte: u64,
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

    /// The excerpt at a place; a link that goes on below is shown to the end of its line.
    fn excerpt(&mut self, place: Place) -> Option<Excerpt> {
        let at = usize::try_from(place.line.checked_sub(self.first_line)?).ok()?;
        let line_start = *self.starts.get(at)?;
        line_start.checked_sub(self.gone)?;
        let line_end = self.starts.get(at + 1).map_or(self.gone + self.bytes.len() as u64, |next| next - 1);
        let start = self.byte(place.line, place.column, (line_start, line_end));
        // Links of one cell may share its place, so what is known is where the last one begins.
        let known = self.last;
        let most = place.column.saturating_add(LINK_LIMIT);
        let end_column = if place.end_line == place.line { place.end_column.min(most) } else { most };
        let end = self.byte(place.line, end_column, (line_start, line_end));
        self.last = known;
        let stretch = line_start.max(start.saturating_sub(FAR))..line_end.min(end.saturating_add(FAR));
        let kept = |byte: u64| usize::try_from(byte - self.gone).ok();
        let bytes: Vec<u8> = self.bytes.range(kept(stretch.start)?..kept(stretch.end)?.min(self.bytes.len())).copied().collect();
        // A character that the stretch cuts stands where nothing is quoted from.
        let whole = bytes.iter().position(|byte| !is_inner(*byte)).unwrap_or(bytes.len());
        let text = String::from_utf8_lossy(bytes.get(whole..)?);
        let begin = stretch.start + whole as u64;
        let within = |byte: u64| usize::try_from(byte.saturating_sub(begin)).ok();
        let line = text.trim_end_matches(['\n', '\r']);
        let excerpt = Lines::of(line).around(Span { start: within(start)?.min(line.len()), end: within(end)?.min(line.len()) })?;
        Some(Excerpt { skipped: excerpt.skipped + usize::try_from(begin - line_start).ok()?, ..excerpt })
    }

    /// The byte of a column of a line that begins and ends at some. Places that are asked for in their order are counted on from the last.
    fn byte(&mut self, line: u64, column: usize, (start, end): (u64, u64)) -> u64 {
        let known = Some(self.last).filter(|last| last.line == line && last.column <= column && last.byte >= start);
        let Found { column: mut at, mut byte, .. } = known.unwrap_or(Found { line, column: 1, byte: start });
        let from = usize::try_from(byte - self.gone).unwrap_or(usize::MAX).min(self.bytes.len());
        for next in self.bytes.range(from..) {
            if byte >= end || (at >= column && !is_inner(*next)) {
                break;
            }
            // The column is that of the next character.
            byte += 1;
            at += usize::from(!is_inner(*next));
        }
        self.last = Found { line, column: at, byte };
        byte
    }
}

/// How many bytes before and behind a link are looked at: those that are quoted, and a character that is cut.
const FAR: u64 = AROUND as u64 + 8;

/// Whether a byte is another than the first of a character.
const fn is_inner(byte: u8) -> bool {
    byte & 0xc0 == 0x80
}

/// Keeps the last [`KEPT_LIMIT`] bytes of what goes through it; clones share what is kept.
#[derive(Debug, Clone)]
pub struct Recall(Option<Arc<Mutex<Kept>>>);

impl Recall {
    /// Keeps what goes through it, which begins with a line.
    #[must_use]
    pub fn from_line(first_line: u64) -> Self {
        Self(Some(Arc::new(Mutex::new(Kept { bytes: VecDeque::new(), gone: 0, starts: VecDeque::new(), first_line, last: Found::default() }))))
    }

    /// Keeps nothing, for where no line is asked for.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// The excerpt at a place, if its line is still kept.
    #[must_use]
    pub fn excerpt(&self, place: Place) -> Option<Excerpt> {
        self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner).excerpt(place)
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What was asked before changes no answer, and a text that is read as it comes is quoted as one that is at hand.
        #[test]
        fn lines_are_quoted_alike_in_any_order(
            pieces in prop::collection::vec(prop::sample::select(["a", "中", "\n", "\r\n", "é", "0123456789abcdef0123456789abcdef0123456789", "文文文文文文文文文文文文文文文文文文"].to_vec()), 0..60),
            asked in prop::collection::vec((0_usize..2000, 0_usize..60), 1..20),
        ) {
            let text = pieces.concat();
            let (lines, recall) = (Lines::of(&text), Recall::from_line(1));
            io::copy(&mut recall.reading(text.as_bytes()), &mut io::sink()).unwrap();
            for (start, length) in asked {
                let at = |byte: usize| (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                let (start, end) = (at(start), at(start + length));
                let span = Span { start: start.min(end), end: end.max(start) };
                prop_assert_eq!(lines.around(span), Lines::of(&text).around(span));

                let place = |byte: usize| {
                    let before = text.get(..byte).unwrap();
                    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
                    (before.matches('\n').count() + 1, before.get(line_start..).unwrap().chars().count() + 1)
                };
                let ((line, column), (end_line, end_column)) = (place(span.start), place(span.end));
                let place = Place { line: line as u64, column, end_line: end_line as u64, end_column };
                let whole = text.split('\n').nth(line - 1).unwrap().trim_end_matches('\r');
                prop_assert_eq!(recall.excerpt(place), on_line(whole, place), "{:?} of {:?}", place, text);
            }
        }
    }

    #[test]
    fn many_links_of_one_line_are_quoted_in_time_to_its_length() {
        let line = "x http://a.cn/ ".repeat(200_000);
        let (lines, recall) = (Lines::of(&line), Recall::from_line(1));
        io::copy(&mut recall.reading(line.as_bytes()), &mut io::sink()).unwrap();
        for at in (2..line.len()).step_by(15) {
            let quoted = lines.around(Span { start: at, end: at + 12 }).unwrap();
            assert_eq!((quoted.text.get(quoted.span.start..quoted.span.end), quoted.skipped + quoted.span.start), (Some("http://a.cn/"), at));
            assert_eq!(recall.excerpt(Place::on_line(1, at + 1, at + 13)), Some(quoted));
        }
    }

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
