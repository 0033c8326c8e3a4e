//! Which damages to a policy its tests notice, and which of the others could be noticed at all.

use std::ops::ControlFlow;

use super::mutants::{Change, Mutant, mutants};
use super::rows::Suite;
use super::run::{Status, run};
use crate::classify::chain::Classifier;
use crate::policy::model::Policy;
use crate::policy_diff::diff::{SharedSites, first_difference};
use crate::policy_diff::entry::{Entry, Reason};
use crate::policy_space::facts::Pair;

/// Whether a damaged policy gives some link another verdict.
#[derive(Debug, Clone)]
pub enum Likeness {
    /// None: proved. No row on verdicts could notice the damage.
    Equal,
    /// This one, at least.
    Differs(Box<Entry>),
    /// Neither shown nor proved.
    Open(Reason),
}

/// A mutant that no row noticed.
#[derive(Debug, Clone)]
pub struct Survivor {
    /// The mutant.
    pub mutant: Mutant,
    /// How it compares with the policy itself.
    pub likeness: Likeness,
}

/// What became of the mutants of a policy.
#[derive(Debug, Clone, Default)]
pub struct Mutation {
    /// How many there were.
    pub total: usize,
    /// Those that no row noticed.
    pub survivors: Vec<Survivor>,
}

impl Mutation {
    /// The share that was noticed, in per cent; a policy without mutants counts as noticed.
    #[must_use]
    pub fn score(&self) -> f64 {
        share(self.noticed(), self.total)
    }

    /// The same of those alone that can be noticed; what is not proved equal counts among them.
    #[must_use]
    pub fn noticeable_score(&self) -> f64 {
        share(self.noticed(), self.total - self.equal())
    }

    /// How many a row noticed.
    #[must_use]
    pub const fn noticed(&self) -> usize {
        self.total - self.survivors.len()
    }

    /// How many survivors give every link the verdict that the policy gives.
    #[must_use]
    pub fn equal(&self) -> usize {
        self.survivors.iter().filter(|survivor| matches!(survivor.likeness, Likeness::Equal)).count()
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    if whole == 0 { 100.0 } else { 100.0 * count(part) / count(whole) }
}

/// Judges every mutant of a policy by the policy's suites. A mutant is noticed when a row fails that passes without it; one that is
/// not is compared with the policy.
#[must_use]
pub fn mutate(policy: &Policy, suites: &[Suite], classifier: Classifier<'_>) -> Mutation {
    let all = mutants(policy);
    let total = all.len();
    let sites = SharedSites::of(policy);
    let survivors = all.into_iter().filter_map(|mutant| {
        let damaged = mutant.apply(policy);
        (!is_noticed(&damaged, suites, classifier)).then(|| Survivor { likeness: compare(policy, &damaged, &mutant, &sites, classifier), mutant })
    });
    Mutation { total, survivors: survivors.collect() }
}

fn compare(policy: &Policy, damaged: &Policy, mutant: &Mutant, sites: &SharedSites<'_>, classifier: Classifier<'_>) -> Likeness {
    // A rule without one of its tests holds for more: its sites are those of the damaged policy.
    let wider = SharedSites::of(damaged);
    let sites = if matches!(mutant.change, Change::TestDropped(_)) { &wider } else { sites };
    let found = first_difference(Pair { old: policy, new: damaged }, sites, classifier.catalog, classifier.suffixes);
    match (found.entries.into_iter().next(), found.unproved.into_iter().next()) {
        (Some(entry), _) => Likeness::Differs(Box::new(entry)),
        (None, Some(unproved)) => Likeness::Open(unproved.reason),
        (None, None) => Likeness::Equal,
    }
}

fn is_noticed(damaged: &Policy, suites: &[Suite], classifier: Classifier<'_>) -> bool {
    suites.iter().any(|suite| {
        let mut noticed = false;
        let judged = run(suite, damaged, classifier, |judged| {
            noticed = judged.status == Status::Failed;
            if noticed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        noticed || judged.is_err()
    })
}
