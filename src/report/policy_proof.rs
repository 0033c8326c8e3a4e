//! What a policy's tests prove: coverage and mutation, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use super::policy_diff::{PairFacts, WitnessFacts, reason_text, shown_witness, witness_facts};
use crate::message::{Lang, policy_test as text};
use crate::policy::model::Policy;
use crate::policy_test::coverage::{Coverage, TargetKind};
use crate::policy_test::mutants::Statement;
use crate::policy_test::mutate::{Likeness, Mutation, Survivor};

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
    /// How many others give every link the same verdict: proved.
    pub equal: usize,
    /// The share that was noticed of all but those, in per cent.
    pub noticeable_score: f64,
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
    /// `equal`, `differs` or `not-proved`.
    pub outcome: &'static str,
    /// A link that a new row could use, with its question and both verdicts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<ShownFacts>,
    /// Why it is not proved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A link that tells a mutant from the policy.
#[derive(Debug, Clone, Serialize)]
pub struct ShownFacts {
    /// The verdicts of the policy and of the mutant.
    pub verdict: PairFacts<&'static str>,
    /// The link and its question.
    pub witness: WitnessFacts,
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
pub fn mutation_facts(policy: &Policy, mutation: &Mutation, lang: Lang) -> MutationFacts {
    let survivor = |survivor: &Survivor| {
        let mutant = &survivor.mutant;
        let origin = match mutant.at {
            Statement::Rule(number) => policy.rules.get(number).map(|rule| &rule.origin),
            Statement::Default(number) => policy.defaults.get(number).map(|default| &default.origin),
        };
        SurvivorFacts {
            name: mutant.name.clone(),
            change: mutant.describe(policy),
            at: origin.map(|origin| format!("{}:{}", origin.file.name, origin.file.place(origin.span.start).line)).unwrap_or_default(),
            outcome: match survivor.likeness {
                Likeness::Equal => "equal",
                Likeness::Differs(_) => "differs",
                Likeness::Open(_) => "not-proved",
            },
            shown: match &survivor.likeness {
                Likeness::Differs(entry) => Some(ShownFacts {
                    verdict: PairFacts { old: entry.verdicts.old.as_str(), new: entry.verdicts.new.as_str() },
                    witness: witness_facts(&entry.witness, policy.zone),
                }),
                Likeness::Equal | Likeness::Open(_) => None,
            },
            reason: match &survivor.likeness {
                Likeness::Open(reason) => Some(reason_text(reason).get(lang).to_owned()),
                Likeness::Equal | Likeness::Differs(_) => None,
            },
        }
    };
    MutationFacts {
        policy: policy.id.to_string(),
        mutants: mutation.total,
        noticed: mutation.noticed(),
        score: mutation.score(),
        equal: mutation.equal(),
        noticeable_score: mutation.noticeable_score(),
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
    let share = |share: f64| format!("{share:.1}");
    let mut out = format!("{}\n", palette.heading(&terminal(text::mutation(&facts.policy, facts.noticed, facts.mutants, &share(facts.score)).get(lang))));
    if facts.equal > 0 {
        let noticeable = text::noticeable(facts.equal, facts.mutants - facts.equal, &share(facts.noticeable_score));
        let _ = writeln!(out, "  {}", terminal(noticeable.get(lang)));
    }
    for survivor in &facts.survivors {
        let (name, change, at) = (&survivor.name, &survivor.change, &survivor.at);
        let title = if survivor.outcome == "equal" { text::equal_survivor(name, change, at) } else { text::survivor(name, change, at) };
        let _ = writeln!(out, "  {}", terminal(title.get(lang)));
        if let Some(shown) = &survivor.shown {
            let verdicts = format!("{} -> {}", shown.verdict.old, shown.verdict.new);
            let _ = writeln!(out, "    {verdicts}  {}", terminal(&shown_witness(&shown.witness, lang)));
        }
        if let Some(reason) = &survivor.reason {
            let _ = writeln!(out, "    {}", terminal(text::unproved_survivor(reason).get(lang)));
        }
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
