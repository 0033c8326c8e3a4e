//! Every question that two policies can be asked alike: scene, moment, view, trials, contexts, time of posting, choice.

use std::collections::{BTreeSet, HashMap};

use super::facts::{Pair, Side};
use super::statements::Statements;
use crate::engine::bits::BitSet;
use crate::engine::view::{BasisView, COMBINATION_LIMIT, Combination, View};
use crate::policy::model::{Condition, Policy, Test};
use crate::time::Instant;
use crate::verdict::{Basis, Kind, Verdict};

/// The most questions of one comparison.
pub const REGION_LIMIT: usize = 200_000;

/// Whether trials count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trials {
    /// All are on.
    On,
    /// All are off.
    Off,
}

/// A stretch of time in which nothing begins or ends, by a moment in it for each policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The moment each policy is asked for.
    pub at: Pair<Instant>,
    /// The first moment of the stretch; `None` where it has no beginning.
    pub from: Option<Instant>,
    /// The first moment after it; `None` where it has no end.
    pub until: Option<Instant>,
}

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// The scene, by its id and its number on each side.
    pub scene: String,
    /// Its numbers.
    pub scenes: Pair<usize>,
    /// The number of the stretch of time.
    pub stretch: usize,
    /// Which statements count.
    pub basis: BasisView,
    /// Whether trials do.
    pub trials: Trials,
    /// The contexts that rules of the scene ask for, with their values, as both policies name them.
    pub contexts: Vec<(String, String)>,
    /// When the link was posted, where some rule asks.
    pub posted: Option<Instant>,
    /// The user's choice.
    pub choice: Option<String>,
    /// The number of the combination of contexts and time of posting.
    pub combination: usize,
}

/// Why the questions cannot all be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMany {
    /// More combinations of contexts than are tried.
    Combinations,
    /// More questions than are asked.
    Regions,
}

/// One value of every context of both policies, and a time of posting.
#[derive(Debug, Clone)]
struct Given {
    contexts: Vec<(String, String)>,
    posted: Option<Instant>,
}

/// All questions, and what they come to for each policy.
#[derive(Debug)]
pub struct Regions {
    /// The questions.
    pub all: Vec<Region>,
    /// The combinations of contexts, as each policy numbers their values.
    pub combinations: Pair<Vec<Combination>>,
}

impl Regions {
    /// Every question over some stretches of time.
    ///
    /// # Errors
    /// More than [`REGION_LIMIT`] of them, or more than [`COMBINATION_LIMIT`] values of contexts together.
    pub fn all(policies: Pair<&Policy>, stretches: &[Stretch]) -> Result<Self, TooMany> {
        let mut found = Self { all: Vec::new(), combinations: Pair { old: Vec::new(), new: Vec::new() } };
        let contexts = contexts(policies)?;
        let asked = posting_moments(policies);
        let choices = choices(policies);
        let heeded = Heeded::of(policies, contexts.first().map(Vec::as_slice).unwrap_or_default());
        for (number, stretch) in stretches.iter().enumerate() {
            let posted: Vec<Option<Instant>> = match asked.as_slice() {
                [] => vec![None],
                asked => asked.iter().copied().filter(|moment| *moment < stretch.at.old.min(stretch.at.new)).chain([stretch.at.new]).map(Some).collect(),
            };
            for given in contexts.iter().flat_map(|contexts| posted.iter().map(|posted| Given { contexts: contexts.clone(), posted: *posted })) {
                let combination = found.add_combination(policies, &given, stretch);
                found.add(policies, number, combination, &given, &choices, &heeded)?;
            }
        }
        Ok(found)
    }

