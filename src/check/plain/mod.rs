//! The road of plain links: what is known of a host is remembered, and links on which the same rules hold share their decision.
//!
//! A link is plain where one scan can bring it into canonical form and its host has no codes and no owners by path; where it is a
//! wrapper its target is plain. Everything else takes the whole way, and the first link of its kind does so too: the memory
//! holds nothing but its answers, so both roads agree. Each worker has a memory of its own, bounded, thrown away when it is full.

mod hosts;
mod link;
mod plans;

use super::run::Run;
use crate::canon::{self, Canonical, CanonicalUrl};
use crate::classify::candidate::{Candidate, Via, is_download};
use crate::classify::hosts::HostFacts;
use crate::classify::ids::WrapperId;
use crate::input::blocks::LINK_LIMIT;
use crate::signal::{Signal, SignalSet};
use crate::unwrap::{Peeled, hint};
use hosts::{Brought, Host, Hosts, Road};
use link::Text;
pub use link::{Alike, Judged, PlainLink, Shares, Target};
use plans::{Layer, PlanId, Plans};

/// The most hosts that a worker of a run remembers.
const HOST_LIMIT: usize = 1 << 16;

/// Judges plain links, and remembers.
#[derive(Debug)]
pub struct PlainRoad<'w> {
    run: &'w Run<'w>,
    hosts: Hosts,
    plans: Plans<'w>,
}

/// A host that was met.
struct Met<'w> {
    /// Its number.
    number: usize,
    /// What is known of it, where it was met for the first time and so was looked up.
    facts: Option<HostFacts<'w>>,
}

/// Where a link leads.
enum Leads {
    /// Nowhere.
    Nowhere,
    /// By a wrapper to a target.
    To(WrapperId, String),
}

impl<'w> PlainRoad<'w> {
    /// A road for a run, with nothing remembered yet. `writer` draws up what the records of links that are judged alike share.
    #[must_use]
    pub fn new(run: &'w Run<'w>, writer: &'w dyn Shares) -> Self {
        Self::with_room(run, writer, HOST_LIMIT)
    }

    /// The same with room for so many hosts, for a memory that outlives a run.
    #[must_use]
    pub fn with_room(run: &'w Run<'w>, writer: &'w dyn Shares, hosts: usize) -> Self {
        Self { run, hosts: Hosts::new(hosts), plans: Plans::new(run, writer) }
    }

