//! From bytes to text as it comes: decoded, with what could not be decoded counted.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8};
use memchr::memrchr;

use super::encoding::{Choice, guessed, marked};
use super::fill::fill;
use super::found::Place;

/// How many bytes are decoded at once; the encoding is told by one such stretch.
const STRETCH: usize = 64 << 10;

/// How many bytes are read first.
const LEAST_PIECE: usize = 8 << 10;

/// The byte order mark of UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// Bytes that are no characters of the encoding; each stretch of them is one U+FFFD in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replaced {
    /// How many stretches.
    pub count: u64,
    /// The place of the first.
    pub first: Option<Place>,
}

/// A text in UTF-8 made of bytes in any encoding, without a byte order mark.
///
/// The encoding is told by the first stretch that is not all ASCII, for up to there it makes no difference.
pub struct Decoded<R> {
    reader: R,
    choice: Choice,
    decoder: Option<Decoder>,
    encoding: &'static Encoding,
    /// Whether all so far was UTF-8 that needed no decoding.
    soundness: Soundness,
    /// The bytes of a character that the last stretch cut.
    carried: Vec<u8>,
    input: Vec<u8>,
    output: Vec<u8>,
    given: usize,
    at_end: bool,
    is_first: bool,
    line: u64,
    column: usize,
    replaced: Replaced,
}

/// The text that some bytes are as they stand, without a byte order mark, where [`Decoded`] would change nothing of them.
#[must_use]
pub fn sound(bytes: &[u8], choice: Choice) -> Option<&str> {
    let is_other = match choice {
        Choice::Given(encoding) => encoding != UTF_8,
        Choice::Auto => marked(bytes.get(..STRETCH).unwrap_or(bytes)).is_some_and(|(encoding, _)| encoding != UTF_8),
    };
    let text = if is_other { None } else { simdutf8::basic::from_utf8(bytes).ok() };
    text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// How many bytes at the end of a text are of a character that goes on behind it; none where the text is no UTF-8 before them.
#[must_use]
pub fn cut_character(bytes: &[u8]) -> usize {
    let tail = bytes.get(bytes.len().saturating_sub(4)..).unwrap_or_default();
    // A cut character before the tail would make a start of it that is none.
    let start = tail.iter().position(|byte| byte & 0xc0 != 0x80).unwrap_or_default();
    let tail = tail.get(start..).unwrap_or_default();
    match std::str::from_utf8(tail) {
        Err(error) if error.error_len().is_none() => tail.len() - error.valid_up_to(),
        _ => 0,
    }
}

/// What a text was so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Soundness {
    /// Whole UTF-8: nothing was done to it.
    Sound,
    /// Another encoding, or damaged: the decoder goes on from here.
    Decoded,
}

impl<R> std::fmt::Debug for Decoded<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoded").field("encoding", &self.encoding.name()).field("replaced", &self.replaced).finish_non_exhaustive()
    }
}

impl<R: Read> Decoded<R> {
    /// The text of a reader.
    pub const fn new(reader: R, choice: Choice) -> Self {
        Self {
            reader,
            choice,
            decoder: None,
            encoding: UTF_8,
            soundness: Soundness::Sound,
            carried: Vec::new(),
            input: Vec::new(),
            output: Vec::new(),
            given: 0,
            at_end: false,
            is_first: true,
            line: 1,
            column: 1,
            replaced: Replaced { count: 0, first: None },
        }
    }

