//! Comparing two policies.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::Arc;

use super::confirm::Confirmer;
use super::entry::{Diff, Entry, Extent, Reason, Unproved};
use super::scan::Scan;
use super::sites::{Open, Sites};
use super::space::Space;
use super::time;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::engine::view::COMBINATION_LIMIT;
use crate::policy::model::{Condition, Policy, Test};
use crate::policy_space::facts::{Pair, Side};
use crate::policy_space::region::{REGION_LIMIT, Stretch, TooMany};
use crate::signal::Signal;
use crate::suffix::SuffixList;
use crate::time::Instant;

/// What is compared.
#[derive(Debug, Clone, Copy)]
pub enum Span {
    /// All of time.
    Always,
    /// The one policy at one moment, the other at another.
    Moments(Pair<Instant>),
}

/// Every difference in verdict between two policies that were loaded with the same catalog.
///
/// Which short-link services had ended depends on the day; where a rule asks for it, links are read for each day. Lists whose
/// answer turns on more than the host may name any link of a host that they speak of.
pub fn diff(policies: Pair<&Policy>, span: Span, catalog: &Catalog, suffixes: &dyn SuffixList) -> Diff {
    let mut found = over(policies, span, catalog, suffixes, Depth::Everything);
    merge(&mut found);
    found
}

/// Whether two policies differ at all, each rule of which is one of a third policy's and holds for no more than that: one difference,
/// all that is not proved, or neither.
pub fn first_difference(policies: Pair<&Policy>, shared: &SharedSites<'_>, catalog: &Catalog, suffixes: &dyn SuffixList) -> Diff {
    over(policies, Span::Always, catalog, suffixes, Depth::First(shared))
}

/// How much is looked for.
#[derive(Debug, Clone, Copy)]
enum Depth<'d> {
    /// Every difference.
    Everything,
    /// One, at sites that are drawn up once for many comparisons.
    First(&'d SharedSites<'d>),
}

/// The sites of one policy, for comparisons of policies whose rules hold for no more than its rules do.
#[derive(Debug)]
pub struct SharedSites<'s> {
    policy: &'s Policy,
    drawn: RefCell<Vec<(Option<Instant>, Arc<Sites>)>>,
}

impl<'s> SharedSites<'s> {
    /// The sites of a policy, not drawn yet.
    #[must_use]
    pub const fn of(policy: &'s Policy) -> Self {
        Self { policy, drawn: RefCell::new(Vec::new()) }
    }

    /// The sites as a classifier reads links. Which services had ended matters only where the policy asks.
    fn at(&self, classifier: Classifier<'_>) -> Arc<Sites> {
        let both = Pair { old: self.policy, new: self.policy };
        let moment = classifier.moment.filter(|_| asks_for_services(both));
        let known = self.drawn.borrow().iter().find(|(known, _)| *known == moment).map(|(_, sites)| Arc::clone(sites));
        known.unwrap_or_else(|| {
            let stretches = time::stretches(both, &[]);
            let drawn = Space::new(both, &stretches, classifier).map(|space| Sites::draw(&space, Open::Shared));
            let sites = Arc::new(drawn.unwrap_or_else(|many| Sites { lacking: vec![bare(too_many(many))], ..Sites::default() }));
            self.drawn.borrow_mut().push((moment, Arc::clone(&sites)));
            sites
        })
    }
}

fn over(policies: Pair<&Policy>, span: Span, catalog: &Catalog, suffixes: &dyn SuffixList, depth: Depth<'_>) -> Diff {
    let mut found = Diff { lone_scenes: lone_scenes(policies), ..Diff::default() };
    let ends = if asks_for_services(policies) { time::service_ends(catalog) } else { Vec::new() };
    let stretches = match span {
        Span::Always => time::stretches(policies, &ends),
        Span::Moments(at) => time::two_moments(at),
    };
    if let Span::Moments(at) = span
        && ends.iter().any(|end| at.old.min(at.new) < *end && *end <= at.old.max(at.new))
    {
        found.unproved.push(bare(Reason::Services));
    }
    for stretches in eras(&stretches, &ends) {
        if let Some(stretch) = stretches.first() {
            let classifier = Classifier { catalog, suffixes, moment: Some(stretch.at.new) };
            era(policies, &stretches, classifier, depth, &mut found);
        }
    }
    found
}

