//! The list of all lints.

use super::rule::Lint;
use super::subject::Subject;
use super::{
    broad_domain, contradiction, default_gap, duplicate_rule, foreign_host, hidden_characters, never_starts, no_reason, no_source, stale_sources,
    trial_without_end, trial_without_rule, unused_source,
};
use crate::diag::Diagnostic;

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

/// Everything that the lints find, in the order of the file.
#[must_use]
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = ALL.iter().flat_map(|lint| lint.run(subject)).collect();
    found.sort_by(|a, b| (&a.file.name, a.span, a.code).cmp(&(&b.file.name, b.span, b.code)));
    found
}
