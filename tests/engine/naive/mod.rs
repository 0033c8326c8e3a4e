//! A second evaluator, slow and plain: a scan over the rules of a policy and the layers of a chain.
//!
//! It is written from section 2 of the design and shares nothing with `outlink::engine` but the types of the
//! question (`View`) and of the answer (`Decision`). No index, no bit sets, no compiled plans: where both
//! evaluators agree, they agree for different reasons.

mod condition;

use std::collections::BTreeSet;

use condition::Asked;
use outlink::classify::candidate::{Candidate, Via};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Chain;
use outlink::classify::lookup::Lookup;
use outlink::engine::decision::{Cause, Decision};
use outlink::engine::view::{BasisView, View};
use outlink::policy::model::{Condition, Grounds, Policy, Rollout, Rule, Says, Test};
use outlink::signal::Signal;
use outlink::time::{Instant, Interval};
use outlink::verdict::{Basis, Grade, Shortener, Uncertainty, Verdict};

/// What is compared: all that the design promises of a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) worst: Verdict,
    pub(crate) causes: BTreeSet<String>,
    pub(crate) layer: usize,
    pub(crate) without_trial: Option<Verdict>,
    pub(crate) uncertain: BTreeSet<&'static str>,
}

impl Answer {
    /// What the engine decided, in the same words.
    pub(crate) fn of(decision: &Decision, policy: &Policy, view: &View) -> Self {
        Self {
            verdict: decision.verdict,
            worst: decision.worst,
            causes: names(decision, policy, view).into_iter().collect(),
            layer: usize::from(decision.layer),
            without_trial: decision.without_trial,
            uncertain: decision.uncertain.iter().map(Uncertainty::as_str).collect(),
        }
    }
}

/// The names of a decision's causes, in their order.
pub(crate) fn names(decision: &Decision, policy: &Policy, view: &View) -> Vec<String> {
    let why = |cause: &Cause| match cause {
        Cause::Rule(number) => Why::Rule(*number as usize),
        Cause::Default(number) => Why::Default(*number as usize),
        Cause::Otherwise => Why::Otherwise,
        Cause::AmbiguousHost => Why::AmbiguousHost,
        Cause::Choice => Why::Choice,
    };
    decision.causes.iter().map(|cause| why(cause).name(policy, view)).collect()
}

/// What brought a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Rule(usize),
    Default(usize),
    Otherwise,
    AmbiguousHost,
    Choice,
}

impl Why {
    fn name(self, policy: &Policy, view: &View) -> String {
        let id = &policy.id;
        match self {
            Self::Rule(number) => policy.rules.get(number).map_or_else(String::new, |rule| rule.name.clone()),
            Self::Default(number) => policy.defaults.get(number).map_or_else(String::new, |default| default.name.clone()),
            Self::Otherwise => format!("{id}/otherwise"),
            Self::AmbiguousHost => format!("{id}/ambiguous-host"),
            Self::Choice => {
                let choice = view.choice.and_then(|number| policy.choices.get(number));
                format!("{id}/choice/{}", choice.map_or("", |choice| &choice.id))
            }
        }
    }

    fn grounds(self, policy: &Policy) -> Option<&Grounds> {
        match self {
            Self::Rule(number) => policy.rules.get(number).map(|rule| &rule.grounds),
            Self::Default(number) => policy.defaults.get(number).map(|default| &default.grounds),
            Self::Otherwise | Self::AmbiguousHost | Self::Choice => None,
        }
    }
}

/// One state in which a user may be: trials on or off, contexts, the time of posting.
struct World {
    trials: Vec<bool>,
    contexts: Vec<usize>,
    posted: Instant,
}

/// What a layer, or the whole link, gets in one world.
struct Said {
    verdict: Verdict,
    layer: usize,
    why: BTreeSet<Why>,
}

/// One question: a link in a scene under a policy, as looked at in one view.
pub(crate) struct Case<'c> {
    pub(crate) policy: &'c Policy,
    pub(crate) catalog: &'c Catalog,
    pub(crate) view: &'c View,
    pub(crate) scene: usize,
    pub(crate) chain: &'c Chain<'c>,
}

