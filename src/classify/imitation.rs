//! Whether a host imitates a known one: the checks of look-alikes with the catalog's names and owners.

use super::catalog::Catalog;
use super::hosts::{HostFacts, Site};
use super::ids::{CategorySet, OwnerId};
use crate::lookalike::host::{self, Host};
use crate::lookalike::names::Names;
use crate::signal::{Signal, SignalSet};

/// The names of a catalog's sites.
#[derive(Debug, Default)]
pub struct KnownNames {
    names: Names,
    /// The category of sites of which anyone may take a part.
    user_content: CategorySet,
    /// The category of content networks, whose hosts repeat the names of the sites they serve.
    cdn: CategorySet,
}

impl KnownNames {
    /// Takes over the categories that matter, as the catalog numbers them.
    pub const fn set_categories(&mut self, user_content: CategorySet, cdn: CategorySet) {
        self.user_content = user_content;
        self.cdn = cdn;
    }

    /// Adds a host or domain of an owner.
    pub fn add(&mut self, host: &str, owner: OwnerId) {
        self.names.add(host, owner.0);
    }

    /// Whether others than its owner choose the names of a site's hosts.
    const fn is_shared(&self, site: Site) -> bool {
        site.category.intersects(self.user_content) && !site.category.intersects(self.cdn)
    }
}

impl Catalog {
    /// The signals of a host that can be taken for another; its registrable part begins at `registrable`.
    ///
    /// A plain host of a known site is nobody's imitation, unless others choose the names of that site's hosts. `written` are
    /// the signals of its writing: without [`Signal::IdnHost`] it is plain.
    #[must_use]
    pub fn imitation(&self, name: &str, registrable: usize, facts: &HostFacts<'_>, written: SignalSet) -> SignalSet {
        let site = facts.whole_site();
        let closed = facts.short_link.is_some() || site.is_some_and(|site| !self.known_names.is_shared(site));
        let is_plain = !written.contains(Signal::IdnHost) || host::is_plain(name);
        if closed && is_plain {
            return SignalSet::EMPTY;
        }
        let Some(registrable) = name.get(registrable..) else { return SignalSet::EMPTY };
        let is_own = |owner: u16| site.is_some_and(|site| self.is_under(site.owner, OwnerId(owner)) || self.is_under(OwnerId(owner), site.owner));
        let host = Host { name, registrable };
        if is_plain { host::plain(host, &self.known_names.names, is_own) } else { host::international(host, &self.known_names.names, is_own) }
    }
}
