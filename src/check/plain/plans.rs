//! Plans: what is settled for links of which the same is known, and their decisions by the rules that hold beside.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use smallvec::SmallVec;

use super::classes::ClassId;
use super::link::{Facts, Judged, JudgedId, Shares, Text, Worth};
use super::open::OpenRules;
use crate::check::finding::{findings, masked};
use crate::check::measures::PLAIN;
use crate::check::outcome::{At, Extent, LinkOutcome, Written};
use crate::check::run::Run;
use crate::check::standing::{Standing, is_finding};
use crate::classify::candidate::{Candidate, Via};
use crate::classify::chain::Chain;
use crate::classify::ids::WrapperId;
use crate::classify::name_filter::LastLabels;
use crate::engine::settle::{Question, Settled};
use crate::signal::SignalSet;

/// The most plans that are kept; past it all are drawn up anew.
const PLAN_LIMIT: usize = 1 << 14;
/// The most decisions that are kept.
const JUDGED_LIMIT: usize = 1 << 14;
/// The most classes of hosts, with what their links bring, whose plan is known.
const CLASS_LIMIT: usize = 1 << 16;
/// The most pairs of layers whose decision is known; past it all are forgotten.
const PAIR_LIMIT: usize = 1 << 14;
/// The most decisions of one plan; links that would need more go the whole way.
const DECISION_LIMIT: usize = 64;

/// The number of a plan in its generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct PlanId(u32);

/// What a link brings beside its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Brought {
    /// Signals of its writing, port, path and parameters.
    pub(super) signals: SignalSet,
    /// The wrapper it is.
    pub(super) wrapper: Option<WrapperId>,
    /// How its layer hangs on the link.
    pub(super) via: Via,
}

impl Brought {
    /// Nothing, as most links.
    pub(super) const NOTHING: Self = Self { signals: SignalSet::EMPTY, wrapper: None, via: Via::Written };
}

/// In few steps: it is asked for with many links.
impl Hash for Brought {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let number = |wrapper: WrapperId| u64::from(wrapper.0) + 1;
        let via = if let Via::Wrapper(wrapper) = self.via { number(wrapper) } else { u64::from(self.via == Via::Reading) << 16 };
        self.signals.hash(state);
        state.write_u64(self.wrapper.map_or(0, number) << u32::BITS | via);
    }
}

/// What is known of a layer before its text is looked at: the class of its host, and what it brings.
pub(super) type Known = (ClassId, Brought);

/// A layer with its plan.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layer<'l, 'a> {
    pub(super) plan: PlanId,
    pub(super) text: Text<'l, 'a>,
}

/// What is settled for some layers.
#[derive(Debug)]
struct Plan {
    facts: Facts,
    /// The rules that are asked of each link.
    open: OpenRules,
    /// The decisions met so far, by the open rules that hold.
    decisions: SmallVec<[(u64, u32); 1]>,
}

/// What is settled for the links of a class that bring the same.
#[derive(Debug, Clone, Copy, Default)]
struct Alone {
    plan: Option<PlanId>,
    /// Where the plan leaves no rule open.
    decision: Option<JudgedId>,
}

type State = foldhash::fast::FixedState;

/// All plans of a worker.
pub(super) struct Plans<'w> {
    run: &'w Run<'w>,
    writer: &'w dyn Shares,
    questions: Vec<Question<'w>>,
    generation: u32,
    plans: Vec<Plan>,
    judged: Vec<Judged>,
    /// Those by which links were judged that were told since counts were taken last.
    told: Vec<JudgedId>,
    /// Those that were forgotten since.
    forgotten: Vec<Judged>,
    /// By the class of the host, for links that bring nothing.
    bare: Vec<Alone>,
    /// By the class of the host and what the link brings, for the others.
    by_class: HashMap<Known, Alone, State>,
    /// The plans of hosts that no rule names.
    unnamed: HashMap<Facts, u32, State>,
    /// The plans of the others, by what is settled of each question.
    named: HashMap<(Facts, Vec<Settled>), u32, State>,
    /// The decisions of links that have a second layer, by what is known of both, where no rule asks more of either.
    pairs: HashMap<(Known, Known), JudgedId, State>,
    /// The decisions of wrappers and their targets, and of links and how else they are read, by the plan of each and the open rules that hold.
    wrapped: HashMap<(PlanId, u64, PlanId, u64), u32, State>,
}

impl std::fmt::Debug for Plans<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plans").field("plans", &self.plans).finish_non_exhaustive()
    }
}

impl<'w> Plans<'w> {
    pub(super) fn new(run: &'w Run<'w>, writer: &'w dyn Shares) -> Self {
        let questions = run.policies.iter().flat_map(|policy| policy.matcher.questions(&policy.scenes)).collect();
        let (unnamed, named, pairs, wrapped) = (HashMap::default(), HashMap::default(), HashMap::default(), HashMap::default());
        Self {
            run,
            writer,
            questions,
            generation: 0,
            plans: Vec::new(),
            judged: Vec::new(),
            told: Vec::new(),
            forgotten: Vec::new(),
            bare: Vec::new(),
            by_class: HashMap::default(),
            unnamed,
            named,
            pairs,
            wrapped,
        }
    }

