//! One table of hosts and domains: owner and category, wrappers, short links and list membership together.

use std::collections::HashMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use smallvec::SmallVec;

use super::ids::{CategorySet, OwnerId, WrapperId};
use super::listed::{Asked, KeptEntries, Link, ListEntry, ListReach, Offer, Precedence, Refined};
use super::name_filter::{LastLabels, NameFilter};
use super::name_table::{NameTable, Part, hash, names_downwards};
use super::packed::{CompiledLists, ListBits, PackedNames, pack};
use crate::canon::CanonicalUrl;
use crate::path::PathPattern;

/// Owner and categories of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Who runs it.
    pub owner: OwnerId,
    /// What it is.
    pub category: CategorySet,
}

/// What is known at one name, of exactly this host or of everything at and below it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Facts {
    site: Option<Site>,
    paths: Vec<(PathPattern, Site)>,
    wrappers: Vec<WrapperId>,
    short_link: Option<u16>,
    has_code: bool,
}

/// What is known at one name. Names of users' lists have no [`Facts`] and share an entry with all that are in the same lists.
#[derive(Debug, Clone, Default)]
struct Entry {
    exact: Option<Box<Facts>>,
    below: Option<Box<Facts>>,
    /// Lists that name just this host.
    lists_here: u64,
    /// Lists that name every host under this name.
    lists_under: u64,
}

impl Entry {
    const fn lists(&self) -> (u64, u64) {
        (self.lists_here, self.lists_under)
    }

    /// Whether it holds more than lists, and so belongs to one name alone.
    const fn has_facts(&self) -> bool {
        self.exact.is_some() || self.below.is_some()
    }
}

/// How far an entry reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// This host only.
    Exact,
    /// This name and every name under it.
    Below,
}

/// What the table knows of one host.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostFacts<'t> {
    site: Option<Site>,
    paths: &'t [(PathPattern, Site)],
    exact_wrappers: &'t [WrapperId],
    domain_wrappers: &'t [WrapperId],
    /// The number of the short-link entry.
    pub short_link: Option<u16>,
    /// The user's lists that name the host, as bits.
    pub lists: u64,
    /// Whether some links of the host are payment codes or the like.
    pub has_code: bool,
}

impl<'t> HostFacts<'t> {
    /// Owner and categories, by the most specific entry for this path.
    #[must_use]
    pub fn site(&self, path: &str) -> Option<Site> {
        if self.paths.is_empty() {
            return self.site;
        }
        let form = crate::path::matching_form(path);
        let by_path = self.paths.iter().filter(|(pattern, _)| pattern.matches(&form)).max_by_key(|(pattern, _)| pattern.weight());
        by_path.map(|(_, site)| *site).or(self.site)
    }

    /// Who runs the host as a whole, whatever its paths are.
    #[must_use]
    pub const fn whole_site(&self) -> Option<Site> {
        self.site
    }

    /// The paths that have owner and categories of their own.
    #[must_use]
    pub const fn path_sites(&self) -> &'t [(PathPattern, Site)] {
        self.paths
    }

    fn take(&mut self, facts: &'t Facts) {
        self.site = facts.site.or(self.site);
        if !facts.paths.is_empty() {
            self.paths = &facts.paths;
        }
    }

    /// The wrappers that may use this host, those named exactly first.
    pub fn wrappers(&self) -> impl Iterator<Item = WrapperId> + use<'t> {
        self.exact_wrappers.iter().chain(self.domain_wrappers).copied()
    }
}

/// A host and the names above it, by whole labels: `a.b.c`, `b.c`, `c`.
pub fn names_upwards(host: &str) -> impl Iterator<Item = &str> {
    let mut next = Some(host);
    std::iter::from_fn(move || {
        let name = next?;
        let dot = name.bytes().position(|byte| byte == b'.');
        next = dot.and_then(|dot| name.get(dot + 1..));
        Some(name)
    })
}

