//! Reading an input in blocks of whole lines, with bounded memory whatever the lines hold.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

/// The most bytes of one link; longer lines are cut there and said to be too long.
pub const LINK_LIMIT: usize = 64 << 10;
/// How much is read at once. Lines longer than this are skipped through without being kept. The records of a block are some six times as
/// long: with more at once they leave the cache before they are written out, and drive out what is known of hosts.
const BLOCK_SIZE: usize = 64 << 10;

/// Some whole lines of an input.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// The lines, each with its line break but perhaps the last of the input.
    pub bytes: Vec<u8>,
    /// The number of the first line, from 1.
    pub first_line: u64,
    /// The full length of the only line, where the rest of it was skipped through.
    pub cut_from: Option<usize>,
}

/// The blocks of one input.
#[derive(Debug)]
pub struct Blocks<R> {
    reader: R,
    carry: Vec<u8>,
    next_line: u64,
    size: usize,
    at_end: bool,
    /// What ended the reading, for the call behind the last lines.
    error: Option<io::Error>,
}

impl<R: Read> Blocks<R> {
    /// The blocks of a reader.
    pub fn new(reader: R) -> Self {
        Self::with_size(reader, BLOCK_SIZE)
    }

    /// The blocks of a reader, each of about a given size; for tests of the seams.
    pub fn with_size(reader: R, size: usize) -> Self {
        Self { reader, carry: Vec::new(), next_line: 1, size: size.max(1), at_end: false, error: None }
    }

    /// The next block; `None` at the end.
    ///
    /// # Errors
    /// Reading failed; the whole lines that were read before have been handed out. A line that an error cuts is none.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        if let Some(error) = self.error.take() {
            return Err(error);
        }
        let mut bytes = std::mem::take(&mut self.carry);
        loop {
            if self.at_end {
                return Ok((!bytes.is_empty()).then(|| self.block(bytes, None)));
            }
            let missing = self.size.saturating_sub(bytes.len()).max(1);
            bytes.reserve(missing);
            match (&mut self.reader).take(missing as u64).read_to_end(&mut bytes) {
                Ok(read) => self.at_end = read < missing,
                Err(error) => return self.broken_off(bytes, error),
            }
            if let Some(last) = memrchr(b'\n', &bytes) {
                self.carry = bytes.split_off(last + 1);
                return Ok(Some(self.block(bytes, None)));
            }
            if !self.at_end && bytes.len() >= self.size.max(LINK_LIMIT + 1) {
                return self.skip_through(bytes).map(Some);
            }
        }
    }

    /// The whole lines before an error, which is kept for the next call; the error where there are none.
    fn broken_off(&mut self, mut bytes: Vec<u8>, error: io::Error) -> io::Result<Option<Block>> {
        self.at_end = true;
        bytes.truncate(memrchr(b'\n', &bytes).map_or(0, |last| last + 1));
        if bytes.is_empty() {
            return Err(error);
        }
        self.error = Some(error);
        Ok(Some(self.block(bytes, None)))
    }

    /// What the blocks are read from.
    pub const fn reader(&self) -> &R {
        &self.reader
    }

    fn block(&mut self, bytes: Vec<u8>, cut_from: Option<usize>) -> Block {
        let first_line = self.next_line;
        let lines = if cut_from.is_some() { 1 } else { memchr_iter(b'\n', &bytes).count() };
        self.next_line += lines as u64;
        Block { bytes, first_line, cut_from }
    }

    /// Reads on to the end of a line that is too long to keep.
    fn skip_through(&mut self, mut bytes: Vec<u8>) -> io::Result<Block> {
        let mut length = bytes.len();
        bytes.truncate(LINK_LIMIT + 1);
        let mut rest = Vec::with_capacity(self.size);
        loop {
            rest.clear();
            let read = (&mut self.reader).take(self.size as u64).read_to_end(&mut rest)?;
            self.at_end = read < self.size;
            if let Some(end) = memchr(b'\n', &rest) {
                length += end;
                self.carry = rest.split_off(end + 1);
                break;
            }
            length += read;
            if self.at_end {
                break;
            }
        }
        Ok(self.block(bytes, Some(length)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &[u8], size: usize) -> Vec<Block> {
        let mut blocks = Blocks::with_size(text, size);
        let mut found = Vec::new();
        while let Some(block) = blocks.next_block().unwrap() {
            found.push(block);
        }
        found
    }

    #[test]
    fn seams_lose_nothing() {
        let text = b"one\ntwo\r\n\nthree is longer\nfour";
        for size in 1..40 {
            let blocks = all(text, size);
            let joined: Vec<u8> = blocks.iter().flat_map(|block| block.bytes.clone()).collect();
            assert_eq!(joined, text);
            let mut line = 1;
            for block in &blocks {
                assert_eq!(block.first_line, line);
                line += block.bytes.iter().filter(|b| **b == b'\n').count() as u64;
            }
        }
    }

    #[test]
    fn an_error_comes_behind_the_whole_lines() {
        /// Gives a text and fails at its end.
        struct Failing<'t>(&'t [u8]);
        impl Read for Failing<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                match self.0.read(buffer)? {
                    0 => Err(io::Error::other("worn out")),
                    read => Ok(read),
                }
            }
        }
        for size in 1..40 {
            let mut blocks = Blocks::with_size(Failing(b"one\ntwo\nthr"), size);
            let mut told = Vec::new();
            let error = loop {
                match blocks.next_block() {
                    Ok(Some(block)) => told.extend(block.bytes),
                    Ok(None) => panic!("the error was lost"),
                    Err(error) => break error,
                }
            };
            assert_eq!((told.as_slice(), error.to_string().as_str()), (b"one\ntwo\n".as_slice(), "worn out"));
        }
    }

    #[test]
    fn a_line_without_end_is_cut_and_measured() {
        let mut text = vec![b'a'; 3_000_000];
        text.extend_from_slice(b"\nnext\n");
        let blocks = all(&text, 1 << 20);
        assert_eq!(blocks[0].cut_from, Some(3_000_000));
        assert_eq!(blocks[0].bytes.len(), LINK_LIMIT + 1);
        assert_eq!((blocks[1].bytes.as_slice(), blocks[1].first_line), (b"next\n".as_slice(), 2));
        let blocks = all(&vec![b'a'; 3_000_000], 1 << 20);
        assert_eq!((blocks.len(), blocks[0].cut_from), (1, Some(3_000_000)));
    }
}
