//! What a run asks: the moment, the trials, the basis, the choice and the contexts.

use crate::policy::model::{Condition, Policy, Rollout, Test};
use crate::time::Instant;
use crate::verdict::{Basis, Grade};

/// The most combinations of unset contexts that are tried.
pub const COMBINATION_LIMIT: usize = 64;
/// The most gradual trials of which every subset is tried; past it, all off and each off alone.
const SUBSET_LIMIT: usize = 6;

/// Which statements count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BasisView {
    /// What was announced and what can be inferred from it.
    #[default]
    Announced,
    /// What was seen as well, where it stands in place of the rest.
    Observed,
}

/// How far into the future changes are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Horizon {
    /// Not at all.
    #[default]
    Now,
    /// Up to a moment.
    Until(Instant),
    /// Every moment the policy knows, past ones too.
    Everything,
}

/// What a run asks of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// The moment.
    pub instant: Instant,
    /// Which statements count.
    pub basis: BasisView,
    /// The weakest grade of source that counts.
    pub min_grade: Option<Grade>,
    /// For each trial, whether it is on.
    pub trials: Vec<bool>,
    /// The number of the user's choice.
    pub choice: Option<usize>,
    /// For each context, the number of its value, if it was given.
    pub contexts: Vec<Option<usize>>,
    /// When the link was posted, if it was given.
    pub posted: Option<Instant>,
    /// How far changes are looked for.
    pub horizon: Horizon,
}

impl View {
    /// The plain question: as announced, all trials on, nothing given.
    #[must_use]
    pub fn plain(policy: &Policy, instant: Instant) -> Self {
        Self {
            instant,
            basis: BasisView::Announced,
            min_grade: None,
            trials: vec![true; policy.trials.len()],
            choice: None,
            contexts: vec![None; policy.contexts.len()],
            posted: None,
            horizon: Horizon::Now,
        }
    }

    /// Whether a statement counts in this view.
    #[must_use]
    pub fn counts(&self, policy: &Policy, grounds: &crate::policy::model::Grounds) -> bool {
        let by_basis = self.basis == BasisView::Observed || grounds.basis != Basis::Observed;
        by_basis && self.min_grade.is_none_or(|least| policy.grade(grounds) <= least)
    }
}

/// One possible state of everything that is not given: a value for each context and a moment of posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Combination {
    /// For each context, the number of its value.
    pub contexts: Vec<usize>,
    /// When the link was posted.
    pub posted: Instant,
}

/// Too many unset contexts to try every combination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooManyCombinations {
    /// The contexts without a value and a default.
    pub unset: Vec<String>,
}

/// Every combination to try: the given value, else the default, else each value.
///
/// # Errors
/// More than [`COMBINATION_LIMIT`].
pub fn combinations(policy: &Policy, view: &View) -> Result<Vec<Combination>, TooManyCombinations> {
    let mut found = vec![Combination { contexts: Vec::new(), posted: view.posted.unwrap_or(view.instant) }];
    let mut unset = Vec::new();
    for (number, context) in policy.contexts.iter().enumerate() {
        let given = view.contexts.get(number).copied().flatten().or(context.default);
        let values: Vec<usize> = match given {
            Some(value) => vec![value],
            None => {
                unset.push(context.id.clone());
                (0..context.values.len()).collect()
            }
        };
        found = multiply(&found, &values, |combination, value| combination.contexts.push(*value));
        if found.len() > COMBINATION_LIMIT {
            return Err(TooManyCombinations { unset });
        }
    }
    if view.posted.is_none() {
        let moments = posting_moments(policy, view.instant);
        if moments.len() > 1 {
            unset.push("posted".to_owned());
        }
        found = multiply(&found, &moments, |combination, moment| combination.posted = *moment);
    }
    if found.len() > COMBINATION_LIMIT { Err(TooManyCombinations { unset }) } else { Ok(found) }
}

fn multiply<T>(base: &[Combination], values: &[T], put: impl Fn(&mut Combination, &T)) -> Vec<Combination> {
    let mut all = Vec::with_capacity(base.len() * values.len());
    for combination in base {
        for value in values {
            let mut next = combination.clone();
            put(&mut next, value);
            all.push(next);
        }
    }
    all
}

/// One moment of posting for each side of every `posted-before` that lies in the past.
fn posting_moments(policy: &Policy, now: Instant) -> Vec<Instant> {
    let mut moments = vec![now];
    for rule in &policy.rules {
        for condition in std::iter::once(&rule.matches).chain(&rule.except) {
            collect_posted(condition, &mut moments);
        }
    }
    moments.retain(|moment| *moment <= now);
    moments.sort_unstable();
    moments.dedup();
    moments
}

fn collect_posted(condition: &Condition, moments: &mut Vec<Instant>) {
    for test in &condition.tests {
        match test {
            Test::PostedBefore(Instant(seconds)) => moments.push(Instant(seconds - 1)),
            Test::Any(conditions) | Test::All(conditions) => conditions.iter().for_each(|inner| collect_posted(inner, moments)),
            _ => {}
        }
    }
}

/// The other states of the trials that some users may see: gradual ones off, in every subset.
#[must_use]
pub fn gradual_states(policy: &Policy, view: &View) -> Vec<Vec<bool>> {
    let is_on = |number: usize| view.trials.get(number).copied().unwrap_or(true);
    let gradual: Vec<usize> = policy
        .trials
        .iter()
        .enumerate()
        .filter(|(number, trial)| trial.rollout == Rollout::Gradual && is_on(*number) && trial.interval.contains(view.instant))
        .map(|(number, _)| number)
        .collect();
    let off = |numbers: &[usize]| {
        let mut state = view.trials.clone();
        for number in numbers {
            if let Some(on) = state.get_mut(*number) {
                *on = false;
            }
        }
        state
    };
    if gradual.len() > SUBSET_LIMIT {
        return std::iter::once(off(&gradual)).chain(gradual.iter().map(|number| off(&[*number]))).collect();
    }
    (1..1_usize << gradual.len())
        .map(|subset| {
            let numbers: Vec<usize> = gradual.iter().enumerate().filter(|(bit, _)| subset & (1 << bit) != 0).map(|(_, number)| *number).collect();
            off(&numbers)
        })
        .collect()
}
