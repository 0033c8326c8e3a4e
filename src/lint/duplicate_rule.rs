//! Two rules that say the same of the same links in the same scenes at the same time: one of them does nothing. Proved: their
//! conditions are equal word by word. A statement and what was observed of it are no pair: one bears out the other.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::{Text, lint as text};
use crate::policy::model::{Rule, Says};
use crate::policy_use::part::Part;
use crate::policy_use::study::Matter;
use crate::verdict::Basis;

pub(super) const LINT: Lint = Lint::new("duplicate-rule", || text::duplicate_rule("…"), check);

/// Whether two rules speak of the same links, and for some time of the same scenes, and both were or were not observed.
pub(super) fn meet(a: &Rule, b: &Rule) -> bool {
    let is_observed = |rule: &Rule| rule.grounds.basis == Basis::Observed;
    let both = a.interval.intersect(b.interval);
    let at_once = both.from.zip(both.until).is_none_or(|(from, until)| from < until);
    at_once
        && is_observed(a) == is_observed(b)
        && a.matches == b.matches
        && a.except == b.except
        && a.trial == b.trial
        && a.scenes.iter().any(|scene| b.scenes.contains(scene))
}

/// Whether a rule says just what another does, at all times and in every view: only name and words differ.
pub(super) fn repeats(a: &Rule, b: &Rule) -> bool {
    let grounds = a.grounds.basis == b.grounds.basis && a.grounds.seen == b.grounds.seen && a.grounds.sources == b.grounds.sources;
    let when = a.interval == b.interval && a.trial == b.trial && a.scenes == b.scenes && a.reach == b.reach;
    let what = a.matches == b.matches && a.except == b.except && a.says == b.says && a.effects == b.effects;
    grounds && when && what && a.supersedes == b.supersedes
}

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let rules = &subject.policy.rules;
    let earlier = |rule: &Rule, number: usize| rules.iter().take(number).find(|other| meet(other, rule) && other.says == rule.says);
    let numbered = rules.iter().enumerate().filter(|(_, rule)| rule.origin.policy == subject.policy.id);
    let found = numbered.filter_map(|(number, rule)| Some((rule, earlier(rule, number)?)));
    let worded = found.map(|(rule, other)| subject.warn(LINT.id, &rule.origin, text::duplicate_rule(&other.name)));
    worded.chain(proved(subject, |one, other| one == other, text::duplicate_proved, LINT.id)).collect()
}

/// Rules proved to ask for the same links as another, in other words.
pub(super) fn proved(subject: Subject<'_>, says: fn(Says, Says) -> bool, title: fn(&str) -> Text, lint: &'static str) -> Vec<Diagnostic> {
    let idle = subject.study().findings.iter().filter_map(|finding| match (&finding.part, &finding.matter) {
        (Part::Rule(number), Matter::SameAs(other)) => Some((*number, *other)),
        _ => None,
    });
    let rules = &subject.policy.rules;
    let pairs = idle.chain(subject.study().repeated.iter().copied()).filter_map(|(number, other)| Some((rules.get(number)?, rules.get(other)?)));
    let worded_otherwise = pairs.filter(|(rule, other)| says(rule.says, other.says) && (rule.matches != other.matches || rule.except != other.except));
    worded_otherwise.map(|(rule, other)| subject.warn(lint, &rule.origin, title(&other.name))).collect()
}
