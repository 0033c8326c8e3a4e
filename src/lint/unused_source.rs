//! A source that no statement names: it was forgotten in one, or is left over.

use std::collections::BTreeSet;

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

pub(super) const LINT: Lint = Lint::new("unused-source", || text::unused_source("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let policy = subject.policy;
    let grounds = policy.rules.iter().map(|rule| &rule.grounds).chain(policy.defaults.iter().map(|default| &default.grounds));
    let named: BTreeSet<usize> = grounds.flat_map(|grounds| grounds.sources.iter().copied()).collect();
    let unused = policy.sources.iter().enumerate().filter(|(number, _)| !named.contains(number));
    unused.map(|(_, source)| subject.warn_named(LINT.id, &source.id, text::unused_source(&source.id))).collect()
}