    /// The encoding, as far as it has been told; UTF-8 for a text that is ASCII so far.
    pub const fn encoding(&self) -> &'static Encoding {
        self.encoding
    }

    /// What could not be decoded so far.
    pub const fn replaced(&self) -> Replaced {
        self.replaced
    }

    /// Reads and decodes the next stretch; the output is empty after it only at the end.
    fn fill(&mut self) -> io::Result<()> {
        self.given = 0;
        self.output.clear();
        while self.output.is_empty() && !self.at_end {
            let is_first = self.is_first;
            self.is_first = false;
            self.read_stretch()?;
            let whole = if self.soundness == Soundness::Sound { whole_characters(&self.input, self.at_end) } else { None };
            if self.decoder.is_none() {
                self.decide(is_first, whole);
            }
            if self.decoder.is_some() && self.is_sound(is_first, whole) {
                std::mem::swap(&mut self.input, &mut self.output);
                (self.line, self.column) = moved(self.line, self.column, &self.output);
                continue;
            }
            match self.decoder.take() {
                None => std::mem::swap(&mut self.input, &mut self.output),
                Some(mut decoder) => {
                    self.decode(&mut decoder);
                    self.decoder = Some(decoder);
                }
            }
            if self.replaced.count == 0 {
                (self.line, self.column) = moved(self.line, self.column, &self.output);
            }
        }
        Ok(())
    }

    /// Reads the next stretch behind what was carried over. The first is read piece by piece, for to make room fills it with zeros, and
    /// most files are much shorter than a stretch.
    fn read_stretch(&mut self) -> io::Result<()> {
        let kept = self.carried.len();
        self.lengthen(kept);
        if let Some(start) = self.input.get_mut(..kept) {
            start.copy_from_slice(&self.carried);
        }
        self.carried.clear();
        let (mut filled, mut piece) = (kept, LEAST_PIECE.max(self.input.capacity()));
        while filled < kept + STRETCH {
            let until = (filled + piece).min(kept + STRETCH);
            self.lengthen(until);
            let room = self.input.get_mut(filled..until).unwrap_or_default();
            let read = fill(&mut self.reader, room)?;
            filled += read;
            if filled < until {
                break;
            }
            piece = filled;
        }
        self.at_end = filled < kept + STRETCH;
        self.input.truncate(filled);
        Ok(())
    }

    fn lengthen(&mut self, length: usize) {
        if self.input.len() < length {
            self.input.resize(length, 0);
        }
    }

    /// Settles the encoding, unless the stretch is ASCII and leaves it open. `whole` is how many bytes of it are whole UTF-8, where
    /// all but a cut character are.
    fn decide(&mut self, is_first: bool, whole: Option<usize>) {
        let mark = if is_first { marked(&self.input) } else { None };
        let encoding = match (self.choice, mark) {
            (Choice::Given(encoding), _) => encoding,
            (Choice::Auto, Some((encoding, _))) => encoding,
            (Choice::Auto, None) if self.input.is_ascii() => return,
            (Choice::Auto, None) if whole.is_some() => UTF_8,
            (Choice::Auto, None) => guessed(&self.input),
        };
        self.encoding = encoding;
        self.decoder = Some(encoding.new_decoder_with_bom_removal());
    }

    /// Whether the stretch is UTF-8 as it is, as nearly all text is; a character cut at its end is kept for the next one.
    fn is_sound(&mut self, is_first: bool, whole: Option<usize>) -> bool {
        if self.encoding != UTF_8 || self.soundness == Soundness::Decoded {
            return false;
        }
        let Some(whole) = whole else {
            self.soundness = Soundness::Decoded;
            if !is_first {
                // Only at the beginning of a text is the mark one.
                self.decoder = Some(UTF_8.new_decoder_without_bom_handling());
            }
            return false;
        };
        self.carried.extend_from_slice(self.input.get(whole..).unwrap_or_default());
        self.input.truncate(whole);
        if is_first && self.input.starts_with(MARK) {
            self.input.drain(..MARK.len());
        }
        true
    }

    fn decode(&mut self, decoder: &mut Decoder) {
        let mut rest = self.input.as_slice();
        loop {
            let written = self.output.len();
            let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(STRETCH).max(16);
            self.output.resize(written + room, 0);
            let (result, read, wrote) = match self.output.get_mut(written..) {
                Some(room) => decoder.decode_to_utf8_without_replacement(rest, room, self.at_end),
                None => return,
            };
            self.output.truncate(written + wrote);
            rest = rest.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    if self.replaced.count == 0 {
                        let (line, column) = moved(self.line, self.column, &self.output);
                        self.replaced.first = Some(Place::on_line(line, column, column + 1));
                    }
                    self.replaced.count += 1;
                    self.output.extend_from_slice("\u{fffd}".as_bytes());
                }
            }
        }
    }
}

/// How many bytes of a stretch are whole characters of UTF-8, where all are but for one that its end cuts; at the end of a text none
/// may be cut.
fn whole_characters(stretch: &[u8], is_last: bool) -> Option<usize> {
    match simdutf8::compat::from_utf8(stretch) {
        Ok(_) => Some(stretch.len()),
        Err(error) if error.error_len().is_none() && !is_last => Some(error.valid_up_to()),
        Err(_) => None,
    }
}

/// Where a text ends that begins at a line and column.
fn moved(line: u64, column: usize, text: &[u8]) -> (u64, usize) {
    let wide = |bytes: &[u8]| bytecount::num_chars(bytes);
    match memrchr(b'\n', text) {
        None => (line, column + wide(text)),
        Some(last) => (line + bytecount::count(text, b'\n') as u64, 1 + wide(text.get(last + 1..).unwrap_or_default())),
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.given == self.output.len() {
            self.fill()?;
        }
        Ok(self.output.get(self.given..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.given = (self.given + count).min(self.output.len());
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.output.len() {
            self.fill()?;
        }
        let ready = self.output.get(self.given..).unwrap_or_default();
        let length = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..length), ready.get(..length)) {
            to.copy_from_slice(from);
        }
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    const PIECES: [&[u8]; 9] = [b"a", b"plain ", "文".as_bytes(), b"\xef\xbb\xbf", b"\xff\xfe", b"\0", b"\xce\xc4", b"\x1b$B", b"\n"];

    proptest! {
        /// Text that is taken as it stands is what a decoder makes of it.
        #[test]
        fn sound_text_is_decoded_to_itself(pieces in vec(proptest::sample::select(PIECES.to_vec()), 0..40), given: bool) {
            let bytes = pieces.concat();
            let choice = if given { Choice::Given(UTF_8) } else { Choice::Auto };
            let mut decoded = Decoded::new(bytes.as_slice(), choice);
            let mut text = String::new();
            decoded.read_to_string(&mut text).unwrap();
            if let Some(sound) = sound(&bytes, choice) {
                prop_assert_eq!((sound, UTF_8, 0), (text.as_str(), decoded.encoding(), decoded.replaced().count));
            }
        }
    }
}
