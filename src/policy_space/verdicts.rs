//! The verdict of one policy on a class of layers, between what it is at least and at most.
//!
//! The steps are those of `engine::decide`, over what may still be open. `None` stands for no verdict at all: a page of
//! the platform's own that leads on.

use smallvec::SmallVec;

use super::facts::{Assignment, Facts, Literal, Side, Truth, all};
use super::region::{Answers, default_of};
use super::statements::Statements;
use crate::engine::bits::BitSet;
use crate::policy::model::Says;
use crate::signal::{Signal, SignalSet};
use crate::verdict::Verdict;

/// What bounds a verdict by `otherwise`, as for the engine.
pub const BOUNDED: SignalSet = SignalSet::of(Signal::Unparsable).union(SignalSet::of(Signal::ChainTooDeep)).union(SignalSet::of(Signal::Obfuscated));

/// What brings a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Because {
    /// A statement, by its number.
    Statement(usize),
    /// A default, by its number.
    Default(usize),
    /// `otherwise`, a choice or the floor under ambiguous hosts.
    Other,
}

/// Between what a verdict lies, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading<'p> {
    /// At least.
    pub low: Option<Verdict>,
    /// At most.
    pub high: Option<Verdict>,
    /// What to settle next: a statement of this policy alone first.
    pub open: Option<Literal<'p>>,
    /// Whether a statement of this policy alone may apply.
    pub delta: Delta,
    /// What surely brings the verdict.
    pub causes: SmallVec<[Because; 4]>,
    /// The statements of this policy alone that apply.
    pub own: SmallVec<[usize; 2]>,
}

/// Whether a statement that the other policy lacks may apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delta {
    /// None does.
    None,
    /// One does, or may.
    Possible,
}

/// One policy's question about a site.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'b, 'a, 'p> {
    /// Its statements.
    pub statements: &'a Statements<'p>,
    /// What it says in the region.
    pub answers: &'b Answers,
    /// The statements that may hold for the site and are in force.
    pub alive: &'b [usize],
    /// The statements that the other policy lacks.
    pub deltas: &'b BitSet,
    /// Which policy it is.
    pub side: Side,
}

/// The statements that hold, and those that may.
#[derive(Debug, Default)]
struct Applying {
    yes: SmallVec<[usize; 8]>,
    open: SmallVec<[usize; 8]>,
}

