//! The parts of a policy that are good for nothing, each proved, and those of which that is left open.

use std::collections::BTreeMap;

use super::examples::Examples;
use super::part::{Edit, Part, Side, Value, condition, edit, values};
use super::prove::{Proof, Prover};
use super::search::Search;
use crate::classify::ids::OwnerId;
use crate::engine::condition::is_under;
use crate::policy::model::{Condition, Policy, Rule, Says, Test};
use crate::policy_diff::entry::Reason;
use crate::signal::Signal;
use crate::time::Interval;
use crate::verdict::Basis;

/// What is the matter with a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// Proved: it applies to no link; these keys exclude each other, where some of them do.
    NeverApplies(Vec<&'static str>),
    /// Proved: taking it away changes no verdict.
    ChangesNothing {
        /// A link that it applies to, where one was found.
        line: Option<Vec<u8>>,
        /// What brings that link's verdicts, by name.
        behind: Vec<String>,
    },
    /// Proved: another rule, by its number, asks for the same links, and it is the one that counts.
    SameAs(usize),
    /// Proved: another value of the same key, as it is written, covers it.
    CoveredBy(String),
    /// Neither shown nor proved.
    NotProved(Open),
}

/// Why something is left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Open {
    /// The comparison says so.
    Comparison(Reason),
    /// It asks for what only a lookup over the network tells.
    Lookup,
}

/// A part with what is the matter with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The part.
    pub part: Part,
    /// The value, where it is one.
    pub value: Option<Value>,
    /// What is the matter.
    pub matter: Matter,
}

/// Everything that was found in one policy's own statements, in their order.
#[derive(Debug, Clone, Default)]
pub struct Study {
    /// The findings.
    pub findings: Vec<Finding>,
    /// Rules, by number, with an earlier one that stands for some time and scene beside them, says the same and asks for the same
    /// links: proved.
    pub repeated: Vec<(usize, usize)>,
    /// For each rule that is good for something, by its number, a link that shows it.
    pub shown: BTreeMap<usize, Vec<u8>>,
}

impl Study {
    /// Looks into every part of a policy; parts of a policy that it extends are not its own.
    #[must_use]
    pub fn of(policy: &Policy, examples: &Examples<'_>) -> Self {
        let mut student = Student {
            policy,
            search: Search::new(policy, examples),
            prover: Prover::new(policy, examples),
            examples,
            findings: Vec::new(),
            shown: BTreeMap::new(),
        };
        for (number, rule) in policy.rules.iter().enumerate().filter(|(_, rule)| rule.origin.policy == policy.id) {
            if student.rule(number, rule) == Use::Some {
                student.exception(number, rule);
                student.values(number, rule, Side::Match);
            }
        }
        for (number, _) in policy.defaults.iter().enumerate().filter(|(_, default)| default.origin.policy == policy.id) {
            student.default(number);
        }
        Self { repeated: student.repeated(), findings: student.findings, shown: student.shown }
    }
}

/// Whether a rule is good for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    Some,
    None,
}

struct Student<'s> {
    policy: &'s Policy,
    examples: &'s Examples<'s>,
    search: Search<'s>,
    prover: Prover<'s>,
    findings: Vec<Finding>,
    /// Links that rules are good for.
    shown: BTreeMap<usize, Vec<u8>>,
}