    /// A plain link with its decision; `None` where the link has to go the whole way.
    pub fn judge<'a>(&mut self, text: &'a str) -> Option<PlainLink<'a, '_>> {
        if text.len() > LINK_LIMIT {
            return None;
        }
        let Canonical { url, signals } = canon::quick(text)?;
        let url = url.ok()?;
        let met = self.meet(&url)?;
        let (wrapper, target) = match self.leads(met.number, &url)? {
            Leads::Nowhere => (None, None),
            Leads::To(wrapper, target) => (Some(wrapper), Some(self.target(wrapper, target, &url)?)),
        };
        let generation = self.plans.generation();
        // The target may have brought a new host, and the memory may have begun anew.
        let met = if target.is_some() { self.meet(&url)? } else { met };
        let (plan, registrable) = self.plan(met, text, &url, Brought { signals, wrapper, inside: None })?;
        if generation != self.plans.generation() && target.is_some() {
            return None;
        }
        let first = Layer { plan, text: Text { written: text, url: &url, registrable } };
        let inner = target.as_ref().map(|(plan, target)| {
            let text = Text { written: &target.written, url: &target.url, registrable: target.registrable };
            Layer { plan: *plan, text }
        });
        let judged = self.plans.judged(first, inner)?;
        Some(PlainLink { url, text, registrable, target: target.map(|(_, target)| target), judged })
    }

    /// The target of a wrapper with its plan.
    fn target(&mut self, wrapper: WrapperId, written: String, outer: &CanonicalUrl<'_>) -> Option<(PlanId, Target)> {
        let Canonical { url, signals } = canon::quick(&written)?;
        let url = url.ok()?.into_owned();
        // A target that is the wrapper itself is a cycle.
        if url.as_str() == outer.as_str() {
            return None;
        }
        let met = self.meet(&url)?;
        self.hosts.get_mut(met.number).filter(|host| host.road == Road::Plain)?;
        let (plan, registrable) = self.plan(met, &written, &url, Brought { signals, wrapper: None, inside: Some(wrapper) })?;
        Some((plan, Target { written, url, registrable }))
    }

    /// A host, which is taken note of where it is met for the first time.
    fn meet(&mut self, url: &CanonicalUrl<'_>) -> Option<Met<'w>> {
        let name = url.host()?;
        let hash = self.hosts.hash(name);
        if let Some(number) = self.hosts.find(hash, name) {
            return Some(Met { number, facts: None });
        }
        let facts = self.run.classifier.catalog.hosts.known(name);
        let number = self.hosts.add(hash, name, Host::new(self.road(name, &facts), facts.wrappers()))?;
        Some(Met { number, facts: Some(facts) })
    }

    /// Where a link of a host leads; `None` where that takes the whole way to tell.
    fn leads(&mut self, number: usize, url: &CanonicalUrl<'_>) -> Option<Leads> {
        let host = self.hosts.get_mut(number)?;
        match host.road {
            Road::Plain => Some(Leads::Nowhere),
            Road::Whole => None,
            Road::Wrappers => match self.run.classifier.wrapper_of(url, &host.wrappers) {
                None => Some(Leads::Nowhere),
                Some((id, Peeled::Targets(targets))) => <[String; 1]>::try_from(targets).ok().map(|[target]| Leads::To(id, target)),
                Some((_, Peeled::NotThis | Peeled::Opaque)) => None,
            },
        }
    }

    /// The plan of a layer of a host, and where its registrable domain stands; `written` has the signals of its writing.
    fn plan(&mut self, met: Met<'w>, text: &str, url: &CanonicalUrl<'_>, written: Brought) -> Option<(PlanId, Option<(u32, u32)>)> {
        let host = self.hosts.get_mut(met.number)?;
        if host.generation != self.plans.generation() {
            host.plans.clear();
        }
        let carries_link = written.wrapper.is_none() && hint::carries_link(url);
        let brought = Brought { signals: written.signals.union(own_signals(url, carries_link)), ..written };
        if let Some((_, plan)) = host.plans.iter().find(|(of, _)| *of == brought) {
            return Some((*plan, host.registrable));
        }
        let known = match met.facts {
            Some(facts) => facts,
            None => self.run.classifier.catalog.hosts.known(url.host()?),
        };
        let layer = self.run.classifier.known_layer(text, url.clone(), written.signals, &known);
        let layer = grown(layer, &brought, carries_link);
        let plan = self.plans.plan(&layer)?;
        if host.generation != self.plans.generation() {
            host.plans.clear();
        }
        host.registrable = layer.registrable;
        host.generation = self.plans.generation();
        host.plans.push((brought, plan));
        Some((plan, layer.registrable))
    }

    /// Which way the links of a host go: they are plain where all that is known of it holds for each of them.
    fn road(&self, name: &str, facts: &HostFacts<'_>) -> Road {
        let table = &self.run.classifier.catalog.hosts;
        let is_settled = table.refined_lists() == 0 || table.open_lists(name) == 0;
        let is_asked_for = facts.short_link.is_some() && self.run.resolver.is_some();
        if !is_settled || is_asked_for || facts.has_code || !facts.path_sites().is_empty() {
            Road::Whole
        } else if facts.wrappers().next().is_some() {
            Road::Wrappers
        } else {
            Road::Plain
        }
    }
}

/// The signals that a link brings beside its host and its writing.
fn own_signals(url: &CanonicalUrl<'_>, carries_link: bool) -> SignalSet {
    let mut signals = SignalSet::EMPTY;
    if url.port().is_some() {
        signals.insert(Signal::OtherPort);
    }
    if is_download(url.path()) {
        signals.insert(Signal::FileDownload);
    }
    if carries_link {
        signals.insert(Signal::RedirectHint);
    }
    signals
}

/// A layer with what the whole way would have found out about where it leads.
fn grown<'a>(mut layer: Candidate<'a>, brought: &Brought, carries_link: bool) -> Candidate<'a> {
    layer.wrapper = brought.wrapper;
    if brought.wrapper.is_some() {
        layer.signals.insert(Signal::Wrapped);
    }
    if carries_link {
        layer.signals.insert(Signal::RedirectHint);
    }
    if let Some(wrapper) = brought.inside {
        layer.via = Via::Wrapper(wrapper);
    }
    layer
}
