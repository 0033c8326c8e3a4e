//! The counts of a run as a document. Those of all parts of a run add up to those of the whole.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::check::run::Run;
use crate::check::tally::Tally;
use crate::input::shard::Shard;
use crate::verdict::Verdict;

/// Counts by name.
type ByName = BTreeMap<String, u64>;

/// How lookups ended.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LookupCounts {
    /// Targets that were found.
    pub found: u64,
    /// Answers that came from the cache.
    pub cached: u64,
    /// Targets that were not found, by reason.
    pub failed: ByName,
}

/// An input that could not be read to its end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailedInput {
    /// Its name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// The counts of a run or of a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The version of this document.
    pub v: u64,
    /// The hash of the run.
    pub run: String,
    /// The day or moment looked at.
    pub as_of: String,
    /// Which part of the run it is, as `2/8`; left out for a whole run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<String>,
    /// Links.
    pub links: u64,
    /// Blank lines.
    pub blank: u64,
    /// Comment lines.
    pub comments: u64,
    /// Links by `policy/scene` and verdict.
    pub scenes: BTreeMap<String, ByName>,
    /// Links that could not be read, by reason.
    pub errors: ByName,
    /// Links that were cut.
    pub cut: u64,
    /// Links with an uncertain verdict, by reason.
    pub uncertain: ByName,
    /// Targets that were looked for.
    pub lookups: LookupCounts,
    /// Links that are findings.
    pub findings: u64,
    /// Findings about no link.
    pub faulty: u64,
    /// Findings that were allowed.
    pub suppressed: u64,
    /// Suppressed rules of policies that were not asked.
    pub elsewhere: u64,
    /// Links of markup that lead to nothing outside.
    pub inside: u64,
    /// Inputs in another encoding than UTF-8.
    pub encodings: ByName,
    /// Files of content, by format.
    pub formats: ByName,
    /// Files of folders that are no text.
    pub binary: u64,
    /// Symbolic links in folders.
    pub symbolic_links: u64,
    /// Codes of pictures that are no links.
    pub other_codes: u64,
    /// Parts of files that were not read as what they are, by kind.
    pub faults: ByName,
    /// Inputs that could not be read to their end.
    pub failures: Vec<FailedInput>,
}

/// Why summaries do not make a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoWhole {
    /// They are of different runs.
    OtherRun(String, String),
    /// They are of different partings.
    OtherCount(String, String),
    /// One is no part.
    NoPart,
    /// One is there twice.
    Twice(String),
    /// Some are not there.
    Missing(Vec<String>),
}

fn by_name<'n>(counts: impl IntoIterator<Item = (&'n str, u64)>) -> ByName {
    let mut named = ByName::new();
    counts.into_iter().for_each(|(name, count)| *named.entry(name.to_owned()).or_default() += count);
    named
}

fn add(sum: &mut ByName, part: ByName) {
    part.into_iter().for_each(|(name, count)| *sum.entry(name).or_default() += count);
}

impl Counts {
    /// The counts of a run, or of a part of it.
    #[must_use]
    pub fn of(run: &Run<'_>, tally: &Tally, shard: Option<Shard>) -> Self {
        let lookups = LookupCounts {
            found: tally.lookups.found,
            cached: tally.lookups.cached,
            failed: by_name(tally.lookups.failed.iter().map(|(reason, count)| (reason.as_str(), *count))),
        };
        let mut failures: Vec<FailedInput> =
            tally.failures.iter().map(|(name, reason)| FailedInput { name: name.clone(), reason: reason.en.clone() }).collect();
        failures.sort();
        Self {
            v: 1,
            run: run.id.clone(),
            as_of: run.as_of.to_string(),
            shard: shard.map(|shard| shard.to_string()),
            links: tally.links,
            blank: tally.blank,
            comments: tally.comments,
            scenes: scenes(run, tally),
            errors: by_name(tally.errors.iter().map(|(id, count)| (*id, *count))),
            cut: tally.cut,
            uncertain: by_name(tally.uncertain.iter().map(|(reason, count)| (reason.as_str(), *count))),
            lookups,
            findings: tally.findings,
            faulty: tally.faulty,
            suppressed: tally.suppressed,
            elsewhere: tally.elsewhere,
            inside: tally.inside,
            encodings: by_name(tally.encodings.iter().map(|(name, count)| (*name, *count))),
            formats: by_name(tally.formats.iter().map(|(format, count)| (format.as_str(), *count))),
            binary: tally.binary,
            symbolic_links: tally.symbolic_links,
            other_codes: tally.other_codes,
            faults: by_name(tally.faults.iter().map(|(_, fault)| (fault.kind.as_str(), 1))),
            failures,
        }
    }

