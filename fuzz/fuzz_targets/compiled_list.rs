//! Compiled lists: any bytes are opened or refused, never to a panic. Bytes with the right checksums are tried as well.
#![no_main]

use libfuzzer_sys::fuzz_target;
use outlink::canon;
use outlink::classify::hosts::HostTable;
use outlink::classify::packed::InMemory;
use outlink::list::compiled::{self, open};
use xxhash_rust::xxh3::xxh3_64;

/// What begins the file, and where its numbers stand.
const HEAD: usize = 64;
/// The bytes of the least filter of names.
const FILTER: usize = 128;

/// The bytes with the checksums that they should have, so that what lies behind them is reached too.
fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = bytes.to_vec();
    bytes.get_mut(..8)?.copy_from_slice(b"outlinkL");
    bytes.get_mut(8..12)?.copy_from_slice(&compiled::VERSION.to_le_bytes());
    let number = |bytes: &[u8], at: usize| Some(u64::from_le_bytes(*bytes.get(at..)?.first_chunk()?));
    // Short numbers reach further than random ones.
    for at in [16, 24] {
        let small = number(&bytes, at)? % 256;
        bytes.get_mut(at..at + 8)?.copy_from_slice(&small.to_le_bytes());
    }
    // An entry for each page of 32 buckets, and then the least filter.
    let pages = (number(&bytes, 16)? as usize).div_ceil(32);
    bytes.get_mut(32..40)?.copy_from_slice(&((pages * 16 + FILTER) as u64).to_le_bytes());
    let single = bytes.get(12)? & 1;
    bytes.get_mut(12..16)?.copy_from_slice(&[single, 0, 0, 0]);
    let (contents, directory) = (number(&bytes, 24)? as usize, number(&bytes, 32)? as usize);
    let end = HEAD + contents + directory;
    let length = bytes.len().checked_sub(end)? as u64;
    bytes.get_mut(40..48)?.copy_from_slice(&length.to_le_bytes());
    let mut start = end;
    for at in (HEAD + contents..end).step_by(16).take(pages) {
        let place = end.checked_add(number(&bytes, at)? as usize)?;
        let sum = xxh3_64(bytes.get(start..place)?);
        bytes.get_mut(at + 8..at + 16)?.copy_from_slice(&sum.to_le_bytes());
        start = place;
    }
    let sum = xxh3_64(bytes.get(HEAD..end)?);
    bytes.get_mut(48..56)?.copy_from_slice(&sum.to_le_bytes());
    let sum = xxh3_64(bytes.get(..56)?);
    bytes.get_mut(56..64)?.copy_from_slice(&sum.to_le_bytes());
    Some(bytes)
}

fuzz_target!(|bytes: &[u8]| {
    for bytes in [Some(bytes.to_vec()), mended(bytes)].into_iter().flatten() {
        let Ok(opened) = open(Box::new(InMemory(bytes.into()))) else { continue };
        let mut table = HostTable::default();
        let held = table.compiled.hold(opened.names, opened.sets);
        for (number, list) in opened.lists.into_iter().enumerate() {
            let _ = list.loaded();
            table.compiled.attach(held, 1 << number, 1 << number);
            if let Some(entries) = list.entries {
                let _ = table.restore_entries(1 << number, &entries);
            }
        }
        for host in ["a.b.example", "com", "c.example"] {
            let text = format!("https://{host}/x/y?k=v");
            let url = canon::canonicalise(&text).url.expect("it is a URL");
            let _ = table.lookup(host, &url);
        }
        let _ = (table.names().count(), table.covered(1).count());
    }
});
