//! What is shared by the files inside a file: how they are read, and how much of them still may be.

use super::format::Format;
use super::found::{Event, See};
use super::reading::Options;

/// How deep files are read inside each other.
pub(super) const NESTING_LIMIT: usize = 4;
/// The most files inside one file, over all levels.
pub(super) const INNER_LIMIT: usize = 10_000;
/// The most bytes of all files inside one file together, unpacked.
pub(super) const UNPACKED_LIMIT: u64 = 512 << 20;
/// The most pixels of all pictures inside one file together.
pub(super) const PIXELS_LIMIT: u64 = 400_000_000;

/// Reads bytes as a format.
type Read = fn(Format, &[u8], &mut Context<'_>, See<'_>);

/// What the readers of files with files inside them share.
pub(super) struct Context<'o> {
    pub(super) options: &'o Options,
    read: Read,
    depth: usize,
    files: usize,
    bytes: u64,
    pixels: u64,
}

impl<'o> Context<'o> {
    pub(super) const fn new(options: &'o Options, read: Read) -> Self {
        Self { options, read, depth: 0, files: INNER_LIMIT, bytes: UNPACKED_LIMIT, pixels: PIXELS_LIMIT }
    }

    /// How many bytes may still be unpacked.
    pub(super) const fn bytes_left(&self) -> u64 {
        self.bytes
    }

    /// Counts a file inside; `false` where it is one too many.
    pub(super) const fn take_file(&mut self) -> bool {
        let is_left = self.files > 0;
        self.files = self.files.saturating_sub(1);
        is_left
    }

    /// Counts bytes that were unpacked.
    pub(super) const fn take_bytes(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_sub(bytes);
    }

    /// Counts the pixels of a picture; `false` where they are too many.
    pub(super) const fn take_pixels(&mut self, pixels: u64) -> bool {
        let is_left = self.pixels >= pixels;
        self.pixels = self.pixels.saturating_sub(pixels);
        is_left
    }

    /// Whether files inside what is read now may still be read.
    pub(super) const fn goes_deeper(&self) -> bool {
        self.depth < NESTING_LIMIT
    }

    /// Reads a file inside; what is told of it stands in it.
    pub(super) fn inner(&mut self, name: &str, format: Format, bytes: &[u8], see: See<'_>) {
        let read = self.read;
        self.depth += 1;
        read(format, bytes, self, &mut |event| see(stands_in(name, event)));
        self.depth -= 1;
    }

    /// Reads a part that is no file of its own, such as the text of a message.
    pub(super) fn part(&mut self, format: Format, bytes: &[u8], see: See<'_>) {
        let read = self.read;
        read(format, bytes, self, see);
    }
}

/// An event of a file inside: no byte of the outer file is meant.
fn stands_in<'e>(name: &str, mut event: Event<'e>) -> Event<'e> {
    let spot = match &mut event {
        Event::Link(found) => {
            found.span = None;
            &mut found.spot
        }
        Event::Fault(fault) => &mut fault.spot,
        Event::Comment(comment) => {
            comment.span = None;
            return event;
        }
    };
    spot.inner = Some(spot.inner.take().map_or_else(|| name.to_owned(), |inner| format!("{name}!{inner}")));
    event
}
