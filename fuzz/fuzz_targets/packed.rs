//! Packed input: whatever the bytes are, unpacking ends without a panic and within its bound, and it does not matter in which
//! pieces they come.
#![no_main]

use std::io::Read;

use libfuzzer_sys::fuzz_target;
use outlink::input::packed::{Packing, reason};

/// Hands out a byte at a time.
struct Slowly<'b>(&'b [u8]);

impl Read for Slowly<'_> {
    fn read(&mut self, room: &mut [u8]) -> std::io::Result<usize> {
        let length = room.len().min(1);
        self.0.read(&mut room[..length])
    }
}

/// What could be unpacked, and the sentence about why there is no more.
fn unpacked(packing: Packing, reader: impl Read) -> (Vec<u8>, Option<String>) {
    let mut out = Vec::new();
    let ended = packing.unpack(reader).and_then(|mut reader| reader.read_to_end(&mut out));
    (out, ended.err().map(|error| reason(&error).en))
}

fuzz_target!(|bytes: &[u8]| {
    let Some(packing) = Packing::of_head(bytes) else { return };
    let (at_once, end) = unpacked(packing, bytes);
    let (slowly, slow_end) = unpacked(packing, Slowly(bytes));
    assert_eq!(end.is_some(), slow_end.is_some(), "{end:?}, {slow_end:?}");
    // What was unpacked in the same call as damage is met is lost with it.
    let common = if end.is_some() { at_once.len().min(slowly.len()) } else { at_once.len().max(slowly.len()) };
    assert!(at_once.get(..common) == slowly.get(..common) && at_once.get(..common).is_some());
});
