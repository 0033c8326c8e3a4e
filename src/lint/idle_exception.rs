//! An `except` that spares no link the rule asks for, or whose links would get the same verdict without it: proved.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy_use::part::Part;
use crate::policy_use::study::Matter;

pub(super) const LINT: Lint = Lint::new("idle-exception", text::exception_changes_nothing, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let found = subject.findings().filter_map(|(finding, origin)| match (&finding.part, &finding.matter) {
        (Part::Except(_), Matter::NeverApplies(_)) => Some(subject.warn(LINT.id, origin, text::exception_spares_nothing())),
        (Part::Except(_), Matter::ChangesNothing { line, behind }) => {
            let help = line.as_ref().map(|line| subject.in_vain(line, behind));
            Some(subject.warn(LINT.id, origin, text::exception_changes_nothing()).with_help(help))
        }
        _ => None,
    });
    found.collect()
}