/// Hosts and domains with what is known of them.
#[derive(Debug, Default)]
pub struct HostTable {
    names: NameTable,
    /// By the numbers of the names.
    entries: Vec<Entry>,
    /// The entries without facts, by their lists.
    plain: HashMap<(u64, u64), u32, foldhash::fast::FixedState>,
    filter: NameFilter,
    /// Lists that were compiled stand apart, as they are in their files.
    pub compiled: CompiledLists,
    /// Lists with exceptions or paths: a bit of theirs is looked at again.
    refined: Vec<Refined>,
    /// Their bits.
    refined_bits: u64,
    /// Those of them that say something of every host there is.
    everywhere: u64,
}

impl HostTable {
    /// What is known of a canonical host: its own entry, then those of the names above it. Lists may ask about the whole URL.
    #[must_use]
    pub fn lookup(&self, host: &str, url: &CanonicalUrl<'_>) -> HostFacts<'_> {
        let mut found = self.known(host);
        if (found.lists & self.refined_bits) | self.everywhere != 0 {
            let lists = found.lists | self.everywhere;
            found.lists = self.settle(lists, &Asked::Link(Link::new(host, url))).unwrap_or(lists);
        }
        found
    }

    /// What is known of a canonical host by itself; lists with exceptions or paths may say otherwise of some of its URLs.
    #[must_use]
    pub fn known(&self, host: &str) -> HostFacts<'_> {
        self.known_by(host, LastLabels::of(host))
    }

