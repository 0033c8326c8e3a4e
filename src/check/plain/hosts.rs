//! The hosts that were met, in a bounded memory: what is remembered of one stands in one line of the processor's cache.

use std::hash::BuildHasher as _;

use super::classes::ClassId;
use crate::room::Span;

/// How many hosts share a set; a host that comes to a full one takes the place of another.
const WAYS: usize = 4;
/// How many sets there are at first.
const LEAST_SETS: usize = 64;
/// The most bytes of long names; past it all hosts are forgotten.
const LONG_NAMES: usize = 1 << 20;

/// What is remembered of a host, in one word: it is handed about for every link, and a value that was written in pieces and is read in
/// others has to wait for all that was written before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Met(u64);

impl Met {
    /// A host whose links go the whole way.
    pub(super) const WHOLE: Self = Self(Self::NO_ROAD);

    const NO_ROAD: u64 = 1;
    const HAS_WRAPPERS: u64 = 2;
    const HAS_REGISTRABLE: u64 = 4;
    // What stands above these, each as long as its type.
    const REGISTRABLE: u32 = 8;
    const WRAPPERS: u32 = 16;
    const CLASS: u32 = 32;

    /// A host whose links go a way, with its class, which is what it is as far as that matters for verdicts, and the place where its
    /// registrable domain begins, which ends with it.
    pub(super) fn new(road: Road, class: ClassId, registrable: Option<u8>) -> Self {
        let road = match road {
            Road::Plain => 0,
            Road::Wrappers(list) => Self::HAS_WRAPPERS | u64::from(list) << Self::WRAPPERS,
            Road::Whole => Self::NO_ROAD,
        };
        let registrable = registrable.map_or(0, |start| Self::HAS_REGISTRABLE | u64::from(start) << Self::REGISTRABLE);
        Self(road | registrable | u64::from(class.0) << Self::CLASS)
    }

    /// Which way its links go.
    pub(super) const fn road(self) -> Road {
        let [_, _, low, high, ..] = self.0.to_le_bytes();
        if self.0 & Self::NO_ROAD != 0 {
            Road::Whole
        } else if self.0 & Self::HAS_WRAPPERS != 0 {
            Road::Wrappers(u16::from_le_bytes([low, high]))
        } else {
            Road::Plain
        }
    }

    /// Its class.
    pub(super) const fn class(self) -> ClassId {
        let [.., a, b, c, d] = self.0.to_le_bytes();
        ClassId(u32::from_le_bytes([a, b, c, d]))
    }

    /// Where its registrable domain begins.
    pub(super) const fn registrable(self) -> Option<u8> {
        let [_, start, ..] = self.0.to_le_bytes();
        if self.0 & Self::HAS_REGISTRABLE == 0 { None } else { Some(start) }
    }
}

/// Which way the links of a host go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Road {
    /// They are plain.
    Plain,
    /// Some are wrappers, the others plain: the number of the wrappers that the host may be.
    Wrappers(u16),
    /// The whole way.
    Whole,
}

/// A host with what is remembered of it, aligned to the line of the cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Entry {
    hash: u64,
    met: Met,
    /// A short name.
    name: [u64; 4],
    /// Where a longer one begins among the long names.
    start: u32,
    length: u8,
}

const FREE: Entry = Entry { hash: 0, met: Met::WHOLE, name: [0; 4], start: 0, length: 0 };

/// The hosts that were met, in sets of a few. The tag of a host tells its place in the set, so that a look touches few lines.
#[derive(Debug)]
pub(super) struct Hosts {
    /// The tags of each set.
    tags: Vec<Tags>,
    /// The entries of all sets, one set after the other.
    entries: Vec<Entry>,
    long: Vec<u8>,
    len: usize,
    /// The most sets there may be.
    most: usize,
    /// Whose place is taken next, in a full set.
    turn: usize,
}

/// The tags of a set, sixteen bits each: a part of the hash of each host, zero where none stands.
#[derive(Debug, Clone, Copy, Default)]
struct Tags(u64);

