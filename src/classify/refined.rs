//! What users' lists say beside plain names, kept by name: names that say the same share what they say.
//!
//! A list of a million names may have exceptions by the ten thousand, and nearly all of them say one thing. So a name takes its bytes and a
//! number, and a filter over all these names spares most hosts the question.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::hash_filter::HashFilter;
use super::listed::{Asked, EntryRule, ListEntry, ListReach, Offer, Precedence};
use super::name_table::{NameTable, hash};

/// What a list says at one name: by its plain entries, and by the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Saying {
    plain: Option<ListReach>,
    rules: Vec<EntryRule>,
}

impl Saying {
    /// Brings forward what holds for a host so many labels below the name at which this is said; `None` where an entry that reaches it asks
    /// of the link more than the host, and no link is given.
    pub(super) fn offers(&self, precedence: Precedence, (name, below): (&str, usize), asked: &Asked<'_>, best: &mut Offer) -> Option<()> {
        best.plain(precedence, self.plain, below, name);
        for rule in &self.rules {
            if rule.reach.covers(below) && !rule.spares(asked.host()) && asked.meets(rule)? {
                best.rule(precedence, name, rule);
            }
        }
        Some(())
    }
}

/// A list with entries that say more than a name.
#[derive(Debug)]
pub(super) struct Refined {
    bit: u64,
    precedence: Precedence,
    /// Each name with the number of what is said there, in the order of the names, and their hashes.
    names: NameTable,
    hashes: Vec<u64>,
    sayings: Vec<Saying>,
}

impl Refined {
    /// A list by its entries, sorted by their names, with what its plain names say at a name.
    pub(super) fn new(bit: u64, precedence: Precedence, entries: &[ListEntry], plain: impl Fn(&str) -> Option<ListReach>) -> Self {
        let mut list = Self { bit, precedence, names: NameTable::default(), hashes: Vec::new(), sayings: Vec::new() };
        let mut numbers: HashMap<Saying, u32, foldhash::fast::FixedState> = HashMap::default();
        for same in entries.chunk_by(|one, next| one.name == next.name) {
            let Some(ListEntry { name, .. }) = same.first() else { continue };
            let saying = Saying { plain: plain(name), rules: same.iter().map(|entry| entry.rule.clone()).collect() };
            let number = match numbers.get(&saying) {
                Some(number) => *number,
                None => {
                    // A list has at most ten million entries.
                    let number = u32::try_from(list.sayings.len()).unwrap_or(u32::MAX);
                    list.sayings.push(saying.clone());
                    numbers.insert(saying, number);
                    number
                }
            };
            list.insert(name, number);
        }
        list
    }

    fn insert(&mut self, name: &str, number: u32) {
        let hash = hash(name);
        if self.names.insert_hashed(hash, name, number) {
            self.hashes.push(hash);
        }
    }

    pub(super) const fn bit(&self) -> u64 {
        self.bit
    }

    pub(super) const fn precedence(&self) -> Precedence {
        self.precedence
    }

    /// What it says at a name, by the hash of the name.
    pub(super) fn at(&self, hash: u64, name: &str) -> Option<&Saying> {
        let number = self.names.number(self.names.find_hashed(hash, name)?)?;
        self.sayings.get(usize::try_from(number).ok()?)
    }
}

/// A list with entries that say more than a name, as it is kept beside its plain names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptEntries {
    precedence: Precedence,
    sayings: Vec<Saying>,
    /// The names in order, one behind another.
    names: String,
    /// For each name how long it is, and the number of what is said there.
    places: Vec<(u32, u32)>,
}

impl KeptEntries {
    fn of(list: &Refined) -> Self {
        let mut kept = Self { precedence: list.precedence, sayings: list.sayings.clone(), names: String::new(), places: Vec::with_capacity(list.names.len()) };
        for (name, number) in list.names.iter() {
            kept.names.push_str(name);
            kept.places.push((u32::try_from(name.len()).unwrap_or(u32::MAX), number));
        }
        kept
    }

    /// The list again, under a bit; `None` where this was made up by nobody who compiles lists.
    fn restore(&self, bit: u64) -> Option<Refined> {
        let mut list = Refined {
            bit,
            precedence: self.precedence,
            names: NameTable::default(),
            hashes: Vec::with_capacity(self.places.len()),
            sayings: self.sayings.clone(),
        };
        list.names.reserve(self.places.len());
        let mut rest = self.names.as_str();
        for (length, number) in &self.places {
            let (name, behind) = rest.split_at_checked(usize::try_from(*length).ok()?)?;
            list.sayings.get(usize::try_from(*number).ok()?)?;
            list.insert(name, *number);
            rest = behind;
        }
        rest.is_empty().then_some(list)
    }
}

