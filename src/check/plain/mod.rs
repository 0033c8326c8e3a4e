//! The road of plain links: what is known of a host is remembered, and links on which the same rules hold share their decision.
//!
//! A link is plain where one scan can bring it into canonical form and its host carries no targets, no codes and no owners by path.
//! Everything else takes the whole way, and the first link of its kind does so too: the memory holds nothing but its answers, so
//! both roads agree. Each worker has a memory of its own, bounded, thrown away when it is full.

mod hosts;
mod link;
mod plans;

use crate::canon::{self, Canonical, CanonicalUrl};
use crate::classify::candidate::is_download;
use crate::classify::hosts::HostFacts;
use crate::signal::{Signal, SignalSet};
use crate::unwrap::hint;

use super::batch::RecordWriter;
use super::run::Run;
use hosts::{Host, Hosts, Road};
pub use link::{Alike, Judged, PlainLink};
use plans::Plans;

/// Judges plain links, and remembers.
#[derive(Debug)]
pub struct PlainRoad<'w> {
    run: &'w Run<'w>,
    hosts: Hosts,
    plans: Plans<'w>,
}

impl<'w> PlainRoad<'w> {
    /// A road for a run, with nothing remembered yet. `writer` draws up what the records of links that are judged alike share.
    #[must_use]
    pub fn new(run: &'w Run<'w>, writer: &'w dyn RecordWriter) -> Self {
        Self { run, hosts: Hosts::default(), plans: Plans::new(run, writer) }
    }

    /// A plain link with its decision; `None` where the link has to go the whole way.
    pub fn judge<'a>(&mut self, text: &'a str) -> Option<PlainLink<'a, '_>> {
        let Canonical { url, signals } = canon::quick(text)?;
        let url = url.ok()?;
        let name = url.host()?;
        let hash = self.hosts.hash(name);
        let number = match self.hosts.find(hash, name) {
            Some(number) => number,
            None => {
                let road = self.road(name, &self.run.classifier.catalog.hosts.known(name));
                self.hosts.add(hash, name, Host::new(road))?
            }
        };
        let host = self.hosts.get_mut(number).filter(|host| host.road == Road::Plain)?;
        if host.generation != self.plans.generation() {
            host.plans.clear();
        }
        let signals = signals.union(brought(&url));
        let known = host.plans.iter().find(|(of, _)| *of == signals).map(|(_, plan)| *plan);
        let plan = match known {
            Some(plan) => plan,
            None => {
                let known = self.run.classifier.catalog.hosts.known(name);
                let (plan, registrable) = self.plans.plan(text, &url, signals, &known)?;
                host.registrable = registrable;
                host.generation = self.plans.generation();
                host.plans.push((signals, plan));
                plan
            }
        };
        let registrable = host.registrable;
        let judged = self.plans.judged(plan, text, &url, registrable)?;
        Some(PlainLink { url, text, registrable, judged })
    }

    /// Which way the links of a host go: they are plain where all that is known of it holds for each of them, and none of them
    /// leads to another link.
    fn road(&self, name: &str, facts: &HostFacts<'_>) -> Road {
        let table = &self.run.classifier.catalog.hosts;
        let is_settled = table.refined_lists() == 0 || table.open_lists(name) == 0;
        let carries_nothing = facts.wrappers().next().is_none() && facts.path_sites().is_empty() && !facts.has_code;
        let is_asked_for = facts.short_link.is_some() && self.run.resolver.is_some();
        if is_settled && carries_nothing && !is_asked_for { Road::Plain } else { Road::Whole }
    }
}

/// The signals that a link brings beside its host and its writing.
fn brought(url: &CanonicalUrl<'_>) -> SignalSet {
    let mut signals = SignalSet::EMPTY;
    if url.port().is_some() {
        signals.insert(Signal::OtherPort);
    }
    if is_download(url.path()) {
        signals.insert(Signal::FileDownload);
    }
    if hint::carries_link(url) {
        signals.insert(Signal::RedirectHint);
    }
    signals
}
