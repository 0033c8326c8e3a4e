//! Reading ahead: what is costly to read comes from a thread of its own, while what came before is worked on.

use std::io::{self, Cursor, Read};

use crossbeam_channel::{Receiver, Sender, bounded};

use crate::timing::{self, Stage, Who};

/// How many bytes are read at once.
const PIECE: usize = 256 << 10;
/// How many pieces wait at the most.
const WAITING: usize = 4;

/// A reader that another thread reads ahead.
pub(super) struct Ahead {
    pieces: Receiver<io::Result<Vec<u8>>>,
    /// Pieces that were used, for their room.
    used: Sender<Vec<u8>>,
    open: Cursor<Vec<u8>>,
}

impl std::fmt::Debug for Ahead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ahead")
    }
}

/// A reader as it is, or read ahead where there is more of it than a piece: for less, a thread would cost more than it saves.
///
/// # Errors
/// There can be no further thread.
pub(super) fn ahead<R: Read + Send + 'static>(mut reader: R) -> io::Result<Box<dyn Read + Send>> {
    let mut first = Vec::with_capacity(PIECE);
    let read = (&mut reader).take(PIECE as u64).read_to_end(&mut first);
    match read {
        Ok(read) if read < PIECE => Ok(Box::new(Cursor::new(first))),
        Ok(_) => {
            let (send_piece, pieces) = bounded(WAITING);
            let (used, rooms) = bounded(WAITING + 1);
            let timings = timing::shared();
            let read_on = move || {
                let _running = timings.as_ref().map(|timings| timing::run(timings, Who::Ahead, Stage::Waiting));
                read_on(reader, &send_piece, &rooms);
            };
            std::thread::Builder::new().name("reading".to_owned()).spawn(read_on)?;
            Ok(Box::new(Ahead { pieces, used, open: Cursor::new(first) }))
        }
        Err(error) => Ok(Box::new(Cursor::new(first).chain(Broken(Some(error))))),
    }
}

/// Reads piece by piece until the end, an error, or until nobody listens.
fn read_on(mut reader: impl Read, pieces: &Sender<io::Result<Vec<u8>>>, rooms: &Receiver<Vec<u8>>) {
    loop {
        let mut piece = rooms.try_recv().unwrap_or_else(|_| Vec::with_capacity(PIECE));
        piece.clear();
        let result = (&mut reader).take(PIECE as u64).read_to_end(&mut piece);
        let is_last = !matches!(result, Ok(PIECE));
        if !piece.is_empty() && pieces.send(Ok(piece)).is_err() {
            return;
        }
        if let Err(error) = result {
            let _ = pieces.send(Err(error));
        }
        if is_last {
            return;
        }
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.open.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let _turned = timing::stage(Stage::Waiting);
            match self.pieces.recv() {
                Ok(piece) => {
                    let last = std::mem::replace(&mut self.open, Cursor::new(piece?));
                    let _ = self.used.try_send(last.into_inner());
                }
                Err(_) => return Ok(0),
            }
        }
    }
}

/// An error that comes after what was read.
pub(super) struct Broken(pub(super) Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes, then fails.
    struct Failing(usize);

    impl Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0 == 0 {
                return Err(io::Error::other("worn out"));
            }
            let length = buffer.len().min(self.0).min(1000);
            buffer[..length].fill(b'a');
            self.0 -= length;
            Ok(length)
        }
    }

    #[test]
    fn every_byte_comes_in_order() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 9 * PIECE, 20 * PIECE + 7] {
            let bytes: Vec<u8> = (0..length).map(|number| u8::try_from(number % 251).unwrap()).collect();
            let mut read = Vec::new();
            ahead(Cursor::new(bytes.clone())).unwrap().read_to_end(&mut read).unwrap();
            assert!(read == bytes, "{length}");
        }
    }

    #[test]
    fn an_error_comes_after_what_was_read() {
        for length in [0, 10, PIECE, 3 * PIECE + 5] {
            let mut read = Vec::new();
            let error = ahead(Failing(length)).unwrap().read_to_end(&mut read).unwrap_err();
            assert_eq!((read.len(), error.to_string().as_str()), (length, "worn out"));
        }
    }

    #[test]
    fn who_stops_listening_stops_the_reading() {
        let mut reader = ahead(io::repeat(b'a')).unwrap();
        let mut piece = [0; 10];
        reader.read_exact(&mut piece).unwrap();
        drop(reader);
    }
}
