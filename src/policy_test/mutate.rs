//! Which damages to a policy its tests notice.

use std::ops::ControlFlow;

use super::mutants::{Mutant, mutants};
use super::rows::Suite;
use super::run::{Status, run};
use crate::classify::chain::Classifier;
use crate::policy::model::Policy;

/// What became of the mutants of a policy.
#[derive(Debug, Clone, Default)]
pub struct Mutation {
    /// How many there were.
    pub total: usize,
    /// Those that no row noticed.
    pub survivors: Vec<Mutant>,
}

impl Mutation {
    /// The share that was noticed, in per cent; a policy without mutants counts as noticed.
    #[must_use]
    pub fn score(&self) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        if self.total == 0 { 100.0 } else { 100.0 * count(self.total - self.survivors.len()) / count(self.total) }
    }
}

/// Judges every mutant of a policy by the policy's suites. A mutant is noticed when a row fails that passes without it.
#[must_use]
pub fn mutate(policy: &Policy, suites: &[Suite], classifier: Classifier<'_>) -> Mutation {
    let all = mutants(policy);
    let total = all.len();
    let survivors = all.into_iter().filter(|mutant| !is_noticed(&mutant.apply(policy), suites, classifier)).collect();
    Mutation { total, survivors }
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
