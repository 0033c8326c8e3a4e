//! A reason that says the same in both languages, or nothing in one, or holds no Chinese where Chinese is asked for. Names may be
//! alike: many are nobody's language.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::{Text, lint as text};
use crate::policy::model::{Grounds, Origin};

pub(super) const LINT: Lint = Lint::new("untranslated", || text::untranslated("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let policy = subject.policy;
    let rules = subject.rules().map(|rule| (&rule.grounds, &rule.origin));
    let defaults = policy.defaults.iter().map(|default| (&default.grounds, &default.origin)).filter(|(_, origin)| origin.policy == policy.id);
    let reason = |(grounds, origin): (&'_ Grounds, &'_ Origin)| {
        let reason = grounds.reason.as_ref().filter(|reason| !is_translated(reason))?;
        let shown = if reason.en.trim().is_empty() { &reason.zh } else { &reason.en };
        Some(subject.warn(LINT.id, origin, text::untranslated(shown)))
    };
    rules.chain(defaults).filter_map(reason).collect()
}

fn is_translated(text: &Text) -> bool {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    text.en != text.zh && !text.en.trim().is_empty() && text.zh.contains(is_han) && !text.en.chars().all(is_han)
}
