//! The road of plain links: what is known of a host is remembered, and links on which the same rules hold share their decision.
//!
//! A link is plain where one scan can bring it into canonical form and its host has no codes and no owners by path; where it is a
//! wrapper its target is plain. Everything else takes the whole way, and the first link of its kind does so too: the memory
//! holds nothing but its answers, so both roads agree. Each worker has a memory of its own, bounded, thrown away when it is full.

mod classes;
mod hosts;
mod link;
mod plans;
mod wrappers;

use super::run::Run;
use crate::canon::{self, Canonical, CanonicalUrl};
use crate::classify::by_host::WebHost;
use crate::classify::candidate::{Candidate, Via, of_link};
use crate::classify::hosts::HostFacts;
use crate::classify::ids::WrapperId;
use crate::input::blocks::LINK_LIMIT;
use crate::signal::{Signal, SignalSet};
use crate::unwrap::{Peeled, hint};
use classes::{ClassId, Classes};
use hosts::{Hosts, Met, Road};
use link::Text;
pub use link::{Alike, Judged, PlainLink, Shares, Target};
use plans::{Brought, Layer, PlanId, Plans};
use wrappers::WrapperLists;

/// The most hosts that a worker of a run remembers.
const HOST_LIMIT: usize = 1 << 17;

/// Judges plain links, and remembers.
#[derive(Debug)]
pub struct PlainRoad<'w> {
    run: &'w Run<'w>,
    hosts: Hosts,
    classes: Classes,
    wrappers: WrapperLists,
    plans: Plans<'w>,
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
        Self { run, hosts: Hosts::new(hosts), classes: Classes::default(), wrappers: WrapperLists::default(), plans: Plans::new(run, writer) }
    }

    /// A plain link with its decision; `None` where the link has to go the whole way.
    pub fn judge<'a>(&mut self, text: &'a str) -> Option<PlainLink<'a, '_>> {
        if text.len() > LINK_LIMIT {
            return None;
        }
        let Canonical { url, signals } = canon::quick(text)?;
        let url = url.ok()?;
        let met = self.meet(&url, signals)?;
        let generation = self.plans.generation();
        let (wrapper, target) = match self.leads(met.road, &url)? {
            Leads::Nowhere => (None, None),
            Leads::To(wrapper, target) => (Some(wrapper), Some(self.target(wrapper, target, &url)?)),
        };
        // The target may have made the memory begin anew.
        let holds = |road: &Self| target.is_none() || generation == road.plans.generation();
        if !holds(self) {
            return None;
        }
        let plan = self.plan(met.class, text, &url, Brought { signals, wrapper, inside: None })?;
        if !holds(self) {
            return None;
        }
        let registrable = place(met, &url);
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
        let met = self.meet(&url, signals).filter(|met| met.road == Road::Plain)?;
        let plan = self.plan(met.class, &written, &url, Brought { signals, wrapper: None, inside: Some(wrapper) })?;
        let registrable = place(met, &url);
        Some((plan, Target { written, url, registrable }))
    }

    /// What is remembered of a host, which is taken note of where it is met for the first time; `written` are the signals of the link.
    fn meet(&mut self, url: &CanonicalUrl<'_>, written: SignalSet) -> Option<Met> {
        let name = url.host()?;
        let hash = self.hosts.hash(name);
        if let Some(met) = self.hosts.find(hash, name) {
            return Some(met);
        }
        if self.classes.is_full() {
            self.hosts.clear();
            self.classes.clear();
            self.plans.forget();
        }
        let mut facts = self.run.classifier.catalog.hosts.known(name);
        let met = match self.road(name, &mut facts) {
            Road::Whole => Met { road: Road::Whole, class: ClassId::NONE, registrable: None },
            road => {
                let (told, registrable) = self.run.classifier.by_host(&WebHost { name, kind: url.host_kind(), facts: &facts, written });
                let class = if self.plans.name(name) { self.classes.of_named(name) } else { self.classes.of(told) };
                Met { road, class, registrable: registrable.map(u8::try_from).transpose().ok()? }
            }
        };
        self.hosts.add(hash, name, met);
        Some(met)
    }

    /// Where a link of a host leads; `None` where that takes the whole way to tell.
    fn leads(&self, road: Road, url: &CanonicalUrl<'_>) -> Option<Leads> {
        match road {
            Road::Plain => Some(Leads::Nowhere),
            Road::Whole => None,
            Road::Wrappers(list) => match self.run.classifier.wrapper_of(url, self.wrappers.get(list)) {
                None => Some(Leads::Nowhere),
                Some((id, Peeled::Targets(targets))) => <[String; 1]>::try_from(targets).ok().map(|[target]| Leads::To(id, target)),
                Some((_, Peeled::NotThis | Peeled::Opaque)) => None,
            },
        }
    }

    /// The plan of a layer whose host is of a class; `written` has the signals of its writing.
    fn plan(&mut self, class: ClassId, text: &str, url: &CanonicalUrl<'_>, written: Brought) -> Option<PlanId> {
        let carries_link = written.wrapper.is_none() && hint::carries_link(url);
        let mut brought = Brought { signals: written.signals.union(of_link(url)), ..written };
        if carries_link {
            brought.signals.insert(Signal::RedirectHint);
        }
        if let Some(plan) = self.plans.known(class, brought) {
            return Some(plan);
        }
        let known = self.run.classifier.catalog.hosts.lookup(url.host()?, url);
        let layer = self.run.classifier.known_layer(text, url.clone(), written.signals, &known);
        self.plans.plan(class, brought, &grown(layer, &brought, carries_link))
    }

    /// Which way the links of a host go: they are plain where all that is known of it holds for each of them. Lists that an exception
    /// keeps from naming the host are taken out of what is known.
    fn road(&mut self, name: &str, facts: &mut HostFacts<'_>) -> Road {
        let Some(lists) = self.run.classifier.catalog.hosts.settled_lists(facts.lists, name) else { return Road::Whole };
        facts.lists = lists;
        let is_asked_for = facts.short_link.is_some() && self.run.resolver.is_some();
        if is_asked_for || facts.has_code || !facts.path_sites().is_empty() {
            Road::Whole
        } else if facts.wrappers().next().is_some() {
            self.wrappers.number(facts.wrappers().collect()).map_or(Road::Whole, Road::Wrappers)
        } else {
            Road::Plain
        }
    }
}

/// Where the registrable domain of a host stands in it.
fn place(met: Met, url: &CanonicalUrl<'_>) -> Option<(u32, u32)> {
    Some((met.registrable?.into(), u32::try_from(url.host()?.len()).ok()?))
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