    fn add_combination(&mut self, policies: Pair<&Policy>, given: &Given, stretch: &Stretch) -> usize {
        let made = Pair::each(|side| {
            let policy = policies.of(side);
            let values = given_values(policy, &given.contexts);
            Combination { contexts: values.iter().map(|value| value.unwrap_or(0)).collect(), posted: given.posted.unwrap_or(*stretch.at.of(side)) }
        });
        // Without a rule that asks for it, the time of posting does not tell combinations apart.
        let same = |a: &Combination, b: &Combination| a.contexts == b.contexts && (given.posted.is_none() || a.posted == b.posted);
        let known = self.combinations.old.iter().zip(&self.combinations.new).position(|(old, new)| same(old, &made.old) && same(new, &made.new));
        known.unwrap_or_else(|| {
            self.combinations.old.push(made.old);
            self.combinations.new.push(made.new);
            self.combinations.old.len() - 1
        })
    }

    fn add(
        &mut self,
        policies: Pair<&Policy>,
        stretch: usize,
        combination: usize,
        given: &Given,
        choices: &[Option<String>],
        heeded: &Heeded,
    ) -> Result<(), TooMany> {
        let has_trials = !policies.old.trials.is_empty() || !policies.new.trials.is_empty();
        let trials: &[Trials] = if has_trials { &[Trials::On, Trials::Off] } else { &[Trials::On] };
        for (old, scene) in policies.old.scenes.iter().enumerate() {
            let Some(new) = policies.new.scene(&scene.id).filter(|_| heeded.stands_for(&scene.id, &given.contexts)) else { continue };
            let contexts: Vec<(String, String)> = given.contexts.iter().filter(|(id, _)| heeded.asks(&scene.id, id)).cloned().collect();
            for basis in [BasisView::Announced, BasisView::Observed] {
                for trials in trials {
                    for choice in choices {
                        if self.all.len() >= REGION_LIMIT {
                            return Err(TooMany::Regions);
                        }
                        self.all.push(Region {
                            scene: scene.id.clone(),
                            scenes: Pair { old, new },
                            stretch,
                            basis,
                            trials: *trials,
                            contexts: contexts.clone(),
                            posted: given.posted,
                            choice: choice.clone(),
                            combination,
                        });
                    }
                }
            }
        }
        Ok(())
    }
}

/// Which contexts the rules of each scene ask for. Where none asks, one value stands for all.
struct Heeded {
    /// The scene's id with the id of a context.
    asked: BTreeSet<(String, String)>,
    /// The value of each context that stands for all.
    first: Vec<(String, String)>,
}

impl Heeded {
    fn of(policies: Pair<&Policy>, first: &[(String, String)]) -> Self {
        let mut asked = BTreeSet::new();
        for policy in Side::BOTH.into_iter().map(|side| policies.of(side)) {
            for rule in &policy.rules {
                let mut contexts = BTreeSet::new();
                std::iter::once(&rule.matches).chain(&rule.except).for_each(|condition| contexts_of(condition, &mut contexts));
                let ids = contexts.iter().filter_map(|number| policy.contexts.get(*number)).map(|context| &context.id);
                let scenes = || rule.scenes.iter().filter_map(|number| policy.scenes.get(*number));
                asked.extend(ids.flat_map(|id| scenes().map(move |scene| (scene.id.clone(), id.clone()))));
            }
        }
        Self { asked, first: first.to_vec() }
    }

    fn stands_for(&self, scene: &str, given: &[(String, String)]) -> bool {
        given.iter().all(|pair| self.first.contains(pair) || self.asks(scene, &pair.0))
    }

    fn asks(&self, scene: &str, context: &str) -> bool {
        self.asked.contains(&(scene.to_owned(), context.to_owned()))
    }
}

/// The contexts, by their numbers, that a condition asks for.
fn contexts_of(condition: &Condition, found: &mut BTreeSet<usize>) {
    for test in &condition.tests {
        match test {
            Test::Context(context, _) => {
                found.insert(*context);
            }
            Test::Any(conditions) | Test::All(conditions) => conditions.iter().for_each(|inner| contexts_of(inner, found)),
            _ => {}
        }
    }
}

