//! Where links lead that hide their target: the question to the network, and what its answer makes of a chain.
//!
//! This module asks; it knows no network. Every hop of an answer is a layer like any other, so an answer can only
//! make a link stricter, and a link without an answer is judged as if nobody had asked.

use std::borrow::Cow;

use super::candidate::{Candidate, Via};
use super::chain::{Chain, Classifier, layer_mut, mark};
use super::lookup::{Lookup, Origin, Resolution, Resolve, Unresolved};
use crate::canon;
use crate::signal::Signal;
use crate::unwrap::DEPTH_LIMIT;

/// The most lookups for one link: a target may hold a wrapper that leads to another short link.
pub const LOOKUP_LIMIT: usize = 4;

/// The URL of a layer that hides its target and was not asked for yet.
fn hidden<'u>(layer: &'u Candidate<'_>) -> Option<&'u str> {
    let url = layer.canonical().filter(|url| url.is_web())?;
    let hides = layer.shortener.is_some() || layer.signals.contains(Signal::OpaqueTarget);
    (hides && layer.lookup == Lookup::NotAsked).then(|| url.as_str())
}

/// The URLs of a chain that hide their target, without those that an answer may bring.
pub fn hidden_urls<'c>(chain: &'c Chain<'_>) -> impl Iterator<Item = &'c str> {
    chain.layers().filter_map(hidden)
}

impl<'c> Classifier<'c> {
    /// Asks for every hidden target of a chain and adds what is found, up to [`LOOKUP_LIMIT`] lookups.
    pub fn resolve<'a>(&self, chain: &mut Chain<'a>, resolver: &dyn Resolve)
    where
        'c: 'a,
    {
        let (mut number, mut asked) = (0, 0);
        while let Some(layer) = chain.layer(number) {
            if let Some(url) = hidden(layer) {
                let answer = if asked < LOOKUP_LIMIT {
                    resolver.resolve(url)
                } else {
                    Resolution::Failed { hops: Vec::new(), reason: Unresolved::TooManyLookups, origin: Origin::Nowhere }
                };
                asked += 1;
                self.take_in(chain, number, answer);
            }
            number += 1;
        }
    }

    /// Adds the hops of an answer to the layer that was asked for, each found in the one before it.
    fn take_in<'a>(&self, chain: &mut Chain<'a>, number: usize, answer: Resolution)
    where
        'c: 'a,
    {
        let (hops, on_the_way, at_the_end) = match answer {
            Resolution::Found { mut before, target, origin } => {
                before.push(target);
                note(chain, number, Lookup::Found(origin));
                (before, Lookup::Found(Origin::Outer), Lookup::Failed(Unresolved::NoRedirect, origin))
            }
            Resolution::Failed { hops, reason, origin } => {
                note(chain, number, Lookup::Failed(reason, origin));
                (hops, Lookup::Failed(reason, Origin::Outer), Lookup::Failed(reason, Origin::Outer))
            }
        };
        let mut parent = number;
        for hop in &hops {
            let Some(added) = self.hop(chain, hop, parent) else {
                // There was no room for the rest: it is as good as not found.
                note(chain, number, Lookup::Failed(Unresolved::TooManyHops, Origin::Nowhere));
                return;
            };
            if parent != number {
                settle(chain, parent, on_the_way);
            }
            parent = added;
        }
        if parent != number {
            settle(chain, parent, at_the_end);
        }
    }

    /// The number of the layer of a hop, which may be there already; `None` where there is no room.
    fn hop<'a>(&self, chain: &mut Chain<'a>, hop: &str, parent: usize) -> Option<usize>
    where
        'c: 'a,
    {
        if let Ok(url) = canon::canonicalise(hop).url
            && let Some(known) = chain.layers().position(|layer| layer.canonical().is_some_and(|known| known.as_str() == url.as_str()))
        {
            return Some(known);
        }
        let wrapper = chain.layer(parent)?.wrapper;
        let depth = depth(chain, parent) + usize::from(wrapper.is_some());
        if depth > DEPTH_LIMIT {
            mark(chain, parent, Signal::ChainTooDeep);
            return None;
        }
        let next = chain.deeper.len() + 1;
        self.add(chain, Cow::Borrowed(hop), Via::Resolved(wrapper), parent, depth);
        chain.layer(next).map(|_| next)
    }
}

/// How many wrappers and deep links stand outside a layer.
fn depth(chain: &Chain<'_>, number: usize) -> usize {
    let mut depth = 0;
    let mut next = chain.layer(number);
    while let Some(layer) = next {
        depth += usize::from(matches!(layer.via, Via::Wrapper(_) | Via::DeepLink | Via::Resolved(Some(_))));
        next = if layer.via == Via::Written { None } else { chain.layer(layer.parent) };
    }
    depth
}

/// Notes how a lookup ended.
fn note(chain: &mut Chain<'_>, number: usize, lookup: Lookup) {
    if let Some(layer) = layer_mut(chain, number) {
        layer.lookup = lookup;
        if lookup.failure().is_some() {
            layer.signals.insert(Signal::Unresolved);
        }
    }
}

/// Notes what the answer for another layer says of this one, so that it is not asked for again.
fn settle(chain: &mut Chain<'_>, number: usize, lookup: Lookup) {
    if chain.layer(number).and_then(hidden).is_some() {
        note(chain, number, lookup);
    }
}
