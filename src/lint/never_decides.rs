//! A rule that applies to some links and never decides: stricter statements stand before it wherever it applies. Proved twice: taking
//! it away changes no verdict, and it is named for no link.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy_use::part::Part;
use crate::policy_use::study::Matter;

pub(super) const LINT: Lint = Lint::new("never-decides", text::never_decides, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let found = subject.findings().filter_map(|(finding, origin)| match (&finding.part, &finding.matter) {
        (Part::Rule(_), Matter::ChangesNothing { line, behind }) => {
            let help = line.as_ref().map(|line| subject.in_vain(line, behind));
            Some(subject.warn(LINT.id, origin, text::never_decides()).with_help(help))
        }
        _ => None,
    });
    found.collect()
}
