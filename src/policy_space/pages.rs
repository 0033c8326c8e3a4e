//! The sites of a web host: every page that policies and catalog tell apart, jump pages with and without a target.

use super::facts::{Facts, Pair, PathFact, Side};
use super::hosts::{Asks, HostRep, patterns};
use super::paths::{self, Downloads};
use super::site::{Parts, Recipe, Site, facts_of};
use super::statements::{Statement, Statements};
use super::verdicts::BOUNDED;
use crate::canon::canonicalise;
use crate::classify::candidate::Candidate;
use crate::classify::chain::Classifier;
use crate::classify::ids::WrapperId;
use crate::engine::bits::BitSet;
use crate::engine::condition::Check;
use crate::path::PathPattern;
use crate::signal::{Signal, SignalSet};

/// A port that is no scheme's usual one.
const OTHER_PORT: u16 = 8443;

/// The signals of pages that lead on.
const CARRIED: [Signal; 5] = [Signal::NestedWrapper, Signal::ChainTooDeep, Signal::ChainCycle, Signal::NonWebTarget, Signal::Wrapped];

/// Draws up sites.
#[derive(Debug, Clone, Copy)]
pub struct Builder<'s, 'p> {
    /// The classifier.
    pub classifier: Classifier<'s>,
    /// What is asked for.
    pub asks: &'s Asks<'s>,
    /// The statements of both sides.
    pub statements: &'s Pair<Statements<'p>>,
    /// The wrappers that each policy calls its own.
    pub own: &'s Pair<BitSet>,
    /// The signals that matter.
    pub mentioned: SignalSet,
}

/// Paths could not all be told apart; see [`paths::STATE_LIMIT`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyPaths;

/// What the statements that may hold at a place ask for there.
#[derive(Debug, Default)]
pub struct Needs<'s> {
    /// Path patterns.
    pub patterns: Vec<&'s PathPattern>,
    /// Whether some ask for the scheme or the port.
    pub origin: bool,
}

