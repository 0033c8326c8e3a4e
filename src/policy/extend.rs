//! Layering an organisation's own policy over another: rules add, and nothing loosens unless the file says so.

use super::checker::{Checker, blank};
use super::model::{DefaultRule, Policy, Rule, Says};
use super::raw::{RawChoice, RawPolicy, RawRule};
use crate::diag::Diagnostic;
use crate::message::{Text, policy as text};
use crate::time::Interval;
use crate::verdict::{Basis, Verdict};

/// What a file starts from: the policy it extends, or nothing.
pub(super) fn start(raw: &RawPolicy, base: Option<&Policy>) -> Policy {
    let name = raw.name.as_ref().map_or_else(Text::default, |name| name.value.clone());
    match base {
        None => blank(&raw.file, name),
        Some(base) => Policy { name, file: raw.file.clone(), allows: Vec::new(), ..base.clone() },
    }
}

/// Puts a rule into the policy: behind the others, or in the place of the one it replaces.
pub(super) fn place(checker: &mut Checker<'_>, raw: &RawRule, rule: Rule) {
    let same = checker.policy.rules.iter().take(checker.base_rules).position(|known| known.id == rule.id);
    if let (Some(at), true) = (same, raw.replaces) {
        // What superseded the replaced rule was not said about this one.
        checker.policy.rules.iter_mut().for_each(|rule| rule.supersedes.retain(|other| *other != at));
    }
    match (same.and_then(|at| checker.policy.rules.get_mut(at)), raw.replaces) {
        (Some(known), true) => *known = rule,
        (None, false) => checker.policy.rules.push(rule),
        (Some(known), false) => {
            let title = text::repeats_base(&rule.id, &known.origin.policy);
            let span = raw.id.as_ref().map_or(raw.span, |id| id.span);
            let diagnostic = Diagnostic::error("repeats-base", &checker.raw.file, span, title);
            checker.problems.push(diagnostic.with_help(Some(text::replaces_help())));
        }
        (None, true) => {
            let span = raw.id.as_ref().map_or(raw.span, |id| id.span);
            checker.error("replaces-nothing", span, text::replaces_nothing(&rule.id));
        }
    }
}

/// Without `may-loosen`, only what cannot loosen may be said: raising rules, and rules that set `block`.
pub(super) fn check(checker: &mut Checker<'_>, base: &Policy) {
    if let Some(zone) = &checker.raw.timezone
        && checker.policy.zone != base.zone
    {
        checker.error("zone-differs", zone.span, text::zone_differs());
    }
    if checker.raw.may_loosen {
        drop_replaced_defaults(checker, base);
        return;
    }
    let mut spans = Vec::new();
    for raw in &checker.raw.rules {
        let sets_looser = raw.verdict.as_ref().filter(|verdict| verdict.value != Verdict::Block);
        if let Some(verdict) = sets_looser {
            spans.push(verdict.span);
        } else if raw.replaces {
            let replaced = raw.id.as_ref().and_then(|id| base.rules.iter().find(|rule| rule.id == id.value));
            let keeps = replaced.is_none_or(|rule| rule.says == Says::Sets(Verdict::Open));
            if !keeps {
                spans.push(raw.span);
            }
        }
        spans.extend(raw.supersedes.iter().map(|named| named.span));
    }
    spans.extend(checker.raw.defaults.iter().map(|default| default.span));
    if let Some(otherwise) = &checker.raw.otherwise
        && otherwise.value < base.otherwise
    {
        spans.push(otherwise.span);
    }
    spans.extend(checker.raw.own_wrappers.iter().map(|id| id.span));
    let looser = |choice: &&RawChoice| choice.map.iter().any(|(from, to)| to < from);
    spans.extend(checker.raw.choices.iter().filter(looser).filter_map(|choice| choice.id.as_ref()).map(|id| id.span));
    for span in spans {
        let diagnostic = Diagnostic::error("may-not-loosen", &checker.raw.file, span, text::may_not_loosen());
        checker.problems.push(diagnostic.with_help(Some(text::loosen_help())));
    }
}

/// A default of the extension stands in for the base's of the same scene and view, for its kinds and its time.
fn drop_replaced_defaults(checker: &mut Checker<'_>, base: &Policy) {
    let own = checker.policy.defaults.split_off(base.defaults.len());
    for own in &own {
        let kept = std::mem::take(&mut checker.policy.defaults);
        checker.policy.defaults = kept.into_iter().flat_map(|default| without(default, own)).collect();
    }
    checker.policy.defaults.extend(own);
}

/// What is left of a default beside another: its other kinds, and its time before and after.
fn without(default: DefaultRule, own: &DefaultRule) -> Vec<DefaultRule> {
    let observed = |default: &DefaultRule| default.grounds.basis == Basis::Observed;
    let (shared, others): (Vec<_>, Vec<_>) = default.kinds.iter().copied().partition(|kind| own.kinds.contains(kind));
    if default.scene != own.scene || observed(&default) != observed(own) || shared.is_empty() {
        return vec![default];
    }
    let before = own.interval.from.map(|from| default.interval.intersect(Interval { from: None, until: Some(from) }));
    let after = own.interval.until.map(|until| default.interval.intersect(Interval { from: Some(until), until: None }));
    let mut left = vec![DefaultRule { kinds: others, ..default.clone() }];
    left.extend(before.into_iter().chain(after).map(|interval| DefaultRule { kinds: shared.clone(), interval, ..default.clone() }));
    left.retain(|part| !part.kinds.is_empty() && part.interval.until.is_none_or(|until| part.interval.from.is_none_or(|from| from < until)));
    left
}
