//! Compiling a policy for one view: which rules are in force, what their conditions ask, where they are found.

use super::bits::BitSet;
use super::condition::{self, Check};
use super::index::RuleIndex;
use super::named::Named;
use super::view::{BasisView, Combination, Horizon, TooManyCombinations, View, combinations, gradual_states};
use crate::classify::catalog::Catalog;
use crate::policy::model::{Condition, Policy, Rule, Test};
use crate::signal::Signal;
use crate::time::Instant;
use crate::verdict::{Basis, Kind};

/// A rule with its condition compiled for one or more combinations of contexts.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) rule: u32,
    pub(super) scenes: u32,
    pub(super) matches: Vec<Check>,
    pub(super) except: Option<Vec<Check>>,
}

impl Variant {
    /// What it asks, and what spares a link from it.
    fn conditions(&self) -> impl Iterator<Item = &[Check]> {
        self.except.iter().chain([&self.matches]).map(Vec::as_slice)
    }
}

/// What is in force in one possible state: at one moment, with some trials, under one combination.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) active: BitSet,
    /// The default of each scene and kind, by its number in the policy.
    pub(super) defaults: Vec<Option<u32>>,
    /// The variants whose activity differs from the first plan's; `None` for the first plan itself.
    pub(super) differs: Option<BitSet>,
}

/// Whether the rules can tell which domains have a filing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Filings {
    /// They need not, or a list tells.
    Settled,
    /// A rule asks, and no list was given.
    Unknown,
}

/// A policy compiled for one view; immutable, shared by all threads.
#[derive(Debug)]
pub struct Matcher<'p> {
    pub(super) policy: &'p Policy,
    pub(super) view: View,
    pub(super) variants: Vec<Variant>,
    pub(super) index: RuleIndex,
    /// The hosts and domains that conditions name.
    pub(super) named: Named,
    /// The variants that are in force in some state that is looked at.
    pub(super) live: BitSet,
    /// The states that are possible now: one for each combination of unset contexts.
    pub(super) now: Vec<Plan>,
    /// Further states of the trials that some users may be in, each with a plan for every combination.
    pub(super) others: Vec<Vec<Plan>>,
    /// The states with all trials off.
    pub(super) without_trials: Vec<Plan>,
    /// The states at other moments, in the order of time.
    pub(super) moments: Vec<(Instant, Vec<Plan>)>,
    /// Each rule's place in the total order of causes.
    pub(super) ranks: Vec<u32>,
    pub(super) own_wrappers: BitSet,
    pub(super) filings: Filings,
    pub(super) loosened: Option<Box<Matcher<'p>>>,
}

impl<'p> Matcher<'p> {
    /// Compiles a policy for a view.
    ///
    /// # Errors
    /// More combinations of unset contexts than can be tried.
    pub fn compile(policy: &'p Policy, catalog: &Catalog, view: View) -> Result<Self, TooManyCombinations> {
        let combinations = combinations(policy, &view)?;
        let mut compiler = Compiler { policy, catalog, view: &view, variants: Vec::new(), by_combination: Vec::new() };
        compiler.variants(&combinations);
        let now = compiler.plans(view.instant, &view.trials, None);
        let others: Vec<Vec<Plan>> = gradual_states(policy, &view).iter().map(|trials| compiler.plans(view.instant, trials, now.first())).collect();
        let off = vec![false; policy.trials.len()];
        let without_trials = if off.is_empty() { Vec::new() } else { compiler.plans(view.instant, &off, now.first()) };
        let later = |moment| (moment, compiler.plans(moment, &view.trials, now.first()));
        let moments: Vec<(Instant, Vec<Plan>)> = moments(policy, &view).into_iter().map(later).collect();
        let mut index = RuleIndex::default();
        for (number, variant) in compiler.variants.iter().enumerate() {
            index.add(u32::try_from(number).unwrap_or(u32::MAX), &variant.matches);
        }
        let named = Named::of(compiler.variants.iter().flat_map(Variant::conditions));
        let mut live = BitSet::new(compiler.variants.len());
        let states = now.iter().chain(others.iter().flatten()).chain(&without_trials).chain(moments.iter().flat_map(|(_, plans)| plans));
        states.flat_map(|plan: &Plan| plan.active.iter()).for_each(|number| live.insert(number));
        let mut own_wrappers = BitSet::new(catalog.wrappers.len());
        policy.own_wrappers.iter().for_each(|id| own_wrappers.insert(usize::from(id.0)));
        let loosened = match &policy.loosened {
            None => None,
            Some(base) => Some(Box::new(Self::compile(base, catalog, base_view(base, &view))?)),
        };
        let variants = compiler.variants;
        let ranks = ranks(policy);
        let asks = |variant: &Variant| variant.conditions().any(|checks| condition::asks(checks, Signal::NotFiled));
        let filings = if catalog.filed == 0 && variants.iter().any(asks) { Filings::Unknown } else { Filings::Settled };
        Ok(Self { policy, view, variants, index, named, live, now, others, without_trials, moments, ranks, own_wrappers, filings, loosened })
    }

