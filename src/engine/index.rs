//! Which rules could hold for a layer at all: each rule lies in the bucket of its most telling key.

use smallvec::SmallVec;
use std::collections::HashMap;

use super::condition::Check;
use crate::classify::candidate::Candidate;
use crate::classify::hosts::names_upwards;
use crate::classify::ids::{CategorySet, OwnerId};
use crate::classify::name_filter::{LastLabels, NameFilter};
use crate::signal::Signal;

/// Rules that could hold for one layer.
pub type Found = SmallVec<[u32; 8]>;

/// A key that a rule can be found by.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Key {
    Name(String),
    Owner(usize),
    Category(usize),
    List(usize),
    Signal(usize),
    Kind(usize),
    Shortener,
    Wrapper,
    Deep,
}

/// The buckets.
#[derive(Debug, Default)]
pub struct RuleIndex {
    names: HashMap<Box<str>, Vec<u32>, foldhash::fast::FixedState>,
    filter: NameFilter,
    owners: Vec<Vec<u32>>,
    categories: Vec<Vec<u32>>,
    lists: Vec<Vec<u32>>,
    signals: Vec<Vec<u32>>,
    kinds: Vec<Vec<u32>>,
    shortener: Vec<u32>,
    wrapper: Vec<u32>,
    deep: Vec<u32>,
    always: Vec<u32>,
}

impl RuleIndex {
    /// Adds a rule by its compiled condition.
    pub fn add(&mut self, number: u32, checks: &[Check]) {
        match keys(checks) {
            None => self.always.push(number),
            Some(keys) => keys.into_iter().for_each(|key| self.put(key, number)),
        }
    }

    fn put(&mut self, key: Key, number: u32) {
        let bucket = match key {
            Key::Name(name) => {
                self.filter.insert(&name);
                self.names.entry(name.into()).or_default()
            }
            Key::Owner(at) => slot(&mut self.owners, at),
            Key::Category(at) => slot(&mut self.categories, at),
            Key::List(at) => slot(&mut self.lists, at),
            Key::Signal(at) => slot(&mut self.signals, at),
            Key::Kind(at) => slot(&mut self.kinds, at),
            Key::Shortener => &mut self.shortener,
            Key::Wrapper => &mut self.wrapper,
            Key::Deep => &mut self.deep,
        };
        if bucket.last() != Some(&number) {
            bucket.push(number);
        }
    }

    /// The rules that could hold for a layer, in the order of their numbers, each once.
    #[must_use]
    pub fn find(&self, layer: &Candidate<'_>, depth: usize) -> Found {
        let mut found = Found::new();
        if !self.always.is_empty() {
            found.extend_from_slice(&self.always);
        }
        if let Some(host) = layer.host()
            && !self.names.is_empty()
            && self.filter.may_know(LastLabels::of(host))
        {
            self.by_name(host, &mut found);
        }
        if let Some(OwnerId(number)) = layer.owner {
            extend(&mut found, &self.owners, usize::from(number));
        }
        layer.category.iter().for_each(|at| extend(&mut found, &self.categories, at));
        CategorySet(layer.lists).iter().for_each(|at| extend(&mut found, &self.lists, at));
        if !self.signals.is_empty() {
            layer.signals.iter().for_each(|signal| extend(&mut found, &self.signals, signal as usize));
        }
        extend(&mut found, &self.kinds, layer.kind as usize);
        if layer.shortener.is_some() {
            found.extend_from_slice(&self.shortener);
        }
        if layer.wrapper.is_some() {
            found.extend_from_slice(&self.wrapper);
        }
        if depth > 0 {
            found.extend_from_slice(&self.deep);
        }
        if found.len() > 1 {
            found.sort_unstable();
            found.dedup();
        }
        found
    }

    fn by_name(&self, host: &str, found: &mut Found) {
        for name in names_upwards(host) {
            if let Some(rules) = self.names.get(name) {
                found.extend_from_slice(rules);
            }
        }
    }
}

fn slot(buckets: &mut Vec<Vec<u32>>, at: usize) -> &mut Vec<u32> {
    if buckets.len() <= at {
        buckets.resize_with(at + 1, Vec::new);
    }
    #[expect(clippy::indexing_slicing, reason = "the line above made the slot")]
    &mut buckets[at]
}

fn extend(found: &mut Found, buckets: &[Vec<u32>], at: usize) {
    if let Some(bucket) = buckets.get(at)
        && !bucket.is_empty()
    {
        found.extend_from_slice(bucket);
    }
}

/// The keys of the most telling check; `None` if the rule has to be tried for every layer.
fn keys(checks: &[Check]) -> Option<Vec<Key>> {
    checks.iter().filter_map(|check| keys_of(check).map(|keys| (weight(check), keys))).min_by_key(|(weight, _)| *weight).map(|(_, keys)| keys)
}

/// How many layers a check lets through, roughly: the less, the better a key it makes.
const fn weight(check: &Check) -> u8 {
    match check {
        Check::Host(_) | Check::Domain(_) | Check::Registrable(_) | Check::Suffix(_) => 0,
        Check::Wrapper(_) | Check::Depth(_) => 1,
        Check::Shortener(_) | Check::Signal(_) => 2,
        Check::Owner(_) => 3,
        Check::Category(_) | Check::List(_) => 4,
        Check::Any(_) => 5,
        Check::Kind(_) => 6,
        _ => 7,
    }
}

fn keys_of(check: &Check) -> Option<Vec<Key>> {
    Some(match check {
        Check::Host(names) | Check::Domain(names) | Check::Registrable(names) | Check::Suffix(names) => names.iter().cloned().map(Key::Name).collect(),
        Check::Owner(set) => set.iter().map(Key::Owner).collect(),
        Check::Category(set) => set.iter().map(Key::Category).collect(),
        Check::List(bits) => CategorySet(*bits).iter().map(Key::List).collect(),
        Check::Signal(set) => set.iter().map(|signal: Signal| Key::Signal(signal as usize)).collect(),
        Check::Kind(mask) => (0..8).filter(|at| mask & (1 << at) != 0).map(Key::Kind).collect(),
        Check::Shortener(_) => vec![Key::Shortener],
        Check::Wrapper(_) => vec![Key::Wrapper],
        Check::Depth(_) => vec![Key::Deep],
        Check::Any(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(keys(branch)?);
            }
            all
        }
        _ => return None,
    })
}
