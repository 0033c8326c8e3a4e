//! Names with a number each, found by hashes that all names above a host share the work for.
//!
//! The names stand one after another in one run of bytes, each behind its length and its number; a slot of eight bytes
//! holds part of a name's hash and its place. A name is hashed label by label from the right, so one pass over a host
//! gives the hashes of all names above it. An answer is always confirmed by the bytes of the name.

use std::hint::black_box;

use crate::lanes;

/// How many slots an empty table gets with its first name.
const LEAST_SLOTS: usize = 64;
/// The bits of a slot that hold part of the hash; the others hold the place. Lists have at most 64 times ten million
/// names of some hundred bytes, which is less than the places there are.
const TAG_BITS: u32 = 24;
const TAG: u64 = (1 << TAG_BITS) - 1;
/// Length and number.
const HEADER: usize = 8;
/// What a name takes on the whole, header and all.
const BYTES_A_NAME: usize = 28;

/// Where a name stands in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(usize);

/// Names with a number each.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    /// As many as a power of two, at most three quarters of them taken; a free one is zero.
    slots: Vec<u64>,
    names: Vec<u8>,
    len: usize,
    /// Whether there is a name of one label; most tables have none, and need not be asked for one.
    has_single: bool,
}

impl NameTable {
    /// The number of a part of a host.
    #[must_use]
    #[inline(always)]
    pub(super) fn get(&self, part: Part<'_>) -> Option<u32> {
        if part.is_single && !self.has_single {
            return None;
        }
        self.place(part.hash, part.name.as_bytes()).and_then(|place| self.number(place))
    }

    /// Where a name stands.
    #[must_use]
    pub(super) fn find(&self, name: &str) -> Option<Place> {
        self.find_hashed(hash(name), name)
    }

    /// Where a name stands, by its hash.
    #[must_use]
    pub(super) fn find_hashed(&self, hash: u64, name: &str) -> Option<Place> {
        self.place(hash, name.as_bytes())
    }

    /// The number of the name at a place.
    #[must_use]
    pub(super) fn number(&self, place: Place) -> Option<u32> {
        self.record(place.0).map(|(number, _)| number)
    }

    /// Gives the name at a place another number.
    pub(super) fn set(&mut self, place: Place, number: u32) {
        let header = self.names.get_mut(place.0..).and_then(|rest| rest.first_chunk_mut::<HEADER>());
        if let Some([_, _, _, _, bytes @ ..]) = header {
            *bytes = number.to_le_bytes();
        }
    }

    /// Adds a name that is not there yet; `false` for one that is too long to be any.
    pub(super) fn insert(&mut self, name: &str, number: u32) -> bool {
        self.insert_hashed(hash(name), name, number)
    }

    /// Adds a name that is not there yet, by its hash.
    pub(super) fn insert_hashed(&mut self, hash: u64, name: &str, number: u32) -> bool {
        let Ok(length) = u32::try_from(name.len()) else { return false };
        self.make_room(1);
        if self.names.is_empty() {
            // No name stands at zero, which marks a free slot.
            self.names.push(0);
        }
        let at = self.names.len();
        self.names.extend_from_slice(&length.to_le_bytes());
        self.names.extend_from_slice(&number.to_le_bytes());
        self.names.extend_from_slice(name.as_bytes());
        self.take(hash, at);
        self.len += 1;
        self.has_single |= is_single(name.as_bytes());
        true
    }

    /// Makes room for so many names more.
    pub(super) fn reserve(&mut self, names: usize) {
        self.make_room(names);
        self.names.reserve(names * BYTES_A_NAME);
    }

    /// Brings near the slots of some hashes: loads that do not wait for each other are made together.
    pub(super) fn foresee(&self, hashes: impl Iterator<Item = u64>) {
        black_box(hashes.fold(0, |seen, hash| seen ^ self.slots.get(self.first_slot(hash)).copied().unwrap_or_default()));
    }