    /// The generation of the plans that are kept; those of another one are gone.
    pub(super) const fn generation(&self) -> u32 {
        self.generation
    }

    /// Whether some rule names a host, or a name above it.
    pub(super) fn name(&self, host: &str, last: LastLabels) -> bool {
        self.questions.iter().any(|question| question.names(host, last))
    }

    /// The plan of the links of a class of hosts that bring the same, if one was met.
    pub(super) fn known(&self, known: Known) -> Option<PlanId> {
        self.alone(known)?.plan
    }

    /// The decision of the links of a class that bring nothing, if one was met and no rule asks more of them.
    pub(super) fn bare_decision(&self, class: ClassId) -> Option<JudgedId> {
        self.bare.get(class.0 as usize)?.decision
    }

    /// The decision of the links of a class that bring the same and have no second layer, if one was met and no rule asks more of them.
    pub(super) fn known_decision(&self, known: Known) -> Option<JudgedId> {
        self.alone(known)?.decision
    }

    fn alone(&self, known @ (class, brought): Known) -> Option<&Alone> {
        if brought == Brought::NOTHING { self.bare.get(class.0 as usize) } else { self.by_class.get(&known) }
    }

    /// Notes the decision of a link without a second layer.
    pub(super) fn note_decision(&mut self, known @ (class, brought): Known, decision: JudgedId) {
        let is_closed = self.is_closed(known);
        let alone = if brought == Brought::NOTHING { self.bare.get_mut(class.0 as usize) } else { self.by_class.get_mut(&known) };
        if let Some(alone) = alone {
            alone.decision = is_closed.then_some(decision);
        }
    }

    /// The decision of links with a second layer, by what is known of both, if one was met and no rule asks more of them.
    pub(super) fn known_pair(&self, first: Known, second: Known) -> Option<JudgedId> {
        self.pairs.get(&(first, second)).copied()
    }

    /// Notes the decision of a link with a second layer.
    pub(super) fn note_pair(&mut self, first: Known, second: Known, decision: JudgedId) {
        if self.pairs.len() >= PAIR_LIMIT {
            self.pairs.clear();
        }
        if self.is_closed(first) && self.is_closed(second) {
            self.pairs.insert((first, second), decision);
        }
    }

    /// Whether no rule asks more of a link than what is known of it.
    fn is_closed(&self, known: Known) -> bool {
        let plan = self.known(known).and_then(|plan| self.plans.get(plan.0 as usize));
        plan.is_some_and(|plan| plan.open.is_empty())
    }

    /// The plan of a layer, for all links of its class that bring the same; `None` where more rules ask about the link than a plan
    /// can hold.
    pub(super) fn plan(&mut self, class: ClassId, brought: Brought, layer: &Candidate<'_>) -> Option<PlanId> {
        if self.plans.len() >= PLAN_LIMIT || self.judged.len() >= JUDGED_LIMIT || self.by_class.len() >= CLASS_LIMIT {
            self.forget();
        }
        let plan = self.plan_of(layer)?;
        if brought == Brought::NOTHING {
            let at = class.0 as usize;
            self.bare.resize(self.bare.len().max(at + 1), Alone::default());
            if let Some(bare) = self.bare.get_mut(at) {
                *bare = Alone { plan: Some(plan), decision: None };
            }
        } else {
            self.by_class.insert((class, brought), Alone { plan: Some(plan), decision: None });
        }
        Some(plan)
    }

    fn plan_of(&mut self, layer: &Candidate<'_>) -> Option<PlanId> {
        let facts = Facts::of(layer);
        let host = layer.host().unwrap_or_default();
        let is_named = self.name(host, LastLabels::of(host));
        let number = match self.unnamed.get(&facts) {
            Some(number) if !is_named => *number,
            _ => self.draw_up(facts, layer, is_named)?,
        };
        Some(PlanId(number))
    }

    /// Settles a layer, and keeps the plan unless the same stands already.
    fn draw_up(&mut self, facts: Facts, layer: &Candidate<'_>, is_named: bool) -> Option<u32> {
        let settled: Vec<Settled> = self.questions.iter().map(|question| question.settle(layer)).collect();
        let open: Box<[(u32, u32)]> = (0..).zip(&settled).flat_map(|(question, settled)| settled.open.iter().map(move |rule| (question, *rule))).collect();
        let open = OpenRules::of(&self.questions, open)?;
        let next = u32::try_from(self.plans.len()).ok()?;
        let number = if is_named { *self.named.entry((facts, settled)).or_insert(next) } else { *self.unnamed.entry(facts).or_insert(next) };
        if number == next {
            self.plans.push(Plan { facts, open, decisions: SmallVec::new() });
        }
        Some(number)
    }

