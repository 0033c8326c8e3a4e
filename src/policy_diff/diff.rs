//! Comparing two policies.

use std::cmp::Reverse;

use super::confirm::Confirmer;
use super::entry::{Diff, Entry, Extent, Reason, Unproved};
use super::scan::{Scan, Space};
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
/// answer turns on more than the host are not looked into.
pub fn diff(policies: Pair<&Policy>, span: Span, catalog: &Catalog, suffixes: &dyn SuffixList) -> Diff {
    let mut found = Diff { lone_scenes: lone_scenes(policies), ..Diff::default() };
    if asked_lists(policies) & catalog.hosts.refined_lists() != 0 {
        found.unproved.push(bare(Reason::Lists));
    }
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
            era(policies, &stretches, classifier, &mut found);
        }
    }
    merge(&mut found);
    found
}

/// Stretches between the same ends of short-link services; all together where no rule asks.
fn eras(stretches: &[Stretch], ends: &[Instant]) -> Vec<Vec<Stretch>> {
    let era = |stretch: &Stretch| ends.iter().filter(|end| **end <= stretch.at.new).count();
    stretches.chunk_by(|a, b| era(a) == era(b)).map(<[Stretch]>::to_vec).collect()
}

fn era(policies: Pair<&Policy>, stretches: &[Stretch], classifier: Classifier<'_>, found: &mut Diff) {
    let space = match Space::new(policies, stretches, classifier) {
        Ok(space) => space,
        Err(TooMany::Combinations) => return found.unproved.push(bare(Reason::Budget("COMBINATION_LIMIT", COMBINATION_LIMIT))),
        Err(TooMany::Regions) => return found.unproved.push(bare(Reason::Budget("REGION_LIMIT", REGION_LIMIT))),
    };
    found.counts.questions += space.regions.all.len();
    let scan = Scan::over(&space);
    found.counts.sites = found.counts.sites.max(scan.sites.len());
    found.counts.assignments += scan.counts.assignments;
    found.counts.excluded += scan.counts.excluded;
    found.counts.masked += scan.counts.masked;
    found.unproved.extend(scan.unproved.iter().cloned());
    let mut confirmer = Confirmer::new(&space, &scan);
    for draft in &scan.drafts {
        confirmer.confirm(draft, found);
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

/// The lists that some rule asks for, as bits.
fn asked_lists(policies: Pair<&Policy>) -> u64 {
    asked(policies, |test| if let Test::List(bits) = test { *bits } else { 0 })
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
