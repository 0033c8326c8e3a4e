//! Random policies as TOML text: a handful of rules over a handful of days.

#![expect(clippy::indexing_slicing, reason = "the numbers are drawn for these very arrays; a wrong one should fail the test")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::condition::{Condition, condition};
use super::{DAYS, array};

const VERDICTS: [&str; 4] = ["open", "warn", "copy", "block"];
const SCENES: [&str; 3] = ["p2p", "group", "moments"];
/// Kinds that a default covers; no two share one.
const KINDS: [&str; 3] = ["[\"web\"]", "[\"deep-link\", \"share-code\", \"payment-code\"]", "[\"mail\", \"other\", \"script\", \"mini-program\"]"];
/// The contexts there may be, with their values.
const CONTEXTS: [(&str, &[&str]); 2] = [("storefront", &["us", "eu", "other"]), ("client", &["old", "new"])];

/// A policy; its parts can be put in any order.
#[derive(Debug, Clone)]
pub(crate) struct PolicySpec {
    otherwise: &'static str,
    own_wrappers: Vec<&'static str>,
    scenes: usize,
    trials: Vec<TrialSpec>,
    pub(crate) contexts: Vec<ContextSpec>,
    choice: Option<ChoiceSpec>,
    pub(crate) defaults: Vec<DefaultSpec>,
    pub(crate) rules: Vec<RuleSpec>,
}

#[derive(Debug, Clone)]
struct TrialSpec {
    window: Window,
    gradual: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct ContextSpec {
    pub(crate) id: &'static str,
    values: &'static [&'static str],
    default: Option<usize>,
}

#[derive(Debug, Clone)]
struct ChoiceSpec {
    scenes: Vec<usize>,
    map: Vec<(&'static str, &'static str)>,
}

#[derive(Debug, Clone)]
pub(crate) struct DefaultSpec {
    scene: usize,
    kinds: usize,
    verdict: &'static str,
    window: Window,
    grounds: Grounds,
}

#[derive(Debug, Clone)]
pub(crate) struct RuleSpec {
    pub(crate) id: String,
    pub(crate) supersedes: Vec<String>,
    pub(crate) raises: bool,
    verdict: &'static str,
    scenes: Vec<usize>,
    trial: Option<usize>,
    matches: Condition,
    except: Option<Condition>,
    window: Window,
    grounds: Grounds,
}

/// The numbers of the first day inside and of the first day after.
#[derive(Debug, Clone, Copy)]
struct Window(Option<usize>, Option<usize>);

#[derive(Debug, Clone)]
struct Grounds {
    basis: &'static str,
    seen: Vec<&'static str>,
    sources: Vec<&'static str>,
}

/// Any small policy.
pub(crate) fn policy() -> impl Strategy<Value = PolicySpec> {
    let head = (select(&VERDICTS[1..]), proptest::sample::subsequence(&["wechat-confirm", "zhihu"], 0..=2), 2..=3_usize);
    let trials = vec((window(), any::<bool>()).prop_map(|(window, gradual)| TrialSpec { window, gradual }), 0..=3);
    let contexts = (0..=2_usize, [option::of(0..3_usize), option::of(0..2_usize)]).prop_map(|(count, defaults)| contexts(count, defaults));
    let parts = (trials, contexts, option::of(choice()), vec(default(), 0..=6), vec(rule(), 0..=8));
    (head, parts).prop_map(|((otherwise, own_wrappers, scenes), (trials, contexts, choice, defaults, rules))| {
        let defaults = without_overlaps(defaults.into_iter().flatten().collect());
        let rules = with_ids(rules);
        PolicySpec { otherwise, own_wrappers, scenes, trials, contexts, choice, defaults, rules }
    })
}

fn select<T: Copy + std::fmt::Debug + 'static>(from: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(from)
}

fn contexts(count: usize, defaults: [Option<usize>; 2]) -> Vec<ContextSpec> {
    let all = CONTEXTS.into_iter().zip(defaults);
    all.take(count).map(|((id, values), default)| ContextSpec { id, values, default }).collect()
}

fn window() -> impl Strategy<Value = Window> {
    let end = || prop_oneof![1 => Just(None), 1 => (0..DAYS.len()).prop_map(Some)];
    (end(), end()).prop_map(|(from, until)| match (from, until) {
        (Some(from), Some(until)) if from == until => Window(Some(from), None),
        (Some(from), Some(until)) => Window(Some(from.min(until)), Some(from.max(until))),
        _ => Window(from, until),
    })
}

fn choice() -> impl Strategy<Value = ChoiceSpec> {
    let pair = (0..4_usize, 0..4_usize).prop_map(|(from, to)| (VERDICTS[from], VERDICTS[to]));
    (vec(0..3_usize, 0..=2), vec(pair, 1..=3)).prop_map(|(scenes, map)| ChoiceSpec { scenes, map })
}

