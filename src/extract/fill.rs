//! Reading into a buffer that is there already: to read to the end of a vector would fill its room with zeros first, each time.

use std::io::{self, Read};

/// Reads until the room is full, or the input at its end; gives how many bytes were read.
///
/// # Errors
/// Reading failed.
pub(super) fn fill(reader: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(left) = room.get_mut(filled..).filter(|left| !left.is_empty()) {
        match reader.read(left) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
