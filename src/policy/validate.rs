//! From raw shapes to a valid policy: references are resolved and contradictions named, all of them at once.

use std::collections::HashMap;
use std::sync::Arc;

use super::checker::Checker;
use super::extend;
use super::model::*;
use super::raw::*;
use crate::classify::catalog::{Catalog, Named};
use crate::classify::ids::WrapperId;
use crate::diag::Diagnostic;
use crate::document::Placed;
use crate::document::fields::WrittenTime;
use crate::message::{document as shape, policy as text};
use crate::source::Span;
use crate::time::{Instant, Interval, Zone};
use crate::verdict::{Basis, Kind, Verdict};

/// The most scenes, trials, contexts and choices of a policy, each.
pub const ENTRY_LIMIT: usize = 32;
/// The most defaults of a policy.
pub const DEFAULT_LIMIT: usize = 2_000;
/// The most rules of a policy.
pub const RULE_LIMIT: usize = 60_000;

/// Checks a file over the policy it extends, if it extends one.
///
/// # Errors
/// Every fault found; `problems` are those found before, of shape.
pub fn validate(
    raw: &RawPolicy,
    base: Option<Arc<Policy>>,
    catalog: &Catalog,
    lists: &HashMap<String, u64>,
    problems: Vec<Diagnostic>,
) -> Result<Policy, Vec<Diagnostic>> {
    let mut policy = extend::start(raw, base.as_deref());
    policy.lists = raw.lists.iter().filter_map(|list| Some((list.id.as_ref()?.value.clone(), *lists.get(&list.id.as_ref()?.value)?))).collect();
    let base_rules = policy.rules.len();
    let mut checker = Checker { raw, catalog, lists, problems, policy, base_rules };
    checker.head(base.as_deref());
    checker.sources();
    checker.scenes();
    checker.trials();
    checker.contexts();
    checker.defaults();
    checker.choices();
    checker.rules();
    checker.supersessions();
    checker.allows();
    if let Some(base) = base {
        extend::check(&mut checker, &base);
        if raw.may_loosen {
            checker.policy.loosened = Some(base);
        }
    }
    checker.overlaps();
    if checker.problems.is_empty() {
        return Ok(checker.policy);
    }
    checker.problems.sort_by_key(|problem| (problem.file != raw.file, problem.span));
    Err(checker.problems)
}

