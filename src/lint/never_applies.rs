//! A rule that no link meets: proved over all links at once. Where one key never holds, or two exclude each other, they are named.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy_use::part::Part;
use crate::policy_use::study::Matter;

pub(super) const LINT: Lint = Lint::new("never-applies", text::never_applies, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let title = |keys: &[&str]| match keys {
        [] => text::never_applies(),
        [key] => text::never_applies_key(key),
        keys => text::never_applies_keys(&keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")),
    };
    let found = subject.findings().filter_map(|(finding, origin)| match (&finding.part, &finding.matter) {
        (Part::Rule(_), Matter::NeverApplies(keys)) => Some(subject.warn(LINT.id, origin, title(keys))),
        _ => None,
    });
    found.collect()
}
