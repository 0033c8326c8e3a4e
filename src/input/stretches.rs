//! A running text in stretches of whole lines, each of which can be worked by itself.

use std::io::{self, BufRead as _, Cursor, Read};

use memchr::memrchr;

use super::ahead::Broken;
use super::source::Bytes;
use crate::extract::decode::Decoded;
use crate::extract::prose::Start;

/// How many bytes a stretch has at least, but for the last.
const STRETCH: usize = 256 << 10;
/// The most bytes without a line break that are kept together.
const LINE_LIMIT: usize = 4 << 20;

/// How a stretch ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ends {
    /// With a line; more follows.
    WithLine,
    /// Within a line that is longer than is kept together.
    WithinLine,
    /// With the text.
    WithText,
}

/// Some lines of a text.
#[derive(Debug)]
pub struct Stretch {
    /// The lines, in UTF-8.
    pub bytes: Vec<u8>,
    /// Where they begin.
    pub start: Start,
    /// How they end.
    pub ends: Ends,
}

/// What is left of a text, to be read in one piece.
pub struct Rest {
    /// What was read already.
    kept: Vec<u8>,
    /// The text behind it.
    pub text: Decoded<Bytes>,
    /// Where it begins.
    pub start: Start,
    /// Why reading ended behind what was read already.
    failed: Option<io::Error>,
}

impl Rest {
    /// Its bytes, from the first.
    pub fn reader(&mut self) -> impl Read + Send {
        Cursor::new(std::mem::take(&mut self.kept)).chain(Broken(self.failed.take())).chain(&mut self.text)
    }
}

impl std::fmt::Debug for Rest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rest").field("start", &self.start).finish_non_exhaustive()
    }
}

/// The stretches of one text.
pub struct Stretches {
    text: Decoded<Bytes>,
    /// The beginning of the line before which the last stretch ended.
    carry: Vec<u8>,
    start: Start,
    at_end: bool,
    /// Why reading ended early, until it is told.
    failed: Option<io::Error>,
}

impl std::fmt::Debug for Stretches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stretches").field("start", &self.start).finish_non_exhaustive()
    }
}

impl Stretches {
    /// The stretches of a text from its first byte.
    #[must_use]
    pub const fn new(text: Decoded<Bytes>) -> Self {
        Self { text, carry: Vec::new(), start: Start { byte: 0, line: 1, column: 1 }, at_end: false, failed: None }
    }

    /// The next stretch. The last one ends with the text, and may be empty.
    ///
    /// # Errors
    /// Reading failed; all that was read before has been given out.
    pub fn next_stretch(&mut self) -> io::Result<Stretch> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let mut bytes = std::mem::take(&mut self.carry);
        bytes.reserve(2 * STRETCH);
        let mut wanted = STRETCH;
        loop {
            while bytes.len() < wanted && !self.at_end {
                match self.text.fill_buf() {
                    Ok(read) => {
                        let length = read.len();
                        bytes.extend_from_slice(read);
                        self.text.consume(length);
                        self.at_end = length == 0;
                    }
                    Err(error) => {
                        self.failed = Some(error);
                        self.at_end = true;
                    }
                }
            }
            let start = self.start;
            if self.failed.is_some() {
                return Ok(Stretch { bytes, start, ends: Ends::WithLine });
            }
            if self.at_end {
                return Ok(Stretch { bytes, start, ends: Ends::WithText });
            }
            if let Some(last) = memrchr(b'\n', &bytes) {
                self.carry.extend_from_slice(bytes.get(last + 1..).unwrap_or_default());
                bytes.truncate(last + 1);
                self.start = Start { byte: start.byte + bytes.len(), line: start.line + bytecount::count(&bytes, b'\n') as u64, column: 1 };
                return Ok(Stretch { bytes, start, ends: Ends::WithLine });
            }
            if bytes.len() > LINE_LIMIT {
                return Ok(Stretch { bytes, start, ends: Ends::WithinLine });
            }
            wanted = 2 * bytes.len();
        }
    }

    /// All from a stretch on, the last that was given out.
    #[must_use]
    pub fn rest_from(self, stretch: Stretch) -> Rest {
        let Stretch { bytes: mut kept, start, .. } = stretch;
        kept.extend_from_slice(&self.carry);
        Rest { kept, text: self.text, start, failed: self.failed }
    }

    /// What they are read from.
    pub const fn text(&self) -> &Decoded<Bytes> {
        &self.text
    }
}
