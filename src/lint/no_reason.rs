//! A statement without a sentence: `explain` would show a verdict that nobody can weigh.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

pub(super) const LINT: Lint = Lint::new("no-reason", text::no_reason, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let own = |origin: &crate::policy::model::Origin| origin.policy == subject.policy.id;
    let rules = subject.rules().map(|rule| (&rule.grounds, &rule.origin));
    let defaults = subject.policy.defaults.iter().map(|default| (&default.grounds, &default.origin)).filter(|(_, origin)| own(origin));
    rules.chain(defaults).filter(|(grounds, _)| grounds.reason.is_none()).map(|(_, origin)| subject.warn(LINT.id, origin, text::no_reason())).collect()
}
