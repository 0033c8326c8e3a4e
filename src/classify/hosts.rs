//! One table of hosts and domains: owner and category, wrappers, short links and list membership together.

use std::collections::HashMap;

use super::ids::{CategorySet, OwnerId, WrapperId};
use super::name_filter::NameFilter;
use crate::path::PathPattern;

/// Owner and categories of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// Who runs it.
    pub owner: OwnerId,
    /// What it is.
    pub category: CategorySet,
}

/// What is known at one name, of exactly this host or of everything at and below it.
#[derive(Debug, Clone, Default)]
struct Facts {
    site: Option<Site>,
    paths: Vec<(PathPattern, Site)>,
    wrappers: Vec<WrapperId>,
    short_link: Option<u16>,
    lists: u64,
    has_code: bool,
}

#[derive(Debug, Clone, Default)]
struct Entry {
    exact: Option<Box<Facts>>,
    below: Option<Box<Facts>>,
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
    entries: HashMap<Box<str>, Entry, foldhash::fast::FixedState>,
    filter: NameFilter,
}

impl HostTable {
    /// What is known of a canonical host: its own entry, then those of the names above it.
    #[must_use]
    pub fn lookup(&self, host: &str) -> HostFacts<'_> {
        let mut found = HostFacts::default();
        if !self.filter.may_know(host) {
            return found;
        }
        for (at, name) in names_upwards(host).enumerate() {
            let Some(entry) = self.entries.get(name) else { continue };
            if at == 0
                && let Some(exact) = entry.exact.as_deref()
            {
                found.site = exact.site;
                found.paths = &exact.paths;
                found.exact_wrappers = &exact.wrappers;
                found.short_link = exact.short_link;
                found.lists = exact.lists;
                found.has_code = exact.has_code;
            }
            if let Some(below) = entry.below.as_deref() {
                found.site = found.site.or(below.site);
                if found.paths.is_empty() {
                    found.paths = &below.paths;
                }
                if found.domain_wrappers.is_empty() {
                    found.domain_wrappers = &below.wrappers;
                }
                found.lists |= below.lists;
            }
        }
        found
    }

    /// Notes owner and categories; `false` if there were some already.
    pub fn add_site(&mut self, host: &str, reach: Reach, site: Site) -> bool {
        let facts = self.facts(host, reach);
        let is_new = facts.site.is_none();
        facts.site = Some(site);
        is_new
    }

    /// Notes owner and categories of some paths of a host.
    pub fn add_path_site(&mut self, host: &str, pattern: PathPattern, site: Site) {
        self.facts(host, Reach::Exact).paths.push((pattern, site));
    }

    /// Notes a wrapper.
    pub fn add_wrapper(&mut self, host: &str, reach: Reach, wrapper: WrapperId) {
        self.facts(host, reach).wrappers.push(wrapper);
    }

    /// Notes a wrapper at every name that has another one.
    pub fn share_wrapper(&mut self, from: WrapperId, wrapper: WrapperId) {
        let facts = self.entries.values_mut().flat_map(|entry| [entry.exact.as_deref_mut(), entry.below.as_deref_mut()]);
        for facts in facts.flatten().filter(|facts| facts.wrappers.contains(&from)) {
            facts.wrappers.push(wrapper);
        }
    }

    /// Notes a short-link host; `false` if it was one already.
    pub fn add_short_link(&mut self, host: &str, number: u16) -> bool {
        let facts = self.facts(host, Reach::Exact);
        let is_new = facts.short_link.is_none();
        facts.short_link = Some(number);
        is_new
    }

    /// Notes that some links of a host are payment codes or the like.
    pub fn add_code(&mut self, host: &str) {
        self.facts(host, Reach::Exact).has_code = true;
    }

    /// Notes that a user's list, given by its bit, names a host.
    pub fn add_to_list(&mut self, host: &str, reach: Reach, list: u64) {
        self.facts(host, reach).lists |= list;
    }

    /// Every name the table knows, in no order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(AsRef::as_ref)
    }

    /// How many names the table knows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether the table is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn facts(&mut self, host: &str, reach: Reach) -> &mut Facts {
        self.filter.insert(host);
        let entry = self.entries.entry(host.into()).or_default();
        match reach {
            Reach::Exact => entry.exact.get_or_insert_default(),
            Reach::Below => entry.below.get_or_insert_default(),
        }
    }
}