fn grounds() -> impl Strategy<Value = Grounds> {
    let basis = prop_oneof![2 => Just("announced"), 1 => Just("inferred"), 2 => Just("observed")];
    let seen = proptest::sample::subsequence(&["2018-06-01", "2021-09-17", "2021-11-30", "2024-10-23"], 1..=2);
    (basis, seen, proptest::sample::subsequence(&["a", "b", "c"], 0..=2)).prop_map(|(basis, seen, sources)| Grounds {
        basis,
        seen: if basis == "observed" { seen } else { Vec::new() },
        sources,
    })
}

/// One default, or two that follow one another.
fn default() -> impl Strategy<Value = Vec<DefaultSpec>> {
    let place = (0..3_usize, prop_oneof![3 => Just(0_usize), 1 => 1..KINDS.len()]);
    (place, [select(&VERDICTS), select(&VERDICTS)], window(), grounds(), any::<bool>()).prop_map(|((scene, kinds), verdicts, window, grounds, twice)| {
        let first = DefaultSpec { scene, kinds, verdict: verdicts[0], window, grounds };
        match window.1 {
            Some(end) if twice => vec![first.clone(), DefaultSpec { verdict: verdicts[1], window: Window(Some(end), None), ..first }],
            _ => vec![first],
        }
    })
}

/// Drops every default that would answer beside another one.
fn without_overlaps(defaults: Vec<DefaultSpec>) -> Vec<DefaultSpec> {
    let mut kept: Vec<DefaultSpec> = Vec::new();
    for default in defaults {
        let overlaps = |other: &DefaultSpec| {
            let same_view = (other.grounds.basis == "observed") == (default.grounds.basis == "observed");
            let starts = other.window.0.max(default.window.0).unwrap_or(0);
            let ends = other.window.1.unwrap_or(DAYS.len()).min(default.window.1.unwrap_or(DAYS.len()));
            let both_from_the_beginning = other.window.0.is_none() && default.window.0.is_none();
            other.scene == default.scene && other.kinds == default.kinds && same_view && (starts < ends || both_from_the_beginning)
        };
        if !kept.iter().any(overlaps) {
            kept.push(default);
        }
    }
    kept
}

/// A rule, and the numbers of those it would supersede.
fn rule() -> impl Strategy<Value = (RuleSpec, Vec<usize>)> {
    let says = (any::<bool>(), select(&VERDICTS)).prop_map(|(raises, verdict)| (raises, if raises && verdict == "open" { "warn" } else { verdict }));
    let when = (window(), option::weighted(0.3, 0..3_usize), vec(0..3_usize, 0..=2));
    let what = (condition(), option::weighted(0.3, condition()));
    (says, when, what, grounds(), vec(0..8_usize, 0..=2)).prop_map(|((raises, verdict), (window, trial, scenes), (matches, except), grounds, others)| {
        let rule = RuleSpec { id: String::new(), supersedes: Vec::new(), raises, verdict, scenes, trial, matches, except, window, grounds };
        (rule, others)
    })
}

/// Names the rules; only observed ones supersede, and only others.
fn with_ids(rules: Vec<(RuleSpec, Vec<usize>)>) -> Vec<RuleSpec> {
    let observed: Vec<bool> = rules.iter().map(|(rule, _)| rule.grounds.basis == "observed").collect();
    let named = rules.into_iter().enumerate().map(|(number, (mut rule, others))| {
        rule.id = format!("r{number}");
        if observed[number] {
            let others: BTreeSet<usize> = others.into_iter().filter(|other| observed.get(*other) == Some(&false)).collect();
            rule.supersedes = others.into_iter().map(|other| format!("r{other}")).collect();
        }
        rule
    });
    named.collect()
}

impl ContextSpec {
    /// Some values as a TOML array, by numbers taken modulo how many there are.
    pub(crate) fn some_values(&self, numbers: &[usize]) -> String {
        let values: BTreeSet<&str> = numbers.iter().map(|number| self.values[number % self.values.len()]).collect();
        array(&values.into_iter().collect::<Vec<_>>())
    }
}

impl PolicySpec {
    /// The same without one rule.
    pub(crate) fn without(&self, at: usize) -> Self {
        let mut less = self.clone();
        let gone = less.rules.remove(at);
        less.rules.iter_mut().for_each(|rule| rule.supersedes.retain(|id| *id != gone.id));
        less
    }

