//! Directives of the line form, heard while a file goes by to its reader.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};

use memchr::{memchr, memrchr};

use super::line::{may_hold, of_line};
use crate::extract::found::{Comment, Place};

/// The most bytes of a line that are kept until its end is read.
const LINE_LIMIT: usize = 64 << 10;

/// The directives heard and not yet taken.
#[derive(Debug, Default)]
pub struct Heard {
    waiting: VecDeque<Comment<'static>>,
    line: u64,
    tail: Vec<u8>,
}

impl Heard {
    /// Nothing yet, of a text that begins with a line.
    #[must_use]
    pub fn from_line(line: u64) -> Self {
        Self { line: line.saturating_sub(1), ..Self::default() }
    }

    /// What is heard in a whole text.
    #[must_use]
    pub fn of_text(text: &str) -> Self {
        let mut heard = Self::default();
        heard.hear(text.as_bytes());
        heard.end();
        heard
    }

    /// The next directive, if it stands before a line.
    pub fn before(&mut self, line: u64) -> Option<Comment<'static>> {
        self.waiting.front().filter(|comment| comment.place.line < line)?;
        self.waiting.pop_front()
    }

    /// Whether a place lies in a directive.
    #[must_use]
    pub fn holds(&self, place: Place) -> bool {
        self.waiting.iter().any(|comment| comment.place.line == place.line && comment.place.column <= place.column)
    }

    /// Whether the lines of a place were heard to their end, and no directive stands on them.
    #[must_use]
    pub fn is_without(&self, place: Place) -> bool {
        self.line >= place.end_line && self.waiting.front().is_none_or(|comment| comment.place.line > place.end_line)
    }

    fn hear(&mut self, bytes: &[u8]) {
        let Some(end) = memrchr(b'\n', bytes) else { return self.keep(bytes) };
        let (whole, rest) = bytes.split_at_checked(end + 1).unwrap_or((bytes, &[]));
        // The line that was begun before is put together; the others are looked at where they stand.
        let (begun, others) = whole.split_at_checked(memchr(b'\n', whole).map_or(0, |first| first + 1)).unwrap_or((whole, &[]));
        let mut first = std::mem::take(&mut self.tail);
        first.extend_from_slice(begun);
        self.lines(&first);
        self.lines(others);
        self.keep(rest);
    }

    /// Looks at whole lines.
    fn lines(&mut self, text: &[u8]) {
        if may_hold(text) {
            text.split(|b| *b == b'\n').enumerate().for_each(|(at, line)| self.line_is(self.line + 1 + at as u64, line));
        }
        self.line += bytecount::count(text, b'\n') as u64;
    }

    fn keep(&mut self, rest: &[u8]) {
        self.tail.extend_from_slice(rest);
        self.tail.truncate(LINE_LIMIT);
    }

    fn line_is(&mut self, number: u64, line: &[u8]) {
        let Some((hash, text)) = of_line(line) else { return };
        let column = String::from_utf8_lossy(line.get(..hash).unwrap_or_default()).chars().count() + 1;
        let end = column + String::from_utf8_lossy(line.get(hash..).unwrap_or_default()).chars().count();
        self.waiting.push_back(Comment { text: text.trim().to_owned().into(), place: Place::on_line(number, column, end), span: None });
    }

    fn end(&mut self) {
        let tail = std::mem::take(&mut self.tail);
        self.line_is(self.line + 1, &tail);
    }
}

/// A reader that hears directives on their way, where somebody asks for them.
#[derive(Debug)]
pub struct Listening<R> {
    inner: R,
    heard: Option<Arc<Mutex<Heard>>>,
}

impl<R> Listening<R> {
    /// Listens to what is read.
    pub const fn new(inner: R, heard: Option<Arc<Mutex<Heard>>>) -> Self {
        Self { inner, heard }
    }
}

impl<R: Read> Read for Listening<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Some(heard) = &self.heard {
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            match count {
                0 => heard.end(),
                _ => heard.hear(buffer.get(..count).unwrap_or_default()),
            }
        }
        Ok(count)
    }
}
