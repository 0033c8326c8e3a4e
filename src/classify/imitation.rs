//! Whether a host imitates a known one: the checks of look-alikes with the catalog's names and owners.

use super::catalog::Catalog;
use super::hosts::HostFacts;
use super::ids::OwnerId;
use crate::lookalike::host::{self, Host};
use crate::marked::Marked;
use crate::signal::{Signal, SignalSet};

impl Catalog {
    /// The signals of a host that can be taken for another; its registrable part begins at `registrable`.
    ///
    /// A plain host of a known site is nobody's imitation, unless others choose the names of that site's hosts. `written` are
    /// the signals of its writing: without [`Signal::IdnHost`] it is plain.
    #[must_use]
    #[inline(always)]
    pub fn imitation(&self, host: &Marked<'_>, registrable: usize, facts: &HostFacts<'_>, written: SignalSet) -> SignalSet {
        let site = facts.whole_site();
        let closed = facts.short_link.is_some() || site.is_some_and(|site| !self.known_names.is_shared(site));
        let name = host.name();
        let is_plain = !written.contains(Signal::IdnHost) || host::is_plain(name);
        if closed && is_plain {
            return SignalSet::EMPTY;
        }
        let is_own = |owner: u16| site.is_some_and(|site| self.is_under(site.owner, OwnerId(owner)) || self.is_under(OwnerId(owner), site.owner));
        if is_plain {
            return host::plain(host, registrable, &self.known_names.names, is_own);
        }
        let Some(registrable) = name.get(registrable..) else { return SignalSet::EMPTY };
        host::international(Host { name, registrable }, &self.known_names.names, is_own)
    }
}
