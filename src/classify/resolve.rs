//! Where links lead that hide their target: the question to the network, and what its answer makes of a chain.
//!
//! This module asks; it knows no network. Every hop of an answer is a layer like any other, so an answer can only
//! make a link stricter, and a link without an answer is judged as if nobody had asked.

use std::borrow::Cow;
use std::fmt;

use super::candidate::{Candidate, Via};
use super::chain::{Chain, Classifier, layer_mut, mark};
use crate::canon;
use crate::signal::Signal;
use crate::unwrap::DEPTH_LIMIT;
use crate::verdict::vocabulary;

/// The most lookups for one link: a target may hold a wrapper that leads to another short link.
pub const LOOKUP_LIMIT: usize = 4;

vocabulary! {
    /// Why the target of a link was not found.
    Unresolved {
        /// The page answers for itself and leads nowhere.
        NoRedirect = "no-redirect",
        /// The server answered that there is no such page, or not for us.
        HttpStatus = "http-status",
        /// The server answered that it cannot answer now.
        ServerFailed = "server-failed",
        /// There are more hops than are followed.
        TooManyHops = "too-many-hops",
        /// The hops lead back to one of themselves.
        Loop = "redirect-loop",
        /// The answer names a next place that is no URL.
        BadLocation = "bad-location",
        /// The URL is none that can be asked for.
        BadUrl = "bad-url",
        /// The host has an address to which no connection may be made.
        ForbiddenAddress = "forbidden-address",
        /// The host has no address.
        NoAddress = "no-address",
        /// There was no connection, or it broke.
        NoConnection = "no-connection",
        /// No trusted connection could be made.
        Tls = "tls",
        /// It took too long.
        Timeout = "timeout",
        /// The answer is no HTTP, or larger than is read.
        BadAnswer = "bad-answer",
        /// The cache does not know the link, and the network was not to be asked.
        NotInCache = "not-in-cache",
        /// There are more hidden links in one chain than are looked for.
        TooManyLookups = "too-many-lookups",
        /// There were more links in one run than are looked for.
        TooManyLinks = "too-many-links",
    }
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The network, in this run.
    Network,
    /// A cache file.
    Cache,
    /// Nowhere: nobody was asked.
    Nowhere,
    /// The answer for a layer outside this one, which passed here; it is counted there.
    Outer,
}

/// What became of a lookup, as one layer remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lookup {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// The target is known; it is a further layer.
    Found(Origin),
    /// The target is not known.
    Failed(Unresolved, Origin),
}

impl Lookup {
    /// Why the target is not known, where somebody asked.
    #[must_use]
    pub const fn failure(self) -> Option<Unresolved> {
        match self {
            Self::Failed(reason, _) => Some(reason),
            Self::NotAsked | Self::Found(_) => None,
        }
    }
}

/// The answer to a lookup. URLs are absolute, in the order of the hops, and not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The link leads there.
    Found {
        /// What is passed on the way.
        before: Vec<String>,
        /// Where it ends.
        target: String,
        /// Where the answer comes from.
        origin: Origin,
    },
    /// Where the link leads is not known.
    Failed {
        /// What was passed before the way was lost.
        hops: Vec<String>,
        /// Why it was lost.
        reason: Unresolved,
        /// Where the answer comes from.
        origin: Origin,
    },
}

/// Finds where links lead that hide their target. Within one run the same URL always has the same answer.
pub trait Resolve: fmt::Debug + Sync {
    /// The answer for a canonical `http` or `https` URL. Bounded in time.
    fn resolve(&self, url: &str) -> Resolution;

    /// Says that these URLs will be asked for, so that they can be looked for side by side. Changes no answer.
    fn prepare(&self, _urls: &[String]) {}
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::resolve::reason;

    #[test]
    fn every_reason_has_a_sentence_in_both_languages() {
        for id in Unresolved::NAMES {
            assert!(!reason(id).en.is_empty() && !reason(id).zh.is_empty(), "{id}");
        }
    }
}