    /// The file.
    pub(crate) fn text(&self) -> String {
        let mut text = format!("schema = 1\nid = \"toy\"\n{NAME}timezone = \"+08:00\"\notherwise = \"{}\"\n", self.otherwise);
        if !self.own_wrappers.is_empty() {
            put(&mut text, format_args!("own-wrappers = {}", array(&self.own_wrappers)));
        }
        for (id, grade) in [("a", "A"), ("b", "B"), ("c", "C")] {
            put(&mut text, format_args!("[[source]]\nid = \"{id}\"\ntitle = \"t\"\ngrade = \"{grade}\""));
        }
        for id in &SCENES[..self.scenes] {
            put(&mut text, format_args!("[[scene]]\nid = \"{id}\"\n{NAME}"));
        }
        put(&mut text, format_args!("[[list]]\nid = \"mine\"\npath = \"mine.txt\"\nformat = \"domains\""));
        for (number, trial) in self.trials.iter().enumerate() {
            let rollout = if trial.gradual { "gradual" } else { "full" };
            put(&mut text, format_args!("[[trial]]\nid = \"t{number}\"\n{NAME}rollout = \"{rollout}\"\n{}", trial.window.text()));
        }
        for context in &self.contexts {
            put(&mut text, format_args!("[[context]]\nid = \"{}\"\nvalues = {}", context.id, array(context.values)));
            if let Some(default) = context.default {
                put(&mut text, format_args!("default = \"{}\"", context.values[default % context.values.len()]));
            }
        }
        if let Some(choice) = &self.choice {
            put(&mut text, format_args!("[[choice]]\nid = \"mine\"\nstatus = \"available\"\n{}{}", self.scene_line(&choice.scenes), map_line(&choice.map)));
        }
        self.defaults.iter().filter(|default| default.scene < self.scenes).for_each(|default| put(&mut text, format_args!("{}", default.text())));
        self.rules.iter().for_each(|rule| put(&mut text, format_args!("{}", self.rule_text(rule))));
        text
    }

    fn rule_text(&self, rule: &RuleSpec) -> String {
        let mut text = format!("[[rule]]\nid = \"{}\"\n{}", rule.id, self.scene_line(&rule.scenes));
        if let Some(trial) = rule.trial.filter(|_| !self.trials.is_empty()) {
            put(&mut text, format_args!("trial = \"t{}\"", trial % self.trials.len()));
        }
        put(&mut text, format_args!("match = {}", rule.matches.text(&self.contexts)));
        if let Some(except) = &rule.except {
            put(&mut text, format_args!("except = {}", except.text(&self.contexts)));
        }
        put(&mut text, format_args!("{} = \"{}\"", if rule.raises { "at-least" } else { "verdict" }, rule.verdict));
        if !rule.supersedes.is_empty() {
            put(&mut text, format_args!("supersedes = {}", array(&rule.supersedes)));
        }
        put(&mut text, format_args!("{}{}", rule.grounds.text(), rule.window.text()));
        text
    }

    /// `scenes`, where some are named that there are.
    fn scene_line(&self, numbers: &[usize]) -> String {
        let names: BTreeSet<&str> = numbers.iter().filter(|number| **number < self.scenes).map(|number| SCENES[*number]).collect();
        if names.is_empty() { String::new() } else { format!("scenes = {}\n", array(&names.into_iter().collect::<Vec<_>>())) }
    }
}

const NAME: &str = "name = { en = \"n\", zh = \"n\" }\n";

fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").unwrap_or_default();
}

fn map_line(map: &[(&str, &str)]) -> String {
    let mut seen = BTreeSet::new();
    let entries: Vec<String> = map.iter().filter(|(from, _)| seen.insert(*from)).map(|(from, to)| format!("{from} = \"{to}\"")).collect();
    format!("map = {{ {} }}", entries.join(", "))
}

impl DefaultSpec {
    fn text(&self) -> String {
        let (scene, kinds, verdict) = (SCENES[self.scene], KINDS[self.kinds], self.verdict);
        format!("[[default]]\nscene = \"{scene}\"\nkinds = {kinds}\nverdict = \"{verdict}\"\n{}{}", self.grounds.text(), self.window.text())
    }
}

impl Window {
    fn text(self) -> String {
        let line = |name: &str, day: Option<usize>| day.map_or_else(String::new, |day| format!("{name} = {}\n", DAYS[day]));
        line("from", self.0) + &line("until", self.1)
    }
}

impl Grounds {
    fn text(&self) -> String {
        let mut text = format!("basis = \"{}\"\n", self.basis);
        if !self.seen.is_empty() {
            put(&mut text, format_args!("seen = [{}]", self.seen.join(", ")));
        }
        if !self.sources.is_empty() {
            put(&mut text, format_args!("source = {}", array(&self.sources)));
        }
        text
    }
}