    /// How many names there are.
    #[must_use]
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// The names with their numbers, in the order in which they came.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.iter_bytes().filter_map(|(name, number)| Some((std::str::from_utf8(name).ok()?, number)))
    }

    /// The same in bytes, which no one looks at as text.
    pub(super) fn iter_bytes(&self) -> impl Iterator<Item = (&[u8], u32)> {
        self.records().map(|(_, name, number)| (name, number))
    }

    fn records(&self) -> impl Iterator<Item = (usize, &[u8], u32)> {
        let mut at = 1;
        std::iter::from_fn(move || {
            let here = at;
            let (number, name) = self.record(here)?;
            at += HEADER + name.len();
            Some((here, name, number))
        })
    }

    fn record(&self, at: usize) -> Option<(u32, &[u8])> {
        let (header, rest) = self.names.get(at..)?.split_first_chunk::<HEADER>()?;
        let [a, b, c, d, number @ ..] = *header;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
        Some((u32::from_le_bytes(number), rest.get(..length)?))
    }

    fn place(&self, hash: u64, name: &[u8]) -> Option<Place> {
        let mut at = self.first_slot(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 {
                return None;
            }
            if (slot ^ hash) & TAG == 0 {
                let start = usize::try_from(slot >> TAG_BITS).ok()?;
                if self.record(start).is_some_and(|(_, known)| known == name) {
                    return Some(Place(start));
                }
            }
            at = self.next_slot(at);
        }
    }

    /// Puts the place of a name into a free slot.
    fn take(&mut self, hash: u64, at: usize) {
        let mut slot = self.first_slot(hash);
        while self.slots.get(slot).is_some_and(|slot| *slot != 0) {
            slot = self.next_slot(slot);
        }
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = (at as u64) << TAG_BITS | hash & TAG;
        }
    }

    /// The slots are taken by the upper bits of a hash, the tag is the lower ones.
    fn first_slot(&self, hash: u64) -> usize {
        let bits = self.slots.len().checked_ilog2().unwrap_or(0);
        usize::try_from(hash.checked_shr(u64::BITS - bits).unwrap_or(0)).unwrap_or(0)
    }

    const fn next_slot(&self, slot: usize) -> usize {
        (slot + 1) & (self.slots.len() - 1)
    }

    fn make_room(&mut self, names: usize) {
        let wanted = self.len + names;
        if wanted <= self.slots.len() / 4 * 3 {
            return;
        }
        let count = (wanted + wanted / 3 + 1).next_power_of_two().max(LEAST_SLOTS);
        self.slots = Vec::new();
        self.slots.resize(count, 0);
        let mut at = 1;
        while let Some((hash, length)) = self.record(at).map(|(_, name)| (hash_bytes(name), name.len())) {
            self.take(hash, at);
            at += HEADER + length;
        }
    }
}

/// A host or a name above it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'h> {
    /// The name.
    pub(super) name: &'h str,
    /// Whether it is the whole host.
    pub(super) is_host: bool,
    /// Whether it has one label.
    pub(super) is_single: bool,
    /// What it is found by.
    pub(super) hash: u64,
}

/// A host and the names above it, the shortest first: `c`, `b.c`, `a.b.c`.
pub(super) fn names_downwards(host: &str) -> impl Iterator<Item = Part<'_>> {
    labels(host.as_bytes())
        .filter_map(move |(start, end, hash)| Some(Part { name: host.get(start..)?, is_host: start == 0, is_single: end == host.len(), hash }))
}

/// The labels from the right, each with its beginning, its end and the hash of all from there on.
fn labels(name: &[u8]) -> Labels<'_, impl Iterator<Item = usize>> {
    Labels { name, dots: lanes::places_backwards(name, |lanes| lanes::equal(lanes, b'.')), next: Some(name.len()), hash: 0 }
}

/// See [`labels`]. A closure is called for each label where this stands in the loop of its caller: nearly every host comes here.
struct Labels<'n, D> {
    name: &'n [u8],
    /// The places of the dots, from the last to the first.
    dots: D,
    /// Where the next label ends.
    next: Option<usize>,
    /// The hash of the labels so far.
    hash: u64,
}

