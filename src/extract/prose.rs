//! Running text, read as it comes.

use std::borrow::Cow;
use std::io::{self, Read};

use memchr::memrchr;

use super::cursor::Cursor;
use super::fill::fill;
use super::found::{Event, Found, Role, See};
use super::reading::Options;
use super::running::links_in;
use crate::source::Span;

/// How many bytes are read at once.
const STRETCH: usize = 256 << 10;
/// The most bytes without a line break that are kept together; a longer line is parted at a blank.
const LINE_LIMIT: usize = 4 << 20;

/// Where a stretch of a text begins: its byte, its line and its column from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Start {
    /// The byte, from 0.
    pub byte: usize,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in Unicode scalar values.
    pub column: usize,
}

impl Default for Start {
    /// The beginning of a text.
    fn default() -> Self {
        Self { byte: 0, line: 1, column: 1 }
    }
}

/// Tells the links of a running text that begins at `start`.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub(super) fn read(mut reader: impl Read, start: Start, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut end = start;
    let mut buffer = vec![0; 2 * STRETCH];
    // How much of the buffer is text that is not yet told.
    let mut filled = 0;
    loop {
        if buffer.len() - filled < STRETCH {
            buffer.resize(buffer.len() * 2, 0);
        }
        let read = fill(&mut reader, buffer.get_mut(filled..filled + STRETCH).unwrap_or_default())?;
        filled += read;
        let kept = buffer.get(..filled).unwrap_or_default();
        if read == 0 {
            tell(kept, &mut end, options, see);
            return Ok(());
        }
        let whole = memrchr(b'\n', kept).or_else(|| if filled > LINE_LIMIT { parting(kept) } else { None });
        if let Some(last) = whole {
            tell(kept.get(..=last).unwrap_or_default(), &mut end, options, see);
            buffer.copy_within(last + 1..filled, 0);
            filled -= last + 1;
        }
    }
}

/// Where a long line is parted: behind its last blank, else behind its last whole character.
fn parting(line: &[u8]) -> Option<usize> {
    let blank = line.iter().rposition(u8::is_ascii_whitespace);
    blank.or_else(|| line.iter().rposition(|byte| byte & 0xc0 != 0x80)?.checked_sub(1))
}

/// Tells the links of some lines, which begin at `end`, and moves it behind them.
pub(super) fn tell(bytes: &[u8], end: &mut Start, options: &Options, see: See<'_>) {
    // The strict look is the faster one, and nearly always enough.
    let text = simdutf8::basic::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
    let mut cursor = Cursor::from(&text, end.line, end.column);
    for (start, url) in links_in(&text, options) {
        let span = Span { start, end: start + url.len() };
        let place = cursor.place(span);
        let span = Span { start: end.byte + span.start, end: end.byte + span.end };
        see(Event::Link(Found::at(url.into(), Role::Text, place, Some(span))));
    }
    let last = cursor.place(Span { start: text.len(), end: text.len() });
    *end = Start { byte: end.byte + bytes.len(), line: last.line, column: last.column };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seams_change_no_place_and_no_span() {
        let text = format!("看 https://a.cn/{} 好\n", "x".repeat(97)).repeat(9000);
        let mut found = Vec::new();
        read(text.as_bytes(), Start::default(), &Options::default(), &mut |event| {
            if let Event::Link(link) = event {
                let span = link.span.unwrap();
                assert_eq!(text.get(span.start..span.end), Some(link.text.as_ref()));
                found.push((link.place.unwrap().line, link.place.unwrap().column));
            }
        })
        .unwrap();
        assert_eq!(found, (1..=9000).map(|line| (line, 3)).collect::<Vec<_>>());
    }

    #[test]
    fn a_line_without_end_is_parted_at_blanks() {
        let text = "字 https://a.cn/1 ".repeat(400_000);
        let mut count = 0;
        let mut column = 0;
        read(text.as_bytes(), Start::default(), &Options::default(), &mut |event| {
            if let Event::Link(link) = event {
                assert_eq!(link.text, "https://a.cn/1");
                count += 1;
                column = link.place.unwrap().column;
            }
        })
        .unwrap();
        assert_eq!((count, column), (400_000, 399_999 * 17 + 3));
    }
}
