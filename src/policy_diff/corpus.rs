//! How much of a corpus gets another verdict.

use std::collections::BTreeMap;

use super::entry::Direction;
use crate::check::link::{Line, line_kind};
use crate::check::run::Run;
use crate::policy_space::facts::Pair;
use crate::verdict::Verdict;

/// A change that some links of a corpus meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The scene.
    pub scene: String,
    /// Both verdicts.
    pub verdicts: Pair<Verdict>,
    /// How many links.
    pub links: usize,
    /// One of them.
    pub example: String,
}

/// A corpus under two policies.
#[derive(Debug, Clone, Default)]
pub struct Corpus {
    /// How many links it has.
    pub links: usize,
    /// How many get another verdict in some scene.
    pub changed: usize,
    found: BTreeMap<(String, Pair<Verdict>), (usize, String)>,
}

impl Corpus {
    /// Takes note of a line; the run has the old policy first and the new one second.
    pub fn note(&mut self, run: &Run<'_>, line: &[u8]) {
        let Line::Link(link) = line_kind(line) else { return };
        self.links += 1;
        let outcome = run.check_line(link, 1, None);
        let (Some(old), Some(new)) = (run.policies.first(), run.policies.get(1)) else { return };
        let mut is_changed = false;
        for before in outcome.decisions.iter().filter(|decision| decision.policy == 0) {
            let Some(scene) = old.matcher.policy().scenes.get(before.scene) else { continue };
            let Some(number) = new.matcher.policy().scene(&scene.id) else { continue };
            let Some(after) = outcome.decisions.iter().find(|decision| decision.policy == 1 && decision.scene == number) else { continue };
            let verdicts = Pair { old: before.decision.verdict, new: after.decision.verdict };
            if verdicts.old != verdicts.new {
                is_changed = true;
                let slot = self.found.entry((scene.id.clone(), verdicts)).or_insert_with(|| (0, String::from_utf8_lossy(link).into_owned()));
                slot.0 += 1;
            }
        }
        self.changed += usize::from(is_changed);
    }

    /// The changes, worst first: what loosens most, then what most links meet.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut all: Vec<Change> = self
            .found
            .iter()
            .map(|((scene, verdicts), (links, example))| Change { scene: scene.clone(), verdicts: *verdicts, links: *links, example: example.clone() })
            .collect();
        let steps = |change: &Change| (change.verdicts.old as u8).abs_diff(change.verdicts.new as u8);
        all.sort_by_key(|change| (Direction::of(change.verdicts), std::cmp::Reverse(steps(change)), std::cmp::Reverse(change.links)));
        all
    }
}
