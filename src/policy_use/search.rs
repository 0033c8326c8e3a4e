//! The quick search for a link that shows what a part of a policy is good for: links made for its condition, and the engine's word
//! on each, with the part and without it.

use std::ops::ControlFlow;

use super::examples::Examples;
use super::lines::{Wanted, lines};
use super::part::{Edit, Part, Side, edit};
use crate::canon::canonicalise;
use crate::check::run::{Run, RunPolicy, Strictness, Threshold};
use crate::classify::chain::{Chain, Classifier};
use crate::engine::compile::Matcher;
use crate::engine::condition::{self as compiled, Check};
use crate::engine::decide::Hits;
use crate::engine::decision::{Cause, Decision};
use crate::engine::view::{BasisView, Combination, View};
use crate::policy::model::{Condition, Policy, Rule, Test};
use crate::time::{AsOf, Instant, Interval, Zone};
use crate::unwrap::DEPTH_LIMIT;
use crate::verdict::{Basis, Kind};

/// The most combinations of contexts in which a part is tried at one moment.
const COMBINATIONS: usize = 12;
/// The most moments at which a part is tried.
const MOMENTS: usize = 4;

/// Asks the engine about the parts of one policy.
#[derive(Debug)]
pub struct Search<'s> {
    policy: &'s Policy,
    examples: &'s Examples<'s>,
    runs: Vec<(View, Run<'s>)>,
    moments: Vec<Instant>,
}

impl<'s> Search<'s> {
    /// A search in a policy.
    #[must_use]
    pub fn new(policy: &'s Policy, examples: &'s Examples<'s>) -> Self {
        Self { policy, examples, runs: Vec::new(), moments: policy.moments() }
    }

    /// A line that shows that the policy says less without the part: the engine gives it another answer then, or names the
    /// default. `None` proves nothing.
    pub fn shows(&mut self, part: &Part) -> Option<Vec<u8>> {
        match part {
            Part::Rule(number) => self.rule(*number, &self.policy.rules.get(*number)?.matches.clone(), None),
            Part::Value(number, Side::Match, place) => {
                let (mut kept, mut less) = (self.policy.rules.get(*number)?.matches.clone(), self.policy.rules.get(*number)?.matches.clone());
                edit(&mut kept, place, Edit::Keep);
                edit(&mut less, place, Edit::Drop);
                self.rule(*number, &kept, Some(&less))
            }
            Part::Except(_) | Part::Value(..) => self.exception(part),
            Part::Default(number) => self.default(*number),
        }
    }

