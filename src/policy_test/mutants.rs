//! Small damages to a policy, one at a time: a test suite that notices none of them proves little.

use crate::policy::model::{Policy, Says, Test};
use crate::time::{Instant, Interval};
use crate::verdict::Verdict;

/// One damage, to the rule or default with this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutant {
    /// The name of the rule or default, as records quote it.
    pub name: String,
    /// Where it stands among the policy's rules or defaults.
    pub at: Statement,
    /// What is done to it.
    pub change: Change,
}

/// A statement of a policy, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// A rule.
    Rule(usize),
    /// A default.
    Default(usize),
}

/// What is done to a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is taken away.
    Removed,
    /// Its verdict is one step looser.
    Weakened(Verdict),
    /// One of its tests, by its number, is taken away: it holds for more.
    TestDropped(usize),
    /// Its `except` is taken away.
    ExceptDropped,
    /// One of its scenes, by its number in the policy, is taken away.
    SceneDropped(usize),
    /// It begins a day later.
    BeginsLater,
    /// It begins a day earlier.
    BeginsEarlier,
    /// It ends a day earlier.
    EndsEarlier,
    /// It ends a day later.
    EndsLater,
}

/// Every damage to a policy's own statements; those of a policy it extends are not its own.
#[must_use]
pub fn mutants(policy: &Policy) -> Vec<Mutant> {
    let mut found = Vec::new();
    for (number, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| rule.origin.policy == policy.id) {
        let mut changes = vec![Change::Removed];
        let (Says::Sets(verdict) | Says::Raises(verdict)) = rule.says;
        // A rule that raises to `open` says nothing: that is the same as taking it away.
        let looser = looser(verdict).filter(|looser| !matches!(rule.says, Says::Raises(_)) || *looser != Verdict::Open);
        changes.extend(looser.map(Change::Weakened));
        if rule.matches.tests.len() > 1 {
            changes.extend((0..rule.matches.tests.len()).map(Change::TestDropped));
        }
        changes.extend(rule.except.as_ref().map(|_| Change::ExceptDropped));
        if rule.scenes.len() > 1 {
            changes.extend(rule.scenes.iter().copied().map(Change::SceneDropped));
        }
        changes.extend(dates(rule.interval));
        found.extend(changes.into_iter().map(|change| Mutant { name: rule.name.clone(), at: Statement::Rule(number), change }));
    }
    for (number, default) in policy.defaults.iter().enumerate().filter(|(_, default)| default.origin.policy == policy.id) {
        let mut changes = vec![Change::Removed];
        changes.extend(looser(default.verdict).map(Change::Weakened));
        changes.extend(dates(default.interval));
        found.extend(changes.into_iter().map(|change| Mutant { name: default.name.clone(), at: Statement::Default(number), change }));
    }
    found
}

fn looser(verdict: Verdict) -> Option<Verdict> {
    let at = Verdict::ALL.iter().position(|known| *known == verdict)?;
    at.checked_sub(1).and_then(|at| Verdict::ALL.get(at)).copied()
}

fn dates(interval: Interval) -> Vec<Change> {
    let mut changes = Vec::new();
    if interval.from.is_some() {
        changes.extend([Change::BeginsLater, Change::BeginsEarlier]);
    }
    if interval.until.is_some() {
        changes.extend([Change::EndsEarlier, Change::EndsLater]);
    }
    changes
}

impl Mutant {
    /// The policy with the damage done.
    #[must_use]
    pub fn apply(&self, policy: &Policy) -> Policy {
        let mut damaged = policy.clone();
        match self.at {
            Statement::Rule(number) => {
                if let Some(rule) = damaged.rules.get_mut(number) {
                    match &self.change {
                        Change::Removed => rule.scenes.clear(),
                        Change::Weakened(verdict) => {
                            rule.says = match rule.says {
                                Says::Sets(_) => Says::Sets(*verdict),
                                Says::Raises(_) => Says::Raises(*verdict),
                            };
                        }
                        Change::TestDropped(at) => drop(rule.matches.tests.remove(*at)),
                        Change::ExceptDropped => rule.except = None,
                        Change::SceneDropped(scene) => rule.scenes.retain(|known| known != scene),
                        shift => rule.interval = shifted(rule.interval, shift),
                    }
                }
            }
            Statement::Default(number) => {
                if let Some(default) = damaged.defaults.get_mut(number) {
                    match &self.change {
                        Change::Removed => default.kinds.clear(),
                        Change::Weakened(verdict) => default.verdict = *verdict,
                        shift => default.interval = shifted(default.interval, shift),
                    }
                }
            }
        }
        damaged
    }

    /// The damage in a word, with what it concerns: `removed`, `weakened to warn`, `test dropped: owner`.
    #[must_use]
    pub fn describe(&self, policy: &Policy) -> String {
        match (&self.change, self.at) {
            (Change::Removed, _) => "removed".to_owned(),
            (Change::Weakened(verdict), _) => format!("weakened to {}", verdict.as_str()),
            (Change::TestDropped(test), Statement::Rule(rule)) => {
                let key = policy.rules.get(rule).and_then(|rule| rule.matches.tests.get(*test)).map_or("", Test::key);
                format!("test dropped: {key}")
            }
            (Change::TestDropped(_), Statement::Default(_)) => "test dropped".to_owned(),
            (Change::ExceptDropped, _) => "except dropped".to_owned(),
            (Change::SceneDropped(scene), _) => format!("scene dropped: {}", policy.scenes.get(*scene).map_or("", |scene| &scene.id)),
            (Change::BeginsLater, _) => "begins a day later".to_owned(),
            (Change::BeginsEarlier, _) => "begins a day earlier".to_owned(),
            (Change::EndsEarlier, _) => "ends a day earlier".to_owned(),
            (Change::EndsLater, _) => "ends a day later".to_owned(),
        }
    }
}

fn shifted(interval: Interval, change: &Change) -> Interval {
    let days = |moment: Option<Instant>, days: i64| moment.map(|moment| moment.plus_days(days));
    match change {
        Change::BeginsLater => Interval { from: days(interval.from, 1), ..interval },
        Change::BeginsEarlier => Interval { from: days(interval.from, -1), ..interval },
        Change::EndsEarlier => Interval { until: days(interval.until, -1), ..interval },
        Change::EndsLater => Interval { until: days(interval.until, 1), ..interval },
        _ => interval,
    }
}
