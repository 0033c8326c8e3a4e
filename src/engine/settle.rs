//! What the facts of a host settle: the rules that hold for all its plain links, and those that ask more of each link.
//!
//! A plain link is one layer, or a wrapper and its target, or a link and how else it is read. Its decision is a function of the rules that hold for its layers, so
//! links of one host, or of hosts that are alike to every rule, share their decisions.

use smallvec::SmallVec;

use super::compile::{Filings, Matcher};
use super::condition::{Check, first_segments, holds};
use crate::classify::candidate::{Candidate, Via};
use crate::classify::name_filter::LastLabels;
use crate::signal::{Signal, SignalSet};

/// Rules as a question numbers them.
pub type Numbers = SmallVec<[u32; 6]>;

/// What is settled of one question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Settled {
    /// The rules that hold for every plain layer of the host, with the signals at hand.
    pub held: Numbers,
    /// The rules that ask something of each link: its path, query, port, scheme or length.
    pub open: Numbers,
}

/// One of the questions that a matcher asks of every link: as it stands, as if no domain were filed, or by the policy below.
#[derive(Debug, Clone, Copy)]
pub struct Question<'m> {
    matcher: &'m Matcher<'m>,
    assumed: SignalSet,
    /// The scenes that are asked for, as bits.
    scenes: u32,
}

impl<'p> Matcher<'p> {
    /// Every question that the hits of a link answer, for some scenes.
    #[must_use]
    pub fn questions<'m>(&'m self, scenes: &[usize]) -> Vec<Question<'m>>
    where
        'p: 'm,
    {
        let bits = scenes.iter().fold(0, |bits, scene| bits | 1 << scene);
        let mut questions = vec![Question { matcher: self, assumed: SignalSet::EMPTY, scenes: bits }];
        if self.filings == Filings::Unknown {
            questions.push(Question { matcher: self, assumed: SignalSet::of(Signal::NotFiled), scenes: bits });
        }
        questions.extend(self.loosened.iter().flat_map(|base| base.questions(scenes)));
        questions
    }
}

impl Question<'_> {
    /// Whether some rule names the host, or a name above it. Where none does, the host itself makes no difference.
    #[must_use]
    pub fn names(&self, host: &str, last: LastLabels) -> bool {
        self.matcher.named.know(host, last)
    }

    /// What the host and the signals of a layer settle.
    #[must_use]
    pub fn settle(&self, layer: &Candidate<'_>) -> Settled {
        let depth = self.depth(layer);
        let layer = &self.supposed(layer);
        let mut settled = Settled::default();
        for number in self.matcher.index.find(layer, depth) {
            let Some(variant) = self.matcher.variants.get(number as usize) else { continue };
            if variant.scenes & self.scenes == 0 || !self.matcher.live.contains(number as usize) {
                continue;
            }
            let spared = variant.except.as_ref().map_or(Some(false), |except| all(except, layer, depth));
            match (all(&variant.matches, layer, depth), spared) {
                (Some(false), _) | (_, Some(true)) => {}
                (Some(true), Some(false)) => settled.held.push(number),
                _ => settled.open.push(number),
            }
        }
        settled
    }

    /// The segments with one of which the path of every link begins for which a rule holds; `None` where it asks no such thing.
    #[must_use]
    pub fn first_segments(&self, number: u32) -> Option<Vec<&str>> {
        first_segments(&self.matcher.variants.get(number as usize)?.matches)
    }

    /// Whether a rule holds for a layer.
    #[must_use]
    pub fn holds(&self, number: u32, layer: &Candidate<'_>) -> bool {
        let depth = self.depth(layer);
        let holds_for = |layer: &Candidate<'_>| {
            let variant = self.matcher.variants.get(number as usize);
            variant.is_some_and(|variant| holds(&variant.matches, layer, depth) && !variant.except.as_ref().is_some_and(|except| holds(except, layer, depth)))
        };
        if self.assumed.is_empty() { holds_for(layer) } else { holds_for(&self.supposed(layer)) }
    }

    /// How many wrappers that are not the platform's own stand outside a layer of no more than one wrapper.
    fn depth(&self, layer: &Candidate<'_>) -> usize {
        match layer.via {
            Via::Wrapper(wrapper) => usize::from(!self.matcher.own_wrappers.contains(usize::from(wrapper.0))),
            _ => 0,
        }
    }

    /// The link as this question sees it.
    fn supposed<'a>(&self, layer: &Candidate<'a>) -> Candidate<'a> {
        Candidate { signals: layer.signals.union(self.assumed), ..layer.clone() }
    }
}

/// Whether all checks hold for every plain link of a host; `None` where that turns on the link.
fn all(checks: &[Check], layer: &Candidate<'_>, depth: usize) -> Option<bool> {
    let mut answer = Some(true);
    for check in checks {
        match settled(check, layer, depth) {
            Some(false) => return Some(false),
            Some(true) => {}
            None => answer = None,
        }
    }
    answer
}

fn settled(check: &Check, layer: &Candidate<'_>, depth: usize) -> Option<bool> {
    match check {
        Check::Scheme(_) | Check::Port(_) | Check::Path(_) | Check::Query(_) | Check::HasQuery(_) | Check::Length(_) => None,
        Check::Any(branches) => {
            let mut answer = Some(false);
            for branch in branches {
                match all(branch, layer, depth) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => answer = None,
                }
            }
            answer
        }
        _ => Some(holds(std::slice::from_ref(check), layer, depth)),
    }
}
