//! The one place that reaches verdicts.
//!
//! 1. For each layer, the rules in force for the scene whose condition holds apply, less those that an applying
//!    rule supersedes.
//! 2. The strictest `verdict` among them is the base; without one the default in force for the kind of link;
//!    without one `otherwise`, which also bounds what cannot be read. The choice maps a base that is known and read. Then the
//!    strictest `at-least` raises it.
//! 3. The link's verdict is the strictest over its layers; own wrappers have none.
//! 4. Every cause of that verdict is named, in a total order.

use smallvec::SmallVec;

use super::bits::BitSet;
use super::compile::{Filings, Matcher, Plan};
use super::condition::holds;
use super::decision::{Cause, Causes, Decision};
use super::index::Found;
use super::trace::{NoTrace, Recorder, Step};
use crate::canon::CanonicalUrl;
use crate::classify::candidate::{Candidate, Via};
use crate::classify::chain::Chain;
use crate::classify::lookup::Lookup;
use crate::policy::model::{Grounds, Says};
use crate::signal::{Signal, SignalSet};
use crate::time::Instant;
use crate::verdict::{Basis, EffectSet, Kind, Shortener, Uncertainty, UncertaintySet, Verdict};

/// After how many days an observation is old.
pub const OLD_AFTER_DAYS: i64 = 365;

/// What bounds a verdict by `otherwise`: no link, a guess at one, or more than was followed.
const BOUNDED: SignalSet = SignalSet::of(Signal::Unparsable).union(SignalSet::of(Signal::ChainTooDeep)).union(SignalSet::of(Signal::Obfuscated));

/// What the matcher knows of one layer, for every scene and state.
#[derive(Debug, Clone)]
struct LayerHits {
    variants: Found,
    kind: Kind,
    depth: usize,
    transparent: bool,
    unread: Unread,
    ambiguous: bool,
}

/// How much of a layer could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unread {
    Nothing,
    /// The text is no link, or only guessed to be one, or what follows it was not followed: `otherwise` bounds the verdict.
    Bounded,
}

/// The rules that hold for a link's layers, before scene and state are known.
#[derive(Debug, Clone)]
pub struct Hits {
    layers: SmallVec<[LayerHits; 2]>,
    uncertain: UncertaintySet,
    beside: Option<Box<Beside>>,
}

/// The same questions asked otherwise.
#[derive(Debug, Clone)]
struct Beside {
    /// Under the policy that this one may loosen.
    platform: Option<Hits>,
    /// As if no domain had a filing, where no list tells which have.
    unfiled: Option<Hits>,
}

/// What one state says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Outcome {
    verdict: Verdict,
    layer: usize,
    causes: Causes,
}

