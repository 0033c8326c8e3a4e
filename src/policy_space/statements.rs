//! The rules of both policies as compiled conditions, with each rule's twin on the other side.

use std::collections::HashMap;

use super::facts::{Pair, Side};
use crate::classify::catalog::Catalog;
use crate::classify::hosts::names_upwards;
use crate::engine::bits::BitSet;
use crate::engine::condition::{self, Check};
use crate::engine::view::Combination;
use crate::policy::model::{Condition, Policy, Rule, Test};

/// A rule, compiled for one combination of contexts.
#[derive(Debug)]
pub struct Statement<'p> {
    /// The rule.
    pub rule: &'p Rule,
    /// Its number in its policy.
    pub number: usize,
    /// What must hold.
    pub matches: Vec<Check>,
    /// What must not.
    pub except: Option<Vec<Check>>,
    /// The statement of the other policy that says the same, by its number there.
    pub twin: Option<usize>,
}

/// The statements of one policy.
#[derive(Debug)]
pub struct Statements<'p> {
    /// The policy.
    pub policy: &'p Policy,
    /// All of them, in the order of the rules.
    pub all: Vec<Statement<'p>>,
    /// For each combination and rule, its statement; `None` where the rule cannot hold.
    pub by_combination: Vec<Vec<Option<usize>>>,
    by_name: HashMap<&'p str, Vec<usize>, foldhash::fast::FixedState>,
    general: Vec<usize>,
    /// Those that some question that is looked at asks for; `None` for all.
    live: Option<BitSet>,
}

impl<'p> Statements<'p> {
    /// Compiles a policy's rules for some combinations of contexts.
    #[must_use]
    pub fn compile(policy: &'p Policy, catalog: &Catalog, combinations: &[Combination]) -> Self {
        let mut found = Self { policy, all: Vec::new(), by_combination: Vec::new(), by_name: HashMap::default(), general: Vec::new(), live: None };
        found.by_combination = vec![Vec::with_capacity(policy.rules.len()); combinations.len()];
        for (number, rule) in policy.rules.iter().enumerate() {
            let first = found.all.len();
            let varies = asks_for_context(&rule.matches) || rule.except.as_ref().is_some_and(asks_for_context);
            let mut shared = None;
            for (at, combination) in combinations.iter().enumerate() {
                let statement = match shared {
                    Some(shared) if !varies => shared,
                    _ => found.variant(rule, number, first, catalog, combination),
                };
                shared = Some(statement);
                if let Some(list) = found.by_combination.get_mut(at) {
                    list.push(statement);
                }
            }
        }
        found
    }

    fn variant(&mut self, rule: &'p Rule, number: usize, first: usize, catalog: &Catalog, combination: &Combination) -> Option<usize> {
        let matches = condition::compile(&rule.matches, catalog, combination)?;
        let except = rule.except.as_ref().and_then(|except| condition::compile(except, catalog, combination));
        if except.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        let same = self.all.get(first..).unwrap_or_default().iter().position(|known| known.matches == matches && known.except == except);
        Some(same.map_or_else(
            || {
                self.all.push(Statement { rule, number, matches, except, twin: None });
                self.all.len() - 1
            },
            |offset| first + offset,
        ))
    }

    /// Leaves out, from now on, what no question that is looked at asks for.
    pub fn keep(&mut self, live: BitSet) {
        self.live = Some(live);
        self.index();
    }

    /// Whether some question that is looked at asks for a statement.
    #[must_use]
    pub fn is_live(&self, number: usize) -> bool {
        self.live.as_ref().is_none_or(|live| live.contains(number))
    }

    /// The statements that some question that is looked at asks for.
    pub fn live(&self) -> impl Iterator<Item = &Statement<'p>> {
        self.all.iter().enumerate().filter(|(number, _)| self.is_live(*number)).map(|(_, statement)| statement)
    }

    /// Sorts the statements by the names they ask for, once all are there.
    pub fn index(&mut self) {
        let (mut by_name, mut general) = (HashMap::<_, Vec<usize>, _>::default(), Vec::new());
        for (number, rule) in self.all.iter().map(|statement| statement.rule).enumerate().filter(|(number, _)| self.is_live(*number)) {
            match names_of(&rule.matches) {
                Some(names) => names.for_each(|name: &'p String| by_name.entry(name.as_str()).or_insert_with(Vec::new).push(number)),
                None => general.push(number),
            }
        }
        (self.by_name, self.general) = (by_name, general);
    }

    /// The live statements that could hold for a host, lowest first.
    #[must_use]
    pub fn for_host(&self, host: Option<&str>) -> Vec<usize> {
        let mut found = self.general.clone();
        let named = host.into_iter().flat_map(names_upwards).filter_map(|name| self.by_name.get(name));
        named.for_each(|rules| found.extend_from_slice(rules));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// One statement.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Statement<'p>> {
        self.all.get(number)
    }
}

/// Names of hosts that a condition cannot hold without.
fn names_of(condition: &Condition) -> Option<std::slice::Iter<'_, String>> {
    condition.tests.iter().find_map(|test| match test {
        Test::Host(names) | Test::Domain(names) | Test::Registrable(names) | Test::Suffix(names) => Some(names.iter()),
        _ => None,
    })
}

/// Whether a condition asks for a context or the time of posting.
#[must_use]
pub fn asks_for_context(condition: &Condition) -> bool {
    condition.tests.iter().any(|test| match test {
        Test::Context(..) | Test::PostedBefore(_) => true,
        Test::Any(conditions) | Test::All(conditions) => conditions.iter().any(asks_for_context),
        _ => false,
    })
}

/// The statements of both policies, each with its twin.
#[must_use]
pub fn of_both<'p>(policies: Pair<&'p Policy>, catalog: &Catalog, combinations: &Pair<Vec<Combination>>) -> Pair<Statements<'p>> {
    let mut both = Pair::each(|side| Statements::compile(policies.of(side), catalog, combinations.of(side)));
    let mut by_id: HashMap<&str, Vec<usize>, foldhash::fast::FixedState> = HashMap::default();
    for (number, statement) in both.new.all.iter().enumerate() {
        by_id.entry(statement.rule.id.as_str()).or_default().push(number);
    }
    let mut twins = Vec::new();
    for (number, statement) in both.old.all.iter().enumerate() {
        let others = by_id.get(statement.rule.id.as_str()).map(Vec::as_slice).unwrap_or_default();
        let same = others.iter().find(|other| both.new.all.get(**other).is_some_and(|other| says_the_same(policies, statement, other)));
        twins.extend(same.map(|other| (number, *other)));
    }
    for (old, new) in twins {
        if let (Some(before), Some(after)) = (both.old.all.get_mut(old), both.new.all.get_mut(new)) {
            (before.twin, after.twin) = (Some(new), Some(old));
        }
    }
    both.old.index();
    both.new.index();
    both
}

fn says_the_same(policies: Pair<&Policy>, old: &Statement<'_>, new: &Statement<'_>) -> bool {
    let superseded = |side: Side, rule: &Rule| {
        let name = |number: &usize| policies.of(side).rules.get(*number).map(|rule| rule.id.clone());
        let mut names: Vec<Option<String>> = rule.supersedes.iter().map(name).collect();
        names.sort();
        names
    };
    old.rule.says == new.rule.says
        && old.matches == new.matches
        && old.except == new.except
        && superseded(Side::Old, old.rule) == superseded(Side::New, new.rule)
}