/// The lists of a run that have entries which say more than a name.
#[derive(Debug, Default)]
pub(super) struct RefinedLists {
    lists: Vec<Refined>,
    bits: u64,
    everywhere: u64,
    /// All their names.
    filter: HashFilter,
    /// For how many names the filter was made, and how many it has.
    room: usize,
    held: usize,
}

impl RefinedLists {
    /// Adds a list.
    pub(super) fn add(&mut self, list: Refined) {
        self.bits |= list.bit;
        if list.at(hash(""), "").is_some() {
            self.everywhere |= list.bit;
        }
        self.held += list.hashes.len();
        if self.held > self.room {
            // Twice as large at least, so that many lists do not make it over and over.
            self.room = self.held.max(self.room * 2);
            self.filter = HashFilter::with_room(self.room);
            self.lists.iter().flat_map(|list| &list.hashes).for_each(|hash| self.filter.insert(*hash));
        }
        list.hashes.iter().for_each(|hash| self.filter.insert(*hash));
        self.lists.push(list);
    }

    /// Adds a list as it was kept, under a bit; `false` where it was not kept so by anybody who compiles lists.
    pub(super) fn restore(&mut self, kept: &KeptEntries, bit: u64) -> bool {
        kept.restore(bit).map(|list| self.add(list)).is_some()
    }

    /// What a list says beside plain names, to be kept.
    pub(super) fn kept(&self, bit: u64) -> Option<KeptEntries> {
        self.lists.iter().find(|list| list.bit == bit).map(KeptEntries::of)
    }

    /// Those of some lists, given by their bits.
    pub(super) fn among(&self, bits: u64) -> impl Iterator<Item = &Refined> {
        self.lists.iter().filter(move |list| list.bit & bits != 0)
    }

    /// Whether a list may say more at a name, by its hash; `false` is certain.
    pub(super) fn may_say_at(&self, hash: u64) -> bool {
        self.filter.may_hold(hash)
    }

    /// The lists, as bits.
    pub(super) const fn bits(&self) -> u64 {
        self.bits
    }

    /// Those of them that say something of every host, as bits.
    pub(super) const fn everywhere(&self) -> u64 {
        self.everywhere
    }
}

#[cfg(test)]
mod tests {
    use super::super::listed::{LinkTest, Says, Weight};
    use super::*;

    fn out(name: &str) -> ListEntry {
        let rule = EntryRule { reach: ListReach::Below, says: Says::Out, weight: Weight::Plain, test: LinkTest::default(), spared: Vec::new() };
        ListEntry { name: name.into(), rule }
    }

    fn list(bit: u64, names: &[&str]) -> Refined {
        let entries: Vec<ListEntry> = names.iter().map(|name| out(name)).collect();
        Refined::new(bit, Precedence::Specific, &entries, |_| None)
    }

    #[test]
    fn names_that_say_the_same_share_it_and_are_all_found() {
        let names = ["", "a.example", "b.example", "c.b.example"];
        let restored = KeptEntries::of(&list(2, &names)).restore(2).unwrap();
        assert_eq!(restored.sayings.len(), 1);
        let mut lists = RefinedLists::default();
        lists.add(restored);
        for number in 2..9 {
            lists.add(list(1 << number, &[&format!("{number}.example"), "z.example"]));
        }
        assert_eq!((lists.bits(), lists.everywhere()), (0x1fe, 2));
        for name in names.iter().map(|name| (*name).to_owned()).chain((2..9).map(|number| format!("{number}.example"))) {
            assert!(lists.may_say_at(hash(&name)), "{name}");
            assert_eq!(lists.among(!0).filter(|list| list.at(hash(&name), &name).is_some()).count(), 1, "{name}");
        }
    }

    #[test]
    fn what_nobody_compiled_is_not_restored() {
        let kept = KeptEntries::of(&list(1, &["a.example", "é.example"]));
        assert!(kept.restore(1).is_some());
        for places in [vec![], vec![(9, 0)], vec![(9, 1), (10, 0)], vec![(10, 0), (9, 0)], vec![(9, 0), (u32::MAX, 0)]] {
            assert!(KeptEntries { places, ..kept.clone() }.restore(1).is_none());
        }
    }
}
