//! Writing a compiled file.

use xxhash_rust::xxh3::xxh3_64;

use super::kept::Contents;
use super::{HEAD, Head, KeptList, LISTS_LIMIT};
use crate::classify::hosts::HostTable;

/// The bytes of a compiled file: lists that were read into a table, each with its bit there. `None` where they are more
/// than such a file can hold.
///
/// The same lists give the same bytes, in whatever order their entries came.
#[must_use]
pub fn write(table: &HostTable, lists: Vec<(u64, KeptList)>) -> Option<Vec<u8>> {
    if lists.len() > LISTS_LIMIT {
        return None;
    }
    let (bits, lists): (Vec<u64>, Vec<KeptList>) = lists.into_iter().unzip();
    let (names, sets) = table.pack(&bits)?;
    let contents = postcard::to_stdvec(&Contents { lists, sets }).ok()?;
    let mut bytes = Vec::with_capacity(HEAD + contents.len() + names.directory.len() + names.pages.len());
    bytes.resize(HEAD, 0);
    bytes.extend_from_slice(&contents);
    bytes.extend_from_slice(&names.directory);
    let head = Head {
        buckets: names.buckets,
        contents: contents.len() as u64,
        directory: names.directory.len() as u64,
        pages: names.pages.len() as u64,
        has_single: names.has_single,
        sum: xxh3_64(bytes.get(HEAD..)?),
    };
    bytes.get_mut(..HEAD)?.copy_from_slice(&head.write());
    bytes.extend_from_slice(&names.pages);
    Some(bytes)
}