impl Case<'_> {
    /// The answer.
    pub(crate) fn judge(&self) -> Answer {
        let trials = self.trials_as_asked();
        let mut uncertain = self.uncertain_by_layers();
        let alternatives: Vec<Said> = self.worlds(&trials).iter().map(|world| self.link(world)).collect();
        let verdict = alternatives.iter().map(|said| said.verdict).max().unwrap_or(Verdict::Block);
        if alternatives.iter().any(|said| said.verdict != verdict) {
            uncertain.insert(Uncertainty::UnsetContext.as_str());
        }
        let mut worst = verdict;
        for state in self.gradual_states(&trials) {
            let other = self.strictest(&state);
            worst = worst.max(other);
            if other != verdict {
                uncertain.insert(Uncertainty::GradualRollout.as_str());
            }
        }
        let unfiled = self.as_if_unfiled();
        if self.catalog.filed == 0 {
            let other = Case { chain: &unfiled, ..*self };
            if other.strictest(&trials) != verdict {
                uncertain.insert(Uncertainty::UnsetList.as_str());
            }
            let states = self.gradual_states(&trials);
            worst = states.iter().chain([&trials]).map(|state| other.strictest(state)).fold(worst, Verdict::max);
        }
        let said = alternatives.into_iter().find(|said| said.verdict == verdict).unwrap_or_else(|| self.otherwise());
        if said.why.contains(&Why::Otherwise) {
            uncertain.insert(Uncertainty::NoRuleKnown.as_str());
        }
        if self.is_old(&said) {
            uncertain.insert(Uncertainty::OldObservation.as_str());
        }
        Answer {
            verdict,
            worst,
            causes: said.why.iter().map(|why| why.name(self.policy, self.view)).collect(),
            layer: said.layer,
            without_trial: self.without_trial(&said),
            uncertain,
        }
    }

    /// The chain as it would be if none of its sites had a filing: nothing tells, where no list was given.
    fn as_if_unfiled(&self) -> Chain<'_> {
        let mut chain = self.chain.clone();
        for layer in std::iter::once(&mut chain.first).chain(&mut chain.deeper) {
            if matches!(layer.canonical().map(|url| url.scheme()), Some("http" | "https")) {
                layer.signals.insert(Signal::NotFiled);
            }
        }
        chain
    }

    /// Whether each trial is on; one that the view does not mention is.
    fn trials_as_asked(&self) -> Vec<bool> {
        (0..self.policy.trials.len()).map(|number| self.view.trials.get(number).copied().unwrap_or(true)).collect()
    }

    /// Every way to switch off some of the gradual trials that are in force and on.
    fn gradual_states(&self, trials: &[bool]) -> Vec<Vec<bool>> {
        let mut states = vec![trials.to_vec()];
        for (number, trial) in self.policy.trials.iter().enumerate() {
            let on = trials.get(number).copied().unwrap_or(false);
            if trial.rollout == Rollout::Gradual && on && is_in_force(trial.interval, self.view.instant) {
                let mut off = states.clone();
                for state in &mut off {
                    state.iter_mut().skip(number).take(1).for_each(|on| *on = false);
                }
                states.extend(off);
            }
        }
        states.remove(0);
        states
    }

    /// Every combination of what is not given, for one state of the trials: values in the order of the file, early posting first.
    fn worlds(&self, trials: &[bool]) -> Vec<World> {
        let mut all: Vec<Vec<usize>> = vec![Vec::new()];
        for (number, context) in self.policy.contexts.iter().enumerate() {
            let given = self.view.contexts.get(number).copied().flatten();
            let values: Vec<usize> = match given.or(context.default) {
                Some(value) => vec![value],
                None => (0..context.values.len()).collect(),
            };
            all = all.iter().flat_map(|before| values.iter().map(move |value| [before.as_slice(), &[*value]].concat())).collect();
        }
        let postings = self.postings();
        let world = |contexts: &[usize], posted: &Instant| World { trials: trials.to_vec(), contexts: contexts.to_vec(), posted: *posted };
        all.iter().flat_map(|contexts| postings.iter().map(move |posted| world(contexts, posted))).collect()
    }

    /// When the link may have been posted: as given, or on each side of every threshold in the past.
    fn postings(&self) -> Vec<Instant> {
        if let Some(posted) = self.view.posted {
            return vec![posted];
        }
        let mut found = BTreeSet::from([self.view.instant]);
        for rule in &self.policy.rules {
            thresholds(&rule.matches, &mut found);
            rule.except.iter().for_each(|except| thresholds(except, &mut found));
        }
        found.into_iter().filter(|moment| *moment <= self.view.instant).collect()
    }

    fn strictest(&self, trials: &[bool]) -> Verdict {
        self.worlds(trials).iter().map(|world| self.link(world).verdict).max().unwrap_or(Verdict::Block)
    }

    /// The verdict with all trials off: where the verdict came under a trial, or differs from it.
    fn without_trial(&self, said: &Said) -> Option<Verdict> {
        if self.policy.trials.is_empty() {
            return None;
        }
        let without = self.strictest(&vec![false; self.policy.trials.len()]);
        let of_trial = |why: &Why| matches!(why, Why::Rule(number) if self.policy.rules.get(*number).is_some_and(|rule| rule.trial.is_some()));
        (said.why.iter().any(of_trial) || without != said.verdict).then_some(without)
    }

    /// What answers where nothing else does.
    fn otherwise(&self) -> Said {
        Said { verdict: self.policy.otherwise, layer: 0, why: BTreeSet::from([Why::Otherwise]) }
    }

    /// Step 3: the strictest over the layers.
    fn link(&self, world: &World) -> Said {
        let layers = self.chain.layers().enumerate().filter(|(_, layer)| !self.is_transparent(layer));
        let mut said: Vec<Said> = layers.map(|(number, layer)| self.layer(world, number, layer)).collect();
        let Some(strictest) = said.iter().map(|layer| layer.verdict).max() else { return self.otherwise() };
        said.retain(|layer| layer.verdict == strictest);
        let by_rule = |layer: &&Said| layer.why.iter().any(|why| matches!(why, Why::Rule(_) | Why::AmbiguousHost));
        let named: Vec<&Said> = if said.iter().any(|layer| by_rule(&layer)) { said.iter().filter(by_rule).collect() } else { said.iter().take(1).collect() };
        let layer = named.iter().map(|said| said.layer).min().unwrap_or(0);
        Said { verdict: strictest, layer, why: named.iter().flat_map(|said| &said.why).copied().collect() }
    }

    /// An own wrapper whose target was followed. Nothing fails open: one that leads on to more than was followed, or
    /// that some parsers read as another host's page, is judged like any other layer.
    fn is_transparent(&self, layer: &Candidate<'_>) -> bool {
        let own = layer.wrapper.is_some_and(|wrapper| self.policy.own_wrappers.contains(&wrapper));
        let in_doubt = [Signal::ChainTooDeep, Signal::AmbiguousHost, Signal::Obfuscated].into_iter().any(|signal| layer.signals.contains(signal));
        own && layer.signals.contains(Signal::Wrapped) && !in_doubt
    }

    /// How many wrappers stand outside a layer, the platform's own left out.
    fn depth(&self, number: usize) -> usize {
        let Some(layer) = self.chain.layer(number) else { return 0 };
        match layer.via {
            Via::Written | Via::SameText => 0,
            Via::Reading | Via::Resolved(None) => self.depth(layer.parent),
            Via::Wrapper(wrapper) | Via::Resolved(Some(wrapper)) if self.policy.own_wrappers.contains(&wrapper) => self.depth(layer.parent),
            Via::Wrapper(_) | Via::DeepLink | Via::Resolved(Some(_)) => self.depth(layer.parent) + 1,
        }
    }

    /// Steps 1 and 2.
    fn layer(&self, world: &World, number: usize, layer: &Candidate<'_>) -> Said {
        let asked = Asked { catalog: self.catalog, layer, depth: self.depth(number), contexts: &world.contexts, posted: world.posted };
        let holding: Vec<(usize, &Rule)> = self.policy.rules.iter().enumerate().filter(|(_, rule)| self.applies(rule, world, &asked)).collect();
        let is_superseded = |at: usize| holding.iter().any(|(_, other)| other.grounds.basis == Basis::Observed && other.supersedes.contains(&at));
        let applying: Vec<(usize, &Rule)> = holding.iter().filter(|(at, _)| !is_superseded(*at)).copied().collect();
        let (base, set_by) = self.base(&applying, layer);
        // A setting of the user's is about what the platform does; it does not reach what cannot be read, or what
        // nobody knows.
        let unknown = set_by == BTreeSet::from([Why::Otherwise]);
        let mapped = if is_unread(layer) || unknown { base } else { self.choose(base) };
        let raised = applying.iter().filter_map(|(_, rule)| raises(rule)).max();
        let floor = layer.signals.contains(Signal::AmbiguousHost).then_some(Verdict::Warn);
        let verdict = [Some(mapped), raised, floor].into_iter().flatten().max().unwrap_or(mapped);
        let mut why: BTreeSet<Why> = applying.iter().filter(|(_, rule)| raises(rule) == Some(verdict)).map(|(at, _)| Why::Rule(*at)).collect();
        let by_rules = set_by.iter().any(|cause| matches!(cause, Why::Rule(_)));
        if verdict == mapped && (by_rules || why.is_empty()) {
            why.extend(set_by);
        }
        if why.is_empty() {
            why.insert(Why::AmbiguousHost);
        }
        if verdict == mapped && mapped != base {
            why.insert(Why::Choice);
        }
        Said { verdict, layer: number, why }
    }

    /// Step 1: in force, for this scene, its trial on, `match` holds and `except` does not; and the view counts it.
    fn applies(&self, rule: &Rule, world: &World, asked: &Asked<'_>) -> bool {
        let now = self.view.instant;
        let trial = rule.trial.and_then(|number| self.policy.trials.get(number).map(|trial| (number, trial)));
        let on = trial.is_none_or(|(number, trial)| world.trials.get(number) == Some(&true) && is_in_force(trial.interval, now));
        let in_force = is_in_force(rule.interval, now) && rule.scenes.contains(&self.scene) && on && self.counts(&rule.grounds);
        in_force && asked.holds(&rule.matches) && !rule.except.as_ref().is_some_and(|except| asked.holds(except))
    }

    /// The strictest `verdict` among the rules that apply, else the default for the kind, else `otherwise`;
    /// for what cannot be read `otherwise` answers, or those where they are stricter (step 4).
    fn base(&self, applying: &[(usize, &Rule)], layer: &Candidate<'_>) -> (Verdict, BTreeSet<Why>) {
        let set = applying.iter().filter_map(|(_, rule)| sets(rule)).max();
        let default = || {
            let answering = self.policy.defaults.iter().enumerate().filter(|(_, default)| {
                default.scene == self.scene
                    && default.kinds.contains(&layer.kind)
                    && is_in_force(default.interval, self.view.instant)
                    && self.counts(&default.grounds)
            });
            let stands_first = |basis: Basis| self.view.basis == BasisView::Observed && basis == Basis::Observed;
            answering.max_by_key(|(_, default)| (stands_first(default.grounds.basis), default.verdict))
        };
        let (base, set_by) = match (set, default()) {
            (Some(set), _) => (set, applying.iter().filter(|(_, rule)| sets(rule) == Some(set)).map(|(at, _)| Why::Rule(*at)).collect()),
            (None, Some((at, default))) => (default.verdict, BTreeSet::from([Why::Default(at)])),
            (None, None) => (self.policy.otherwise, BTreeSet::from([Why::Otherwise])),
        };
        if is_unread(layer) && base <= self.policy.otherwise { (self.policy.otherwise, BTreeSet::from([Why::Otherwise])) } else { (base, set_by) }
    }

    /// The choice, if any, maps the base.
    fn choose(&self, base: Verdict) -> Verdict {
        let choice = self.view.choice.and_then(|number| self.policy.choices.get(number));
        let map = choice.filter(|choice| choice.scenes.contains(&self.scene)).map(|choice| choice.map.as_slice()).unwrap_or_default();
        map.iter().find(|(from, _)| *from == base).map_or(base, |(_, to)| *to)
    }

    /// Announced and inferred statements always, observed ones in that view; of sources good enough.
    fn counts(&self, grounds: &Grounds) -> bool {
        let sources = grounds.sources.iter().filter_map(|number| self.policy.sources.get(*number));
        let best = sources.map(|source| source.grade).min().unwrap_or(Grade::K);
        let by_basis = match self.view.basis {
            BasisView::Announced => matches!(grounds.basis, Basis::Announced | Basis::Inferred),
            BasisView::Observed => true,
        };
        by_basis && self.view.min_grade.is_none_or(|least| best <= least)
    }

    /// What the layers themselves leave open.
    fn uncertain_by_layers(&self) -> BTreeSet<&'static str> {
        let mut reasons = BTreeSet::new();
        for layer in self.chain.layers() {
            let said = [
                (hides_target(layer), Uncertainty::TargetUnknown),
                (layer.signals.contains(Signal::AmbiguousHost), Uncertainty::AmbiguousHost),
                (layer.signals.contains(Signal::NoScheme) || layer.signals.contains(Signal::Obfuscated), Uncertainty::GuessedLink),
            ];
            reasons.extend(said.into_iter().filter(|(holds, _)| *holds).map(|(_, reason)| reason.as_str()));
        }
        reasons
    }

    /// Whether all that is known was observed, for the last time more than a year before.
    fn is_old(&self, said: &Said) -> bool {
        let known: Vec<&Grounds> = said.why.iter().filter_map(|why| why.grounds(self.policy)).collect();
        let old = |grounds: &&Grounds| {
            let last = grounds.seen.iter().max();
            grounds.basis == Basis::Observed && last.is_some_and(|last| self.view.instant.0 - last.0 > 365 * 24 * 60 * 60)
        };
        !known.is_empty() && known.iter().all(old)
    }
}

