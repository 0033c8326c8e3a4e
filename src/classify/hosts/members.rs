//! Users' lists in the table: the names they bring, and which of them name a host in the end.

use super::{Entry, HostTable, names_upwards};
use crate::classify::listed::{Asked, ListEntry, ListReach, Offer, Precedence};
use crate::classify::name_table::{Part, hash, names_downwards};
use crate::classify::packed::{ListBits, PackedNames, pack};
use crate::classify::refined::{KeptEntries, Refined};

/// A host and the names above it, the host last, with the lists that name each by their plain entries. There is none where no list says more
/// than that at any of them.
#[derive(Debug, Clone, Default)]
pub struct NamedBy<'h>(Vec<(Part<'h>, ListBits)>);

impl HostTable {
    /// The lists that may name some links of a host and not others, as bits.
    #[must_use]
    pub fn open_lists(&self, host: &str) -> u64 {
        (self.known(host).lists & self.refined.bits()) | self.refined.everywhere()
    }

    /// The lists whose answer turns on more than the host, as bits.
    #[must_use]
    pub const fn refined_lists(&self) -> u64 {
        self.refined.bits()
    }

    /// The lists that name all links of a host, where `lists` have a name at or above it; `None` where some of them name only some
    /// of its links.
    #[must_use]
    pub fn settled_lists(&self, lists: u64, host: &str, named: &NamedBy<'_>) -> Option<u64> {
        self.settle(lists | self.refined.everywhere(), &Asked::Host(host), named)
    }

    /// Takes the lists out that an exception, a path or the like keeps from naming what is asked; `None` where that cannot be told.
    pub(super) fn settle(&self, lists: u64, asked: &Asked<'_>, named: &NamedBy<'_>) -> Option<u64> {
        let everywhere = self.refined.everywhere();
        match (named.0.is_empty(), everywhere) {
            // What the lists say by plain names is all they say.
            (true, 0) => Some(lists),
            (true, _) => self.settle_by(lists, asked, &self.named_by(asked.host())),
            (false, _) => self.settle_by(lists, asked, named),
        }
    }

