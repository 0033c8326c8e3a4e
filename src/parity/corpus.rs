//! Who fares how in a corpus: verdicts by category and owner.

use std::collections::BTreeMap;

use crate::check::outcome::LinkOutcome;
use crate::classify::ids::OwnerId;

/// Counts of verdicts by scene, category and owner; a link of several categories counts in each.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    counts: BTreeMap<(usize, usize, OwnerId), [u64; 4]>,
    /// Links whose owner or category is not known.
    pub unknown: u64,
}

/// How the links of one owner fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The owner.
    pub owner: OwnerId,
    /// Links by verdict, from the loosest to the strictest.
    pub counts: [u64; 4],
}

impl Share {
    /// All links.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Those that do not open directly.
    #[must_use]
    pub fn hindered(&self) -> u64 {
        self.all() - self.counts.first().copied().unwrap_or(0)
    }
}

impl Tally {
    /// Takes note of a link: what stands innermost in its chain is what people want to reach.
    pub fn note(&mut self, outcome: &LinkOutcome<'_>) {
        let Some(target) = outcome.chain.layers().last() else { return };
        let Some(owner) = target.owner.filter(|_| !target.category.is_empty()) else {
            self.unknown += 1;
            return;
        };
        for decided in &outcome.decisions {
            for category in target.category.iter() {
                let counts = self.counts.entry((decided.scene, category, owner)).or_default();
                if let Some(count) = counts.get_mut(decided.decision.verdict as usize) {
                    *count += 1;
                }
            }
        }
    }

    /// The owners of each scene and category with more than one owner, those that fare worst first.
    #[must_use]
    pub fn groups(&self) -> Vec<(usize, usize, Vec<Share>)> {
        let mut groups: BTreeMap<(usize, usize), Vec<Share>> = BTreeMap::new();
        for ((scene, category, owner), counts) in &self.counts {
            groups.entry((*scene, *category)).or_default().push(Share { owner: *owner, counts: *counts });
        }
        let mut found: Vec<(usize, usize, Vec<Share>)> =
            groups.into_iter().filter(|(_, shares)| shares.len() > 1).map(|((scene, category), shares)| (scene, category, shares)).collect();
        for (_, _, shares) in &mut found {
            // a/b > c/d without dividing.
            shares.sort_by(|a, b| (b.hindered() * a.all()).cmp(&(a.hindered() * b.all())).then(b.all().cmp(&a.all())).then(a.owner.cmp(&b.owner)));
        }
        found
    }
}
