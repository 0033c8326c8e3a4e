//! The hosts that were met, in a bounded memory: what is remembered of one stands in one line of the processor's cache.

use std::hash::BuildHasher as _;
use std::hint::black_box;

use super::classes::ClassId;

/// The longest name that stands in its own entry; longer ones stand among the long names.
const SHORT: usize = 47;
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
    length: u8,
    /// The name, or the place where it begins among the long ones.
    name: [u8; SHORT],
}

const FREE: Entry = Entry { hash: 0, met: Met::WHOLE, length: 0, name: [0; SHORT] };

/// The hosts that were met, in sets of a few. The tag of a host tells its place in the set, so that a look touches few lines.
#[derive(Debug)]
pub(super) struct Hosts {
    /// A part of each hash, zero where no host stands.
    tags: Vec<[u16; WAYS]>,
    entries: Vec<[Entry; WAYS]>,
    long: Vec<u8>,
    state: foldhash::fast::FixedState,
    len: usize,
    /// The most sets there may be.
    most: usize,
    /// Whose place is taken next, in a full set.
    turn: usize,
}

impl Hosts {
    /// A memory for so many hosts at most, rounded up to a power of two.
    pub(super) fn new(most: usize) -> Self {
        let most = most.div_ceil(WAYS).next_power_of_two();
        Self { tags: Vec::new(), entries: Vec::new(), long: Vec::new(), state: foldhash::fast::FixedState::default(), len: 0, most, turn: 0 }
    }

    /// The hash of a name.
    pub(super) fn hash(&self, name: &[u8]) -> u64 {
        self.state.hash_one(name)
    }

    /// Brings what is remembered of some hosts near, by their hashes: loads that do not wait for each other are made together, first
    /// of all tags, then of the entries that they point to.
    pub(super) fn foresee(&self, hashes: impl Iterator<Item = u64> + Clone) {
        let tags = |hash| self.tags.get(self.set(hash)).copied().unwrap_or_default();
        black_box(hashes.clone().fold(0, |seen, hash| seen ^ tags(hash)[0]));
        let entry = |hash| {
            // A host that is not known has no entry to wait for.
            let (set, at) = tags(hash).iter().rposition(|own| *own == tag(hash)).map_or((0, 0), |at| (self.set(hash), at));
            self.entries.get(set).and_then(|entries| entries.get(at)).map_or(0, |entry| entry.hash)
        };
        black_box(hashes.fold(0, |seen, hash| seen ^ entry(hash)));
    }

    /// Whether a host with a hash may be remembered; `false` is certain.
    pub(super) fn may_know(&self, hash: u64) -> bool {
        self.tags.get(self.set(hash)).is_some_and(|tags| tags.contains(&tag(hash)))
    }

    /// What is remembered of a host.
    pub(super) fn find(&self, hash: u64, name: &[u8]) -> Option<Met> {
        let set = self.set(hash);
        let (tags, entries) = (self.tags.get(set)?, self.entries.get(set)?);
        let tagged = tags.iter().zip(entries).filter(|(own, _)| **own == tag(hash));
        tagged.map(|(_, entry)| entry).find(|entry| entry.hash == hash && self.name(entry) == name).map(|entry| entry.met)
    }

    /// Remembers a host; one of more than 255 bytes, the most that a name on the web can have (RFC 1035), is forgotten at once.
    pub(super) fn add(&mut self, hash: u64, name: &str, met: Met) {
        let Ok(length) = u8::try_from(name.len()) else { return };
        self.make_room();
        let mut entry = Entry { hash, met, length, name: [0; SHORT] };
        match entry.name.get_mut(..name.len()) {
            Some(place) => place.copy_from_slice(name.as_bytes()),
            None => {
                let Ok(start) = u32::try_from(self.long.len()) else { return };
                entry.name.iter_mut().zip(start.to_le_bytes()).for_each(|(place, byte)| *place = byte);
                self.long.extend_from_slice(name.as_bytes());
            }
        }
        self.len += usize::from(self.put(entry));
    }

    /// Forgets all hosts.
    pub(super) fn clear(&mut self) {
        self.tags.iter_mut().for_each(|tags| *tags = [0; WAYS]);
        self.long.clear();
        self.len = 0;
    }

    fn set(&self, hash: u64) -> usize {
        usize::try_from(hash & u64::from(u32::MAX)).unwrap_or(0) & self.tags.len().wrapping_sub(1)
    }

    fn name<'h>(&'h self, entry: &'h Entry) -> &'h [u8] {
        let length = usize::from(entry.length);
        entry.name.get(..length).unwrap_or_else(|| {
            let [a, b, c, d, ..] = entry.name;
            let start = usize::try_from(u32::from_le_bytes([a, b, c, d])).unwrap_or(usize::MAX);
            self.long.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default()
        })
    }

    /// Puts an entry into its set, in the place of another if it is full; whether there was a free place.
    fn put(&mut self, entry: Entry) -> bool {
        let set = self.set(entry.hash);
        let (Some(tags), Some(entries)) = (self.tags.get_mut(set), self.entries.get_mut(set)) else { return false };
        let free = tags.iter().position(|tag| *tag == 0);
        self.turn = (self.turn + usize::from(free.is_none())) % WAYS;
        let at = free.unwrap_or(self.turn);
        if let (Some(own), Some(place)) = (tags.get_mut(at), entries.get_mut(at)) {
            (*own, *place) = (tag(entry.hash), entry);
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
        let tags = std::mem::replace(&mut self.tags, vec![[0; WAYS]; larger]);
        let entries = std::mem::replace(&mut self.entries, vec![[FREE; WAYS]; larger]);
        let taken = tags.into_iter().flatten().zip(entries.into_iter().flatten()).filter(|(tag, _)| *tag != 0);
        self.len = taken.fold(0, |len, (_, entry)| len + usize::from(self.put(entry)));
    }
}

/// The part of a hash that tells a host in its set, never zero.
fn tag(hash: u64) -> u16 {
    u16::try_from(hash >> 48).unwrap_or(0).max(1)
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

    fn find(hosts: &Hosts, name: &str) -> Option<Met> {
        hosts.find(hosts.hash(name.as_bytes()), name.as_bytes())
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
                let hash = hosts.hash(name.as_bytes());
                assert!(hosts.find(hash, name.as_bytes()).is_none());
                hosts.add(hash, &name, met(number));
                assert_eq!(hosts.find(hash, name.as_bytes()).unwrap().class(), ClassId(number));
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
        for (number, name) in (0..).zip(["a.example", "b.example", &"c".repeat(200), &"d".repeat(200)]) {
            hosts.add(7, name, met(number));
        }
        assert_eq!(hosts.find(7, b"b.example").unwrap().class(), ClassId(1));
        assert_eq!(hosts.find(7, &[b'd'; 200]).unwrap().class(), ClassId(3));
        assert!(hosts.find(7, b"e.example").is_none() && hosts.find(7, &[b'e'; 200]).is_none());
        hosts.add(8, &"e".repeat(256), met(9));
        assert!(hosts.find(8, &[b'e'; 256]).is_none());
    }
}