    /// Counts a link that was told.
    pub(super) fn count(&mut self, number: JudgedId) {
        if let Some(judged) = self.judged.get_mut(number.0 as usize) {
            if judged.told == 0 {
                self.told.push(number);
            }
            judged.told += 1;
        }
    }

    /// Takes the counts of the links that were told since this was asked last, by how they were judged.
    pub(super) fn take_counts(&mut self, mut take: impl FnMut(&Judged, u64)) {
        self.forgotten.drain(..).for_each(|judged| take(&judged, judged.told));
        for number in self.told.drain(..) {
            if let Some(judged) = self.judged.get_mut(number.0 as usize) {
                let links = std::mem::take(&mut judged.told);
                take(judged, links);
            }
        }
    }

    /// Begins anew.
    pub(super) fn forget(&mut self) {
        self.forgotten.extend(self.judged.drain(..).filter(|judged| judged.told > 0));
        self.told.clear();
        self.generation = self.generation.wrapping_add(1);
        self.plans.clear();
        self.bare.clear();
        self.by_class.clear();
        self.unnamed.clear();
        self.named.clear();
        self.pairs.clear();
        self.wrapped.clear();
    }

    /// The decision of a link, of a wrapper and its target, or of a link and how else it is read, under the plans of the layers.
    pub(super) fn judged(&mut self, first: Layer<'_, '_>, target: Option<Layer<'_, '_>>) -> Option<JudgedId> {
        let held = self.held(&first)?;
        let number = match &target {
            None => {
                let plan = self.plans.get(first.plan.0 as usize)?;
                let known = plan.decisions.iter().find(|(of, _)| *of == held).map(|(_, number)| *number);
                match known {
                    Some(number) => number,
                    None if plan.decisions.len() >= DECISION_LIMIT => return None,
                    None => {
                        let number = self.decide(&first, None)?;
                        self.plans.get_mut(first.plan.0 as usize)?.decisions.push((held, number));
                        number
                    }
                }
            }
            Some(target) => {
                let key = (first.plan, held, target.plan, self.held(target)?);
                match self.wrapped.get(&key) {
                    Some(number) => *number,
                    None => {
                        let number = self.decide(&first, Some(target))?;
                        self.wrapped.insert(key, number);
                        number
                    }
                }
            }
        };
        Some(JudgedId(number))
    }

    /// The decision with a number.
    pub(super) fn numbered(&self, number: JudgedId) -> Option<&Judged> {
        self.judged.get(number.0 as usize)
    }

    /// The open rules of a plan that hold for a layer, as bits.
    #[inline(always)]
    fn held(&self, layer: &Layer<'_, '_>) -> Option<u64> {
        let plan = self.plans.get(layer.plan.0 as usize)?;
        let mut asked = plan.open.of_link(layer.text.url).peekable();
        if asked.peek().is_none() {
            return Some(0);
        }
        let layer = layer.text.layer(plan.facts);
        let holds = |question: u32, rule: u32| self.questions.get(question as usize).is_some_and(|question| question.holds(rule, &layer));
        Some(asked.fold(0, |held, (bit, question, rule)| if holds(question, rule) { held | bit } else { held }))
    }

    /// Decides the first link of its kind the whole way; `None` where no more decisions are kept until a new plan is drawn up.
    fn decide(&mut self, first: &Layer<'_, '_>, target: Option<&Layer<'_, '_>>) -> Option<u32> {
        if self.judged.len() >= JUDGED_LIMIT {
            return None;
        }
        let facts = |layer: &Layer<'_, '_>| self.plans.get(layer.plan.0 as usize).map(|plan| plan.facts);
        let of_first = facts(first)?;
        let of_target = target.and_then(facts);
        let deeper = target.zip(of_target).map(|(layer, facts)| layer.text.layer(facts));
        let chain = Chain { first: first.text.layer(of_first), deeper: deeper.into_iter().collect() };
        let outcome = self.run.decide(Written::Text(first.text.written), Extent::Whole, At::line(1, 1, 1), chain);
        let standing = if is_finding(self.run.threshold, &outcome) { Standing::Counts } else { Standing::Passes };
        let nameless = Arc::default();
        let is_worth = !findings(self.run, &PLAIN.levels, &nameless, &outcome).is_empty() || masked(&nameless, &outcome).is_some();
        let worth = if is_worth { Worth::Finding } else { Worth::Record };
        let (verdict, worst, uncertain) = (outcome.verdict(), outcome.worst(), outcome.uncertain());
        let alike = self.writer.alike(&outcome);
        let LinkOutcome { decisions, .. } = outcome;
        let number = u32::try_from(self.judged.len()).ok()?;
        self.judged.push(Judged { first: of_first, target: of_target, decisions, verdict, worst, uncertain, standing, worth, alike, told: 0 });
        Some(number)
    }
}