impl Checker<'_> {
    fn head(&mut self, base: Option<&Policy>) {
        if let Some(id) = &self.raw.id {
            self.check_id(id);
            self.policy.id = id.value.as_str().into();
        }
        if let Some(zone) = &self.raw.timezone {
            match Zone::parse(&zone.value) {
                Some(zone) => self.policy.zone = zone,
                None => self.error_with_help("bad-zone", zone.span, text::bad_zone(&zone.value), Some(text::zone_form())),
            }
        } else if base.is_none() {
            self.error("missing-key", Span::default(), shape::missing_key("file", "timezone"));
        }
        match &self.raw.otherwise {
            Some(otherwise) if otherwise.value == Verdict::Open => self.error("otherwise-open", otherwise.span, text::otherwise_open()),
            Some(otherwise) => self.policy.otherwise = otherwise.value,
            None if base.is_none() => self.error("missing-key", Span::default(), shape::missing_key("file", "otherwise")),
            None => {}
        }
        self.policy.verified_on = self.raw.verified_on.as_ref().map(|time| time.value.instant(self.policy.zone));
        for id in &self.raw.own_wrappers {
            match self.catalog.wrapper(&id.value) {
                Some(wrapper) => self.policy.own_wrappers.push(wrapper),
                None => {
                    let known: Vec<&str> = self.catalog.wrappers.iter().map(|wrapper| wrapper.named.id.as_str()).collect();
                    self.unknown("wrapper", id, &known);
                }
            }
        }
        self.policy.own_wrappers.sort_unstable_by_key(|WrapperId(number)| *number);
        self.policy.own_wrappers.dedup();
    }

    fn sources(&mut self) {
        let mut seen = HashMap::new();
        let zone = self.policy.zone;
        for raw in &self.raw.sources {
            let (Some(id), Some(title), Some(grade)) = (&raw.id, &raw.title, &raw.grade) else { continue };
            if self.claim("source", id, &mut seen) {
                let date = raw.date.as_ref().map(|date| date.value.instant(zone));
                let url = raw.url.as_ref().map(|url| url.value.clone());
                self.policy.sources.push(Source { id: id.value.clone(), title: title.value.clone(), date, url, grade: grade.value });
            }
        }
    }

    fn named(&mut self, what: &str, raw: &RawNamed, taken: bool, seen: &mut HashMap<String, Span>) -> Option<Named> {
        let (id, name) = (raw.id.as_ref()?, raw.name.as_ref()?);
        if taken {
            self.error("duplicate-id", id.span, shape::duplicate_id(what, &id.value));
            return None;
        }
        self.claim(what, id, seen).then(|| Named { id: id.value.clone(), name: name.value.clone() })
    }

    fn scenes(&mut self) {
        let mut seen = HashMap::new();
        for raw in &self.raw.scenes {
            let only_if_named = raw.named_only;
            let raw = &raw.named;
            let taken = raw.id.as_ref().is_some_and(|id| self.policy.scene(&id.value).is_some() && !seen.contains_key(&id.value));
            if let Some(named) = self.named("scene", raw, taken, &mut seen) {
                if only_if_named {
                    self.policy.named_only.push(self.policy.scenes.len());
                }
                self.policy.scenes.push(named);
            }
        }
        let all = 0..self.policy.scenes.len();
        for rule in self.policy.rules.iter_mut().filter(|rule| rule.reach == SceneReach::All) {
            rule.scenes = all.clone().collect();
        }
        if self.policy.scenes.is_empty() && self.raw.scenes.is_empty() {
            self.error("no-scene", Span::default(), text::no_scene());
        }
        if self.policy.scenes.len() > ENTRY_LIMIT {
            self.error("too-many", Span::default(), text::too_many("scene", ENTRY_LIMIT));
        }
    }

    fn trials(&mut self) {
        let mut seen = HashMap::new();
        for raw in &self.raw.trials {
            let interval = self.interval(raw.from.as_ref(), raw.until.as_ref());
            let id = raw.named.id.as_ref().map(|id| id.value.as_str()).unwrap_or_default();
            let taken = !seen.contains_key(id) && self.policy.trials.iter().any(|trial| trial.named.id == id);
            if let Some(named) = self.named("trial", &raw.named, taken, &mut seen) {
                let rollout = if raw.gradual { Rollout::Gradual } else { Rollout::Full };
                self.policy.trials.push(Trial { named, interval, rollout });
            }
        }
        if self.policy.trials.len() > ENTRY_LIMIT {
            self.error("too-many", Span::default(), text::too_many("trial", ENTRY_LIMIT));
        }
    }

    fn contexts(&mut self) {
        let mut seen = HashMap::new();
        for raw in &self.raw.contexts {
            let Some(id) = &raw.id else { continue };
            let taken = !seen.contains_key(&id.value) && self.policy.contexts.iter().any(|context| context.id == id.value);
            if taken {
                self.error("duplicate-id", id.span, shape::duplicate_id("context", &id.value));
            }
            if !self.claim("context", id, &mut seen) || taken {
                continue;
            }
            let values: Vec<String> = raw.values.iter().map(|value| value.value.clone()).collect();
            let default = match &raw.default {
                None => None,
                Some(default) => {
                    let at = values.iter().position(|value| *value == default.value);
                    if at.is_none() {
                        self.error("unknown-reference", default.span, text::bad_context_default(&default.value));
                    }
                    at
                }
            };
            let name = raw.name.as_ref().map(|name| name.value.clone());
            self.policy.contexts.push(Context { id: id.value.clone(), name, values, default });
        }
        if self.policy.contexts.len() > ENTRY_LIMIT {
            self.error("too-many", Span::default(), text::too_many("context", ENTRY_LIMIT));
        }
    }

    fn choices(&mut self) {
        let mut seen = HashMap::new();
        for raw in &self.raw.choices {
            let Some(id) = &raw.id else { continue };
            let taken = !seen.contains_key(&id.value) && self.policy.choices.iter().any(|choice| choice.id == id.value);
            if taken {
                self.error("duplicate-id", id.span, shape::duplicate_id("choice", &id.value));
            }
            if self.claim("choice", id, &mut seen) && !taken {
                let scenes = self.scene_numbers(&raw.scenes);
                let name = raw.name.as_ref().map(|name| name.value.clone());
                let status = if raw.planned { ChoiceStatus::Planned } else { ChoiceStatus::Available };
                self.policy.choices.push(Choice { id: id.value.clone(), name, scenes, map: raw.map.clone(), status });
            }
        }
        if self.policy.choices.len() > ENTRY_LIMIT {
            self.error("too-many", Span::default(), text::too_many("choice", ENTRY_LIMIT));
        }
    }

    /// The numbers of scenes; all of them where none is named.
    fn scene_numbers(&mut self, ids: &[Placed<String>]) -> Vec<usize> {
        if ids.is_empty() {
            return (0..self.policy.scenes.len()).collect();
        }
        let mut numbers: Vec<usize> = ids.iter().filter_map(|id| self.scene_number(id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn scene_number(&mut self, id: &Placed<String>) -> Option<usize> {
        let number = self.policy.scene(&id.value);
        if number.is_none() {
            let known: Vec<String> = self.policy.scenes.iter().map(|scene| scene.id.clone()).collect();
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            self.unknown("scene", id, &known);
        }
        number
    }

    fn interval(&mut self, from: Option<&Placed<WrittenTime>>, until: Option<&Placed<WrittenTime>>) -> Interval {
        let moment = |time: &Placed<WrittenTime>| time.value.instant(self.policy.zone);
        let interval = Interval { from: from.map(moment), until: until.map(moment) };
        if let (Some(from), Some(end), Some(until)) = (interval.from, interval.until, until)
            && end <= from
        {
            self.error("empty-interval", until.span, text::empty_interval());
        }
        interval
    }

    fn grounds(&mut self, raw: &RawGrounds) -> Option<Grounds> {
        let basis = raw.basis.as_ref()?;
        let zone = self.policy.zone;
        let seen: Vec<Instant> = raw.seen.iter().map(|time| time.value.instant(zone)).collect();
        match (basis.value, raw.seen.first()) {
            (Basis::Observed, None) => self.error("observed-without-seen", basis.span, text::observed_without_seen()),
            (Basis::Announced | Basis::Inferred, Some(first)) => self.error("seen-without-observed", first.span, text::seen_without_observed()),
            _ => {}
        }
        let mut sources = Vec::new();
        for id in &raw.source {
            match self.policy.sources.iter().rposition(|source| source.id == id.value) {
                Some(at) => sources.push(at),
                None => {
                    let known: Vec<String> = self.policy.sources.iter().map(|source| source.id.clone()).collect();
                    let known: Vec<&str> = known.iter().map(String::as_str).collect();
                    self.unknown("source", id, &known);
                }
            }
        }
        Some(Grounds {
            basis: basis.value,
            seen,
            sources,
            clause: raw.clause.as_ref().map(|clause| clause.value.clone()),
            reason: raw.reason.as_ref().map(|reason| reason.value.clone()),
            notice: raw.notice.as_ref().map(|notice| notice.value.clone()),
        })
    }

    fn defaults(&mut self) {
        if self.raw.defaults.len() > DEFAULT_LIMIT {
            self.error("too-many", Span::default(), text::too_many("default", DEFAULT_LIMIT));
            return;
        }
        for raw in &self.raw.defaults {
            let scene = raw.scene.as_ref().and_then(|id| self.scene_number(id));
            let interval = self.interval(raw.grounds.from.as_ref(), raw.grounds.until.as_ref());
            let grounds = self.grounds(&raw.grounds);
            let kinds = if raw.kinds.is_empty() { vec![Kind::Web] } else { raw.kinds.iter().map(|kind| kind.value).collect() };
            if let (Some(scene), Some(verdict), Some(grounds), Some(id)) = (scene, &raw.verdict, grounds, &raw.scene) {
                let name = format!("{}/default/{}", self.policy.id, id.value);
                let origin = self.origin(raw.span);
                self.policy.defaults.push(DefaultRule { name, scene, kinds, verdict: verdict.value, interval, grounds, origin });
            }
        }
    }

    /// Two defaults of one basis class for one case at one moment would make the order of the file decide.
    fn overlaps(&mut self) {
        let mut found = Vec::new();
        for (at, later) in self.policy.defaults.iter().enumerate() {
            for earlier in self.policy.defaults.iter().take(at) {
                let same_view = (later.grounds.basis == Basis::Observed) == (earlier.grounds.basis == Basis::Observed);
                let same_kind = later.kinds.iter().any(|kind| earlier.kinds.contains(kind));
                let both = later.interval.intersect(earlier.interval);
                let at_once = both.until.is_none_or(|until| both.from.is_none_or(|from| from < until));
                if later.scene == earlier.scene && same_view && same_kind && at_once && later.origin.file == earlier.origin.file {
                    found.push((later.origin.span, earlier.origin.span));
                }
            }
        }
        for (later, earlier) in found {
            let diagnostic = Diagnostic::error("overlapping-defaults", &self.raw.file, later, text::overlapping_defaults());
            self.problems.push(diagnostic.with_related(earlier, shape::first_here()));
        }
    }

    fn rules(&mut self) {
        let mut seen = HashMap::new();
        if self.raw.rules.len() > RULE_LIMIT {
            self.error("too-many", Span::default(), text::too_many("rule", RULE_LIMIT));
            return;
        }
        for raw in &self.raw.rules {
            let fresh = raw.id.as_ref().is_some_and(|id| self.claim("rule", id, &mut seen));
            if let Some(rule) = self.rule(raw)
                && fresh
            {
                extend::place(self, raw, rule);
            }
        }
    }

    fn rule(&mut self, raw: &RawRule) -> Option<Rule> {
        let scenes = self.scene_numbers(&raw.scenes);
        let trial = raw.trial.as_ref().and_then(|id| {
            let number = self.policy.trials.iter().position(|trial| trial.named.id == id.value);
            if number.is_none() {
                let known: Vec<String> = self.policy.trials.iter().map(|trial| trial.named.id.clone()).collect();
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.unknown("trial", id, &known);
            }
            number
        });
        let own = self.interval(raw.grounds.from.as_ref(), raw.grounds.until.as_ref());
        let of_trial = trial.and_then(|number| self.policy.trials.get(number)).map(|trial| trial.interval).unwrap_or_default();
        let grounds = self.grounds(&raw.grounds);
        let matches = raw.matches.as_ref().map(|condition| self.condition(condition));
        let except = raw.except.as_ref().map(|condition| self.condition(condition));
        let says = self.says(raw);
        let id = raw.id.as_ref()?;
        Some(Rule {
            name: format!("{}/{}", self.policy.id, id.value),
            id: id.value.clone(),
            scenes,
            reach: if raw.scenes.is_empty() { SceneReach::All } else { SceneReach::Named },
            trial,
            matches: matches?,
            except,
            says: says?,
            effects: raw.effects.iter().map(|effect| effect.value).collect(),
            interval: own.intersect(of_trial),
            supersedes: Vec::new(),
            grounds: grounds?,
            origin: self.origin(raw.span),
        })
    }

    fn says(&mut self, raw: &RawRule) -> Option<Says> {
        match (&raw.verdict, &raw.at_least) {
            (Some(verdict), None) => Some(Says::Sets(verdict.value)),
            (None, Some(least)) if least.value == Verdict::Open => {
                self.error("raises-nothing", least.span, text::raises_nothing());
                None
            }
            (None, Some(least)) => Some(Says::Raises(least.value)),
            (Some(_), Some(least)) => {
                self.error("says-both", least.span, text::says_both());
                None
            }
            (None, None) if raw.has_say => None,
            (None, None) => {
                self.error("says-nothing", raw.span, text::says_nothing());
                None
            }
        }
    }

    fn allows(&mut self) {
        let zone = self.policy.zone;
        for raw in &self.raw.allows {
            let (Some(lint), Some(reason)) = (&raw.lint, &raw.reason) else { continue };
            self.check_id(lint);
            if reason.value.trim().is_empty() {
                self.error("empty-value", reason.span, shape::empty_value("reason"));
            }
            self.policy.allows.push(Allow {
                lint: lint.value.clone(),
                of: raw.of.as_ref().map(|of| of.value.clone()),
                reason: reason.value.clone(),
                until: raw.until.as_ref().map(|until| until.value.instant(zone)),
                origin: self.origin(raw.span),
            });
        }
    }

    /// Resolves `supersedes` once every rule has its number.
    fn supersessions(&mut self) {
        let mut found = Vec::new();
        for raw in &self.raw.rules {
            let Some(id) = &raw.id else { continue };
            if raw.supersedes.is_empty() {
                continue;
            }
            let Some(at) = self.policy.rules.iter().rposition(|rule| rule.id == id.value) else { continue };
            for named in &raw.supersedes {
                if raw.grounds.basis.as_ref().is_some_and(|basis| basis.value != Basis::Observed) {
                    self.error("supersedes-not-observed", named.span, text::supersedes_not_observed());
                }
                match self.policy.rules.iter().rposition(|rule| rule.id == named.value) {
                    Some(other) if self.policy.rules.get(other).is_some_and(|rule| rule.grounds.basis == Basis::Observed) => {
                        self.error("superseded-observed", named.span, text::superseded_observed(&named.value));
                    }
                    Some(other) => found.push((at, other)),
                    None => {
                        let known: Vec<String> = self.policy.rules.iter().map(|rule| rule.id.clone()).collect();
                        let known: Vec<&str> = known.iter().map(String::as_str).collect();
                        self.unknown("rule", named, &known);
                    }
                }
            }
        }
        for (at, other) in found {
            if let Some(rule) = self.policy.rules.get_mut(at) {
                rule.supersedes.push(other);
            }
        }
    }
}
