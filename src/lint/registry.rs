//! The list of all lints.

use super::subject::Subject;
use super::{
    broad_domain, contradiction, default_gap, duplicate_rule, foreign_host, hidden_characters, never_starts, no_reason, no_source, stale_sources,
    trial_without_end, trial_without_rule, unused_source,
};
use crate::diag::Diagnostic;
use crate::message::Text;

/// One lint.
#[derive(Debug, Clone, Copy)]
pub struct Lint {
    /// The id, as warnings show it.
    pub id: &'static str,
    /// What it warns of, in one sentence.
    pub about: fn() -> Text,
    check: fn(Subject<'_>) -> Vec<Diagnostic>,
}

/// Every lint, in the order of their ids.
pub const ALL: &[Lint] = &[
    broad_domain::LINT,
    contradiction::LINT,
    default_gap::LINT,
    duplicate_rule::LINT,
    foreign_host::LINT,
    hidden_characters::LINT,
    never_starts::LINT,
    no_reason::LINT,
    no_source::LINT,
    stale_sources::LINT,
    trial_without_end::LINT,
    trial_without_rule::LINT,
    unused_source::LINT,
];

impl Lint {
    /// A lint; only the files of lints make them.
    pub(super) const fn new(id: &'static str, about: fn() -> Text, check: fn(Subject<'_>) -> Vec<Diagnostic>) -> Self {
        Self { id, about, check }
    }
}

/// Everything that the lints find, in the order of the file.
#[must_use]
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = ALL.iter().flat_map(|lint| (lint.check)(subject)).collect();
    found.sort_by(|a, b| (&a.file.name, a.span, a.code).cmp(&(&b.file.name, b.span, b.code)));
    found
}