impl Matcher<'_> {
    /// Tests every rule that could hold against every layer, once for all scenes.
    #[must_use]
    pub fn hits(&self, chain: &Chain<'_>) -> Hits {
        if self.loosened.is_some() || self.filings == Filings::Unknown {
            return self.hits_beside(chain);
        }
        self.hits_of(chain, SignalSet::EMPTY)
    }

    /// The hits with those of the questions beside. Apart from the usual case, which pays nothing for it so.
    #[cold]
    fn hits_beside(&self, chain: &Chain<'_>) -> Hits {
        let platform = self.loosened.as_ref().map(|base| base.hits(chain));
        let unfiled = (self.filings == Filings::Unknown).then(|| self.hits_of(chain, SignalSet::of(Signal::NotFiled)));
        Hits { beside: Some(Box::new(Beside { platform, unfiled })), ..self.hits_of(chain, SignalSet::EMPTY) }
    }

    /// The hits of a chain, with further signals assumed of every web URL in it.
    fn hits_of(&self, chain: &Chain<'_>, assumed: SignalSet) -> Hits {
        let mut hits = Hits { layers: SmallVec::new(), uncertain: UncertaintySet::default(), beside: None };
        for layer in chain.layers() {
            let supposed;
            let layer = if !assumed.is_empty() && layer.canonical().is_some_and(CanonicalUrl::is_web) {
                supposed = Candidate { signals: layer.signals.union(assumed), ..layer.clone() };
                &supposed
            } else {
                layer
            };
            let depth = self.depth(layer, &hits);
            let mut variants = self.index.find(layer, depth);
            variants.retain(|number| {
                self.variants
                    .get(*number as usize)
                    .is_some_and(|variant| holds(&variant.matches, layer, depth) && !variant.except.as_ref().is_some_and(|except| holds(except, layer, depth)))
            });
            let own = layer.wrapper.is_some_and(|wrapper| self.own_wrappers.contains(usize::from(wrapper.0)));
            let bounded = layer.signals.intersects(BOUNDED);
            let ambiguous = layer.signals.contains(Signal::AmbiguousHost);
            note_uncertainty(layer, &mut hits.uncertain);
            hits.layers.push(LayerHits {
                variants,
                kind: layer.kind,
                depth,
                transparent: own && layer.signals.contains(Signal::Wrapped) && !bounded && !ambiguous,
                unread: if bounded { Unread::Bounded } else { Unread::Nothing },
                ambiguous,
            });
        }
        hits
    }

    /// For each layer, how many wrappers that are not the platform's own stand outside it.
    pub fn depths(hits: &Hits) -> impl Iterator<Item = usize> + '_ {
        hits.layers.iter().map(|layer| layer.depth)
    }

    /// The hits without those of one rule, as if the policy did not have it. What the policy says that it may loosen stays.
    #[must_use]
    pub fn without(&self, hits: &Hits, rule: u32) -> Hits {
        let mut less = hits.clone();
        let is_other = |number: &mut u32| self.variants.get(*number as usize).is_some_and(|variant| variant.rule != rule);
        less.layers.iter_mut().for_each(|layer| layer.variants.retain(is_other));
        if let Some(unfiled) = less.beside.as_mut().and_then(|beside| beside.unfiled.as_mut()) {
            unfiled.layers.iter_mut().for_each(|layer| layer.variants.retain(is_other));
        }
        less
    }

    /// The rules whose `match` holds for some layer of a chain and whose `except` spares it, for reports on coverage.
    #[must_use]
    pub fn spared(&self, chain: &Chain<'_>) -> Vec<u32> {
        let hits = self.hits(chain);
        let spares = |layer: &Candidate<'_>, depth: usize| {
            let variants = self
                .variants
                .iter()
                .filter(move |variant| holds(&variant.matches, layer, depth) && variant.except.as_ref().is_some_and(|except| holds(except, layer, depth)));
            variants.map(|variant| variant.rule).collect::<Vec<_>>()
        };
        chain.layers().zip(&hits.layers).flat_map(|(layer, hit)| spares(layer, hit.depth)).collect()
    }

    /// How many wrappers that are not the platform's own stand outside a layer.
    fn depth(&self, layer: &Candidate<'_>, hits: &Hits) -> usize {
        let outside = hits.layers.get(layer.parent).map_or(0, |parent| parent.depth);
        match layer.via {
            Via::Written | Via::SameText => 0,
            Via::Reading | Via::Resolved(None) => outside,
            Via::Wrapper(wrapper) | Via::Resolved(Some(wrapper)) if self.own_wrappers.contains(usize::from(wrapper.0)) => outside,
            Via::Wrapper(_) | Via::DeepLink | Via::Resolved(Some(_)) => outside + 1,
        }
    }

    /// Decides one scene.
    #[must_use]
    pub fn decide(&self, scene: usize, hits: &Hits) -> Decision {
        self.decide_traced(scene, hits, &mut NoTrace)
    }

    /// Decides one scene and takes note of the steps of the first possible state.
    pub fn decide_traced(&self, scene: usize, hits: &Hits, recorder: &mut impl Recorder) -> Decision {
        let mut uncertain = hits.uncertain;
        let mut plans = self.now.iter();
        let first_outcome = match plans.next() {
            Some(first) => self.outcome(first, scene, hits, recorder),
            None => self.nothing_known(),
        };
        let first = first_outcome.verdict;
        let mut outcome = first_outcome;
        for plan in plans {
            let Some(other) = self.outcome_beside(plan, scene, hits) else { continue };
            if other.verdict != first {
                uncertain.insert(Uncertainty::UnsetContext);
            }
            if other.verdict > outcome.verdict {
                outcome = other;
            }
        }
        let mut worst = outcome.verdict;
        for plans in &self.others {
            let Some(other) = self.strictest(plans, scene, hits, first) else { continue };
            if other != outcome.verdict {
                uncertain.insert(Uncertainty::GradualRollout);
            }
            worst = worst.max(other);
        }
        if let Some(unfiled) = hits.beside.as_ref().and_then(|beside| beside.unfiled.as_ref()) {
            let (now, ever) = self.supposed(scene, unfiled);
            if now != outcome.verdict {
                uncertain.insert(Uncertainty::UnsetList);
            }
            worst = worst.max(ever);
        }
        let mut decision = self.describe(outcome, worst, uncertain);
        self.add_trial(&mut decision, scene, hits, first);
        decision.until = self.next_change(scene, hits, first, decision.verdict);
        if let (Some(base), Some(hits)) = (&self.loosened, hits.beside.as_ref().and_then(|beside| beside.platform.as_ref()))
            && scene < base.policy.scenes.len()
        {
            decision.platform = Some(base.decide(scene, hits).verdict).filter(|verdict| *verdict != decision.verdict);
        }
        decision
    }

    /// The strictest verdict on other hits: in the states that are possible now, and with gradual trials off as well.
    fn supposed(&self, scene: usize, hits: &Hits) -> (Verdict, Verdict) {
        let first = self.now.first().map_or(self.policy.otherwise, |plan| self.outcome(plan, scene, hits, &mut NoTrace).verdict);
        let now = self.strictest(&self.now, scene, hits, first).unwrap_or(first);
        let others = self.others.iter().filter_map(|plans| self.strictest(plans, scene, hits, first));
        (now, others.fold(now, Verdict::max))
    }

    /// What answers where there is nothing to ask.
    fn nothing_known(&self) -> Outcome {
        Outcome { verdict: self.policy.otherwise, layer: 0, causes: Causes::from_slice(&[Cause::Otherwise]) }
    }

    /// The strictest verdict of some states.
    fn strictest(&self, plans: &[Plan], scene: usize, hits: &Hits, first: Verdict) -> Option<Verdict> {
        plans.iter().map(|plan| self.outcome_beside(plan, scene, hits).map_or(first, |outcome| outcome.verdict)).max()
    }

    /// The moments at which the verdict or its causes change, with both from then on; needs a horizon.
    #[must_use]
    pub fn timeline(&self, scene: usize, hits: &Hits) -> Vec<(Instant, Verdict, Causes)> {
        let mut changes: Vec<(Instant, Verdict, Causes)> = Vec::new();
        for (moment, plans) in &self.moments {
            let outcomes = plans.iter().map(|plan| self.outcome(plan, scene, hits, &mut NoTrace));
            let Some(outcome) = outcomes.max_by_key(|outcome| outcome.verdict) else { continue };
            if changes.last().is_none_or(|(_, verdict, causes)| (*verdict, causes) != (outcome.verdict, &outcome.causes)) {
                changes.push((*moment, outcome.verdict, outcome.causes));
            }
        }
        changes
    }

    fn next_change(&self, scene: usize, hits: &Hits, first: Verdict, verdict: Verdict) -> Option<(Instant, Verdict)> {
        let later = self.moments.iter().filter(|(moment, _)| *moment > self.view.instant);
        later.filter_map(|(moment, plans)| Some((*moment, self.strictest(plans, scene, hits, first)?))).find(|(_, then)| *then != verdict)
    }

    fn add_trial(&self, decision: &mut Decision, scene: usize, hits: &Hits, first: Verdict) {
        let Some(without) = self.strictest(&self.without_trials, scene, hits, first) else { return };
        let named = decision.causes.iter().find_map(|cause| match cause {
            Cause::Rule(number) => self.policy.rules.get(*number as usize).and_then(|rule| rule.trial),
            _ => None,
        });
        if named.is_some() || without != decision.verdict {
            decision.trial = named.and_then(|number| u16::try_from(number).ok());
            decision.without_trial = Some(without);
        }
    }

    /// The outcome of a state; `None` where it is the first one's, because nothing that holds differs between them.
    fn outcome_beside(&self, plan: &Plan, scene: usize, hits: &Hits) -> Option<Outcome> {
        let touched = |differs: &BitSet| hits.layers.iter().flat_map(|layer| &layer.variants).any(|number| differs.contains(*number as usize));
        let same = plan.differs.as_ref().is_some_and(|differs| !touched(differs));
        (!same).then(|| self.outcome(plan, scene, hits, &mut NoTrace))
    }

    fn outcome(&self, plan: &Plan, scene: usize, hits: &Hits, recorder: &mut impl Recorder) -> Outcome {
        let mut best: Option<Outcome> = None;
        for (number, layer) in hits.layers.iter().enumerate() {
            if layer.transparent {
                continue;
            }
            let (verdict, causes) = self.layer(plan, scene, number, layer, recorder);
            best = Some(match best {
                None => Outcome { verdict, layer: number, causes },
                Some(best) if verdict > best.verdict => Outcome { verdict, layer: number, causes },
                Some(best) if verdict == best.verdict => merge(best, number, causes),
                Some(best) => best,
            });
        }
        let mut outcome = best.unwrap_or_else(|| self.nothing_known());
        let rank = |cause: &Cause| match cause {
            Cause::Rule(number) => (0, self.ranks.get(*number as usize).copied().unwrap_or(u32::MAX)),
            Cause::Default(number) => (1, *number),
            Cause::Otherwise => (2, 0),
            Cause::AmbiguousHost => (3, 0),
            Cause::Choice => (4, 0),
        };
        if outcome.causes.len() > 1 {
            outcome.causes.sort_by_key(rank);
            outcome.causes.dedup();
        }
        outcome
    }

    /// Steps 1 and 2 for one layer.
    fn layer(&self, plan: &Plan, scene: usize, number: usize, layer: &LayerHits, recorder: &mut impl Recorder) -> (Verdict, Causes) {
        let held = self.active_rules(plan, scene, layer);
        let superseded = |rule: u32| held.iter().any(|other| self.rule(*other).is_some_and(|by| by.supersedes.contains(&(rule as usize))));
        let applied: SmallVec<[u32; 8]> = held.iter().copied().filter(|rule| !superseded(*rule)).collect();
        let sets = |rule: &u32| match self.rule(*rule)?.says {
            Says::Sets(verdict) => Some(verdict),
            Says::Raises(_) => None,
        };
        let raises = |rule: &u32| match self.rule(*rule)?.says {
            Says::Raises(verdict) => Some(verdict),
            Says::Sets(_) => None,
        };
        let set = applied.iter().filter_map(sets).max();
        let (mut base, mut base_cause) = self.base(plan, scene, layer.kind, set);
        if layer.unread == Unread::Bounded && self.policy.otherwise >= base {
            (base, base_cause) = (self.policy.otherwise, Some(Cause::Otherwise));
        }
        let mapped = if base_cause == Some(Cause::Otherwise) || layer.unread == Unread::Bounded { base } else { self.choose(scene, base) };
        let mut raised = applied.iter().filter_map(raises).max();
        if layer.ambiguous {
            raised = raised.max(Some(Verdict::Warn));
        }
        let verdict = raised.map_or(mapped, |raised| raised.max(mapped));
        recorder.layer(|| Step {
            layer: number,
            depth: layer.depth,
            base,
            raised,
            applied: applied.to_vec(),
            superseded: held.iter().copied().filter(|rule| superseded(*rule)).collect(),
            base_cause,
        });
        let mut causes = Causes::new();
        let by_set = verdict == mapped && base_cause.is_none();
        for rule in &applied {
            let brought = raises(rule) == Some(verdict) || (by_set && sets(rule) == Some(base));
            if brought {
                causes.push(Cause::Rule(*rule));
            }
        }
        if causes.is_empty() && verdict == mapped {
            causes.extend(base_cause);
        }
        if causes.is_empty() {
            causes.push(Cause::AmbiguousHost);
        }
        if verdict == mapped && mapped != base {
            causes.push(Cause::Choice);
        }
        (verdict, causes)
    }

    /// The rules whose variants hold and are in force for the scene, each once.
    fn active_rules(&self, plan: &Plan, scene: usize, layer: &LayerHits) -> SmallVec<[u32; 8]> {
        let mut rules: SmallVec<[u32; 8]> = SmallVec::new();
        for number in &layer.variants {
            if let Some(variant) = self.variants.get(*number as usize)
                && plan.active.contains(*number as usize)
                && variant.scenes & (1 << scene) != 0
                && rules.last() != Some(&variant.rule)
            {
                rules.push(variant.rule);
            }
        }
        rules
    }

    /// What stands before choice and raising, and its cause where no rule set it.
    fn base(&self, plan: &Plan, scene: usize, kind: Kind, set: Option<Verdict>) -> (Verdict, Option<Cause>) {
        if let Some(set) = set {
            return (set, None);
        }
        let number = plan.defaults.get(scene * Kind::ALL.len() + kind as usize).copied().flatten();
        match number.and_then(|number| self.policy.defaults.get(number as usize).map(|default| (number, default))) {
            Some((number, default)) => (default.verdict, Some(Cause::Default(number))),
            None => (self.policy.otherwise, Some(Cause::Otherwise)),
        }
    }

    fn choose(&self, scene: usize, base: Verdict) -> Verdict {
        let choice = self.view.choice.and_then(|number| self.policy.choices.get(number)).filter(|choice| choice.scenes.contains(&scene));
        let mapped = choice.and_then(|choice| choice.map.iter().find(|(from, _)| *from == base));
        mapped.map_or(base, |(_, to)| *to)
    }

    fn rule(&self, number: u32) -> Option<&crate::policy::model::Rule> {
        self.policy.rules.get(number as usize)
    }

    /// What a cause stands on; nothing for `otherwise` and the like.
    #[must_use]
    pub fn grounds(&self, cause: Cause) -> Option<&Grounds> {
        match cause {
            Cause::Rule(number) => self.rule(number).map(|rule| &rule.grounds),
            Cause::Default(number) => self.policy.defaults.get(number as usize).map(|default| &default.grounds),
            Cause::Otherwise | Cause::AmbiguousHost | Cause::Choice => None,
        }
    }

    fn describe(&self, outcome: Outcome, worst: Verdict, mut uncertain: UncertaintySet) -> Decision {
        let basis = outcome.causes.iter().filter_map(|cause| self.grounds(*cause)).map(|grounds| grounds.basis).min();
        let mut effects = EffectSet::default();
        for cause in &outcome.causes {
            if let Cause::Rule(number) = cause
                && let Some(rule) = self.rule(*number)
            {
                rule.effects.iter().for_each(|effect| effects.insert(*effect));
            }
        }
        if outcome.causes.contains(&Cause::Otherwise) {
            uncertain.insert(Uncertainty::NoRuleKnown);
        }
        if basis == Some(Basis::Observed) && self.is_old(&outcome.causes) {
            uncertain.insert(Uncertainty::OldObservation);
        }
        Decision {
            verdict: outcome.verdict,
            worst,
            layer: u16::try_from(outcome.layer).unwrap_or(u16::MAX),
            causes: outcome.causes,
            basis,
            trial: None,
            without_trial: None,
            effects,
            uncertain,
            until: None,
            platform: None,
        }
    }

    /// Whether all that is known was observed, and for the last time more than a year before.
    fn is_old(&self, causes: &[Cause]) -> bool {
        let mut grounds = causes.iter().filter_map(|cause| self.grounds(*cause)).peekable();
        grounds.peek().is_some()
            && grounds.all(|grounds| {
                let last = grounds.seen.iter().max();
                grounds.basis == Basis::Observed && last.is_some_and(|last| last.plus_days(OLD_AFTER_DAYS) < self.view.instant)
            })
    }
}

/// Causes of two layers that reach the same verdict: rules come before a mere default.
fn merge(best: Outcome, number: usize, causes: Causes) -> Outcome {
    let is_rule = |cause: &Cause| matches!(cause, Cause::Rule(_) | Cause::AmbiguousHost);
    match (best.causes.iter().any(is_rule), causes.iter().any(is_rule)) {
        (true, true) => {
            let mut merged = best;
            merged.causes.extend(causes);
            merged
        }
        (false, true) => Outcome { verdict: best.verdict, layer: number, causes },
        _ => best,
    }
}

fn note_uncertainty(layer: &Candidate<'_>, uncertain: &mut UncertaintySet) {
    let hides = layer.shortener == Some(Shortener::Open) || layer.signals.contains(Signal::OpaqueTarget);
    if hides && !matches!(layer.lookup, Lookup::Found(_)) {
        uncertain.insert(Uncertainty::TargetUnknown);
    }
    if layer.signals.contains(Signal::AmbiguousHost) {
        uncertain.insert(Uncertainty::AmbiguousHost);
    }
    if layer.signals.intersects(SignalSet::of(Signal::NoScheme).union(SignalSet::of(Signal::Obfuscated))) {
        uncertain.insert(Uncertainty::GuessedLink);
    }
}
