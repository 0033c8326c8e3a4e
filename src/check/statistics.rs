//! Counts beside the verdicts: what links are, where they lead, and what shows in many of them together.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::FixedState;

use super::outcome::LinkOutcome;
use super::patterns::{Limits, Order, Patterns};
use super::run::Run;
use crate::classify::candidate::Via;
use crate::extract::format::Format;
use crate::extract::found::Role;
use crate::signal::Signal;
use crate::verdict::Verdict;

/// The most names a roll keeps while it is filled.
pub const ROLL_LIMIT: usize = 1 << 17;

/// Whether a run counts more than its verdicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Watch {
    /// Only what the summary tells.
    #[default]
    Verdicts,
    /// The statistics too.
    Everything,
}

/// Links by verdict, in the order of the verdicts.
pub type Counts = [u64; 4];

fn sum_into(counts: &mut Counts, other: Counts) {
    counts.iter_mut().zip(other).for_each(|(sum, count)| *sum += count);
}

fn sum(counts: &Counts) -> u64 {
    counts.iter().sum()
}

/// Links by verdict for each of many names. Past [`ROLL_LIMIT`] names the rarer half goes to `others`; from then on the count of a
/// name may be too low, never too high, and the sum over all stays right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Roll {
    names: HashMap<String, Counts, FixedState>,
    /// What was counted without its name.
    pub others: Counts,
    /// Whether names were let go.
    pub is_partial: bool,
}

impl Roll {
    /// Counts one link.
    pub fn add(&mut self, name: &str, verdict: Verdict) {
        let mut one = Counts::default();
        if let Some(count) = one.get_mut(verdict as usize) {
            *count = 1;
        }
        self.add_counts(name, one);
    }

    fn add_counts(&mut self, name: &str, other: Counts) {
        if let Some(counts) = self.names.get_mut(name) {
            sum_into(counts, other);
            return;
        }
        self.insert(name.to_owned(), other);
    }

    fn insert(&mut self, name: String, other: Counts) {
        sum_into(self.names.entry(name).or_default(), other);
        if self.names.len() > ROLL_LIMIT {
            self.halve();
        }
    }

    fn halve(&mut self) {
        let mut all: Vec<(u64, &str)> = self.names.iter().map(|(name, counts)| (sum(counts), name.as_str())).collect();
        // To put all in order takes several times as long as to find the last that stays.
        let (_, (least, last), _) = all.select_nth_unstable_by(ROLL_LIMIT / 2 - 1, |a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let (least, last) = (*least, last.to_owned());
        let Self { names, others, is_partial } = self;
        *is_partial = true;
        names.retain(|name, counts| {
            let stays = sum(counts) > least || (sum(counts) == least && *name <= last);
            if !stays {
                sum_into(others, *counts);
            }
            stays
        });
    }

    /// Adds another part's counts.
    pub fn merge(&mut self, other: Self) {
        sum_into(&mut self.others, other.others);
        self.is_partial |= other.is_partial;
        other.names.into_iter().for_each(|(name, counts)| self.insert(name, counts));
    }

    /// The names with the most links, by their number and then by name.
    #[must_use]
    pub fn most(&self, count: usize) -> Vec<(&str, Counts)> {
        let mut all: Vec<(&str, Counts)> = self.names.iter().map(|(name, counts)| (name.as_str(), *counts)).collect();
        all.sort_by(|a, b| sum(&b.1).cmp(&sum(&a.1)).then_with(|| a.0.cmp(b.0)));
        all.truncate(count);
        all
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nothing was counted.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.others == Counts::default()
    }

    /// All links together.
    #[must_use]
    pub fn total(&self) -> Counts {
        let mut total = self.others;
        self.names.values().for_each(|counts| sum_into(&mut total, *counts));
        total
    }
}

/// The statistics of a run, or of a part of one; parts add up in any order, as far as [`Roll`] keeps all names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statistics {
    /// Links by the format of their input.
    pub formats: BTreeMap<Format, u64>,
    /// Links by what they stand as.
    pub roles: BTreeMap<Role, u64>,
    /// Links by the registrable domain they are written with, else their host.
    pub domains: Roll,
    /// Links by the owner of that domain.
    pub owners: Roll,
    /// Links by signal, of any layer.
    pub signals: BTreeMap<Signal, u64>,
    /// Links by the wrapper of any layer.
    pub wrappers: Roll,
    /// Links by the host of short links.
    pub short_links: Roll,
    /// Links by the verdicts of all scenes and policies asked for, joined by blanks, where they are not all the same.
    pub differing: Roll,
    /// What shows in many links together.
    pub patterns: Patterns,
}

impl Statistics {
    /// An empty part of a whole whose patterns have these limits.
    #[must_use]
    pub fn part(limits: &Limits) -> Self {
        Self { patterns: Patterns::part(limits), ..Self::default() }
    }

    /// Counts one link of an input.
    pub fn add(&mut self, run: &Run<'_>, format: Format, order: Order, outcome: &LinkOutcome<'_>) {
        let (catalog, verdict, first) = (run.classifier.catalog, outcome.verdict(), &outcome.chain.first);
        *self.formats.entry(format).or_default() += 1;
        *self.roles.entry(outcome.at.role).or_default() += 1;
        if let Some(domain) = first.registrable().or_else(|| first.host()) {
            self.domains.add(domain, verdict);
        }
        if let Some(owner) = first.owner {
            self.owners.add(catalog.owner_name(owner), verdict);
        }
        let signals = outcome.chain.layers().fold(first.signals, |all, layer| all.union(layer.signals));
        signals.iter().for_each(|signal| *self.signals.entry(signal).or_default() += 1);
        for layer in outcome.chain.layers().filter(|layer| layer.via != Via::Reading) {
            if let Some(entry) = layer.wrapper.and_then(|wrapper| catalog.wrapper_entry(wrapper)) {
                self.wrappers.add(&entry.named.id, verdict);
            }
            if let (Some(_), Some(host)) = (layer.shortener, layer.host()) {
                self.short_links.add(host, verdict);
            }
        }
        if outcome.decisions.iter().any(|scene| scene.decision.verdict != verdict) {
            let all: Vec<&str> = outcome.decisions.iter().map(|scene| scene.decision.verdict.as_str()).collect();
            self.differing.add(&all.join(" "), verdict);
        }
        self.patterns.add(run, order, outcome);
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: Self) {
        other.formats.into_iter().for_each(|(format, count)| *self.formats.entry(format).or_default() += count);
        other.roles.into_iter().for_each(|(role, count)| *self.roles.entry(role).or_default() += count);
        other.signals.into_iter().for_each(|(signal, count)| *self.signals.entry(signal).or_default() += count);
        self.domains.merge(other.domains);
        self.owners.merge(other.owners);
        self.wrappers.merge(other.wrappers);
        self.short_links.merge(other.short_links);
        self.differing.merge(other.differing);
        self.patterns.merge(other.patterns);
    }
}
