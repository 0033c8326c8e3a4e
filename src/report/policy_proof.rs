//! What a policy's tests prove: coverage and mutation, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use crate::message::{Lang, policy_test as text};
use crate::policy::model::Policy;
use crate::policy_test::coverage::{Coverage, TargetKind};
use crate::policy_test::mutants::Statement;
use crate::policy_test::mutate::Mutation;

/// How wide the names of what is covered stand.
const COVERED_WIDTH: usize = 14;

/// What became of a policy's mutants.
#[derive(Debug, Clone, Serialize)]
pub struct MutationFacts {
    /// The policy.
    pub policy: String,
    /// How many mutants there were.
    pub mutants: usize,
    /// How many a row noticed.
    pub noticed: usize,
    /// The share that was noticed, in per cent.
    pub score: f64,
    /// Those that no row noticed.
    pub survivors: Vec<SurvivorFacts>,
}

/// A mutant that no row noticed.
#[derive(Debug, Clone, Serialize)]
pub struct SurvivorFacts {
    /// The rule or default.
    pub name: String,
    /// What was done to it.
    pub change: String,
    /// Where it stands, as `file:line`.
    pub at: String,
}

/// What of a policy was reached.
#[derive(Debug, Clone, Serialize)]
pub struct CoverageFacts {
    /// The policy.
    pub policy: String,
    /// The share of everything that was reached, in per cent.
    pub share: f64,
    /// By sort.
    pub parts: Vec<PartFacts>,
}

/// One sort of things to reach.
#[derive(Debug, Clone, Serialize)]
pub struct PartFacts {
    /// The sort.
    pub what: &'static str,
    /// How many there are.
    pub all: usize,
    /// How many were reached.
    pub reached: usize,
    /// The names of those that were not.
    pub missed: Vec<String>,
}

/// The facts of a mutation run.
#[must_use]
pub fn mutation_facts(policy: &Policy, mutation: &Mutation) -> MutationFacts {
    let survivor = |mutant: &crate::policy_test::mutants::Mutant| {
        let origin = match mutant.at {
            Statement::Rule(number) => policy.rules.get(number).map(|rule| &rule.origin),
            Statement::Default(number) => policy.defaults.get(number).map(|default| &default.origin),
        };
        SurvivorFacts {
            name: mutant.name.clone(),
            change: mutant.describe(policy),
            at: origin.map(|origin| format!("{}:{}", origin.file.name, origin.file.place(origin.span.start).line)).unwrap_or_default(),
        }
    };
    MutationFacts {
        policy: policy.id.to_string(),
        mutants: mutation.total,
        noticed: mutation.total - mutation.survivors.len(),
        score: mutation.score(),
        survivors: mutation.survivors.iter().map(survivor).collect(),
    }
}

/// The facts of a coverage run.
#[must_use]
pub fn coverage_facts(policy: &Policy, coverage: &Coverage) -> CoverageFacts {
    let targets = coverage.targets(policy);
    let part = |kind: TargetKind| {
        let of_kind = || targets.iter().filter(|target| target.what == kind);
        let missed: Vec<String> = of_kind().filter(|target| !target.reached).map(|target| target.name.clone()).collect();
        let all = of_kind().count();
        PartFacts { what: kind.as_str(), all, reached: all - missed.len(), missed }
    };
    let reached = targets.iter().filter(|target| target.reached).count();
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let share = if targets.is_empty() { 100.0 } else { 100.0 * count(reached) / count(targets.len()) };
    CoverageFacts { policy: policy.id.to_string(), share, parts: TargetKind::ALL.into_iter().map(part).collect() }
}

/// Mutation for people.
#[must_use]
pub fn render_mutation(facts: &MutationFacts, lang: Lang, palette: Palette) -> String {
    let score = format!("{:.1}", facts.score);
    let mut out = format!("{}\n", palette.heading(&terminal(text::mutation(&facts.policy, facts.noticed, facts.mutants, &score).get(lang))));
    for survivor in &facts.survivors {
        let _ = writeln!(out, "  {}", terminal(text::survivor(&survivor.name, &survivor.change, &survivor.at).get(lang)));
    }
    out
}

/// Coverage for people.
#[must_use]
pub fn render_coverage(facts: &CoverageFacts, lang: Lang, palette: Palette) -> String {
    let mut out = format!("{}\n", palette.heading(&terminal(text::coverage(&facts.policy, &format!("{:.1}", facts.share)).get(lang))));
    for part in facts.parts.iter().filter(|part| part.all > 0) {
        let what = text::covered(part.what);
        let shown = what.get(lang);
        let wide = shown.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let _ = writeln!(out, "  {shown}{} {:>4}/{}", " ".repeat(COVERED_WIDTH.saturating_sub(wide)), part.reached, part.all);
        for missed in &part.missed {
            let _ = writeln!(out, "    {}", terminal(text::not_reached(missed).get(lang)));
        }
    }
    out
}