    /// The same, by its last two labels.
    #[must_use]
    pub fn known_by(&self, host: &str, last: LastLabels) -> HostFacts<'_> {
        let mut found = HostFacts::default();
        let may_know = self.filter.may_know(last);
        if !may_know && self.compiled.is_empty() {
            return found;
        }
        // What comes later is more specific, and takes the place of what was there.
        for part in names_downwards(host) {
            if !self.compiled.is_empty() {
                let (here, under) = self.compiled.lists(part);
                found.lists |= if part.is_host { here } else { under };
            }
            let Some(entry) = self.part(part).filter(|_| may_know) else { continue };
            found.lists |= if part.is_host { entry.lists_here } else { entry.lists_under };
            if let Some(below) = entry.below.as_deref() {
                found.take(below);
                if !below.wrappers.is_empty() {
                    found.domain_wrappers = &below.wrappers;
                }
            }
            if part.is_host
                && let Some(exact) = entry.exact.as_deref()
            {
                found.take(exact);
                found.exact_wrappers = &exact.wrappers;
                found.short_link = exact.short_link;
                found.has_code = exact.has_code;
            }
        }
        found
    }

    /// Brings near what compiled lists know of some hosts; that changes nothing but how long it takes to ask.
    pub fn foresee_hosts<'h>(&self, hosts: impl Iterator<Item = &'h str>) {
        if self.compiled.is_empty() {
            return;
        }
        let parts = hosts.flat_map(names_downwards).filter(|part| !part.is_single);
        let hashes: SmallVec<[u64; 128]> = parts.map(|part| part.hash).collect();
        self.compiled.foresee(&hashes);
    }

    /// The lists that may name some links of a host and not others, as bits.
    #[must_use]
    pub fn open_lists(&self, host: &str) -> u64 {
        (self.known(host).lists & self.refined_bits) | self.everywhere
    }

    /// The lists whose answer turns on more than the host, as bits.
    #[must_use]
    pub const fn refined_lists(&self) -> u64 {
        self.refined_bits | self.everywhere
    }

    /// The lists that name all links of a host, where `named` have a name at or above it; `None` where some of them name only some
    /// of its links.
    #[must_use]
    pub fn settled_lists(&self, named: u64, host: &str) -> Option<u64> {
        let lists = named | self.everywhere;
        if lists & self.refined_lists() == 0 { Some(lists) } else { self.settle(lists, &Asked::Host(host)) }
    }

    /// Takes the lists out that an exception, a path or the like keeps from naming what is asked; `None` where that cannot be told.
    fn settle(&self, lists: u64, asked: &Asked<'_>) -> Option<u64> {
        let names = names_upwards(asked.host()).chain(std::iter::once(""));
        let names: SmallVec<[(&str, ListBits); 6]> = names.map(|name| (name, self.lists_of(name))).collect();
        let mut refined = self.refined.iter().filter(|list| list.bit() & lists != 0);
        refined.try_fold(lists, |lists, list| Some(if is_member(list, asked, &names)? { lists } else { lists & !list.bit() }))
    }

    fn part(&self, part: Part<'_>) -> Option<&Entry> {
        self.numbered(self.names.get(part)?)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.numbered(self.names.number(self.names.find(name)?)?)
    }

    fn numbered(&self, number: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(number).ok()?)
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

    /// Notes owner and categories; `false` if there were some already.
    pub fn add_site(&mut self, host: &str, reach: Reach, site: Site) -> bool {
        self.facts(host, reach).is_some_and(|facts| facts.site.replace(site).is_none())
    }

    /// Notes owner and categories of some paths of a host.
    pub fn add_path_site(&mut self, host: &str, pattern: PathPattern, site: Site) {
        if let Some(facts) = self.facts(host, Reach::Exact) {
            facts.paths.push((pattern, site));
        }
    }

    /// Notes a wrapper.
    pub fn add_wrapper(&mut self, host: &str, reach: Reach, wrapper: WrapperId) {
        if let Some(facts) = self.facts(host, reach) {
            facts.wrappers.push(wrapper);
        }
    }

    /// Notes a wrapper at every name that has another one.
    pub fn share_wrapper(&mut self, from: WrapperId, wrapper: WrapperId) {
        let facts = self.entries.iter_mut().flat_map(|entry| [entry.exact.as_deref_mut(), entry.below.as_deref_mut()]);
        for facts in facts.flatten().filter(|facts| facts.wrappers.contains(&from)) {
            facts.wrappers.push(wrapper);
        }
    }

    /// Notes a short-link host; `false` if it was one already.
    pub fn add_short_link(&mut self, host: &str, number: u16) -> bool {
        self.facts(host, Reach::Exact).is_some_and(|facts| facts.short_link.replace(number).is_none())
    }

    /// The number of a host's short-link entry.
    #[must_use]
    pub fn short_link(&self, host: &str) -> Option<u16> {
        self.entry(host).and_then(|entry| entry.exact.as_deref()?.short_link)
    }

    /// Notes that some links of a host are payment codes or the like.
    pub fn add_code(&mut self, host: &str) {
        if let Some(facts) = self.facts(host, Reach::Exact) {
            facts.has_code = true;
        }
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
    pub fn refine(&mut self, list: u64, precedence: Precedence, entries: Vec<ListEntry>) {
        let mut refined = Refined::new(list, precedence);
        for entry in &entries {
            refined.open(&entry.name, self.reach(&entry.name, list));
        }
        for entry in entries {
            if entry.name.is_empty() {
                self.everywhere |= list;
                self.filter.open();
            } else if entry.brings_in() {
                self.add_to_list(&entry.name, entry.reach, list);
            }
            refined.add(entry);
        }
        self.refined_bits |= list;
        self.refined.push(refined);
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
        let names = pack(self.names.iter().filter_map(|(name, entry)| Some((name, number(entry)?))))?;
        Some((names, sets))
    }

    /// What a list says beside plain names, to be kept.
    #[must_use]
    pub fn kept_entries(&self, list: u64) -> Option<KeptEntries> {
        self.refined.iter().find(|refined| refined.bit() == list).map(KeptEntries::of)
    }

    /// Adds what was kept of a list beside its plain names, under a bit.
    pub fn restore_entries(&mut self, list: u64, kept: KeptEntries) {
        let (refined, everywhere) = kept.restore(list);
        if everywhere {
            self.everywhere |= list;
            self.filter.open();
        }
        self.refined_bits |= list;
        self.refined.push(refined);
    }

    /// Lets every host through the filter before the table from now on: for a table that is filled to be written, and never asked.
    pub const fn open_filter(&mut self) {
        self.filter.open();
    }

    /// Makes room for so many names more, so that the filter before the table still tells most hosts apart.
    pub fn reserve(&mut self, names: usize) {
        self.names.reserve(names);
        if let Some(mut filter) = self.filter.larger(self.names.len() + names) {
            self.names.iter().for_each(|(name, _)| filter.insert(name));
            self.filter = filter;
        }
    }

    /// Every host and domain whose owner is known as a whole.
    pub fn site_names(&self) -> impl Iterator<Item = &str> {
        let has_site = |facts: &Option<Box<Facts>>| facts.as_deref().is_some_and(|facts| facts.site.is_some());
        self.named_entries().filter(move |(_, entry)| has_site(&entry.exact) || has_site(&entry.below)).map(|(name, _)| name)
    }

    /// The entries of a list that another of its entries covers: a name above it, with all that stands below that. In no order, the
    /// name and then what covers it. Lists with exceptions or paths have none: there the nearer entry may count for more.
    pub fn covered(&self, list: u64) -> impl Iterator<Item = (&str, &str)> {
        let own = self.named_entries().map(|(name, entry)| (name, entry.lists()));
        let names = own.chain(self.compiled.names()).filter(move |(_, (here, under))| list & self.refined_lists() == 0 && (here | under) & list != 0);
        names.filter_map(move |(name, _)| Some((name, names_upwards(name).skip(1).find(|above| self.lists_of(above).1 & list != 0)?)))
    }

    /// Every name the table knows, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name).chain(self.compiled.names().map(|(name, _)| name))
    }

    /// How many names the catalog knows; those of lists are counted with their lists.
    #[must_use]
    pub fn known_hosts(&self) -> usize {
        self.entries.iter().filter(|entry| entry.has_facts()).count()
    }

    fn named_entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.names.iter().filter_map(|(name, number)| Some((name, self.numbered(number)?)))
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

    /// Lists have at most 64 times ten million names, so the numbers suffice.
    fn push(&mut self, entry: Entry) -> u32 {
        self.entries.push(entry);
        u32::try_from(self.entries.len() - 1).unwrap_or(u32::MAX)
    }

    /// The facts at a name, which are its own.
    fn facts(&mut self, host: &str, reach: Reach) -> Option<&mut Facts> {
        self.filter.insert(host);
        let place = self.names.find(host);
        let number = place.and_then(|place| self.names.number(place));
        let known = number.and_then(|number| self.numbered(number));
        let number = match number.filter(|_| known.is_some_and(Entry::has_facts)) {
            Some(number) => number,
            None => {
                let entry = known.cloned().unwrap_or_default();
                let number = self.push(entry);
                match place {
                    Some(place) => self.names.set(place, number),
                    None if self.names.insert(host, number) => {}
                    None => return None,
                }
                number
            }
        };
        let entry = self.entries.get_mut(usize::try_from(number).ok()?)?;
        Some(match reach {
            Reach::Exact => entry.exact.get_or_insert_default(),
            Reach::Below => entry.below.get_or_insert_default(),
        })
    }
}

