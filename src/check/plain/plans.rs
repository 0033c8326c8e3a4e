//! Plans: what is settled for links of which the same is known, and their decisions by the rules that hold beside.

use std::collections::HashMap;

use smallvec::SmallVec;

use super::link::{Facts, Judged};
use crate::canon::CanonicalUrl;
use crate::check::batch::RecordWriter;
use crate::check::outcome::{At, Extent, LinkOutcome, Written};
use crate::check::run::Run;
use crate::check::tally::{Standing, is_finding};
use crate::classify::candidate::Candidate;
use crate::classify::chain::Chain;
use crate::classify::hosts::HostFacts;
use crate::engine::settle::{Question, Settled};
use crate::signal::SignalSet;

/// The most plans that are kept; past it all are drawn up anew.
const PLAN_LIMIT: usize = 1 << 14;
/// The most decisions of one plan; links that would need more go the whole way.
const DECISION_LIMIT: usize = 64;
/// The most rules of one plan that are asked of each link: they are bits of a word.
const OPEN_LIMIT: usize = 64;

/// The number of a plan in its generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlanId(u32);

/// What is settled for some links.
#[derive(Debug)]
struct Plan {
    facts: Facts,
    /// The rules that are asked of each link, by question.
    open: Box<[(u32, u32)]>,
    /// The decisions met so far, by the open rules that hold.
    decisions: SmallVec<[(u64, u32); 1]>,
}

type State = foldhash::fast::FixedState;

/// All plans of a worker.
pub(super) struct Plans<'w> {
    run: &'w Run<'w>,
    writer: &'w dyn RecordWriter,
    questions: Vec<Question<'w>>,
    generation: u32,
    plans: Vec<Plan>,
    judged: Vec<Judged>,
    /// The plans of hosts that no rule names.
    unnamed: HashMap<Facts, u32, State>,
    /// The plans of the others, by what is settled of each question.
    named: HashMap<(Facts, Vec<Settled>), u32, State>,
}

impl std::fmt::Debug for Plans<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plans").field("plans", &self.plans).finish_non_exhaustive()
    }
}

impl<'w> Plans<'w> {
    pub(super) fn new(run: &'w Run<'w>, writer: &'w dyn RecordWriter) -> Self {
        let questions = run.policies.iter().flat_map(|policy| policy.matcher.questions(&policy.scenes)).collect();
        let (unnamed, named) = (HashMap::default(), HashMap::default());
        Self { run, writer, questions, generation: 0, plans: Vec::new(), judged: Vec::new(), unnamed, named }
    }

    /// The generation of the plans that are kept; those of another one are gone.
    pub(super) const fn generation(&self) -> u32 {
        self.generation
    }

    /// The plan of a link, and where its registrable domain stands; `None` where more rules ask about the link than a plan can hold.
    pub(super) fn plan(&mut self, text: &str, url: &CanonicalUrl<'_>, signals: SignalSet, known: &HostFacts<'_>) -> Option<(PlanId, Option<(u32, u32)>)> {
        let first = self.run.classifier.plain(text, url.clone(), signals, known);
        if self.plans.len() >= PLAN_LIMIT {
            self.forget();
        }
        let facts = Facts::of(&first);
        let host = first.host().unwrap_or_default();
        let is_named = self.questions.iter().any(|question| question.names(host));
        let number = match self.unnamed.get(&facts) {
            Some(number) if !is_named => *number,
            _ => self.draw_up(facts, &first, is_named)?,
        };
        Some((PlanId(number), first.registrable))
    }

    fn draw_up(&mut self, facts: Facts, layer: &Candidate<'_>, is_named: bool) -> Option<u32> {
        let settled: Vec<Settled> = self.questions.iter().map(|question| question.settle(layer)).collect();
        let open: Box<[(u32, u32)]> = (0..).zip(&settled).flat_map(|(question, settled)| settled.open.iter().map(move |rule| (question, *rule))).collect();
        if open.len() > OPEN_LIMIT {
            return None;
        }
        let next = u32::try_from(self.plans.len()).ok()?;
        let number = if is_named { *self.named.entry((facts, settled)).or_insert(next) } else { *self.unnamed.entry(facts).or_insert(next) };
        if number == next {
            self.plans.push(Plan { facts, open, decisions: SmallVec::new() });
        }
        Some(number)
    }

    fn forget(&mut self) {
        self.generation = self.generation.wrapping_add(1);
        self.plans.clear();
        self.judged.clear();
        self.unnamed.clear();
        self.named.clear();
    }

    /// The decision of a link under a plan.
    pub(super) fn judged(&mut self, id: PlanId, text: &str, url: &CanonicalUrl<'_>, registrable: Option<(u32, u32)>) -> Option<&Judged> {
        let plan = self.plans.get(id.0 as usize)?;
        let held = if plan.open.is_empty() { 0 } else { self.held(plan, text, url, registrable) };
        let known = plan.decisions.iter().find(|(of, _)| *of == held).map(|(_, number)| *number);
        let number = match known {
            Some(number) => number,
            None => self.decide(id, held, text, url, registrable)?,
        };
        self.judged.get(number as usize)
    }

    /// The open rules of a plan that hold for a link, as bits.
    fn held(&self, plan: &Plan, text: &str, url: &CanonicalUrl<'_>, registrable: Option<(u32, u32)>) -> u64 {
        let layer = plan.facts.layer(text, url, registrable);
        let holds = |question: u32, rule: u32| self.questions.get(question as usize).is_some_and(|question| question.holds(rule, &layer));
        (0..).zip(&plan.open).fold(0, |bits, (at, (question, rule))| if holds(*question, *rule) { bits | 1 << at } else { bits })
    }

    /// Decides the first link of its kind the whole way.
    fn decide(&mut self, id: PlanId, held: u64, text: &str, url: &CanonicalUrl<'_>, registrable: Option<(u32, u32)>) -> Option<u32> {
        let plan = self.plans.get_mut(id.0 as usize).filter(|plan| plan.decisions.len() < DECISION_LIMIT)?;
        let chain = Chain { first: plan.facts.layer(text, url, registrable), deeper: Vec::new() };
        let outcome = self.run.decide(Written::Text(text), Extent::Whole, At::line(1, 1, 1), chain);
        let standing = if is_finding(self.run.threshold, &outcome) { Standing::Counts } else { Standing::Passes };
        let (verdict, worst, uncertain) = (outcome.verdict(), outcome.worst(), outcome.uncertain());
        let alike = self.writer.alike(&outcome);
        let LinkOutcome { decisions, .. } = outcome;
        let number = u32::try_from(self.judged.len()).ok()?;
        plan.decisions.push((held, number));
        self.judged.push(Judged { facts: plan.facts, decisions, verdict, worst, uncertain, standing, alike });
        Some(number)
    }
}