impl Tags {
    const ONES: u64 = 0x0001_0001_0001_0001;
    const HIGHEST: u64 = 0x8000_8000_8000_8000;

    /// Where a tag stands, the first of several. All are looked at together: which one it is cannot be foretold.
    const fn way(self, tag: u16) -> Option<usize> {
        if self.equal(tag) == 0 { None } else { Some(self.likely_way(tag)) }
    }

    /// The same; any place where the tag stands nowhere.
    const fn likely_way(self, tag: u16) -> usize {
        (self.equal(tag).trailing_zeros() / u16::BITS) as usize % WAYS
    }

    /// The highest bit of each place where a tag stands, and perhaps of places above the first of them.
    const fn equal(self, tag: u16) -> u64 {
        let differing = self.0 ^ (tag as u64).wrapping_mul(Self::ONES);
        differing.wrapping_sub(Self::ONES) & !differing & Self::HIGHEST
    }

    /// Whether a host stands in a place.
    const fn has(self, way: usize) -> bool {
        self.0 >> (u16::BITS as usize * (way % WAYS)) & u16::MAX as u64 != 0
    }

    const fn with(self, way: usize, tag: u16) -> Self {
        let shift = u16::BITS as usize * (way % WAYS);
        Self(self.0 & !((u16::MAX as u64) << shift) | (tag as u64) << shift)
    }
}

impl Hosts {
    /// A memory for so many hosts at most, rounded up to a power of two.
    pub(super) const fn new(most: usize) -> Self {
        let most = most.div_ceil(WAYS).next_power_of_two();
        Self { tags: Vec::new(), entries: Vec::new(), long: Vec::new(), len: 0, most, turn: 0 }
    }

    /// Loads the tags among which that of a host stands, to have them near.
    #[inline]
    pub(super) fn tags_near(&self, hash: u64) -> u64 {
        self.tags(hash).0
    }

    /// Loads the entry of a host; one that is not known has none to wait for. Which it is cannot be foretold, so nothing hangs on it.
    #[inline]
    pub(super) fn entry_near(&self, hash: u64) -> u64 {
        let (tags, tag) = (self.tags(hash), tag(hash));
        let is_known = usize::from(tags.equal(tag) != 0).wrapping_neg();
        let place = self.set(hash).wrapping_mul(WAYS) + tags.likely_way(tag);
        self.entries.get(place & is_known).map_or(0, |entry| entry.hash)
    }

    /// Whether a host with a hash may be remembered; `false` is certain.
    pub(super) fn may_know(&self, hash: u64) -> bool {
        self.place(hash).is_some()
    }

    /// What is remembered of a host.
    #[inline(always)]
    pub(super) fn find(&self, hash: u64, name: Span<'_>) -> Option<Met> {
        let first = self.place(hash)?;
        match self.entries.get(first) {
            Some(entry) if self.is(entry, hash, name) => Some(entry.met),
            _ => self.find_behind(first, hash, name),
        }
    }

    /// The same where another host of the set has its tag.
    #[cold]
    fn find_behind(&self, first: usize, hash: u64, name: Span<'_>) -> Option<Met> {
        let entries = self.entries.get(first..(first / WAYS + 1) * WAYS)?;
        let tags = self.tags(hash);
        let (_, entry) = (first % WAYS..).zip(entries).find(|(way, entry)| tags.has(*way) && self.is(entry, hash, name))?;
        Some(entry.met)
    }

    /// Remembers a host; one of more than 255 bytes, the most that a name on the web can have (RFC 1035), is forgotten at once.
    pub(super) fn add(&mut self, hash: u64, name: Span<'_>, met: Met) {
        let Ok(length) = u8::try_from(name.len()) else { return };
        self.make_room();
        let mut entry = Entry { hash, met, length, ..FREE };
        match name.short() {
            Some(name) => entry.name = name,
            None => {
                let Ok(start) = u32::try_from(self.long.len()) else { return };
                entry.start = start;
                self.long.extend_from_slice(name.get());
            }
        }
        self.len += usize::from(self.put(entry));
    }

