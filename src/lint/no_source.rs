//! A statement about a platform that stands on nothing: nobody can check it. An organisation's own rules need no source.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

pub(super) const LINT: Lint = Lint::new("no-source", text::no_source, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    // A policy without any source speaks for itself, not for a platform.
    if subject.policy.sources.is_empty() || !subject.policy.rules.iter().all(|rule| rule.origin.policy == subject.policy.id) {
        return Vec::new();
    }
    let rules = subject.rules().map(|rule| (&rule.grounds, &rule.origin));
    let defaults = subject.policy.defaults.iter().map(|default| (&default.grounds, &default.origin));
    rules.chain(defaults).filter(|(grounds, _)| grounds.sources.is_empty()).map(|(_, origin)| subject.warn(LINT.id, origin, text::no_source())).collect()
}
