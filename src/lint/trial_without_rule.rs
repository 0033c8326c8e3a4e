//! A trial that no rule belongs to: switching it changes nothing.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

pub(super) const LINT: Lint = Lint::new("trial-without-rule", || text::trial_without_rule("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let trials = subject.policy.trials.iter().enumerate();
    let idle = trials.filter(|(number, _)| !subject.policy.rules.iter().any(|rule| rule.trial == Some(*number)));
    idle.map(|(_, trial)| subject.warn_named(LINT.id, &trial.named.id, text::trial_without_rule(&trial.named.id))).collect()
}