/// `from <= instant < until`.
fn is_in_force(interval: Interval, now: Instant) -> bool {
    interval.from.is_none_or(|from| from <= now) && interval.until.is_none_or(|until| now < until)
}

fn sets(rule: &Rule) -> Option<Verdict> {
    match rule.says {
        Says::Sets(verdict) => Some(verdict),
        Says::Raises(_) => None,
    }
}

fn raises(rule: &Rule) -> Option<Verdict> {
    match rule.says {
        Says::Raises(verdict) => Some(verdict),
        Says::Sets(_) => None,
    }
}

/// The last second before each `posted-before` of a condition.
fn thresholds(condition: &Condition, found: &mut BTreeSet<Instant>) {
    for test in &condition.tests {
        match test {
            Test::PostedBefore(moment) => {
                found.insert(Instant(moment.0 - 1));
            }
            Test::Any(inner) | Test::All(inner) => inner.iter().for_each(|condition| thresholds(condition, found)),
            _ => {}
        }
    }
}

/// Whether the layer, or what follows it, was not read.
fn is_unread(layer: &Candidate<'_>) -> bool {
    [Signal::Unparsable, Signal::ChainTooDeep, Signal::Obfuscated].into_iter().any(|signal| layer.signals.contains(signal))
}

/// Whether a layer hides its target, and nobody found it.
fn hides_target(layer: &Candidate<'_>) -> bool {
    let found = matches!(layer.lookup, Lookup::Found(_));
    !found && (layer.shortener == Some(Shortener::Open) || layer.signals.contains(Signal::OpaqueTarget))
}
