//! Sifting findings by a baseline, as they pass in the order of the inputs: the known ones are marked and no longer count.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::{Baseline, Entry};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, State};
use crate::check::fingerprint::{Fingerprinter, portable};
use crate::check::measures::Measures;
use crate::check::run::Run;
use crate::extract::found::{Place, Spot};
use crate::settings::discover::clean;

/// A sink that marks known findings and passes all of them on.
pub struct Sift<'s> {
    run: &'s Run<'s>,
    measures: &'s Measures,
    /// The folder of the baseline, from which its files are named.
    folder: PathBuf,
    known: &'s Baseline,
    /// What was found in this run, as a baseline would have it.
    found: Baseline,
    inner: &'s mut dyn FindingSink,
    link: Link,
    /// Findings that were known.
    pub known_findings: u64,
    /// Links that would count, and all of whose findings were known.
    pub known_links: u64,
}

impl std::fmt::Debug for Sift<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sift").field("known_findings", &self.known_findings).finish_non_exhaustive()
    }
}

/// The link whose findings are passing, and how many of them count, before and after.
#[derive(Debug, Default)]
struct Link {
    of: Option<(Arc<str>, Option<Place>, Spot, String)>,
    before: u64,
    after: u64,
}

impl<'s> Sift<'s> {
    /// A sink before another, by a baseline that stands in a folder.
    pub fn new(run: &'s Run<'s>, measures: &'s Measures, known: &'s Baseline, folder: PathBuf, inner: &'s mut dyn FindingSink) -> Self {
        Self { run, measures, folder, known, found: Baseline::default(), inner, link: Link::default(), known_findings: 0, known_links: 0 }
    }

    /// Counts a finding among those of its link.
    fn of_link(&mut self, finding: &Finding, before: bool, after: bool) {
        let same = |(file, place, spot, link): &(Arc<str>, Option<Place>, Spot, String)| {
            (file, *place, spot, link) == (&finding.file, finding.place, &finding.spot, &finding.link)
        };
        if !self.link.of.as_ref().is_some_and(same) {
            self.end_link();
            self.link.of = Some((finding.file.clone(), finding.place, finding.spot.clone(), finding.link.clone()));
        }
        self.link.before += u64::from(before);
        self.link.after += u64::from(after);
    }

    fn end_link(&mut self) {
        let Link { before, after, .. } = std::mem::take(&mut self.link);
        self.known_links += u64::from(before > 0 && after == 0);
    }

    /// The entry that a finding belongs to.
    fn entry(&self, finding: &Finding) -> Entry {
        let whole = clean(&Path::new(&self.measures.here).join(&*finding.file));
        let file = named_from(&self.folder, &whole);
        let renamed = Finding { file: file.as_str().into(), excerpt: None, ..finding.clone() };
        let fingerprint = Fingerprinter::default().next(&renamed).to_string();
        let link = finding.url.clone().unwrap_or_else(|| finding.link.clone());
        Entry { fingerprint, rule: finding.rule.to_string(), link, file, count: 1 }
    }

    /// What was found.
    #[must_use]
    pub fn finish(mut self) -> Sifted {
        self.end_link();
        Sifted { found: self.found, known_findings: self.known_findings, known_links: self.known_links }
    }
}

/// What sifting brought.
#[derive(Debug, Default)]
pub struct Sifted {
    /// All that counts now, as a new baseline has it.
    pub found: Baseline,
    /// Findings that were known.
    pub known_findings: u64,
    /// Links that would count, and all of whose findings were known.
    pub known_links: u64,
}

impl Sifted {
    /// Takes in what another group of inputs brought under the same baseline.
    pub fn merge(&mut self, other: Self) {
        for (print, entry) in other.found.0 {
            self.found.0.entry(print).and_modify(|own| own.count += entry.count).or_insert(entry);
        }
        self.known_findings += other.known_findings;
        self.known_links += other.known_links;
    }

    /// Entries of a baseline of which less was found than they say, with how many were; `is_judged` tells those apart whose
    /// files the run looked at, or which are gone.
    #[must_use]
    pub fn stale<'k>(&self, known: &'k Baseline, is_judged: impl Fn(&Entry) -> bool) -> Vec<(&'k Entry, u64)> {
        let count = |entry: &Entry| self.found.0.get(&entry.fingerprint).map_or(0, |found| found.count);
        let mut stale: Vec<_> = known.0.values().map(|entry| (entry, count(entry))).filter(|(entry, found)| *found < entry.count && is_judged(entry)).collect();
        stale.sort_by(|(a, _), (b, _)| (&a.file, &a.rule, &a.link).cmp(&(&b.file, &b.rule, &b.link)));
        stale
    }

    /// The new baseline: what was found, and the entries of files that the run did not look at.
    #[must_use]
    pub fn updated(&self, known: &Baseline, is_judged: impl Fn(&Entry) -> bool) -> Baseline {
        let mut updated = self.found.clone();
        let kept = known.0.iter().filter(|(_, entry)| !is_judged(entry));
        kept.for_each(|(print, entry)| {
            updated.0.entry(print.clone()).or_insert_with(|| entry.clone());
        });
        updated
    }
}

/// The name of a file in a baseline that stands in a folder.
#[must_use]
pub fn named_from(folder: &Path, whole: &Path) -> String {
    portable(&whole.strip_prefix(folder).unwrap_or(whole).to_string_lossy())
}

impl FindingSink for Sift<'_> {
    fn finding(&mut self, mut finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        let counts = self.measures.counts(self.run, &finding);
        // What is wrong with a suppression stays loud.
        if counts && !finding.link.is_empty() {
            let entry = self.entry(&finding);
            let known = self.known.0.get(&entry.fingerprint).map_or(0, |known| known.count);
            let found = self.found.0.entry(entry.fingerprint.clone()).and_modify(|found| found.count += 1).or_insert(entry);
            if found.count <= known {
                finding.state = State::Known;
                self.known_findings += 1;
            }
        }
        let after = self.measures.counts(self.run, &finding);
        self.of_link(&finding, counts, after);
        self.inner.finding(finding, out)
    }

    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.inner.end_of_content(out)
    }
}
