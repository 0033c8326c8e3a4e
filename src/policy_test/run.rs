//! Judging rows: what came out beside what was expected.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;

use super::rows::{Expectation, Question, Row, Suite};
use crate::check::outcome::{LinkOutcome, SceneDecision};
use crate::check::run::{Run, RunPolicy, Strictness, Threshold};
use crate::classify::chain::Classifier;
use crate::diag::Diagnostic;
use crate::engine::compile::Matcher;
use crate::message::{policy_test as text, run as run_text};
use crate::policy::model::Policy;
use crate::source::Span;
use crate::verdict::{Uncertainty, Verdict};

/// What one scene of a row got where something else was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The scene's id.
    pub scene: String,
    /// Where the expectation stands.
    pub span: Span,
    /// The verdict that was expected, where one was, and the one that came out.
    pub verdict: (Option<Verdict>, Verdict),
    /// Rules that were expected and did not decide.
    pub missing: Vec<String>,
    /// Rules that decided and were not expected.
    pub noisy: Vec<String>,
    /// Reasons for not being certain that were expected and not given.
    pub missing_reasons: Vec<Uncertainty>,
    /// Reasons that were given and not expected.
    pub noisy_reasons: Vec<Uncertainty>,
}

/// How a row came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// Not as expected, as its `todo` says.
    Todo,
    /// As expected, though it has a `todo`.
    TodoPasses,
}

/// One link of a row, judged.
#[derive(Debug)]
pub struct Judged<'j, 'r> {
    /// The run that judged it.
    pub run: &'j Run<'r>,
    /// The row.
    pub row: &'j Row,
    /// The row's number, from 0.
    pub number: usize,
    /// What came out, in every scene.
    pub outcome: &'j LinkOutcome<'j>,
    /// How that compares.
    pub status: Status,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// How many links of a suite came out how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// As expected.
    pub passed: usize,
    /// Not as expected, or as expected in spite of a `todo`.
    pub failed: usize,
    /// Known not to be as expected.
    pub todo: usize,
}

/// Judges every row of a suite and shows each link to `see`, until that has seen enough.
///
/// # Errors
/// Questions that the policy cannot be asked, and scenes that it lacks, each at its place; then nothing is judged.
pub fn run(
    suite: &Suite,
    policy: &Policy,
    classifier: Classifier<'_>,
    mut see: impl FnMut(&Judged<'_, '_>) -> ControlFlow<()>,
) -> Result<Count, Vec<Diagnostic>> {
    let mut runs: HashMap<&Question, Run<'_>> = HashMap::new();
    let mut problems = scene_faults(suite, policy);
    for row in &suite.rows {
        if !runs.contains_key(&row.question) {
            match compiled(&row.question, policy, classifier) {
                Ok(run) => drop(runs.insert(&row.question, run)),
                Err(title) => problems.push(Diagnostic::error("bad-question", &suite.file, row.span, title)),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut count = Count::default();
    for (number, row) in suite.rows.iter().enumerate() {
        let Some(run) = runs.get(&row.question) else { continue };
        for link in &row.links {
            let outcome = run.check_text(&link.value);
            let faults = faults(run, row, &outcome);
            let status = match (faults.is_empty(), row.todo.is_some()) {
                (true, false) => Status::Passed,
                (true, true) => Status::TodoPasses,
                (false, true) => Status::Todo,
                (false, false) => Status::Failed,
            };
            *match status {
                Status::Passed => &mut count.passed,
                Status::Failed | Status::TodoPasses => &mut count.failed,
                Status::Todo => &mut count.todo,
            } += 1;
            if see(&Judged { run, row, number, outcome: &outcome, status, faults }).is_break() {
                return Ok(count);
            }
        }
    }
    Ok(count)
}

/// Scenes that rows name and the policy lacks.
fn scene_faults(suite: &Suite, policy: &Policy) -> Vec<Diagnostic> {
    let known = || policy.scenes.iter().map(|scene| scene.id.as_str()).collect::<Vec<_>>().join(", ");
    let expected = suite.rows.iter().flat_map(|row| &row.expected);
    let unknown = expected.filter(|expectation| policy.scene(&expectation.scene).is_none());
    unknown.map(|expectation| Diagnostic::error("unknown-scene", &suite.file, expectation.span, text::no_scene(&expectation.scene, &known()))).collect()
}

fn compiled<'p>(question: &Question, policy: &'p Policy, classifier: Classifier<'p>) -> Result<Run<'p>, crate::message::Text> {
    let (as_of, view) = question.view(policy)?;
    let classifier = Classifier { moment: Some(view.instant), ..classifier };
    let matcher = Matcher::compile(policy, classifier.catalog, view).map_err(|error| run_text::too_many_contexts(&error.unset.join(", ")))?;
    Ok(Run {
        classifier,
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
        resolver: None,
    })
}

fn faults(run: &Run<'_>, row: &Row, outcome: &LinkOutcome<'_>) -> Vec<Fault> {
    let decided = |expected: &Expectation| {
        outcome.decisions.iter().find_map(|decided| {
            let policy = run.policies.get(decided.policy)?;
            (policy.matcher.policy().scene(&expected.scene) == Some(decided.scene)).then_some((policy, decided))
        })
    };
    row.expected.iter().filter_map(|expected| decided(expected).and_then(|(policy, decided)| fault(expected, policy, decided))).collect()
}

/// The names behind a decision.
#[must_use]
pub fn causes(policy: &RunPolicy<'_>, decided: &SceneDecision) -> BTreeSet<String> {
    decided.decision.causes.iter().map(|cause| policy.name(*cause).to_owned()).collect()
}

fn fault(expected: &Expectation, policy: &RunPolicy<'_>, decided: &SceneDecision) -> Option<Fault> {
    let got = decided.decision.verdict;
    let rules = causes(policy, decided);
    let (wanted, missing, noisy) = match &expected.answer {
        Some((verdict, wanted)) => (Some(*verdict), wanted.difference(&rules).cloned().collect(), rules.difference(wanted).cloned().collect()),
        None => (None, Vec::new(), Vec::new()),
    };
    let reasons: BTreeSet<Uncertainty> = decided.decision.uncertain.iter().collect();
    let (missing_reasons, noisy_reasons) = match &expected.uncertain {
        Some(wanted) => (wanted.difference(&reasons).copied().collect(), reasons.difference(wanted).copied().collect()),
        None => (Vec::new(), Vec::new()),
    };
    let fault = Fault { scene: expected.scene.clone(), span: expected.span, verdict: (wanted, got), missing, noisy, missing_reasons, noisy_reasons };
    let is_right = wanted.is_none_or(|wanted| wanted == got)
        && fault.missing.is_empty()
        && fault.noisy.is_empty()
        && fault.missing_reasons.is_empty()
        && fault.noisy_reasons.is_empty();
    (!is_right).then_some(fault)
}