impl Student<'_> {
    /// Rules that repeat an earlier one in other words. What each is good for must hold for the other before a proof is tried.
    fn repeated(&mut self) -> Vec<(usize, usize)> {
        let policy = self.policy;
        let mut found = Vec::new();
        for (number, line) in &self.shown {
            let Some(rule) = policy.rules.get(*number).filter(|rule| rule.origin.policy == policy.id) else { continue };
            let earlier = self.shown.range(..number).find(|(other, known)| {
                policy.rules.get(**other).is_some_and(|earlier| {
                    earlier.says == rule.says
                        && stand_together(earlier, rule)
                        && self.search.asks_for(rule, known)
                        && self.search.asks_for(earlier, line)
                        && self.prover.same_links(earlier, rule) == Proof::Equal
                })
            });
            found.extend(earlier.map(|(other, _)| (*number, *other)));
        }
        found
    }

    fn note(&mut self, part: Part, value: Option<&Value>, matter: Matter) {
        self.findings.push(Finding { part, value: value.cloned(), matter });
    }

    fn rule(&mut self, number: usize, rule: &Rule) -> Use {
        let part = Part::Rule(number);
        if !has_moments(rule.interval) {
            self.note(part, None, Matter::NeverApplies(Vec::new()));
            return Use::None;
        }
        if let Some(line) = self.search.shows(&part) {
            self.shown.insert(number, line);
            return Use::Some;
        }
        if asks_for_lookup(rule) {
            self.note(part, None, Matter::NotProved(Open::Lookup));
            return Use::None;
        }
        let matter = match self.compared(&part) {
            Proof::Differs(witness) => {
                self.shown.insert(number, witness.line);
                return Use::Some;
            }
            Proof::Open(reason) => Matter::NotProved(Open::Comparison(reason)),
            Proof::Equal => self.idle_rule(number, rule),
        };
        self.note(part, None, matter);
        Use::None
    }

    /// Whether a part changes a verdict, or for which links its rule is named.
    fn compared(&self, part: &Part) -> Proof {
        let plain = self.prover.compare(self.policy, &part.without(self.policy));
        if plain != Proof::Equal {
            return plain;
        }
        // A rule that blocks is named wherever it applies.
        let Some(more) = part.sharpened(self.policy) else {
            return self.blocking(part);
        };
        match part {
            Part::Rule(_) => self.prover.compare(self.policy, &more),
            _ => self.prover.compare(&more, &part.without(&more)),
        }
    }

    /// The same of a part of a rule that blocks and changes no verdict: such a rule is named wherever it applies.
    fn blocking(&self, part: &Part) -> Proof {
        let Some((number, rule)) = part.rule().and_then(|number| Some((number, self.policy.rules.get(number)?))) else { return Proof::Equal };
        let is_superseded = self.policy.rules.iter().any(|by| by.supersedes.contains(&number));
        match part {
            Part::Rule(_) if !is_superseded => self.prover.never(rule, &rule.matches, rule.except.as_ref()),
            _ => Proof::Equal,
        }
    }

    /// Why a rule changes no verdict.
    fn idle_rule(&self, number: usize, rule: &Rule) -> Matter {
        let line = match self.prover.never(rule, &rule.matches, rule.except.as_ref()) {
            Proof::Equal => return Matter::NeverApplies(self.excluding_keys(rule)),
            Proof::Open(_) => None,
            Proof::Differs(witness) => Some(witness.line),
        };
        let others = self.policy.rules.iter().enumerate().filter(|(other, _)| *other != number);
        let mut together = others.filter(|(_, other)| stand_together(other, rule) && line.as_ref().is_none_or(|line| self.search.asks_for(other, line)));
        match together.find(|(_, other)| self.prover.same_links(other, rule) == Proof::Equal).map(|(other, _)| other) {
            Some(twin) => Matter::SameAs(twin),
            None => {
                let behind = line.as_ref().map(|line| Search::new(self.policy, self.examples).causes(number, line)).unwrap_or_default();
                Matter::ChangesNothing { line, behind }
            }
        }
    }

    /// Keys that never hold together; without any one of them the others do, for some link.
    fn excluding_keys(&self, rule: &Rule) -> Vec<&'static str> {
        let mut core: Vec<&Test> = rule.matches.tests.iter().collect();
        for test in &rule.matches.tests {
            let fewer: Vec<&Test> = core.iter().copied().filter(|kept| !std::ptr::eq(*kept, test)).collect();
            let condition = Condition { tests: fewer.iter().map(|test| (*test).clone()).collect() };
            if !fewer.is_empty() && self.prover.never_at_all(rule, &condition) == Proof::Equal {
                core = fewer;
            }
        }
        // Where all hold together, it is the `except` that leaves nothing.
        let condition = Condition { tests: core.iter().map(|test| (*test).clone()).collect() };
        let excludes = self.prover.never_at_all(rule, &condition) == Proof::Equal;
        if excludes { core.iter().map(|test| test.key()).collect() } else { Vec::new() }
    }

    fn exception(&mut self, number: usize, rule: &Rule) {
        let Some(except) = &rule.except else { return };
        let both = || Condition { tests: rule.matches.tests.iter().chain(&except.tests).cloned().collect() };
        let works = self.part(Part::Except(number), None, rule, &both);
        if works == Use::Some {
            self.values(number, rule, Side::Except);
        }
    }

    fn values(&mut self, number: usize, rule: &Rule, side: Side) {
        let Some(whole) = condition(rule, side) else { return };
        for value in values(whole, self.examples.catalog) {
            let part = Part::Value(number, side, value.place.clone());
            let kept = || {
                let mut kept = whole.clone();
                edit(&mut kept, &value.place, Edit::Keep);
                match side {
                    Side::Match => kept,
                    Side::Except => Condition { tests: rule.matches.tests.iter().chain(&kept.tests).cloned().collect() },
                }
            };
            self.part(part, Some(&value), rule, &kept);
        }
    }

    /// An exception or a value: `held` is the condition under which it counts at all.
    fn part(&mut self, part: Part, value: Option<&Value>, rule: &Rule, held: &dyn Fn() -> Condition) -> Use {
        if let Some(cover) = value.and_then(|value| self.cover(&part, value)) {
            self.note(part, value, Matter::CoveredBy(cover));
            return Use::None;
        }
        if self.search.shows(&part).is_some() {
            return Use::Some;
        }
        if asks_for_lookup(rule) {
            self.note(part, value, Matter::NotProved(Open::Lookup));
            return Use::None;
        }
        let matter = match self.compared(&part) {
            Proof::Differs(_) => return Use::Some,
            Proof::Open(reason) => Matter::NotProved(Open::Comparison(reason)),
            Proof::Equal => match self.prover.never(rule, &held(), None) {
                Proof::Equal => Matter::NeverApplies(Vec::new()),
                Proof::Open(_) => Matter::ChangesNothing { line: None, behind: Vec::new() },
                Proof::Differs(witness) => {
                    let behind = part.rule().map(|number| self.search.causes(number, &witness.line)).unwrap_or_default();
                    Matter::ChangesNothing { line: Some(witness.line), behind }
                }
            },
        };
        self.note(part, value, matter);
        Use::None
    }

    /// Another value of the same key that holds for all that this one holds for.
    fn cover(&self, part: &Part, value: &Value) -> Option<String> {
        let Part::Value(number, side, place) = part else { return None };
        let whole = condition(self.policy.rules.get(*number)?, *side)?;
        let (at, above) = place.split_last()?;
        match test_at(whole, above)? {
            Test::Domain(names) => {
                names.iter().enumerate().find(|(other, name)| other != at && (is_under(&value.text, name) || (other < at && **name == value.text)))
            }
            Test::Suffix(names) => {
                names.iter().enumerate().find(|(other, name)| other != at && (is_under(&value.text, name) || (other < at && **name == value.text)))
            }
            Test::Host(names) | Test::Registrable(names) | Test::Scheme(names) | Test::Query(names) => {
                names.iter().enumerate().find(|(other, name)| other < at && **name == value.text)
            }
            Test::Owner(owners) => return self.owner_above(owners, *at),
            _ => None,
        }
        .map(|(_, name)| name.clone())
    }

    fn owner_above(&self, owners: &[OwnerId], at: usize) -> Option<String> {
        let catalog = self.examples.catalog;
        let owner = owners.get(at)?;
        let above = owners.iter().enumerate().find(|(other, known)| *other != at && catalog.is_under(*owner, **known) && (*other < at || **known != *owner));
        above.map(|(_, above)| catalog.owner_name(*above).to_owned())
    }

    fn default(&mut self, number: usize) {
        let part = Part::Default(number);
        if self.search.shows(&part).is_some() {
            return;
        }
        let matter = match self.prover.compare(self.policy, &part.without(self.policy)) {
            Proof::Differs(_) => return,
            Proof::Open(reason) => Matter::NotProved(Open::Comparison(reason)),
            Proof::Equal => Matter::NeverApplies(Vec::new()),
        };
        self.note(part, None, matter);
    }
}