    /// Reads the document.
    ///
    /// # Errors
    /// It is none, with the reason.
    pub fn read(text: &str) -> Result<Self, String> {
        let counts: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if counts.v == 1 { Ok(counts) } else { Err(format!("v is {}, and 1 is what is known", counts.v)) }
    }

    /// The document.
    #[must_use]
    pub fn written(&self) -> String {
        serde_json::to_string_pretty(self).map(|text| text + "\n").unwrap_or_default()
    }

    fn add(&mut self, part: Self) {
        for (sum, count) in [
            (&mut self.links, part.links),
            (&mut self.blank, part.blank),
            (&mut self.comments, part.comments),
            (&mut self.cut, part.cut),
            (&mut self.findings, part.findings),
            (&mut self.faulty, part.faulty),
            (&mut self.suppressed, part.suppressed),
            (&mut self.elsewhere, part.elsewhere),
            (&mut self.inside, part.inside),
            (&mut self.binary, part.binary),
            (&mut self.symbolic_links, part.symbolic_links),
            (&mut self.other_codes, part.other_codes),
            (&mut self.lookups.found, part.lookups.found),
            (&mut self.lookups.cached, part.lookups.cached),
        ] {
            *sum += count;
        }
        for (sum, counts) in [
            (&mut self.errors, part.errors),
            (&mut self.uncertain, part.uncertain),
            (&mut self.encodings, part.encodings),
            (&mut self.formats, part.formats),
            (&mut self.faults, part.faults),
            (&mut self.lookups.failed, part.lookups.failed),
        ] {
            add(sum, counts);
        }
        part.scenes.into_iter().for_each(|(scene, counts)| add(self.scenes.entry(scene).or_default(), counts));
        self.failures = joined(std::mem::take(&mut self.failures), part.failures);
    }
}

/// An input that fails does so in every part that reads it: it counts as often as in the part where it counts most.
fn joined(one: Vec<FailedInput>, other: Vec<FailedInput>) -> Vec<FailedInput> {
    let times = |all: &[FailedInput], entry: &FailedInput| all.iter().filter(|known| *known == entry).count();
    let names: BTreeSet<&FailedInput> = one.iter().chain(&other).collect();
    names.into_iter().flat_map(|entry| std::iter::repeat_n(entry.clone(), times(&one, entry).max(times(&other, entry)))).collect()
}

/// Links by scene and verdict; policies that stand in several groups of inputs are counted together.
fn scenes(run: &Run<'_>, tally: &Tally) -> BTreeMap<String, ByName> {
    let mut scenes: BTreeMap<String, ByName> = BTreeMap::new();
    for (number, policy) in run.policies.iter().enumerate() {
        let model = policy.matcher.policy();
        for scene in &policy.scenes {
            let Some(named) = model.scenes.get(*scene) else { continue };
            let counts = tally.verdicts.get(number).and_then(|scenes| scenes.get(*scene)).copied().unwrap_or_default();
            let told = Verdict::ALL.iter().map(|verdict| verdict.as_str()).zip(counts);
            add(scenes.entry(format!("{}/{}", model.id, named.id)).or_default(), by_name(told));
        }
    }
    scenes
}

/// The counts of a whole run from those of all its parts, in any order.
///
/// # Errors
/// They are not all the parts of one run, each once.
pub fn merge(parts: Vec<Counts>) -> Result<Counts, NoWhole> {
    let mut whole: Option<(Counts, Shard)> = None;
    let mut seen = BTreeSet::new();
    for part in parts {
        let shard = part.shard.as_deref().and_then(Shard::parse).ok_or(NoWhole::NoPart)?;
        if !seen.insert(shard.to_string()) {
            return Err(NoWhole::Twice(shard.to_string()));
        }
        match &mut whole {
            None => whole = Some((part, shard)),
            Some((sum, _)) if sum.run != part.run || sum.as_of != part.as_of => return Err(NoWhole::OtherRun(sum.run.clone(), part.run)),
            Some((_, first)) if first.count() != shard.count() => return Err(NoWhole::OtherCount(first.to_string(), shard.to_string())),
            Some((sum, _)) => sum.add(part),
        }
    }
    let (whole, first) = whole.ok_or(NoWhole::NoPart)?;
    let missing: Vec<String> = (1..=first.count()).map(|number| format!("{number}/{}", first.count())).filter(|part| !seen.contains(part)).collect();
    if missing.is_empty() { Ok(Counts { shard: None, ..whole }) } else { Err(NoWhole::Missing(missing)) }
}
