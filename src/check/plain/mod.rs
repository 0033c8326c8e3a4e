//! The road of plain links: what is known of a host is remembered, and links on which the same rules hold share their decision.
//!
//! A link is plain where the fast road proves its text canonical and its host carries no targets, no codes and no owners by path.
//! Everything else takes the whole way, and the first link of its kind does so too: the memory holds nothing but its answers, so
//! both roads agree. Each worker has a memory of its own, bounded, thrown away when it is full.

mod hosts;
mod link;
mod plans;

use crate::canon::{CanonicalUrl, fast};
use crate::classify::candidate::is_download;
use crate::classify::hosts::HostFacts;
use crate::unwrap::hint;

use super::batch::RecordWriter;
use super::run::Run;
use hosts::{Host, Hosts};
pub use link::{Alike, Judged, PlainLink};
use plans::Plans;

/// Judges plain links, and remembers.
#[derive(Debug)]
pub struct PlainRoad<'w> {
    run: &'w Run<'w>,
    hosts: Hosts,
    plans: Plans<'w>,
}

/// What a link brings beside its host, as bits: each makes a signal.
mod trait_bits {
    /// A port that is not the usual one.
    pub(super) const PORT: usize = 1;
    /// A path that ends like a file to download.
    pub(super) const DOWNLOAD: usize = 2;
    /// A parameter that carries a link.
    pub(super) const HINT: usize = 4;
}

impl<'w> PlainRoad<'w> {
    /// A road for a run, with nothing remembered yet. `writer` draws up what the records of links that are judged alike share.
    #[must_use]
    pub fn new(run: &'w Run<'w>, writer: &'w dyn RecordWriter) -> Self {
        Self { run, hosts: Hosts::default(), plans: Plans::new(run, writer) }
    }

    /// A plain link with its decision; `None` where the link has to go the whole way.
    pub fn judge<'a>(&mut self, text: &'a str) -> Option<PlainLink<'a, '_>> {
        let url = fast::canonical(text)?;
        let name = url.host()?;
        let number = match self.hosts.find(name) {
            Some(number) => number,
            None => self.meet(name)?,
        };
        let host = self.hosts.get_mut(number)?;
        if !host.is_plain {
            return None;
        }
        let bits = bits(&url);
        let slot = host.plans.get_mut(bits)?;
        let plan = match *slot {
            Some(plan) if self.plans.has(plan) => plan,
            _ => {
                let (plan, registrable) = self.plans.plan(text, &url)?;
                host.registrable = registrable;
                *slot = Some(plan);
                plan
            }
        };
        let registrable = host.registrable;
        let judged = self.plans.judged(plan, text, &url, registrable)?;
        Some(PlainLink { url, text, registrable, judged })
    }

    /// Takes note of a host that is met for the first time.
    fn meet(&mut self, name: &str) -> Option<usize> {
        let table = &self.run.classifier.catalog.hosts;
        let facts = table.known(name);
        let is_settled = table.refined_lists() == 0 || table.open_lists(name) == 0;
        let is_plain = is_settled && carries_nothing(&facts) && (facts.short_link.is_none() || self.run.resolver.is_none());
        self.hosts.add(name, Host::new(is_plain))
    }
}

/// Whether all that is known of a host holds for each of its links, and none of them leads to another link.
fn carries_nothing(facts: &HostFacts<'_>) -> bool {
    facts.wrappers().next().is_none() && facts.path_sites().is_empty() && !facts.has_code
}

fn bits(url: &CanonicalUrl<'_>) -> usize {
    let bit = |is_set: bool, bit: usize| if is_set { bit } else { 0 };
    bit(url.port().is_some(), trait_bits::PORT) | bit(is_download(url.path()), trait_bits::DOWNLOAD) | bit(hint::carries_link(url), trait_bits::HINT)
}
