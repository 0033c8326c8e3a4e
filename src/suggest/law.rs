//! What a changed link may not do, so that no suggestion is a way around a rule.
//!
//! It leads where the link led: the same site and path, with the same meaning of every other part. It hides nothing
//! that the link did not hide: no jump page, short link or app link that was not there, no deeper chain, no new signal,
//! no code.

use crate::classify::candidate::{Candidate, Via};
use crate::classify::chain::Chain;
use crate::path::matching_form;
use crate::signal::{Signal, SignalSet};
use crate::verdict::Kind;

/// The signals of a layer behind which something is hidden.
const HIDING: SignalSet = SignalSet::of(Signal::OpaqueTarget).union(SignalSet::of(Signal::ShortLink)).union(SignalSet::of(Signal::ChainTooDeep));

/// What a link leads to in the end, with the number of its layer.
///
/// `None` where that is not known: the text can be read in several ways, it holds several links, or the last layer
/// hides its target.
#[must_use]
pub fn innermost<'c, 'a>(chain: &'c Chain<'a>) -> Option<(usize, &'c Candidate<'a>)> {
    if chain.deeper.iter().any(|layer| matches!(layer.via, Via::Reading | Via::SameText)) {
        return None;
    }
    let mut number = 0;
    // Layers stand behind the one they were found in, so this ends.
    loop {
        let mut inside = chain.deeper.iter().enumerate().filter(|(_, layer)| layer.parent == number).map(|(at, _)| at + 1).filter(|at| *at > number);
        match (inside.next(), inside.next()) {
            (None, _) => break,
            (Some(next), None) => number = next,
            (Some(_), Some(_)) => return None,
        }
    }
    let layer = chain.layer(number)?;
    (!layer.signals.intersects(HIDING)).then_some((number, layer))
}

/// Whether a changed link keeps the law, against the link it stands in for.
#[must_use]
pub fn keeps(original: &Chain<'_>, changed: &Chain<'_>) -> bool {
    let (Some((_, target)), Some((_, reached))) = (innermost(original), innermost(changed)) else { return false };
    let is_web = |layer: &Candidate<'_>| layer.kind == Kind::Web && layer.code.is_none();
    is_web(target)
        && changed.layers().all(is_web)
        && same_site(target, reached)
        && depth(changed) <= depth(original)
        && has_no_new_carrier(original, changed)
        && is_within(signals(changed), signals(original))
}

/// The same host and port, path and fragment. Only the scheme and parameters that track may differ.
fn same_site(target: &Candidate<'_>, reached: &Candidate<'_>) -> bool {
    let (Some(target), Some(reached)) = (target.canonical(), reached.canonical()) else { return false };
    let same_path = matching_form(target.path()) == matching_form(reached.path());
    target.host() == reached.host() && target.port() == reached.port() && same_path && target.fragment() == reached.fragment()
}

/// How many layers lie behind the link as written.
const fn depth(chain: &Chain<'_>) -> usize {
    chain.deeper.len()
}

/// Whether every jump page and short link of the changed link was there before.
fn has_no_new_carrier(original: &Chain<'_>, changed: &Chain<'_>) -> bool {
    let was_there = |layer: &Candidate<'_>| {
        let same = |old: &Candidate<'_>| old.wrapper == layer.wrapper && old.shortener == layer.shortener && old.host() == layer.host();
        original.layers().any(same)
    };
    changed.layers().filter(|layer| layer.wrapper.is_some() || layer.shortener.is_some()).all(was_there)
}

/// Every signal of every layer.
fn signals(chain: &Chain<'_>) -> SignalSet {
    chain.layers().fold(SignalSet::EMPTY, |all, layer| all.union(layer.signals))
}

fn is_within(inner: SignalSet, outer: SignalSet) -> bool {
    inner.intersection(outer) == inner
}
