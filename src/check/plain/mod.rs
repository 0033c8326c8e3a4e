//! The road of plain links: what is known of a host is remembered, and links on which the same rules hold share their decision.
//!
//! A link is plain where it is one of the web in which every parser reads the same host, and that host has no codes and no owners by
//! path; where it is a wrapper its target is plain, or hidden and not asked for, and where a page shows it otherwise, that is. Everything
//! else takes the whole way, and the first link of its kind does so too: the memory holds nothing but its answers, so both roads agree. Each
//! worker has a memory of its own, bounded, thrown away when it is full.

mod classes;
mod hosts;
mod link;
mod open;
mod plans;
mod ready;
mod seen;
mod wrappers;

use std::hint::black_box;

use smallvec::SmallVec;

use super::run::Run;
use crate::canon::look::without_entities;
use crate::canon::{self, Canonical, CanonicalUrl, HostKind, Proved, fast, readings};
use crate::classify::by_host::WebHost;
use crate::classify::candidate::{Candidate, Via, of_link};
use crate::classify::download::may_be_download;
use crate::classify::hosts::{HostFacts, NamedBy};
use crate::classify::ids::WrapperId;
use crate::classify::name_filter::LastLabels;
use crate::marked::Marked;
use crate::room::{Roomy, RoomyBuf, Span};
use crate::signal::{Signal, SignalSet};
use crate::unwrap::{Peeled, hint};
use classes::Classes;
use hosts::{Hosts, Met, Road};
pub use link::{Alike, Form, Judged, JudgedId, PlainLink, Shares, Target, Worth};
use link::{TargetForm, Text};
use plans::{Brought, Known, Layer, PlanId, Plans};
pub use ready::Ready;
use seen::Seen;
use wrappers::WrapperLists;

/// How many links are best foreseen at a time.
pub const TOGETHER: usize = 64;

/// The most hosts that a worker of a run remembers.
const HOST_LIMIT: usize = 1 << 17;

/// Judges plain links, and remembers.
#[derive(Debug)]
pub struct PlainRoad<'w> {
    run: &'w Run<'w>,
    hosts: Hosts,
    seen: Seen,
    classes: Classes,
    wrappers: WrapperLists,
    plans: Plans<'w>,
    /// What the link leads to that was settled last, or how else it is read.
    target: Option<Target>,
}

/// A host as it is met in a link.
struct Host<'h> {
    name: Roomy<'h>,
    kind: HostKind,
    /// The signals of the link's writing.
    written: SignalSet,
}

/// What is known of the writing of a link.
struct Written {
    signals: SignalSet,
    brings: Brings,
    /// What a page shows for it, where that is something else.
    shown: Option<String>,
}

/// Whether something in a link may count.
#[derive(Clone, Copy, PartialEq, Eq)]
enum May {
    Perhaps,
    Not,
}

impl From<bool> for May {
    fn from(is_likely: bool) -> Self {
        if is_likely { Self::Perhaps } else { Self::Not }
    }
}

/// What a link may bring beside its host, as the scan tells before anybody has looked.
#[derive(Clone, Copy)]
struct Brings {
    /// A port, or a path like that of a download.
    port_or_file: May,
    /// A parameter that is another link.
    link: May,
}

impl Brings {
    /// Anything.
    const ANYTHING: Self = Self { port_or_file: May::Perhaps, link: May::Perhaps };

    /// What the scan of a text tells.
    #[inline(always)]
    fn of(proved: &Proved, text: &[u8]) -> Self {
        let (start, end) = proved.path();
        let port_or_file = proved.has_port() | proved.has_escaped_path() | may_be_download(text, start, end);
        Self { port_or_file: port_or_file.into(), link: proved.may_carry_link(text).into() }
    }

    fn is_nothing(self) -> bool {
        (self.port_or_file == May::Not) & (self.link == May::Not)
    }
}