    /// The policy it was compiled from.
    #[must_use]
    pub const fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// The view it was compiled for.
    #[must_use]
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// How many rules are in force now, in some scene.
    #[must_use]
    pub fn rules_in_force(&self) -> usize {
        let mut rules: Vec<u32> = Vec::new();
        for (number, variant) in self.variants.iter().enumerate() {
            if self.now.iter().any(|plan| plan.active.contains(number)) {
                rules.push(variant.rule);
            }
        }
        rules.dedup();
        rules.len()
    }
}

/// The view on the base of a policy that may loosen it: its trials and contexts are a part of the outer ones.
fn base_view(base: &Policy, view: &View) -> View {
    let mut trials = view.trials.clone();
    trials.truncate(base.trials.len());
    let mut contexts = view.contexts.clone();
    contexts.truncate(base.contexts.len());
    View { trials, contexts, choice: view.choice.filter(|choice| *choice < base.choices.len()), horizon: Horizon::Now, ..view.clone() }
}

/// The moments that are looked at beside the view's own.
fn moments(policy: &Policy, view: &View) -> Vec<Instant> {
    match view.horizon {
        Horizon::Now => Vec::new(),
        Horizon::Until(end) => policy.moments().into_iter().filter(|moment| view.instant < *moment && *moment <= end).collect(),
        Horizon::Everything => {
            let moments = policy.moments();
            let before = moments.first().map(|first| Instant(first.0 - 1));
            before.into_iter().chain(moments).collect()
        }
    }
}

struct Compiler<'c, 'p> {
    policy: &'p Policy,
    catalog: &'c Catalog,
    view: &'c View,
    variants: Vec<Variant>,
    /// For each combination, the variants compiled for it.
    by_combination: Vec<Vec<u32>>,
}

impl Compiler<'_, '_> {
    fn variants(&mut self, combinations: &[Combination]) {
        self.by_combination = vec![Vec::new(); combinations.len()];
        for (number, rule) in self.policy.rules.iter().enumerate() {
            let rule_number = u32::try_from(number).unwrap_or(u32::MAX);
            if !self.view.counts(self.policy, &rule.grounds) {
                continue;
            }
            let varies = depends_on_context(&rule.matches) || rule.except.as_ref().is_some_and(depends_on_context);
            let first_of_rule = self.variants.len();
            for (at, combination) in combinations.iter().enumerate() {
                if at > 0 && !varies {
                    if let Some(shared) = self.by_combination.first().and_then(|list| list.last()).copied()
                        && self.variants.get(shared as usize).is_some_and(|variant| variant.rule == rule_number)
                        && let Some(list) = self.by_combination.get_mut(at)
                    {
                        list.push(shared);
                    }
                    continue;
                }
                let Some(variant) = self.variant(rule, rule_number, combination) else { continue };
                let same = self
                    .variants
                    .get(first_of_rule..)
                    .unwrap_or_default()
                    .iter()
                    .position(|known| known.matches == variant.matches && known.except == variant.except);
                let at_variant = match same {
                    Some(offset) => first_of_rule + offset,
                    None => {
                        self.variants.push(variant);
                        self.variants.len() - 1
                    }
                };
                if let Some(list) = self.by_combination.get_mut(at) {
                    list.push(u32::try_from(at_variant).unwrap_or(u32::MAX));
                }
            }
        }
    }

    fn variant(&self, rule: &Rule, number: u32, combination: &Combination) -> Option<Variant> {
        let matches = condition::compile(&rule.matches, self.catalog, combination)?;
        let except = match &rule.except {
            None => None,
            Some(except) => condition::compile(except, self.catalog, combination),
        };
        if except.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let scenes = rule.scenes.iter().fold(0, |mask, scene| mask | 1 << scene);
        Some(Variant { rule: number, scenes, matches, except })
    }

