//! A hash of short texts by their ends, for filters that are asked about nearly every host.

use crate::lanes;
use crate::room::Span;

/// Spreads the bits of a key; the golden ratio of 2^64, which is odd.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of a text by its first and last eight bytes and its length; of a shorter text by all of its bytes. Texts that share these
/// share a hash, which costs a filter a wrong yes and nothing else.
#[must_use]
#[inline]
pub(crate) fn hash(text: &[u8]) -> u64 {
    hash_span(Span::of(text))
}

/// The same of a text of which each eight bytes are read as others.
#[must_use]
#[inline(always)]
pub(crate) fn hash_as(text: &[u8], read: impl Fn(u64) -> u64) -> u64 {
    let (first, last) = match (text.first_chunk(), text.last_chunk()) {
        (Some(first), Some(last)) => (read(u64::from_le_bytes(*first)), read(u64::from_le_bytes(*last))),
        _ => (read(u64::try_from(lanes::word(text)).unwrap_or_default()), 0),
    };
    mixed(first, last, text.len())
}

/// The same of a text that may have room behind it, which takes less.
#[must_use]
#[inline]
pub(crate) fn hash_span(text: Span<'_>) -> u64 {
    let (first, last) = text.ends();
    mixed(first, last, text.len())
}

#[inline(always)]
fn mixed(first: u64, last: u64, length: usize) -> u64 {
    let mixed = (first ^ last.rotate_left(29)).wrapping_add(length as u64).wrapping_mul(ODD);
    (mixed ^ mixed >> 32).wrapping_mul(ODD)
}
