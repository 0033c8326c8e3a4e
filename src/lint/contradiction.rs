//! Two rules that set different verdicts for the same links in the same scenes at the same time: the stricter one wins, and the
//! other does nothing. Their conditions are equal word by word, or proved equal. A pair of views is none: what is observed may differ.

use super::duplicate_rule::{meet, proved};
use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy::model::{Rule, Says};

pub(super) const LINT: Lint = Lint::new("contradiction", || text::contradiction("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let rules = &subject.policy.rules;
    let differ = |a: &Rule, b: &Rule| matches!((a.says, b.says), (Says::Sets(a), Says::Sets(b)) if a != b);
    let earlier = |rule: &Rule, number: usize| rules.iter().take(number).find(|other| meet(other, rule) && differ(other, rule));
    let numbered = rules.iter().enumerate().filter(|(_, rule)| rule.origin.policy == subject.policy.id);
    let found = numbered.filter_map(|(number, rule)| Some((rule, earlier(rule, number)?)));
    let worded = found.map(|(rule, other)| subject.warn(LINT.id, &rule.origin, text::contradiction(&other.name)));
    worded.chain(proved(subject, |one, other| one != other, text::contradiction_proved, LINT.id)).collect()
}