    /// One plan for each combination.
    fn plans(&self, instant: Instant, trials: &[bool], first: Option<&Plan>) -> Vec<Plan> {
        let defaults = self.defaults(instant);
        let mut plans: Vec<Plan> = Vec::with_capacity(self.by_combination.len());
        for variants in &self.by_combination {
            let mut active = BitSet::new(self.variants.len());
            for number in variants {
                let rule = self.variants.get(*number as usize).and_then(|variant| self.policy.rules.get(variant.rule as usize));
                let on = |rule: &Rule| rule.trial.is_none_or(|trial| trials.get(trial).copied().unwrap_or(true));
                if rule.is_some_and(|rule| rule.interval.contains(instant) && on(rule)) {
                    active.insert(*number as usize);
                }
            }
            let against = first.or(plans.first());
            let comparable = against.filter(|against| against.defaults == defaults);
            let differs = comparable.map(|against| active.difference(&against.active));
            plans.push(Plan { active, defaults: defaults.clone(), differs });
        }
        plans
    }

    /// The default in force for each scene and kind: an observed one before the others, the strictest before looser ones.
    fn defaults(&self, instant: Instant) -> Vec<Option<u32>> {
        let kinds = Kind::ALL.len();
        let mut found: Vec<Option<u32>> = vec![None; self.policy.scenes.len() * kinds];
        for (number, default) in self.policy.defaults.iter().enumerate() {
            if !default.interval.contains(instant) || !self.view.counts(self.policy, &default.grounds) {
                continue;
            }
            for kind in &default.kinds {
                let Some(slot) = found.get_mut(default.scene * kinds + *kind as usize) else { continue };
                let weight = |number: u32| {
                    let default = self.policy.defaults.get(number as usize);
                    default.map(|default| (self.view.basis == BasisView::Observed && default.grounds.basis == Basis::Observed, default.verdict))
                };
                let number = u32::try_from(number).unwrap_or(u32::MAX);
                if slot.is_none_or(|known| weight(known) < weight(number)) {
                    *slot = Some(number);
                }
            }
        }
        found
    }
}

/// Whether a condition asks for a context or the time of posting.
fn depends_on_context(condition: &Condition) -> bool {
    condition.tests.iter().any(|test| match test {
        Test::Context(..) | Test::PostedBefore(_) => true,
        Test::Any(conditions) | Test::All(conditions) => conditions.iter().any(depends_on_context),
        _ => false,
    })
}

/// The total order of rules: most specific first, then by name.
fn ranks(policy: &Policy) -> Vec<u32> {
    let mut order: Vec<usize> = (0..policy.rules.len()).collect();
    let key = |number: &usize| policy.rules.get(*number).map(|rule| (std::cmp::Reverse(specificity(&rule.matches)), rule.name.as_str()));
    order.sort_by(|a, b| key(a).cmp(&key(b)));
    let mut ranks = vec![0; order.len()];
    for (rank, number) in order.iter().enumerate() {
        if let Some(slot) = ranks.get_mut(*number) {
            *slot = u32::try_from(rank).unwrap_or(u32::MAX);
        }
    }
    ranks
}

/// How specific a condition is: the sum of what its keys weigh. A host weighs more than any key that is no name.
#[must_use]
pub fn specificity(condition: &Condition) -> u32 {
    condition.tests.iter().map(test_weight).sum()
}

fn test_weight(test: &Test) -> u32 {
    match test {
        Test::Host(_) => 64,
        Test::Registrable(_) | Test::Domain(_) => 48,
        Test::Suffix(_) => 40,
        Test::Path(patterns) => 16 + patterns.iter().map(|pattern| u32::try_from(pattern.weight()).unwrap_or(8).min(8)).min().unwrap_or(0),
        Test::Wrapper(_) => 16,
        Test::Owner(_) => 12,
        Test::List(_) | Test::Category(_) => 8,
        Test::Scheme(_) | Test::Port(_) | Test::Query(_) | Test::Shortener(_) | Test::Signal(_) => 4,
        Test::DepthAtLeast(_) | Test::LengthOver(_) | Test::HasQuery(_) | Test::Context(..) | Test::PostedBefore(_) => 2,
        Test::Kind(_) => 1,
        Test::All(conditions) => conditions.iter().map(specificity).sum(),
        Test::Any(conditions) => conditions.iter().map(specificity).min().unwrap_or(0),
    }
}