/// Whether two rules stand in the same view and trial, and for some time and scene together.
fn stand_together(one: &Rule, other: &Rule) -> bool {
    let is_observed = |rule: &Rule| rule.grounds.basis == Basis::Observed;
    has_moments(one.interval.intersect(other.interval))
        && is_observed(one) == is_observed(other)
        && one.trial == other.trial
        && matches!((one.says, other.says), (Says::Sets(_), Says::Sets(_)) | (Says::Raises(_), Says::Raises(_)))
        && one.scenes.iter().any(|scene| other.scenes.contains(scene))
}

/// Whether an interval holds any moment: a rule may begin when its trial has ended.
fn has_moments(interval: Interval) -> bool {
    interval.from.zip(interval.until).is_none_or(|(from, until)| from < until)
}

fn test_at<'c>(condition: &'c Condition, place: &[usize]) -> Option<&'c Test> {
    let (number, rest) = place.split_first()?;
    let test = condition.tests.get(*number)?;
    let Some((branch, rest)) = rest.split_first() else { return Some(test) };
    match test {
        Test::Any(conditions) | Test::All(conditions) => test_at(conditions.get(*branch)?, rest),
        _ => None,
    }
}

/// Whether a rule asks for a signal that only a lookup over the network raises.
fn asks_for_lookup(rule: &Rule) -> bool {
    fn asks(condition: &Condition) -> bool {
        condition.tests.iter().any(|test| match test {
            Test::Signal(set) => set.contains(Signal::Unresolved),
            Test::Any(conditions) | Test::All(conditions) => conditions.iter().any(asks),
            _ => false,
        })
    }
    std::iter::once(&rule.matches).chain(&rule.except).any(asks)
}