    /// Forgets all hosts.
    pub(super) fn clear(&mut self) {
        self.tags.fill(Tags::default());
        self.long.clear();
        self.len = 0;
    }

    fn set(&self, hash: u64) -> usize {
        usize::try_from(hash & u64::from(u32::MAX)).unwrap_or(0) & self.tags.len().wrapping_sub(1)
    }

    fn tags(&self, hash: u64) -> Tags {
        self.tags.get(self.set(hash)).copied().unwrap_or_default()
    }

    /// The place of the first entry that has the tag of a hash.
    #[inline(always)]
    fn place(&self, hash: u64) -> Option<usize> {
        self.tags(hash).way(tag(hash)).map(|way| self.set(hash) * WAYS + way)
    }

    /// Whether an entry is that of a host.
    #[inline(always)]
    fn is(&self, entry: &Entry, hash: u64, name: Span<'_>) -> bool {
        let is_named = || match name.short() {
            Some(name) => entry.name == name,
            None => usize::try_from(entry.start).ok().and_then(|start| self.long.get(start..start + name.len())) == Some(name.get()),
        };
        entry.hash == hash && usize::from(entry.length) == name.len() && is_named()
    }

    /// Puts an entry into its set, in the place of another if it is full; whether there was a free place.
    fn put(&mut self, entry: Entry) -> bool {
        let set = self.set(entry.hash);
        let Some(tags) = self.tags.get_mut(set) else { return false };
        let free = tags.way(0);
        self.turn = (self.turn + usize::from(free.is_none())) % WAYS;
        let way = free.unwrap_or(self.turn);
        *tags = tags.with(way, tag(entry.hash));
        if let Some(place) = self.entries.get_mut(set * WAYS + way) {
            *place = entry;
        }
        free.is_some()
    }

    /// Makes four times the sets where most places are taken and more are allowed.
    fn make_room(&mut self) {
        if self.long.len() > LONG_NAMES {
            self.clear();
        }
        let sets = self.tags.len();
        if self.len < sets * WAYS / 4 * 3 || sets >= self.most {
            return;
        }
        let larger = (sets * 4).clamp(LEAST_SETS.min(self.most), self.most);
        let tags = std::mem::replace(&mut self.tags, vec![Tags::default(); larger]);
        let entries = std::mem::replace(&mut self.entries, vec![FREE; larger * WAYS]);
        let taken = entries.iter().enumerate().filter(|(place, _)| tags.get(place / WAYS).is_some_and(|tags| tags.has(place % WAYS)));
        self.len = taken.fold(0, |len, (_, entry)| len + usize::from(self.put(*entry)));
    }
}

/// The part of a hash that tells a host in its set, never zero.
fn tag(hash: u64) -> u16 {
    u16::try_from(hash >> 48).unwrap_or(0).max(1)
}

/// The hash of a host.
#[inline(always)]
pub(super) fn hash(name: Span<'_>) -> u64 {
    match name.short() {
        Some([a, b, c, d]) => {
            let [first, second] = [folded(a ^ SALTS[0], b ^ SALTS[1]), folded(c ^ SALTS[2], d ^ SALTS[3])];
            folded(first ^ name.len() as u64, second ^ SALTS[4])
        }
        None => foldhash::fast::FixedState::default().hash_one(name.get()),
    }
}

/// What keeps the hashes of names with many zeros apart: digits of pi.
const SALTS: [u64; 5] = [0x243f_6a88_85a3_08d3, 0x1319_8a2e_0370_7344, 0xa409_3822_299f_31d0, 0x082e_fa98_ec4e_6c89, 0x4528_21e6_38d0_1377];