    /// The lists that name a host and the names above it by their plain entries.
    pub(super) fn named_by<'h>(&self, host: &'h str) -> NamedBy<'h> {
        NamedBy(names_downwards(host).map(|part| (part, self.lists_at(part))).collect())
    }

    fn settle_by(&self, lists: u64, asked: &Asked<'_>, named: &NamedBy<'_>) -> Option<u64> {
        self.refined.among(lists).try_fold(lists, |lists, list| Some(if is_member(list, asked, named)? { lists } else { lists & !list.bit() }))
    }

    /// How far a list reaches by its plain entry for a name.
    fn reach(&self, name: &str, list: u64) -> Option<ListReach> {
        reach(self.lists_of(name), list)
    }

    /// The lists that name a name by their plain entries.
    fn lists_of(&self, name: &str) -> ListBits {
        let (here, under) = self.entry(name).map_or((0, 0), Entry::lists);
        let (compiled_here, compiled_under) = self.compiled.of(name);
        (here | compiled_here, under | compiled_under)
    }

    /// The same for a part of a host.
    fn lists_at(&self, part: Part<'_>) -> ListBits {
        let (here, under) = self.part(part).map_or((0, 0), Entry::lists);
        let (compiled_here, compiled_under) = self.compiled.lists(part);
        (here | compiled_here, under | compiled_under)
    }

    /// Notes that a user's list, given by its bit, names a host; `false` if the list said so already.
    pub fn add_to_list(&mut self, host: &str, reach: ListReach, list: u64) -> bool {
        self.add_hashed_to_list(hash(host), host, reach, list)
    }

    /// The hash of a name, for [`HostTable::foresee_names`] and [`HostTable::add_hashed_to_list`].
    #[must_use]
    pub fn hash(name: &str) -> u64 {
        hash(name)
    }

    /// Brings near where some names stand or would stand; that changes nothing but how long it takes to add them.
    pub fn foresee_names(&self, hashes: impl Iterator<Item = u64>) {
        self.names.foresee(hashes);
    }

    /// As [`HostTable::add_to_list`], by the hash of the name.
    pub fn add_hashed_to_list(&mut self, hash: u64, host: &str, reach: ListReach, list: u64) -> bool {
        let added = (if reach.covers(0) { list } else { 0 }, if reach.covers(1) { list } else { 0 });
        let Some(place) = self.names.find_hashed(hash, host) else {
            self.filter.insert(host);
            let number = self.plain(added);
            return self.names.insert_hashed(hash, host, number);
        };
        let at = self.names.number(place).and_then(|number| usize::try_from(number).ok());
        let Some(entry) = at.and_then(|at| self.entries.get_mut(at)) else { return false };
        let (before, after) = (entry.lists(), (entry.lists_here | added.0, entry.lists_under | added.1));
        if entry.has_facts() {
            (entry.lists_here, entry.lists_under) = after;
        } else if before != after {
            let number = self.plain(after);
            self.names.set(place, number);
        }
        before != after
    }

    /// Adds what a list says beside plain names: exceptions, paths and the like. Comes after all its plain names.
    pub fn refine(&mut self, list: u64, precedence: Precedence, mut entries: Vec<ListEntry>) {
        entries.sort_by(|one, other| one.name.cmp(&other.name));
        let refined = Refined::new(list, precedence, &entries, |name| self.reach(name, list));
        for ListEntry { name, rule } in entries {
            if name.is_empty() {
                self.filter.open();
            } else if rule.brings_in() {
                self.add_to_list(&name, rule.reach, list);
            }
        }
        self.refined.add(refined);
    }

    /// What some lists say, given by their bits, to be kept: the first of them is the first bit there, and so on.
    /// `None` where they are more than can be kept.
    #[must_use]
    pub fn pack(&self, lists: &[u64]) -> Option<(PackedNames, Vec<ListBits>)> {
        let theirs = |ours: u64| lists.iter().zip(0..u64::BITS).fold(0, |bits, (list, at)| if ours & list == 0 { bits } else { bits | 1 << at });
        let of_entry: Vec<ListBits> = self.entries.iter().map(|entry| (theirs(entry.lists_here), theirs(entry.lists_under))).collect();
        let mut sets: Vec<ListBits> = of_entry.iter().copied().filter(|bits| *bits != (0, 0)).collect();
        sets.sort_unstable();
        sets.dedup();
        let numbers: Vec<Option<u32>> = of_entry.iter().map(|bits| sets.binary_search(bits).ok().and_then(|at| u32::try_from(at).ok())).collect();
        let number = |entry: u32| *numbers.get(usize::try_from(entry).ok()?)?;
        let names = pack(self.names.iter_bytes().filter_map(|(name, entry)| Some((name, number(entry)?))))?;
        Some((names, sets))
    }

    /// What a list says beside plain names, to be kept.
    #[must_use]
    pub fn kept_entries(&self, list: u64) -> Option<KeptEntries> {
        self.refined.kept(list)
    }

    /// Adds what was kept of a list beside its plain names, under a bit; `false` where nobody who compiles lists kept it.
    #[must_use]
    pub fn restore_entries(&mut self, list: u64, kept: &KeptEntries) -> bool {
        let is_whole = self.refined.restore(kept, list);
        if self.refined.everywhere() & list != 0 {
            self.filter.open();
        }
        is_whole
    }

    /// The entries of a list that another of its entries covers: a name above it, with all that stands below that. In no order, the
    /// name and then what covers it. Lists with exceptions or paths have none: there the nearer entry may count for more.
    pub fn covered(&self, list: u64) -> impl Iterator<Item = (&str, &str)> {
        let own = self.named_entries().map(|(name, entry)| (name, entry.lists()));
        let names = own.chain(self.compiled.names()).filter(move |(_, (here, under))| list & self.refined_lists() == 0 && (here | under) & list != 0);
        names.filter_map(move |(name, _)| Some((name, names_upwards(name).skip(1).find(|above| self.lists_of(above).1 & list != 0)?)))
    }

    /// The number of the entry of all names that are in just these lists.
    fn plain(&mut self, lists: (u64, u64)) -> u32 {
        if let Some(number) = self.plain.get(&lists) {
            return *number;
        }
        let number = self.push(Entry { lists_here: lists.0, lists_under: lists.1, ..Entry::default() });
        self.plain.insert(lists, number);
        number
    }
}

/// How far a list reaches, of those that name a name.
const fn reach((here, under): ListBits, list: u64) -> Option<ListReach> {
    ListReach::of(here & list != 0, under & list != 0)
}

/// Whether a list names what is asked. Above all names stands what holds for every host.
fn is_member(list: &Refined, asked: &Asked<'_>, NamedBy(named): &NamedBy<'_>) -> Option<bool> {
    let mut best = Offer::none();
    for (below, (part, lists)) in named.iter().rev().enumerate() {
        match list.at(part.hash, part.name) {
            Some(saying) => saying.offers(list.precedence(), (part.name, below), asked, &mut best)?,
            None => best.plain(list.precedence(), reach(*lists, list.bit()), below, part.name),
        }
    }
    if let Some(saying) = list.at(hash(""), "") {
        saying.offers(list.precedence(), ("", named.len()), asked, &mut best)?;
    }
    Some(best.is_member())
}
