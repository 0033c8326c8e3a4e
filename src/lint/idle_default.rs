//! A default that never answers: some rule sets or raises the verdict of every link it covers. Proved.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy_use::part::Part;
use crate::policy_use::study::Matter;

pub(super) const LINT: Lint = Lint::new("idle-default", text::default_never_decides, check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let is_idle = |part: &Part, matter: &Matter| matches!((part, matter), (Part::Default(_), Matter::NeverApplies(_)));
    let idle = subject.findings().filter(|(finding, _)| is_idle(&finding.part, &finding.matter));
    idle.map(|(_, origin)| subject.warn(LINT.id, origin, text::default_never_decides())).collect()
}
