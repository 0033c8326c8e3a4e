//! One of several values of a key that does nothing: another covers it, it never holds beside the other keys, or every link would get
//! the same verdict without it. Proved.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy_use::study::Matter;

pub(super) const LINT: Lint = Lint::new("idle-value", || text::value_changes_nothing("…", "…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let found = subject.findings().filter_map(|(finding, origin)| {
        let value = finding.value.as_ref()?;
        let (key, written) = (value.key, value.text.as_str());
        let (title, help) = match &finding.matter {
            Matter::CoveredBy(by) => (text::value_covered(key, written, by), None),
            Matter::NeverApplies(_) => (text::value_never_holds(key, written), None),
            Matter::ChangesNothing { line, behind } => (text::value_changes_nothing(key, written), line.as_ref().map(|line| subject.in_vain(line, behind))),
            Matter::SameAs(_) | Matter::NotProved(_) => return None,
        };
        Some(subject.warn(LINT.id, origin, title).with_help(help))
    });
    found.collect()
}