impl<'a> Asked<'_, 'a, '_> {
    /// The verdict on a site, as far as it is settled.
    #[must_use]
    pub fn read(&self, facts: &Facts, settled: &Assignment<'a>) -> Reading<'a> {
        if *facts.transparent.of(self.side) {
            return Reading { low: None, high: None, open: None, delta: Delta::None, causes: SmallVec::new(), own: SmallVec::new() };
        }
        let mut open = Open::default();
        let applying = self.applying(facts, settled, &mut open);
        let own: SmallVec<[usize; 2]> = applying.yes.iter().copied().filter(|number| self.deltas.contains(*number)).collect();
        let possible = !own.is_empty() || applying.open.iter().any(|number| self.deltas.contains(*number));
        let (low, high, mut causes) = self.bounds(&applying, facts, settled, &mut open);
        causes.sort_unstable();
        let open = open.delta.or(open.other);
        Reading { low: Some(low), high: Some(high), open, delta: if possible { Delta::Possible } else { Delta::None }, causes, own }
    }

    fn applying(&self, facts: &Facts, settled: &Assignment<'a>, open: &mut Open<'a>) -> Applying {
        let mut held: SmallVec<[(usize, Option<Literal<'a>>); 8]> = SmallVec::new();
        for number in self.alive {
            let Some(statement) = self.statements.get(*number) else { continue };
            let truth = match all(&statement.matches, facts, settled, self.side) {
                Truth::No => continue,
                truth => match statement.except.as_ref().map_or(Truth::No, |except| all(except, facts, settled, self.side)) {
                    Truth::Yes => continue,
                    Truth::No => truth,
                    except @ Truth::Open(_) if truth == Truth::Yes => except,
                    Truth::Open(_) => truth,
                },
            };
            held.push((*number, if let Truth::Open(literal) = truth { Some(literal) } else { None }));
        }
        let mut applying = Applying::default();
        for (number, literal) in &held {
            let mut literal = *literal;
            let mut is_superseded = false;
            for (other, by) in &held {
                if other != number && self.supersedes(*other, *number) {
                    match by {
                        None => is_superseded = true,
                        Some(by) => literal = literal.or(Some(*by)),
                    }
                }
            }
            match literal {
                _ if is_superseded => {}
                None => applying.yes.push(*number),
                Some(literal) => {
                    open.note(literal, self.deltas.contains(*number));
                    applying.open.push(*number);
                }
            }
        }
        applying
    }

    fn supersedes(&self, by: usize, number: usize) -> bool {
        let (Some(by), Some(statement)) = (self.statements.get(by), self.statements.get(number)) else { return false };
        by.rule.supersedes.contains(&statement.number)
    }

    fn says(&self, number: usize) -> Option<Says> {
        self.statements.get(number).map(|statement| statement.rule.says)
    }

    fn bounds(&self, applying: &Applying, facts: &Facts, settled: &Assignment<'a>, open: &mut Open<'a>) -> (Verdict, Verdict, SmallVec<[Because; 4]>) {
        let sets = |number: &usize| match self.says(*number) {
            Some(Says::Sets(verdict)) => Some(verdict),
            _ => None,
        };
        let raises = |number: &usize| match self.says(*number) {
            Some(Says::Raises(verdict)) => Some(verdict),
            _ => None,
        };
        let policy = self.statements.policy;
        let set = applying.yes.iter().filter_map(sets).max();
        let (default, default_number) = default_of(self.answers, policy, facts.kind);
        let sure = set.unwrap_or(default);
        let low = if set.is_some() { sure } else { applying.open.iter().filter_map(sets).min().map_or(sure, |open| open.min(sure)) };
        let high = applying.open.iter().filter_map(sets).max().map_or(sure, |open| open.max(sure));
        let bounded = self.bounded(facts, settled, open);
        let (mut low, mut high) = match bounded {
            Some(true) => (low.max(policy.otherwise), high.max(policy.otherwise)),
            Some(false) => (low, high),
            None => (low, high.max(policy.otherwise)),
        };
        let origin = match (set.is_some() || default_number.is_some(), applying.open.iter().any(|number| sets(number).is_some())) {
            (true, _) => Origin::Known,
            (false, false) => Origin::Otherwise,
            (false, true) => Origin::Either,
        };
        if bounded != Some(true) {
            (low, high) = self.chosen(low, high, origin);
        }
        let base = (low == high).then_some(low);
        let (ambiguous, may_be) = self.ambiguous(facts, settled, open);
        let raised = applying.yes.iter().filter_map(raises).max().max(ambiguous);
        let may_raise = applying.open.iter().filter_map(raises).max().max(may_be);
        let low = raised.map_or(low, |raised| raised.max(low));
        let high = high.max(low).max(may_raise.unwrap_or(low));
        let mut causes: SmallVec<[Because; 4]> = applying.yes.iter().copied().filter(|number| raises(number) == Some(low)).map(Because::Statement).collect();
        if base == Some(low) {
            causes.extend(applying.yes.iter().copied().filter(|number| set.is_some() && sets(number) == set).map(Because::Statement));
            if causes.is_empty() {
                causes.push(default_number.filter(|_| bounded == Some(false)).map_or(Because::Other, Because::Default));
            }
        }
        if causes.is_empty() {
            causes.push(Because::Other);
        }
        (low, high, causes)
    }

    /// The choice maps a base that is known and read; a base that is open is mapped to all it may become.
    fn chosen(&self, low: Verdict, high: Verdict, origin: Origin) -> (Verdict, Verdict) {
        let Some(choice) = self.answers.choice.and_then(|number| self.statements.policy.choices.get(number)) else { return (low, high) };
        if origin == Origin::Otherwise {
            return (low, high);
        }
        let mapped = |base: Verdict| choice.map.iter().find(|(from, _)| *from == base).map_or(base, |(_, to)| *to);
        let between = || Verdict::ALL.iter().copied().filter(|verdict| low <= *verdict && *verdict <= high);
        let all = || between().map(mapped).chain(between().filter(|_| origin == Origin::Either));
        (all().min().unwrap_or(low), all().max().unwrap_or(high))
    }

    /// Whether `otherwise` bounds the verdict; `None` while that is open.
    fn bounded(&self, facts: &Facts, settled: &Assignment<'a>, open: &mut Open<'a>) -> Option<bool> {
        if BOUNDED.intersects(facts.certain.union(settled.with)) {
            return Some(true);
        }
        let left = BOUNDED.iter().find(|signal| facts.open.contains(*signal) && !settled.without.contains(*signal));
        left.map_or(Some(false), |signal| {
            open.note(Literal::Signal(signal), false);
            None
        })
    }

    /// The floor under what parsers read differently: what it surely is, and what it may be.
    fn ambiguous(&self, facts: &Facts, settled: &Assignment<'a>, open: &mut Open<'a>) -> (Option<Verdict>, Option<Verdict>) {
        let signal = Signal::AmbiguousHost;
        if facts.certain.contains(signal) || settled.with.contains(signal) {
            (Some(Verdict::Warn), Some(Verdict::Warn))
        } else if facts.open.contains(signal) && !settled.without.contains(signal) {
            open.note(Literal::Signal(signal), false);
            (None, Some(Verdict::Warn))
        } else {
            (None, None)
        }
    }
}

/// Where a base comes from: what only `otherwise` gave is not for a choice to map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Origin {
    Known,
    Otherwise,
    Either,
}

/// The first open literals: of statements that only this policy has, and of others.
#[derive(Debug, Default)]
struct Open<'p> {
    delta: Option<Literal<'p>>,
    other: Option<Literal<'p>>,
}

impl<'p> Open<'p> {
    fn note(&mut self, literal: Literal<'p>, is_delta: bool) {
        let slot = if is_delta { &mut self.delta } else { &mut self.other };
        if slot.is_none() {
            *slot = Some(literal);
        }
    }
}