/// How far a list reaches, of those that name a name.
const fn reach((here, under): ListBits, list: u64) -> Option<ListReach> {
    ListReach::of(here & list != 0, under & list != 0)
}

/// Whether a list names what is asked, by the names from the host upwards and the lists that name each.
fn is_member(list: &Refined, asked: &Asked<'_>, names: &[(&str, ListBits)]) -> Option<bool> {
    let mut best = Offer::none();
    for (at, (name, lists)) in names.iter().enumerate() {
        match list.at(name) {
            Some(named) => named.offers(list.precedence(), at, asked, &mut best)?,
            None => best.plain(list.precedence(), reach(*lists, list.bit()), at, name),
        }
    }
    Some(best.is_member())
}

/// What the catalog knows at one name, to be written and read.
#[derive(Serialize, Deserialize)]
struct Known<N, F> {
    name: N,
    exact: F,
    below: F,
}

/// Writes what the catalog knows; users' lists are compiled into files of their own.
impl Serialize for HostTable {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = self.named_entries().filter(|(_, entry)| entry.has_facts());
        let known: Vec<_> = known.map(|(name, entry)| Known { name, exact: &entry.exact, below: &entry.below }).collect();
        known.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for HostTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        let all = Vec::<Known<&str, Option<Box<Facts>>>>::deserialize(deserializer)?;
        table.names.reserve(all.len());
        for Known { name, exact, below } in all {
            table.filter.insert(name);
            let number = table.push(Entry { exact, below, ..Entry::default() });
            table.names.insert(name, number);
        }
        Ok(table)
    }
}