impl Region {
    /// The view of a policy that this question asks.
    #[must_use]
    pub fn view(&self, policy: &Policy, stretch: &Stretch, side: Side) -> View {
        let mut view = View { basis: self.basis, posted: self.posted, ..View::plain(policy, *stretch.at.of(side)) };
        if self.trials == Trials::Off {
            view.trials.fill(false);
        }
        view.choice = self.choice.as_ref().and_then(|id| policy.choices.iter().position(|choice| choice.id == *id));
        view.contexts = given_values(policy, &self.contexts);
        view
    }
}

fn given_values(policy: &Policy, given: &[(String, String)]) -> Vec<Option<usize>> {
    let value = |(id, value): &(String, String)| policy.contexts.iter().find(|context| context.id == *id).map(|context| (id.clone(), context, value.clone()));
    policy
        .contexts
        .iter()
        .map(|context| {
            let (_, context, value) = given.iter().find(|(id, _)| *id == context.id).and_then(value)?;
            context.values.iter().position(|known| *known == value)
        })
        .collect()
}

/// Every combination of the values that contexts have; one that both policies know, only with the values both have.
fn contexts(policies: Pair<&Policy>) -> Result<Vec<Vec<(String, String)>>, TooMany> {
    let mut found: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let only_new = policies.new.contexts.iter().filter(|context| !policies.old.contexts.iter().any(|known| known.id == context.id));
    for context in policies.old.contexts.iter().chain(only_new) {
        let other = policies.new.contexts.iter().find(|known| known.id == context.id).unwrap_or(context);
        let values: Vec<&String> = context.values.iter().filter(|value| other.values.contains(value)).collect();
        found = found.iter().flat_map(|given| values.iter().map(|value| [given.as_slice(), &[(context.id.clone(), (*value).clone())]].concat())).collect();
        if found.len() > COMBINATION_LIMIT {
            return Err(TooMany::Combinations);
        }
    }
    Ok(found)
}