    /// A line on which a rule, narrowed to some condition, makes a difference; `less` must not hold for it.
    fn rule(&mut self, number: usize, narrowed: &Condition, less: Option<&Condition>) -> Option<Vec<u8>> {
        let policy = self.policy;
        let rule = policy.rules.get(number)?;
        let name = u32::try_from(number).ok()?;
        for view in self.views(rule) {
            let combination = combination_of(policy, &view);
            let Some(checks) = compiled::compile(narrowed, self.examples.catalog, &combination) else { continue };
            let except = rule.except.as_ref().and_then(|except| compiled::compile(except, self.examples.catalog, &combination));
            let less = less.map(|less| compiled::compile(less, self.examples.catalog, &combination));
            let wanted = Wanted { checks: &checks, except: except.as_deref() };
            let (examples, run) = (self.examples, self.run(&view)?);
            let matcher = &run.policies.first()?.matcher;
            let found = first_line(examples, wanted, |line| {
                let outcome = run.check_line(line, 1, None);
                let hits = matcher.hits(&outcome.chain);
                if less.as_ref().is_some_and(|less| holds_somewhere(less.as_deref(), &outcome.chain, &hits)) {
                    return false;
                }
                let without = matcher.without(&hits, name);
                rule.scenes.iter().any(|scene| differ(&matcher.decide(*scene, &hits), &matcher.decide(*scene, &without)))
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A line that an exception, or one value in it, spares, and that would get another answer if it did not.
    fn exception(&mut self, part: &Part) -> Option<Vec<u8>> {
        let policy = self.policy;
        let rule = policy.rules.get(part.rule()?)?;
        let mut spared = rule.except.clone()?;
        if let Part::Value(_, _, place) = part {
            edit(&mut spared, place, Edit::Keep);
        }
        let both = Condition { tests: rule.matches.tests.iter().chain(&spared.tests).cloned().collect() };
        let less = part.without(policy);
        let left = less.rules.get(part.rule()?)?.except.clone();
        for view in self.views(rule) {
            let combination = combination_of(policy, &view);
            let Some(checks) = compiled::compile(&both, self.examples.catalog, &combination) else { continue };
            let left = left.as_ref().and_then(|left| compiled::compile(left, self.examples.catalog, &combination));
            let wanted = Wanted { checks: &checks, except: left.as_deref() };
            let matcher = Matcher::compile(&less, self.examples.catalog, view.clone()).ok()?;
            let (examples, run) = (self.examples, self.run(&view)?);
            let own = &run.policies.first()?.matcher;
            let found = first_line(examples, wanted, |line| {
                let outcome = run.check_line(line, 1, None);
                let (with, without) = (own.hits(&outcome.chain), matcher.hits(&outcome.chain));
                rule.scenes.iter().any(|scene| differ(&own.decide(*scene, &with), &matcher.decide(*scene, &without)))
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A line for which a default answers.
    fn default(&mut self, number: usize) -> Option<Vec<u8>> {
        let policy = self.policy;
        let default = policy.defaults.get(number)?;
        let cause = Cause::Default(u32::try_from(number).ok()?);
        for view in self.views_of(default.interval, default.grounds.basis) {
            let mask = default.kinds.iter().fold(0, |mask, kind| mask | kind_bit(*kind));
            let checks = [Check::Kind(mask)];
            let (examples, run) = (self.examples, self.run(&view)?);
            let matcher = &run.policies.first()?.matcher;
            let found = first_line(examples, Wanted { checks: &checks, except: None }, |line| {
                let outcome = run.check_line(line, 1, None);
                matcher.decide(default.scene, &matcher.hits(&outcome.chain)).causes.contains(&cause)
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Whether a rule asks for a line, whenever and wherever it is in force; contexts have their usual values.
    #[must_use]
    pub fn asks_for(&self, rule: &Rule, line: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(line) else { return true };
        let examples = self.examples;
        let classifier = Classifier { catalog: examples.catalog, suffixes: examples.suffixes, moment: None };
        let chain = classifier.chain(text, canonicalise(text), &[]);
        let combination = combination_of(self.policy, &View::plain(self.policy, Instant(0)));
        let checks = compiled::compile(&rule.matches, examples.catalog, &combination);
        // Depth is left to the proof.
        checks.is_none_or(|checks| chain.layers().any(|layer| (0..=DEPTH_LIMIT).any(|depth| compiled::holds(&checks, layer, depth))))
    }

    /// The rules that bring a line's answers in the scenes of a rule, in the views in which it is tried.
    pub fn causes(&mut self, number: usize, line: &[u8]) -> Vec<String> {
        let Some(rule) = self.policy.rules.get(number) else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        for view in self.views(rule).into_iter().take(1) {
            let Some(run) = self.run(&view) else { continue };
            let outcome = run.check_line(line, 1, None);
            let Some(policy) = run.policies.first() else { continue };
            let hits = policy.matcher.hits(&outcome.chain);
            for scene in &rule.scenes {
                for cause in &policy.matcher.decide(*scene, &hits).causes {
                    let name = policy.name(*cause).to_owned();
                    if name != rule.name && !names.contains(&name) {
                        names.push(name);
                    }
                }
            }
        }
        names
    }

    fn views(&self, rule: &Rule) -> Vec<View> {
        let plain = self.views_of(rule.interval, rule.grounds.basis);
        let mut given: Vec<(usize, usize)> = Vec::new();
        let mut posted: Vec<Instant> = Vec::new();
        for condition in std::iter::once(&rule.matches).chain(&rule.except) {
            asked_contexts(condition, &mut given, &mut posted);
        }
        given.sort_unstable();
        given.dedup();
        let mut found = Vec::new();
        for view in plain {
            found.extend(with_contexts(&view, &given));
            found.extend(posted.iter().filter(|moment| **moment < view.instant).map(|moment| View { posted: Some(*moment), ..view.clone() }));
        }
        found
    }

    fn views_of(&self, interval: Interval, basis: Basis) -> Vec<View> {
        let latest = self.policy.verified_on.unwrap_or(Instant(0)).max(self.moments.last().copied().unwrap_or(Instant(0)));
        let first = self.moments.first().map_or(Instant(0), |first| Instant(first.0 - 1));
        let moments = std::iter::once(latest).chain(self.moments.iter().rev().copied()).chain([first]).filter(|moment| interval.contains(*moment));
        let bases: &[BasisView] = if basis == Basis::Observed { &[BasisView::Observed] } else { &[BasisView::Announced, BasisView::Observed] };
        let moments: Vec<Instant> = moments.take(MOMENTS).collect();
        bases.iter().flat_map(|basis| moments.iter().map(|moment| View { basis: *basis, ..View::plain(self.policy, *moment) })).collect()
    }

    fn run(&mut self, view: &View) -> Option<&Run<'s>> {
        let at = match self.runs.iter().position(|(known, _)| known == view) {
            Some(at) => at,
            None => {
                let (policy, examples) = (self.policy, self.examples);
                let matcher = Matcher::compile(policy, examples.catalog, view.clone()).ok()?;
                let run = Run {
                    classifier: Classifier { catalog: examples.catalog, suffixes: examples.suffixes, moment: Some(view.instant) },
                    policies: vec![RunPolicy::new(matcher, Vec::new())],
                    as_of: AsOf::Moment(view.instant, Zone::UTC),
                    threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
                    id: String::new(),
                    resolver: None,
                };
                self.runs.push((view.clone(), run));
                self.runs.len() - 1
            }
        };
        self.runs.get(at).map(|(_, run)| run)
    }
}

const fn kind_bit(kind: Kind) -> u8 {
    1 << (kind as u8)
}

/// A view with every combination of the values that are asked for, the usual ones first.
fn with_contexts(view: &View, given: &[(usize, usize)]) -> Vec<View> {
    let mut found = vec![view.clone()];
    let mut contexts: Vec<usize> = given.iter().map(|(context, _)| *context).collect();
    contexts.dedup();
    for context in contexts {
        let values = given.iter().filter(|(asked, _)| *asked == context).map(|(_, value)| *value);
        let more = values.flat_map(|value| {
            found.iter().map(move |view| {
                let mut view = view.clone();
                if let Some(slot) = view.contexts.get_mut(context) {
                    *slot = Some(value);
                }
                view
            })
        });
        let more: Vec<View> = more.take(COMBINATIONS).collect();
        found.extend(more);
    }
    // What gives most of what is asked for is the likeliest to do.
    found.sort_by_key(|view| std::cmp::Reverse(view.contexts.iter().flatten().count()));
    found.dedup();
    found.truncate(COMBINATIONS);
    found
}

/// Whether two answers differ in what counts: the verdict, the worst it may be, what else happens, and what is named.
fn differ(one: &Decision, other: &Decision) -> bool {
    (one.verdict, one.worst, one.effects) != (other.verdict, other.worst, other.effects) || one.causes != other.causes
}

/// The first link that is what is wanted and serves.
fn first_line(examples: &Examples<'_>, wanted: Wanted<'_>, serves: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let mut found = None;
    let _ = lines(examples, wanted, &mut |line| {
        if serves(line) {
            found = Some(line.to_vec());
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    found
}

/// Whether a condition holds for some layer of a chain.
fn holds_somewhere(checks: Option<&[Check]>, chain: &Chain<'_>, hits: &Hits) -> bool {
    checks.is_some_and(|checks| chain.layers().zip(Matcher::depths(hits)).any(|(layer, depth)| compiled::holds(checks, layer, depth)))
}

/// The values of contexts that a view comes to, the usual ones where it gives none.
fn combination_of(policy: &Policy, view: &View) -> Combination {
    let values = policy.contexts.iter().zip(&view.contexts).map(|(context, given)| given.or(context.default).unwrap_or(0));
    Combination { contexts: values.collect(), posted: view.posted.unwrap_or(view.instant) }
}

fn asked_contexts(condition: &Condition, given: &mut Vec<(usize, usize)>, posted: &mut Vec<Instant>) {
    for test in &condition.tests {
        match test {
            Test::Context(context, values) => given.extend(values.iter().map(|value| (*context, *value))),
            Test::PostedBefore(Instant(seconds)) => posted.push(Instant(seconds - 1)),
            Test::Any(conditions) | Test::All(conditions) => conditions.iter().for_each(|inner| asked_contexts(inner, given, posted)),
            _ => {}
        }
    }
}