/// Where a link leads.
enum Leads {
    /// Nowhere.
    Nowhere,
    /// By a wrapper to a target that cannot be read.
    Somewhere(WrapperId),
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
        Self {
            run,
            hosts: Hosts::new(hosts),
            seen: Seen::default(),
            classes: Classes::default(),
            wrappers: WrapperLists::default(),
            plans: Plans::new(run, writer),
            target: None,
        }
    }

    /// The hash of a host, by which what is known of it is found.
    #[must_use]
    pub fn hash(&self, host: Roomy<'_>) -> u64 {
        hosts::hash(host.whole())
    }

    /// The same of the host of a proved link, with which some bytes begin.
    #[must_use]
    pub fn hash_proved(&self, bytes: &[u8], proved: &Proved) -> u64 {
        hosts::hash(proved.host_span(bytes))
    }

    /// Brings near what is known of some hosts, each with its hash; that changes nothing but how long it takes to judge their links.
    pub fn foresee<'h>(&self, hosts: impl Iterator<Item = (u64, &'h str)> + Clone) {
        // Loads that do not wait for each other are made together: first of all that tells where the others stand.
        let hashes: SmallVec<[u64; TOGETHER]> = hosts.clone().map(|(hash, _)| hash).collect();
        black_box(hashes.iter().fold(0, |near, hash| near ^ self.hosts.tags_near(*hash) ^ self.seen.near(*hash)));
        black_box(hashes.iter().fold(0, |near, hash| near ^ self.hosts.entry_near(*hash)));
        let lists = &self.run.classifier.catalog.hosts;
        if !lists.compiled.is_empty() {
            let unknown = hosts.filter(|(hash, _)| !self.hosts.may_know(*hash));
            lists.foresee_hosts(unknown.map(|(_, host)| host));
        }
    }

    /// A plain link with its decision, by its proof and the hash of its host; `None` where it has to go the whole way. A text longer
    /// than [`LINK_LIMIT`](crate::input::blocks::LINK_LIMIT) must not come here.
    #[inline(always)]
    pub fn judge_proved<'p>(&'p mut self, text: Roomy<'p>, proved: Proved, hash: u64) -> Option<PlainLink<'p>> {
        let met = self.meet_proved(text, &proved, hash)?;
        let brings = Brings::of(&proved, text.text().as_bytes());
        let (target, judged) = match self.bare_decision(brings, met) {
            Some(judged) => (None, judged),
            None => {
                let written = Written { signals: SignalSet::EMPTY, brings, shown: None };
                let judged = self.settle(text.text(), &proved.url(text.text()), written, met)?;
                (self.target.as_ref(), judged)
            }
        };
        let registrable = met.registrable().map(u32::from).zip(u32::try_from(proved.host_length()).ok());
        Some(PlainLink { form: Form::Proved(proved), text, registrable, target, judged: self.plans.numbered(judged)?, number: judged })
    }

    /// The same by its canonical form.
    pub fn judge<'p>(&'p mut self, text: &'p str, canonical: &'p Canonical<'_>) -> Option<PlainLink<'p>> {
        let hash = self.hash(host_of(canonical));
        self.judge_hashed(Roomy::of(text), canonical, hash)
    }

    /// The same of a link that was made ready.
    pub fn judge_ready<'p>(&'p mut self, link: &'p Ready<'_>) -> Option<PlainLink<'p>> {
        self.judge_hashed(link.text, link.canonical.as_ref()?, link.hash)
    }

    /// Counts a link that was told, by the number of how it was judged.
    pub fn count(&mut self, number: JudgedId) {
        self.plans.count(number);
    }

    /// Takes the counts of the links that were told since this was asked last, by how they were judged.
    pub fn take_counts(&mut self, take: impl FnMut(&Judged, u64)) {
        self.plans.take_counts(take);
    }

    fn judge_hashed<'p>(&'p mut self, text: Roomy<'p>, canonical: &'p Canonical<'_>, hash: u64) -> Option<PlainLink<'p>> {
        let url = one_host(canonical)?;
        let shown = if canonical.signals.contains(Signal::HtmlEntities) { Some(shown_alone(text.text(), url)?) } else { None };
        let met = self.meet(&Host { name: url.host_roomy()?, kind: url.host_kind(), written: canonical.signals }, hash)?;
        let written = Written { signals: canonical.signals, brings: Brings::ANYTHING, shown };
        let judged = self.settle(text.text(), url, written, met)?;
        let form = Form::Canonical(url);
        let target = self.target.as_ref();
        Some(PlainLink { form, text, registrable: place(met, url), target, judged: self.plans.numbered(judged)?, number: judged })
    }

    /// What is known of the host of a proved link; `None` where its links go the whole way.
    #[inline(always)]
    fn meet_proved(&mut self, text: Roomy<'_>, proved: &Proved, hash: u64) -> Option<Met> {
        let met = match self.hosts.find(hash, proved.host_in(text)) {
            Some(met) => met,
            None => self.meet_first(&Host { name: proved.host_roomy(text)?, kind: HostKind::Name, written: SignalSet::EMPTY }, hash)?,
        };
        (met.road() != Road::Whole).then_some(met)
    }

    /// The decision on a link of which nothing counts but its host, if it is known: nearly every link has it here.
    #[inline(always)]
    fn bare_decision(&self, brings: Brings, met: Met) -> Option<JudgedId> {
        if met.road() != Road::Plain || !brings.is_nothing() {
            return None;
        }
        self.plans.bare_decision(met.class())
    }

    /// Decides on a link by all that counts, and keeps what it leads to, where it is a wrapper, or how else it is read.
    fn settle(&mut self, text: &str, url: &CanonicalUrl<'_>, Written { signals, brings, shown }: Written, met: Met) -> Option<JudgedId> {
        self.target = None;
        let generation = self.plans.generation();
        let bare = Brought { signals, ..Brought::NOTHING };
        let (written, second) = match (self.leads(met.road(), url)?, shown) {
            (Leads::Nowhere, None) => (bare, None),
            (Leads::Nowhere, Some(shown)) => (bare, Some(self.second(Via::Reading, shown, url)?)),
            (Leads::Somewhere(wrapper), None) => (Brought { signals: signals.union(OPAQUE), wrapper: Some(wrapper), ..bare }, None),
            (Leads::To(wrapper, target), None) => (Brought { wrapper: Some(wrapper), ..bare }, Some(self.second(Via::Wrapper(wrapper), target, url)?)),
            (Leads::Somewhere(_) | Leads::To(..), Some(_)) => return None,
        };
        // The host of the target may have made the memory begin anew.
        if generation != self.plans.generation() {
            return None;
        }
        let first = (met.class(), brought(url, written, brings));
        let known = match second {
            None => self.plans.known_decision(first),
            Some(second) => self.plans.known_pair(first, second),
        };
        match known {
            Some(judged) => Some(judged),
            None => self.judged(first, Text { written: text, url, registrable: place(met, url) }, second),
        }
    }

    /// The decision on a link with its target or other reading, by the plan of each; it is known from then on, where no rule asks more.
    #[inline(never)]
    fn judged(&mut self, first: Known, text: Text<'_, '_>, second: Option<Known>) -> Option<JudgedId> {
        let generation = self.plans.generation();
        let target = self.target.take();
        let inner_url = target.as_ref().map(Target::url);
        let inner = match second {
            None => None,
            Some(known) => {
                let (target, url) = target.as_ref().zip(inner_url.as_ref())?;
                let text = Text { written: target.written.text(), url, registrable: target.registrable };
                Some(Layer { plan: self.plan(known, text)?, text })
            }
        };
        let plan = self.plan(first, text)?;
        // A new plan may have made the memory begin anew.
        if inner.is_some() && generation != self.plans.generation() {
            return None;
        }
        let judged = self.plans.judged(Layer { plan, text }, inner)?;
        match second {
            None => self.plans.note_decision(first, judged),
            Some(second) => self.plans.note_pair(first, second, judged),
        }
        self.target = target;
        Some(judged)
    }

    /// Keeps the target of a wrapper, or another reading of a link, and tells what is known of it.
    fn second(&mut self, via: Via, written: String, outer: &CanonicalUrl<'_>) -> Option<Known> {
        let written = RoomyBuf::new(written);
        let (text, proved) = (written.roomy(), fast::proved_in(&written));
        let canonical = proved.map_or_else(|| canon::canonicalise(text.text()), |proved| Canonical::proved(proved, text.text()));
        let url = one_host(&canonical).filter(|_| !canonical.signals.contains(Signal::HtmlEntities))?;
        // A target that is the wrapper itself is a cycle.
        if via != Via::Reading && url.as_str() == outer.as_str() {
            return None;
        }
        let name = match &proved {
            Some(proved) => proved.host_roomy(text)?,
            None => url.host_roomy()?,
        };
        let met = self.meet(&Host { name, kind: url.host_kind(), written: canonical.signals }, hosts::hash(name.whole()))?;
        // A jump page behind a jump page takes the whole way.
        let Leads::Nowhere = self.leads(met.road(), url)? else { return None };
        let brings = proved.map_or(Brings::ANYTHING, |proved| Brings::of(&proved, text.text().as_bytes()));
        let known = (met.class(), brought(url, Brought { signals: canonical.signals, wrapper: None, via }, brings));
        let registrable = place(met, url);
        let form = match proved {
            Some(proved) => TargetForm::Proved(proved),
            None => TargetForm::Canonical(canonical.url.ok()?.into_owned()),
        };
        self.target = Some(Target { written, form, registrable });
        Some(known)
    }

    /// What is known of a host, by its hash.
    fn meet(&mut self, host: &Host<'_>, hash: u64) -> Option<Met> {
        match self.hosts.find(hash, host.name.whole()) {
            Some(met) => Some(met),
            None => self.meet_first(host, hash),
        }
    }

    /// What is known of a host that is not remembered; it is from the second time on.
    #[inline(always)]
    fn meet_first(&mut self, host: &Host<'_>, hash: u64) -> Option<Met> {
        let Host { name, kind, written } = *host;
        let (marked, name) = (Marked::roomy(name), name.text());
        if self.classes.is_full() {
            self.begin_anew();
        }
        let last = LastLabels::marked(&marked);
        let (facts, road) = self.told_by_table(name, last);
        let met = match road {
            Road::Whole => Met::WHOLE,
            road => {
                let (told, registrable) = self.run.classifier.by_host(&WebHost { host: marked, kind, facts: &facts, written });
                let class = if self.plans.name(name, last) { self.classes.of_named(name) } else { self.classes.of(told) };
                Met::new(road, class, registrable.map(u8::try_from).transpose().ok()?)
            }
        };
        if self.seen.again(hash) {
            self.hosts.add(hash, Span::of(name.as_bytes()), met);
        }
        Some(met)
    }

    /// Forgets everything.
    #[cold]
    fn begin_anew(&mut self) {
        self.hosts.clear();
        self.classes.clear();
        self.plans.forget();
    }

    /// Where a link of a host leads; `None` where that takes the whole way to tell.
    #[inline(always)]
    fn leads(&self, road: Road, url: &CanonicalUrl<'_>) -> Option<Leads> {
        match road {
            Road::Plain => Some(Leads::Nowhere),
            Road::Whole => None,
            Road::Wrappers(list) => match self.run.classifier.wrapper_of(url, self.wrappers.get(list)) {
                None => Some(Leads::Nowhere),
                Some((id, Peeled::Targets(targets))) => targets.into_inner().ok().map(|[target]| Leads::To(id, target)),
                // Where somebody is asked what is hidden, the answer belongs to the link.
                Some((id, Peeled::Opaque)) if self.run.resolver.is_none() => Some(Leads::Somewhere(id)),
                Some((_, Peeled::NotThis | Peeled::Opaque)) => None,
            },
        }
    }

    /// The plan of a layer of which the class of its host is known, and what it brings.
    fn plan(&mut self, known @ (class, brought): Known, text: Text<'_, '_>) -> Option<PlanId> {
        if let Some(plan) = self.plans.known(known) {
            return Some(plan);
        }
        let facts = self.run.classifier.catalog.hosts.lookup(text.url.host()?, text.url);
        let layer = self.run.classifier.known_layer(text.written, text.url.clone(), brought.signals, &facts);
        self.plans.plan(class, brought, &grown(layer, &brought))
    }

    /// What the table of hosts says of a host, and which way its links go. Of most hosts it says nothing.
    #[inline(always)]
    fn told_by_table(&mut self, name: &str, last: LastLabels) -> (HostFacts<'w>, Road) {
        let hosts = &self.run.classifier.catalog.hosts;
        if hosts.is_silent(last) {
            return (HostFacts::default(), Road::Plain);
        }
        let (mut facts, named) = hosts.named(name, last);
        let road = self.road((name, &named), &mut facts);
        (facts, road)
    }

    /// Which way the links of a host go: they are plain where all that is known of it holds for each of them. Lists that an exception
    /// keeps from naming the host are taken out of what is known.
    fn road(&mut self, (name, named): (&str, &NamedBy<'_>), facts: &mut HostFacts<'_>) -> Road {
        let Some(lists) = self.run.classifier.catalog.hosts.settled_lists(facts.lists, name, named) else { return Road::Whole };
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

/// The signal of a wrapper whose target cannot be read.
const OPAQUE: SignalSet = SignalSet::of(Signal::OpaqueTarget);

/// The host of a link, empty where there is none.
fn host_of<'c>(canonical: &'c Canonical<'_>) -> Roomy<'c> {
    let url = canonical.url.as_ref().ok();
    url.and_then(CanonicalUrl::host_roomy).unwrap_or(Roomy::of(""))
}

/// The URL of a web link in which every parser reads the same host.
fn one_host<'c, 'a>(canonical: &'c Canonical<'a>) -> Option<&'c CanonicalUrl<'a>> {
    let is_host = |kind| matches!(kind, HostKind::Name | HostKind::Ip);
    canonical.url.as_ref().ok().filter(|url| url.is_web() && is_host(url.host_kind()) && !canonical.signals.contains(Signal::AmbiguousHost))
}

/// What a page shows for a text with HTML entities, where that is the only other way to read it. Of an obfuscated text others may read
/// hosts that nobody reads in the link it stands for.
fn shown_alone(text: &str, url: &CanonicalUrl<'_>) -> Option<String> {
    if readings::others(text, url).is_empty() { without_entities(text) } else { None }
}

/// Where the registrable domain of a host stands in it.
fn place(met: Met, url: &CanonicalUrl<'_>) -> Option<(u32, u32)> {
    Some((met.registrable()?.into(), u32::try_from(url.host()?.len()).ok()?))
}

/// What a link brings by its port, path and parameters, beside what is known of its writing and of where it leads.
#[inline(always)]
fn brought(url: &CanonicalUrl<'_>, mut written: Brought, brings: Brings) -> Brought {
    if brings.port_or_file == May::Perhaps {
        written.signals = written.signals.union(of_link(url));
    }
    if written.wrapper.is_none() && brings.link == May::Perhaps && hint::carries_link(url) {
        written.signals.insert(Signal::RedirectHint);
    }
    written
}

/// A layer with what the whole way would have found out about where it leads.
fn grown<'a>(mut layer: Candidate<'a>, brought: &Brought) -> Candidate<'a> {
    layer.wrapper = brought.wrapper;
    if brought.wrapper.is_some() && !brought.signals.intersects(OPAQUE) {
        layer.signals.insert(Signal::Wrapped);
    }
    layer.via = brought.via;
    layer
}