/// One moment before each date that some rule compares the time of posting with, in order.
fn posting_moments(policies: Pair<&Policy>) -> Vec<Instant> {
    fn collect(condition: &Condition, found: &mut Vec<Instant>) {
        for test in &condition.tests {
            match test {
                Test::PostedBefore(Instant(seconds)) => found.push(Instant(seconds - 1)),
                Test::Any(conditions) | Test::All(conditions) => conditions.iter().for_each(|inner| collect(inner, found)),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    for rule in Side::BOTH.into_iter().flat_map(|side| &policies.of(side).rules) {
        std::iter::once(&rule.matches).chain(&rule.except).for_each(|condition| collect(condition, &mut found));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// No choice, and each that both policies know.
fn choices(policies: Pair<&Policy>) -> Vec<Option<String>> {
    let shared = policies.old.choices.iter().filter(|choice| policies.new.choices.iter().any(|known| known.id == choice.id));
    std::iter::once(None).chain(shared.map(|choice| Some(choice.id.clone()))).collect()
}

/// What one policy says in a region, beside its conditions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Answers {
    /// The statements in force for the scene, lowest first.
    pub active: Vec<usize>,
    /// For each kind of link, the number of its default.
    pub defaults: Vec<Option<usize>>,
    /// The number of the choice, where it covers the scene.
    pub choice: Option<usize>,
}

/// Questions to which each policy says the same.
#[derive(Debug)]
pub struct Class {
    /// What both say.
    pub answers: Pair<Answers>,
    /// The statements that have no twin in force on the other side.
    pub deltas: Pair<BitSet>,
    /// The kinds of link whose default, or what stands for one, differs.
    pub base_differs: Vec<Kind>,
    /// The numbers of the questions.
    pub members: Vec<usize>,
}

/// Puts questions with the same answers together.
#[must_use]
pub fn classes(regions: &Regions, statements: &Pair<Statements<'_>>, stretches: &[Stretch]) -> Vec<Class> {
    let mut known: HashMap<Pair<Answers>, usize, foldhash::fast::FixedState> = HashMap::default();
    let mut found: Vec<Class> = Vec::new();
    for (number, region) in regions.all.iter().enumerate() {
        let Some(stretch) = stretches.get(region.stretch) else { continue };
        let answers = Pair::each(|side| answers(region, statements.of(side), stretch, side));
        let next = found.len();
        let at = *known.entry(answers.clone()).or_insert(next);
        match found.get_mut(at) {
            Some(class) => class.members.push(number),
            None => {
                let deltas = Pair::each(|side| deltas(&answers, statements, side));
                let base_differs = Kind::ALL.iter().copied().filter(|kind| base_differs(&answers, statements, *kind)).collect();
                found.push(Class { answers, deltas, base_differs, members: vec![number] });
            }
        }
    }
    found
}

fn answers(region: &Region, statements: &Statements<'_>, stretch: &Stretch, side: Side) -> Answers {
    let policy = statements.policy;
    let (instant, scene) = (*stretch.at.of(side), *region.scenes.of(side));
    let counts = |basis: Basis| region.basis == BasisView::Observed || basis != Basis::Observed;
    let compiled = statements.by_combination.get(region.combination).map(Vec::as_slice).unwrap_or_default();
    let in_force = compiled.iter().flatten().copied().filter(|number| {
        statements.get(*number).map(|statement| statement.rule).is_some_and(|rule| {
            rule.interval.contains(instant)
                && counts(rule.grounds.basis)
                && rule.scenes.contains(&scene)
                && (rule.trial.is_none() || region.trials == Trials::On)
        })
    });
    let weight = |number: usize| {
        policy.defaults.get(number).map(|default| (region.basis == BasisView::Observed && default.grounds.basis == Basis::Observed, default.verdict))
    };
    let mut defaults: Vec<Option<usize>> = vec![None; Kind::ALL.len()];
    for (number, default) in policy.defaults.iter().enumerate() {
        if default.scene != scene || !default.interval.contains(instant) || !counts(default.grounds.basis) {
            continue;
        }
        for kind in &default.kinds {
            if let Some(slot) = defaults.get_mut(*kind as usize)
                && slot.is_none_or(|known| weight(known) < weight(number))
            {
                *slot = Some(number);
            }
        }
    }
    let choice = region.choice.as_ref().and_then(|id| policy.choices.iter().position(|choice| choice.id == *id && choice.scenes.contains(&scene)));
    Answers { active: in_force.collect(), defaults, choice }
}

fn deltas(answers: &Pair<Answers>, statements: &Pair<Statements<'_>>, side: Side) -> BitSet {
    let other = match side {
        Side::Old => &answers.new.active,
        Side::New => &answers.old.active,
    };
    let own = statements.of(side);
    let mut found = BitSet::new(own.all.len());
    for number in &answers.of(side).active {
        let twin = own.get(*number).and_then(|statement| statement.twin);
        if twin.is_none_or(|twin| other.binary_search(&twin).is_err()) {
            found.insert(*number);
        }
    }
    found
}

/// The verdict that stands where no rule sets one, and whether a default gives it.
#[must_use]
pub fn default_of(answers: &Answers, policy: &Policy, kind: Kind) -> (Verdict, Option<usize>) {
    let number = answers.defaults.get(kind as usize).copied().flatten();
    let default = number.and_then(|number| policy.defaults.get(number));
    default.map_or((policy.otherwise, None), |default| (default.verdict, number))
}

fn base_differs(answers: &Pair<Answers>, statements: &Pair<Statements<'_>>, kind: Kind) -> bool {
    let base = Pair::each(|side| {
        let policy = statements.of(side).policy;
        let (verdict, number) = default_of(answers.of(side), policy, kind);
        let map = answers.of(side).choice.and_then(|number| policy.choices.get(number)).map(|choice| choice.map.clone());
        // What only `otherwise` gave is not mapped, so with a choice it matters which it was.
        let mapped = map.is_some().then_some(number.is_some());
        (verdict, map, mapped, policy.otherwise)
    });
    base.old != base.new
}
