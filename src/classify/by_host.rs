//! What the host of a web URL tells, whatever else stands in the URL.

use super::catalog::Catalog;
use super::hosts::{HostFacts, Site};
use super::ids::{CategorySet, OwnerId};
use super::local;
use crate::canon::HostKind;
use crate::marked::Marked;
use crate::signal::{Signal, SignalSet};
use crate::suffix::SuffixList;
use crate::verdict::Shortener;

/// A host of a web URL, and what the host table says of it.
#[derive(Debug, Clone, Copy)]
pub struct WebHost<'h, 'c> {
    /// The host in canonical form.
    pub host: Marked<'h>,
    /// What stands in the host's place.
    pub kind: HostKind,
    /// What the host table says.
    pub facts: &'h HostFacts<'c>,
    /// The signals of the link's writing; only [`Signal::IdnHost`] counts, without which the host is plain.
    pub written: SignalSet,
}

/// What a host tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ByHost {
    /// Who runs the site.
    pub owner: Option<OwnerId>,
    /// What it is.
    pub category: CategorySet,
    /// The signals of the host.
    pub signals: SignalSet,
    /// The class of a short-link host.
    pub shortener: Option<Shortener>,
    /// The user's lists that name it, as bits.
    pub lists: u64,
}

impl WebHost<'_, '_> {
    /// What the host tells, where its site is known to be one, and where its registrable domain begins.
    #[must_use]
    #[inline(always)]
    pub fn told(&self, site: Option<Site>, catalog: &Catalog, suffixes: &dyn SuffixList) -> (ByHost, Option<usize>) {
        let mut signals = SignalSet::EMPTY;
        if self.kind == HostKind::Ip {
            signals.insert(Signal::IpHost);
        }
        if local::is_local(self.host.name(), self.kind) {
            signals.insert(Signal::PrivateHost);
        }
        // A host without a registrable domain, an address above all, is filed only where the list names it.
        if catalog.filed != 0 && self.facts.lists & catalog.filed == 0 {
            signals.insert(Signal::NotFiled);
        }
        let registrable = if self.kind == HostKind::Name { suffixes.registrable_start(&self.host) } else { None };
        if let Some(start) = registrable {
            signals = signals.union(catalog.imitation(&self.host, start, self.facts, self.written));
        }
        let (mut owner, mut category) = (site.map(|site| site.owner), site.map(|site| site.category).unwrap_or_default());
        let short = self.facts.short_link.and_then(|number| catalog.short_links.get(usize::from(number)));
        if let Some(short) = short {
            signals.insert(Signal::ShortLink);
            // Who runs an open shortener says nothing about where its links lead; no rule may rest on it.
            (owner, category) = match short.class {
                Shortener::Open => (None, CategorySet::default()),
                Shortener::FirstParty if short.category.is_empty() => (short.owner, category),
                Shortener::FirstParty => (short.owner, short.category),
            };
        }
        (ByHost { owner, category, signals, shortener: short.map(|short| short.class), lists: self.facts.lists }, registrable)
    }
}
