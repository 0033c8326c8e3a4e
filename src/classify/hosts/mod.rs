//! One table of hosts and domains: owner and category, wrappers, short links and list membership together.

mod facts;
mod kept;
mod members;

use std::collections::HashMap;

use smallvec::SmallVec;

use super::ids::WrapperId;
use super::listed::{Asked, Link};
use super::name_filter::{LastLabels, NameFilter};
use super::name_table::{NameTable, Part, names_downwards};
use super::packed::CompiledLists;
use super::refined::RefinedLists;
use crate::canon::CanonicalUrl;
use crate::path::PathPattern;
use facts::Facts;
pub use facts::{HostFacts, Site};
pub use members::NamedBy;

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
    refined: RefinedLists,
}

impl HostTable {
    /// What is known of a canonical host: its own entry, then those of the names above it. Lists may ask about the whole URL.
    #[must_use]
    pub fn lookup(&self, host: &str, url: &CanonicalUrl<'_>) -> HostFacts<'_> {
        let (mut found, named) = self.named(host, LastLabels::of(host));
        let lists = found.lists | self.refined.everywhere();
        if lists & self.refined.bits() != 0 {
            found.lists = self.settle(lists, &Asked::Link(Link::new(host, url)), &named).unwrap_or(lists);
        }
        found
    }

    /// What is known of a canonical host by itself; lists with exceptions or paths may say otherwise of some of its URLs.
    #[must_use]
    pub fn known(&self, host: &str) -> HostFacts<'_> {
        self.named(host, LastLabels::of(host)).0
    }

    /// The same, by the last two labels of the host, and what lists say of it and of the names above it where some say more than names.
    #[must_use]
    pub fn named<'h>(&self, host: &'h str, last: LastLabels) -> (HostFacts<'_>, NamedBy<'h>) {
        let mut found = HostFacts::default();
        let (may_know, may_list) = (self.filter.may_know(last), self.compiled.may_name(last));
        if !may_know && !may_list {
            return (found, NamedBy::default());
        }
        let mut says_more = false;
        // What comes later is more specific, and takes the place of what was there.
        for part in names_downwards(host) {
            let (mut here, mut under) = if may_list { self.compiled.lists(part) } else { (0, 0) };
            if let Some(entry) = if may_know { self.part(part) } else { None } {
                here |= entry.lists_here;
                under |= entry.lists_under;
                if let Some(below) = entry.below.as_deref() {
                    found.take_below(below);
                }
                if let Some(exact) = entry.exact.as_deref().filter(|_| part.is_host) {
                    found.take_exact(exact);
                }
            }
            found.lists |= if part.is_host { here } else { under };
            says_more |= self.refined.may_say_at(part.hash);
        }
        let may_be_settled = says_more && found.lists & self.refined.bits() != 0;
        (found, if may_be_settled { self.named_by(host) } else { NamedBy::default() })
    }

    /// Whether nothing is known of a host, by its last two labels, and no list speaks of every host; `true` is certain.
    #[must_use]
    pub fn is_silent(&self, last: LastLabels) -> bool {
        self.refined.everywhere() == 0 && !self.filter.may_know(last) && !self.compiled.may_name(last)
    }

    /// Brings near what compiled lists know of some hosts; that changes nothing but how long it takes to ask.
    pub fn foresee_hosts<'h>(&self, hosts: impl Iterator<Item = &'h str>) {
        if self.compiled.is_empty() {
            return;
        }
        let hosts: SmallVec<[(&str, LastLabels); 32]> = hosts.map(|host| (host, LastLabels::of(host))).collect();
        self.compiled.foresee_hosts(hosts.iter().map(|(_, last)| *last));
        let likely = hosts.iter().filter(|(_, last)| self.compiled.may_name(*last));
        let parts = likely.flat_map(|(host, _)| names_downwards(host)).filter(|part| !part.is_single);
        let hashes: SmallVec<[u64; 128]> = parts.map(|part| part.hash).collect();
        self.compiled.foresee(&hashes);
    }

    #[inline(always)]
    fn part(&self, part: Part<'_>) -> Option<&Entry> {
        self.numbered(self.names.get(part)?)
    }

    fn entry(&self, name: &str) -> Option<&Entry> {
        self.numbered(self.names.number(self.names.find(name)?)?)
    }

    fn numbered(&self, number: u32) -> Option<&Entry> {
        self.entries.get(usize::try_from(number).ok()?)
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