impl<D: Iterator<Item = usize>> Iterator for Labels<'_, D> {
    type Item = (usize, usize, u64);

    #[inline(always)]
    fn next(&mut self) -> Option<Self::Item> {
        let end = self.next?;
        self.next = self.dots.next();
        let start = self.next.map_or(0, |dot| dot + 1);
        self.hash = fold(self.hash, self.name.get(start..end)?);
        Some((start, end, self.hash))
    }
}

/// Whether a name has one label.
pub(super) fn is_single(name: &[u8]) -> bool {
    memchr::memchr(b'.', name).is_none()
}

/// The hash of a whole name. Compiled lists hold it, so another one asks for another version of their format.
pub(super) fn hash(name: &str) -> u64 {
    hash_bytes(name.as_bytes())
}

/// The same of the bytes of a name.
pub(super) fn hash_bytes(name: &[u8]) -> u64 {
    labels(name).last().map_or(0, |(_, _, hash)| hash)
}

/// The hash of a name that has one label more, to the left.
#[inline(always)]
fn fold(hash: u64, label: &[u8]) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    const OTHER: u64 = 0xd1b5_4a32_d192_ed03;
    let mut hash = hash ^ (label.len() as u64 + 1).wrapping_mul(ODD);
    let mut rest = label;
    while rest.len() > 16 {
        let Some((word, tail)) = rest.split_first_chunk() else { break };
        hash = mix(hash ^ u64::from_le_bytes(*word), OTHER);
        rest = tail;
    }
    let (first, last) = ends(rest);
    mix(hash ^ first, last ^ OTHER)
}

/// All bytes of at most sixteen in two words.
#[inline(always)]
fn ends(text: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (text.first_chunk(), text.last_chunk()) {
        return (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into());
    }
    (text.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0)
}

/// The two halves of a product, one over the other.
#[expect(clippy::cast_possible_truncation, reason = "the halves are what is wanted")]
const fn mix(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_table_answers_as_a_sorted_map(names in prop::collection::vec("([a-c]{0,2}|[a-z0-9-]{3,40})(\\.([a-b]{0,2}|[a-z-]{3,20})){0,3}", 0..300), room in 0..200_usize) {
            let (mut table, mut map) = (NameTable::default(), BTreeMap::new());
            for (number, name) in (0..).zip(&names) {
                if number == 7 {
                    table.reserve(room);
                }
                match table.find(name) {
                    Some(place) => table.set(place, number),
                    None => prop_assert!(table.insert(name, number)),
                }
                map.insert(name.as_str(), number);
            }
            prop_assert_eq!(table.len(), map.len());
            prop_assert_eq!(table.iter().collect::<BTreeMap<_, _>>(), map.clone());
            for host in names.iter().map(|name| format!("a.{name}")).chain(names.clone()) {
                for part in names_downwards(&host) {
                    prop_assert_eq!(table.get(part), map.get(part.name).copied(), "{}", part.name);
                }
            }
        }
    }

    #[test]
    fn names_come_from_the_top_down() {
        let names = |host| names_downwards(host).map(|part| (part.name, part.is_host, part.is_single)).collect::<Vec<_>>();
        assert_eq!(names("a.b.c"), [("c", false, true), ("b.c", false, false), ("a.b.c", true, false)]);
        assert_eq!(names("localhost"), [("localhost", true, true)]);
        assert_eq!(names(""), [("", true, true)]);
        assert_eq!(names("a."), [("", false, true), ("a.", true, false)]);
        assert_eq!(names(".a"), [("a", false, true), (".a", true, false)]);
    }

    #[test]
    fn labels_are_hashed_with_their_borders() {
        let apart = ["ab.c", "a.bc", "abc", "a.b.c", ".abc", "abc.", "", ".", "c.ab", "aaaaaaaaaaaaaaaaaaaaaaaa.b", "aaaaaaaaaaaaaaaaaaaaaaaaa.b"];
        let hashes: std::collections::BTreeSet<u64> = apart.iter().map(|name| hash(name)).collect();
        assert_eq!(hashes.len(), apart.len());
    }
}
