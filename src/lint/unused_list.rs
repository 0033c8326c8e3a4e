//! A list that no rule asks for: loading it changes nothing.

use super::rule::Lint;
use super::subject::{Subject, each_test};
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy::model::Test;

pub(super) const LINT: Lint = Lint::new("unused-list", || text::unused_list("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut asked = 0;
    for rule in &subject.policy.rules {
        for condition in std::iter::once(&rule.matches).chain(&rule.except) {
            each_test(condition, &mut |test| asked |= if let Test::List(bits) = test { *bits } else { 0 });
        }
    }
    // The filings are asked for by a signal.
    let unused = subject.policy.lists.iter().filter(|(_, bit)| (asked | subject.catalog.filed) & bit == 0);
    unused.map(|(id, _)| subject.warn_named(LINT.id, id, text::unused_list(id))).collect()
}