/// The halves of a product, each of which hangs on all bits of both numbers, in one.
#[inline]
fn folded(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    let half = |number: u128| u64::try_from(number & u128::from(u64::MAX)).unwrap_or(0);
    half(product) ^ half(product >> 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(number: u32) -> Met {
        Met::new(Road::Plain, ClassId(number), None)
    }

    fn name(number: u32) -> String {
        format!("{}{number}.example", "long-".repeat(number as usize % 12))
    }

    fn span(name: &str) -> Span<'_> {
        Span::of(name.as_bytes())
    }

    fn find(hosts: &Hosts, name: &str) -> Option<Met> {
        hosts.find(hash(span(name)), span(name))
    }

    #[test]
    fn what_is_remembered_is_what_was_told() {
        for road in [Road::Plain, Road::Wrappers(0), Road::Wrappers(u16::MAX), Road::Whole] {
            for (class, registrable) in [(0, None), (u32::MAX - 1, Some(0)), (7, Some(u8::MAX))] {
                let met = Met::new(road, ClassId(class), registrable);
                assert_eq!((met.road(), met.class(), met.registrable()), (road, ClassId(class), registrable));
            }
        }
        assert_eq!((Met::WHOLE.road(), Met::WHOLE.registrable()), (Road::Whole, None));
    }

    #[test]
    fn an_entry_is_a_line_of_the_cache() {
        assert_eq!((size_of::<Entry>(), align_of::<Entry>()), (64, 64));
    }

    #[test]
    fn what_is_found_is_what_was_added_last_and_no_more_than_there_is_room_for() {
        for most in [4, 64, 1 << 12] {
            let mut hosts = Hosts::new(most);
            for number in 0..5000 {
                let name = name(number);
                assert!(find(&hosts, &name).is_none());
                hosts.add(hash(span(&name)), span(&name), met(number));
                assert_eq!(find(&hosts, &name).unwrap().class(), ClassId(number));
            }
            let found = (0..5000).filter_map(|number| Some((number, find(&hosts, &name(number))?)));
            let found: Vec<(u32, Met)> = found.collect();
            assert!(found.iter().all(|(number, met)| met.class() == ClassId(*number)));
            assert!(found.len() <= most && found.len() >= most * 3 / 4, "{} of {most}", found.len());
            hosts.clear();
            assert!(find(&hosts, &name(4999)).is_none());
        }
    }

    #[test]
    fn hosts_with_the_same_hash_are_told_apart() {
        let mut hosts = Hosts::new(64);
        let (c, d, e) = ("c".repeat(200), "d".repeat(200), "e".repeat(200));
        for (number, name) in (0..).zip(["a.example", "b.example", &c, &d]) {
            hosts.add(7, span(name), met(number));
        }
        for (number, name) in (0..).zip(["a.example", "b.example", &c, &d]) {
            assert_eq!(hosts.find(7, span(name)).unwrap().class(), ClassId(number));
        }
        assert!(hosts.find(7, span("e.example")).is_none() && hosts.find(7, span(&e)).is_none());
        hosts.add(8, span(&"e".repeat(256)), met(9));
        assert!(hosts.find(8, span(&"e".repeat(256))).is_none());
    }

    #[test]
    fn a_tag_is_found_where_it_stands() {
        for tags in [[1, 2, 3, 4], [1, 0, 0, 0], [0xffff, 0x8000, 1, 0x7fff], [2, 1, 0x8001, 1]] {
            let built = (0..).zip(tags).fold(Tags::default(), |built, (way, tag)| built.with(way, tag));
            for tag in [0, 1, 2, 3, 4, 0x7fff, 0x8000, 0x8001, 0xffff] {
                assert_eq!(built.way(tag), tags.iter().position(|own| *own == tag), "{tags:x?} {tag:x}");
            }
        }
    }

    #[test]
    fn hashes_of_names_that_are_nearly_alike_are_spread() {
        for place in [0, 16, 32, 48] {
            let names = (0..10_000).map(|number| hash(span(&name(number))) >> place & 0xffff);
            let met: std::collections::BTreeSet<u64> = names.collect();
            // Of ten thousand numbers among 65,536 some 9,277 differ.
            assert!(met.len() > 9150, "{}", met.len());
        }
    }
}