/// Stretches between the same ends of short-link services; all together where no rule asks.
fn eras(stretches: &[Stretch], ends: &[Instant]) -> Vec<Vec<Stretch>> {
    let era = |stretch: &Stretch| ends.iter().filter(|end| **end <= stretch.at.new).count();
    stretches.chunk_by(|a, b| era(a) == era(b)).map(<[Stretch]>::to_vec).collect()
}

fn era(policies: Pair<&Policy>, stretches: &[Stretch], classifier: Classifier<'_>, depth: Depth<'_>, found: &mut Diff) {
    let space = match Space::new(policies, stretches, classifier) {
        Ok(space) => space.narrowed(),
        Err(many) => return found.unproved.push(bare(too_many(many))),
    };
    found.counts.questions += space.regions.all.len();
    let scan = match depth {
        Depth::Everything => Scan::over(&space),
        Depth::First(shared) => Scan::over_sites(&space, || shared.at(classifier)),
    };
    found.counts.sites = found.counts.sites.max(scan.sites.all.len());
    found.counts.assignments += scan.counts.assignments;
    found.counts.excluded += scan.counts.excluded;
    found.counts.masked += scan.counts.masked;
    found.unproved.extend(scan.unproved.iter().cloned());
    let mut confirmer = Confirmer::new(&space, &scan);
    for draft in &scan.drafts {
        if matches!(depth, Depth::First(_)) && !found.entries.is_empty() {
            break;
        }
        confirmer.confirm(draft, found);
    }
}

const fn too_many(many: TooMany) -> Reason {
    match many {
        TooMany::Combinations => Reason::Budget("COMBINATION_LIMIT", COMBINATION_LIMIT),
        TooMany::Regions => Reason::Budget("REGION_LIMIT", REGION_LIMIT),
    }
}

fn bare(reason: Reason) -> Unproved {
    Unproved { reason, verdicts: None, behind: Vec::new(), extent: Extent::default() }
}

/// Puts together what the same statements bring, and sorts it, worst first: what loosens, and most, over most links.
fn merge(found: &mut Diff) {
    let mut merged: Vec<Entry> = Vec::new();
    for entry in std::mem::take(&mut found.entries) {
        match merged.iter_mut().find(|known| known.verdicts == entry.verdicts && known.behind == entry.behind) {
            Some(known) => known.extent.join(entry.extent),
            None => merged.push(entry),
        }
    }
    // What few statements bring comes first, so that what they bring together with others finds it.
    merged.sort_by_cached_key(|entry| (entry.behind.len(), worst_first(entry)));
    for entry in merged {
        match found.entries.iter_mut().find(|known| known.covers(&entry)) {
            Some(known) => known.also.push(entry),
            None => found.entries.push(entry),
        }
    }
    found.entries.sort_by_cached_key(worst_first);
}

/// What loosens before what tightens, more steps before fewer, more links before fewer.
fn worst_first(entry: &Entry) -> impl Ord + use<> {
    (entry.direction(), Reverse(entry.steps()), Reverse(entry.extent.classes), entry.behind.clone(), entry.verdicts)
}

fn lone_scenes(policies: Pair<&Policy>) -> Pair<Vec<String>> {
    let lone = |here: &Policy, there: &Policy| here.scenes.iter().filter(|scene| there.scene(&scene.id).is_none()).map(|scene| scene.id.clone()).collect();
    Pair { old: lone(policies.old, policies.new), new: lone(policies.new, policies.old) }
}

fn asks_for_services(policies: Pair<&Policy>) -> bool {
    asked(policies, |test| u64::from(matches!(test, Test::Signal(set) if set.contains(Signal::ClosedShortLink)))) != 0
}

/// What is asked for in all conditions of both policies together, as bits.
fn asked(policies: Pair<&Policy>, bits: fn(&Test) -> u64) -> u64 {
    fn of_condition(condition: &Condition, bits: fn(&Test) -> u64) -> u64 {
        condition.tests.iter().fold(0, |found, test| {
            let inner = match test {
                Test::Any(conditions) | Test::All(conditions) => conditions.iter().fold(0, |found, inner| found | of_condition(inner, bits)),
                _ => 0,
            };
            found | bits(test) | inner
        })
    }
    let rules = Side::BOTH.into_iter().flat_map(|side| &policies.of(side).rules);
    rules.flat_map(|rule| std::iter::once(&rule.matches).chain(&rule.except)).fold(0, |found, condition| found | of_condition(condition, bits))
}
