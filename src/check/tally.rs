//! Counting a run: links by verdict and scene, and everything that was skipped, cut or failed.

use std::collections::BTreeMap;

use encoding_rs::{Encoding, UTF_8};

use super::outcome::{Extent, LinkOutcome};
use super::plain::Judged;
use super::standing::Standing;
use crate::classify::lookup::{Lookup, Origin, Unresolved};
use crate::extract::format::Format;
use crate::extract::found::Fault;
use crate::message::Text;
use crate::verdict::Uncertainty;

/// How lookups ended, counted by the layers that asked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LookupTally {
    /// Targets that were found.
    pub found: u64,
    /// Targets that were not, by reason.
    pub failed: BTreeMap<Unresolved, u64>,
    /// Answers that came from the cache, of either kind.
    pub cached: u64,
}

impl LookupTally {
    fn add(&mut self, lookup: Lookup) {
        let origin = match lookup {
            Lookup::NotAsked | Lookup::Found(Origin::Outer) | Lookup::Failed(_, Origin::Outer) => return,
            Lookup::Found(origin) => {
                self.found += 1;
                origin
            }
            Lookup::Failed(reason, origin) => {
                *self.failed.entry(reason).or_default() += 1;
                origin
            }
        };
        self.cached += u64::from(origin == Origin::Cache);
    }

    fn merge(&mut self, other: Self) {
        self.found += other.found;
        self.cached += other.cached;
        for (reason, count) in other.failed {
            *self.failed.entry(reason).or_default() += count;
        }
    }
}

/// The most names of skipped files that are kept.
pub const SHOWN_LIMIT: usize = 20;

/// The counts of a run, or of a part of one; parts add up in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Links.
    pub links: u64,
    /// Blank lines.
    pub blank: u64,
    /// Comment lines.
    pub comments: u64,
    /// Links by policy, scene and verdict, each by its number.
    pub verdicts: Vec<Vec<[u64; 4]>>,
    /// Links that could not be read, by the id of the reason.
    pub errors: BTreeMap<&'static str, u64>,
    /// Links that were cut.
    pub cut: u64,
    /// Links with an uncertain verdict, by reason.
    pub uncertain: BTreeMap<Uncertainty, u64>,
    /// Short links and opaque wrappers whose target was looked for.
    pub lookups: LookupTally,
    /// Links that are findings.
    pub findings: u64,
    /// Findings about no link that count, such as a suppression without a reason.
    pub faulty: u64,
    /// Findings that were allowed, with a reason.
    pub suppressed: u64,
    /// Suppressed rules of policies that the run does not ask.
    pub elsewhere: u64,
    /// Links of markup that lead to nothing outside.
    pub inside: u64,
    /// Inputs in another encoding than UTF-8, by its name.
    pub encodings: BTreeMap<&'static str, u64>,
    /// Files of folders that are no text.
    pub binary: u64,
    /// The first of them by name, at most [`SHOWN_LIMIT`].
    pub binary_names: Vec<String>,
    /// Symbolic links in folders, which are not followed.
    pub symbolic_links: u64,
    /// Codes of pictures that are neither links nor codes of payment.
    pub other_codes: u64,
    /// Files of content, by their format.
    pub formats: BTreeMap<Format, u64>,
    /// Parts of files that were not read as what they are, with the file.
    pub faults: Vec<(String, Fault)>,
    /// Inputs that could not be read to their end, with the reason.
    pub failures: Vec<(String, Text)>,
}

impl Tally {
    /// Counts a file of content.
    pub fn count_input(&mut self, format: Format) {
        *self.formats.entry(format).or_default() += 1;
    }

    /// Counts the encoding of an input, unless it is the usual one.
    pub fn count_encoding(&mut self, encoding: &'static Encoding) {
        if encoding != UTF_8 {
            *self.encodings.entry(encoding.name()).or_default() += 1;
        }
    }

    /// Counts a file that was skipped because it is no text.
    pub fn skip_binary(&mut self, name: String) {
        self.binary += 1;
        if self.binary_names.len() < SHOWN_LIMIT {
            self.binary_names.push(name);
        }
    }

