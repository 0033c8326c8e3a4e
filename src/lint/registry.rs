//! The list of all lints.

use super::rule::Lint;
use super::subject::Subject;
use super::{
    broad_domain, contradiction, default_gap, duplicate_rule, expired, foreign_host, hidden_characters, idle_default, idle_entry, idle_exception, idle_value,
    never_applies, never_decides, never_starts, no_reason, no_source, not_proved, stale_sources, trial_without_end, trial_without_rule, untranslated,
    unused_list, unused_source,
};
use crate::diag::Diagnostic;

/// Every lint, in the order of their ids.
pub const ALL: &[Lint] = &[
    broad_domain::LINT,
    contradiction::LINT,
    default_gap::LINT,
    duplicate_rule::LINT,
    expired::LINT,
    foreign_host::LINT,
    hidden_characters::LINT,
    idle_default::LINT,
    idle_entry::LINT,
    idle_exception::LINT,
    idle_value::LINT,
    never_applies::LINT,
    never_decides::LINT,
    never_starts::LINT,
    no_reason::LINT,
    no_source::LINT,
    not_proved::LINT,
    stale_sources::LINT,
    trial_without_end::LINT,
    trial_without_rule::LINT,
    untranslated::LINT,
    unused_list::LINT,
    unused_source::LINT,
];

/// Everything that the lints find, in the order of the file.
#[must_use]
pub fn run(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = ALL.iter().flat_map(|lint| lint.run(subject)).collect();
    found.sort_by(|a, b| (&a.file.name, a.span, a.code).cmp(&(&b.file.name, b.span, b.code)));
    found
}
