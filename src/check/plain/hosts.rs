//! The hosts that were met, in a bounded memory: what is remembered of one stands in one line of the processor's cache.

use std::hash::BuildHasher as _;
use std::hint::black_box;

use super::classes::ClassId;

/// The longest name that stands in its own entry; longer ones stand among the long names.
const SHORT: usize = 38;
/// How many hosts share a set; a host that comes to a full one takes the place of another.
const WAYS: usize = 4;
/// How many sets there are at first.
const LEAST_SETS: usize = 64;
/// The most bytes of long names; past it all hosts are forgotten.
const LONG_NAMES: usize = 1 << 20;

/// What is remembered of a host.
#[derive(Debug, Clone, Copy)]
pub(super) struct Met {
    /// Which way its links go.
    pub(super) road: Road,
    /// What it is, as far as that matters for verdicts.
    pub(super) class: ClassId,
    /// Where its registrable domain begins, which ends with it.
    pub(super) registrable: Option<u8>,
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

const FREE: Entry = Entry { hash: 0, met: Met { road: Road::Whole, class: ClassId::NONE, registrable: None }, length: 0, name: [0; SHORT] };

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
    pub(super) fn hash(&self, name: &str) -> u64 {
        self.state.hash_one(name.as_bytes())
    }

    /// Brings what is remembered of some hosts near, by their hashes: loads that do not wait for each other are made together, first
    /// of all tags, then of the entries that they point to.
    pub(super) fn foresee(&self, hashes: impl Iterator<Item = u64> + Clone) {
        let tags = |hash| self.tags.get(self.set(hash)).copied().unwrap_or_default();
        black_box(hashes.clone().fold(0, |seen, hash| seen ^ tags(hash)[0]));
        let entry = |hash| {
            let at = tags(hash).iter().rposition(|own| *own == tag(hash)).unwrap_or(0);
            self.entries.get(self.set(hash)).and_then(|entries| entries.get(at)).map_or(0, |entry| entry.hash)
        };
        black_box(hashes.fold(0, |seen, hash| seen ^ entry(hash)));
    }

    /// Whether a host with a hash may be remembered; `false` is certain.
    pub(super) fn may_know(&self, hash: u64) -> bool {
        self.tags.get(self.set(hash)).is_some_and(|tags| tags.contains(&tag(hash)))
    }

    /// What is remembered of a host.
    pub(super) fn find(&self, hash: u64, name: &str) -> Option<Met> {
        let set = self.set(hash);
        let (tags, entries) = (self.tags.get(set)?, self.entries.get(set)?);
        let tagged = tags.iter().zip(entries).filter(|(own, _)| **own == tag(hash));
        tagged.map(|(_, entry)| entry).find(|entry| entry.hash == hash && self.name(entry) == name.as_bytes()).map(|entry| entry.met)
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
        Met { road: Road::Plain, class: ClassId(number), registrable: None }
    }

    fn name(number: u32) -> String {
        format!("{}{number}.example", "long-".repeat(number as usize % 12))
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
                let hash = hosts.hash(&name);
                assert!(hosts.find(hash, &name).is_none());
                hosts.add(hash, &name, met(number));
                assert_eq!(hosts.find(hash, &name).unwrap().class, ClassId(number));
            }
            let found = (0..5000).filter_map(|number| Some((number, hosts.find(hosts.hash(&name(number)), &name(number))?)));
            let found: Vec<(u32, Met)> = found.collect();
            assert!(found.iter().all(|(number, met)| met.class == ClassId(*number)));
            assert!(found.len() <= most && found.len() >= most * 3 / 4, "{} of {most}", found.len());
            hosts.clear();
            assert!(hosts.find(hosts.hash(&name(4999)), &name(4999)).is_none());
        }
    }

    #[test]
    fn hosts_with_the_same_hash_are_told_apart() {
        let mut hosts = Hosts::new(64);
        for (number, name) in (0..).zip(["a.example", "b.example", &"c".repeat(200), &"d".repeat(200)]) {
            hosts.add(7, name, met(number));
        }
        assert_eq!(hosts.find(7, "b.example").unwrap().class, ClassId(1));
        assert_eq!(hosts.find(7, &"d".repeat(200)).unwrap().class, ClassId(3));
        assert!(hosts.find(7, "e.example").is_none() && hosts.find(7, &"e".repeat(200)).is_none());
        hosts.add(8, &"e".repeat(256), met(9));
        assert!(hosts.find(8, &"e".repeat(256)).is_none());
    }
}