    /// Counts one link.
    pub fn add(&mut self, outcome: &LinkOutcome<'_>, standing: Standing) {
        self.links += 1;
        for scene in &outcome.decisions {
            let counts = self.counts(scene.policy, scene.scene);
            if let Some(count) = counts.get_mut(scene.decision.verdict as usize) {
                *count += 1;
            }
        }
        if let Err(error) = &outcome.chain.first.url
            && outcome.chain.first.code.is_none()
        {
            *self.errors.entry(error.id()).or_default() += 1;
        }
        self.cut += u64::from(outcome.extent == Extent::Cut);
        for reason in outcome.uncertain().iter() {
            *self.uncertain.entry(reason).or_default() += 1;
        }
        outcome.chain.layers().for_each(|layer| self.lookups.add(layer.lookup));
        self.findings += u64::from(standing == Standing::Counts);
        self.suppressed += outcome.allowed.len() as u64;
    }

    /// Counts so many plain links that are judged alike.
    pub fn add_plain(&mut self, judged: &Judged, links: u64) {
        self.links += links;
        for scene in &judged.decisions {
            if let Some(count) = self.counts(scene.policy, scene.scene).get_mut(scene.decision.verdict as usize) {
                *count += links;
            }
        }
        // Nearly every link is certain.
        if !judged.uncertain.is_empty() {
            judged.uncertain.iter().for_each(|reason| *self.uncertain.entry(reason).or_default() += links);
        }
        self.findings += if judged.standing == Standing::Counts { links } else { 0 };
    }

    /// Counts what is wrong with suppressions: findings that count, and names of rules of other policies.
    pub fn complain(&mut self, counting: u64, elsewhere: u64) {
        self.faulty += counting;
        self.elsewhere += elsewhere;
    }

    /// The counts of a scene, made where there are none yet.
    #[inline]
    fn counts(&mut self, policy: usize, scene: usize) -> &mut [u64; 4] {
        if self.verdicts.get(policy).is_none_or(|scenes| scenes.len() <= scene) {
            self.make_place(policy, scene);
        }
        #[expect(clippy::indexing_slicing, reason = "the lines above made the place")]
        &mut self.verdicts[policy][scene]
    }

    #[cold]
    fn make_place(&mut self, policy: usize, scene: usize) {
        if self.verdicts.len() <= policy {
            self.verdicts.resize_with(policy + 1, Vec::new);
        }
        if let Some(scenes) = self.verdicts.get_mut(policy).filter(|scenes| scenes.len() <= scene) {
            scenes.resize(scene + 1, [0; 4]);
        }
    }

    /// The same counts for a run in which so many policies stand before these.
    #[must_use]
    pub fn behind(mut self, policies: usize) -> Self {
        self.verdicts.splice(0..0, std::iter::repeat_n(Vec::new(), policies));
        self
    }

    /// Adds the counts of another part.
    pub fn merge(&mut self, other: Self) {
        self.links += other.links;
        self.blank += other.blank;
        self.comments += other.comments;
        for (policy, scenes) in other.verdicts.iter().enumerate() {
            for (scene, counts) in scenes.iter().enumerate() {
                self.counts(policy, scene).iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
            }
        }
        for (key, count) in other.errors {
            *self.errors.entry(key).or_default() += count;
        }
        self.cut += other.cut;
        for (key, count) in other.uncertain {
            *self.uncertain.entry(key).or_default() += count;
        }
        self.lookups.merge(other.lookups);
        self.findings += other.findings;
        self.faulty += other.faulty;
        self.suppressed += other.suppressed;
        self.elsewhere += other.elsewhere;
        self.inside += other.inside;
        for (encoding, count) in other.encodings {
            *self.encodings.entry(encoding).or_default() += count;
        }
        self.binary += other.binary;
        self.binary_names.extend(other.binary_names);
        self.binary_names.truncate(SHOWN_LIMIT);
        self.other_codes += other.other_codes;
        self.symbolic_links += other.symbolic_links;
        for (format, count) in other.formats {
            *self.formats.entry(format).or_default() += count;
        }
        self.faults.extend(other.faults);
        self.failures.extend(other.failures);
    }
}