impl<'s> Builder<'s, '_> {
    /// The sites of a host.
    ///
    /// # Errors
    /// The paths that matter there are too many.
    pub fn pages(&self, rep: &HostRep) -> Result<Vec<Site>, TooManyPaths> {
        let text = format!("https://{}/", rep.host);
        let layer = self.layer(&text);
        let open_lists = self.classifier.catalog.hosts.open_lists(layer.host().unwrap_or_default());
        let needs = self.needs(layer.host(), |check| match check {
            Check::Kind(mask) => mask & web_kinds(rep, self) == 0,
            Check::List(bits) => (layer.lists | open_lists) & bits == 0,
            _ => false,
        });
        let known = self.classifier.catalog.hosts.known(layer.host().unwrap_or_default());
        let wrappers: Vec<WrapperId> = known.wrappers().collect();
        let mut told = needs.patterns;
        for (pattern, _) in known.path_sites() {
            told.push(pattern);
        }
        for id in &wrappers {
            told.extend(self.classifier.catalog.wrapper_entry(*id).into_iter().flat_map(|entry| &entry.spec.paths));
        }
        told.dedup();
        let downloads = if self.mentioned.contains(Signal::FileDownload) { Downloads::Matter } else { Downloads::Ignored };
        let paths = paths::classes(&told, downloads).ok_or(TooManyPaths)?;
        let mut found = Vec::new();
        for (scheme, port) in self.origins(needs.origin) {
            for path in &paths {
                let parts = Parts { port, ..Parts::of(scheme, Some(&rep.host), path) };
                self.page(&parts, rep, &wrappers, &mut found);
            }
        }
        Ok(found)
    }

    /// What the statements ask for that may hold for a host and are not ruled out by one of their checks.
    pub fn needs(&self, host: Option<&str>, ruled_out: impl Fn(&Check) -> bool) -> Needs<'s> {
        let mut needs = Needs::default();
        for side in Side::BOTH {
            let statements = self.statements.of(side);
            for statement in statements.for_host(host).into_iter().filter_map(|number| statements.get(number)) {
                if !statement.matches.iter().any(&ruled_out) {
                    needs.add(statement);
                }
            }
        }
        needs
    }

    /// A layer of a text, outside any chain.
    pub fn layer<'t>(&self, text: &'t str) -> Candidate<'t>
    where
        's: 't,
    {
        self.classifier.chain(text, canonicalise(text), &[]).first
    }

    fn origins(&self, asked: bool) -> Vec<(&'static str, Option<u16>)> {
        let schemes: &[&str] = if asked { &["https", "http"] } else { &["https"] };
        let mut ports: Vec<Option<u16>> = vec![None];
        if asked {
            ports.extend(self.asks.ports.iter().copied().map(Some));
        }
        if self.mentioned.contains(Signal::OtherPort) || ports.len() > 1 {
            ports.extend((OTHER_PORT..u16::MAX).find(|port| !self.asks.ports.contains(port)).map(Some));
        }
        schemes.iter().flat_map(|scheme| ports.iter().map(move |port| (*scheme, *port))).collect()
    }

    fn page(&self, parts: &Parts, rep: &HostRep, wrappers: &[WrapperId], found: &mut Vec<Site>) {
        let text = parts.text();
        let layer = self.layer(&text);
        let mut facts = facts_of(&layer, rep.class, self.mentioned);
        facts.wrapper = None;
        facts.certain = facts.certain.iter().filter(|signal| *signal != Signal::OpaqueTarget && !CARRIED.contains(signal)).collect();
        let PathFact::Known(form) = facts.path.clone() else { return };
        let site = |facts: Facts, recipe: Recipe| Site { facts, recipe, host_class: rep.class, name: rep.name.clone() };
        let entries = wrappers.iter().filter_map(|id| Some((*id, &self.classifier.catalog.wrapper_entry(*id)?.spec)));
        let jumps: Vec<_> = entries.filter(|(_, spec)| spec.paths.iter().any(|pattern| pattern.matches(&form))).collect();
        if jumps.iter().all(|(_, spec)| !spec.opaque) {
            found.push(site(facts.clone(), Recipe::Url(parts.clone())));
        }
        for (id, spec) in jumps {
            let facts = Facts { wrapper: Some(id), ..facts.clone() };
            if spec.opaque {
                found.push(site(with(&facts, &[Signal::OpaqueTarget]), Recipe::Url(parts.clone())));
            }
            if spec.targets.is_empty() {
                continue;
            }
            if self.mentioned.contains(Signal::OpaqueTarget) || self.mentioned.contains(Signal::ChainTooDeep) {
                found.push(site(with(&facts, &[Signal::OpaqueTarget, Signal::ChainTooDeep]), Recipe::Deep(parts.clone(), id)));
            }
            for facts in self.jump_facts(&facts, id) {
                found.push(site(facts, Recipe::Jump(parts.clone(), id)));
            }
        }
    }

    /// A jump page whose target is read; one of the platform's own is told apart by whether it has a verdict.
    fn jump_facts(&self, facts: &Facts, wrapper: WrapperId) -> Vec<Facts> {
        let mut facts = with(facts, &[Signal::Wrapped]);
        let carried: SignalSet = CARRIED.into_iter().collect();
        facts.open = facts.open.union(carried.intersection(self.mentioned));
        let own = Pair::each(|side| self.own.of(side).contains(usize::from(wrapper.0)));
        if own == Pair::default() {
            return vec![facts];
        }
        let spoilt = BOUNDED.union(SignalSet::of(Signal::AmbiguousHost));
        let transparent = Facts { transparent: own, open: facts.open.iter().filter(|signal| !spoilt.contains(*signal)).collect(), ..facts.clone() };
        if facts.open.intersects(spoilt) { vec![transparent, facts] } else { vec![transparent] }
    }
}

/// The kinds that links of a host can have, as a mask: payment codes and the like have web hosts.
fn web_kinds(rep: &HostRep, builder: &Builder<'_, '_>) -> u8 {
    let has_code = builder.classifier.catalog.hosts.known(&rep.host).has_code;
    if has_code { u8::MAX } else { 1 }
}

fn with(facts: &Facts, signals: &[Signal]) -> Facts {
    Facts { certain: facts.certain.union(signals.iter().copied().collect()), ..facts.clone() }
}

impl<'s> Needs<'s> {
    fn add(&mut self, statement: &'s Statement<'_>) {
        patterns(&statement.matches, &mut self.patterns);
        self.origin |= asks_for_origin(&statement.matches);
        if let Some(except) = &statement.except {
            patterns(except, &mut self.patterns);
            self.origin |= asks_for_origin(except);
        }
    }
}

fn asks_for_origin(checks: &[Check]) -> bool {
    checks.iter().any(|check| match check {
        Check::Scheme(_) | Check::Port(_) => true,
        Check::Any(branches) => branches.iter().any(|branch| asks_for_origin(branch)),
        _ => false,
    })
}
