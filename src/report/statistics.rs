//! The counts of a run, for programs as JSON and for people as a list.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use crate::check::outcome::At;
use crate::check::patterns::Pattern;
use crate::check::run::Run;
use crate::check::statistics::{Counts, Roll, Statistics};
use crate::check::tally::Tally;
use crate::extract::found::{Fault, Role};
use crate::message::{Lang, Text, finding as text};
use crate::verdict::{Uncertainty, Verdict};

/// How many names of a roll are told.
const TOLD: usize = 20;

/// Links of one scene by verdict.
#[derive(Debug, Clone, Serialize)]
pub struct SceneCounts {
    /// The policy.
    pub policy: String,
    /// The scene.
    pub scene: String,
    /// Links that open.
    pub open: u64,
    /// Links with a confirm page.
    pub warn: u64,
    /// Links to be copied.
    pub copy: u64,
    /// Links that are stopped.
    pub block: u64,
}

/// A part of a file that was not read, or a file.
#[derive(Debug, Clone, Serialize)]
pub struct Unread {
    /// Where.
    pub place: String,
    /// The kind of fault; `failed` where reading failed.
    pub kind: &'static str,
    /// Why.
    pub sentence: String,
}

/// What the summary says, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The run's hash.
    pub run: String,
    /// The day or moment looked at.
    pub as_of: String,
    /// Links.
    pub links: u64,
    /// Links at or above the threshold.
    pub findings: u64,
    /// Links by policy, scene and verdict.
    pub verdicts: Vec<SceneCounts>,
    /// Blank lines.
    pub blank: u64,
    /// Comment lines.
    pub comments: u64,
    /// Links that lead to nothing outside.
    pub inside: u64,
    /// Links that were cut.
    pub cut: u64,
    /// Lines that could not be read as links, by reason.
    pub errors: BTreeMap<&'static str, u64>,
    /// Links with an uncertain verdict, by reason.
    pub uncertain: BTreeMap<&'static str, u64>,
    /// Files of content by format.
    pub files: BTreeMap<&'static str, u64>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// The scenes of a run with their counts.
#[must_use]
pub fn scenes(run: &Run<'_>, tally: &Tally) -> Vec<SceneCounts> {
    let mut rows = Vec::new();
    for (number, policy) in run.policies.iter().enumerate() {
        let model = policy.matcher.policy();
        for scene in &policy.scenes {
            let [open, warn, copy, block] = tally.verdicts.get(number).and_then(|scenes| scenes.get(*scene)).copied().unwrap_or_default();
            let id = model.scenes.get(*scene).map_or("", |scene| scene.id.as_str());
            rows.push(SceneCounts { policy: model.id.to_string(), scene: id.to_owned(), open, warn, copy, block });
        }
    }
    rows
}

/// What the summary says, in one language.
#[must_use]
pub fn summary(run: &Run<'_>, tally: &Tally, lang: Lang) -> Summary {
    let fault = |(file, fault): &(String, Fault)| {
        let at = At { place: fault.place, span: None, spot: &fault.spot, role: Role::Text };
        Unread { place: at.written(file), kind: fault.kind.as_str(), sentence: fault.sentence.get(lang).to_owned() }
    };
    let failure = |(file, reason): &(String, Text)| Unread { place: file.clone(), kind: "failed", sentence: reason.get(lang).to_owned() };
    Summary {
        run: run.id.clone(),
        as_of: run.as_of.to_string(),
        links: tally.links,
        findings: tally.findings,
        verdicts: scenes(run, tally),
        blank: tally.blank,
        comments: tally.comments,
        inside: tally.inside,
        cut: tally.cut,
        errors: tally.errors.iter().map(|(id, count)| (*id, *count)).collect(),
        uncertain: tally.uncertain.iter().map(|(reason, count)| (Uncertainty::as_str(*reason), *count)).collect(),
        files: tally.formats.iter().map(|(format, count)| (format.as_str(), *count)).collect(),
        unread: tally.faults.iter().map(fault).chain(tally.failures.iter().map(failure)).collect(),
    }
}

/// One name with its links by verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// The name.
    pub name: String,
    /// All links.
    pub links: u64,
    /// Links by verdict, those verdicts left out that none has.
    pub verdicts: BTreeMap<&'static str, u64>,
}

/// Names with their links, those with the most first.
#[derive(Debug, Clone, Serialize)]
pub struct Rolled {
    /// How many names were told apart.
    pub distinct: usize,
    /// Whether rare names were counted without their name.
    pub partial: bool,
    /// The names with the most links.
    pub most: Vec<Named>,
    /// All others together.
    pub others: BTreeMap<&'static str, u64>,
}

/// Links that have different verdicts in different scenes or policies.
#[derive(Debug, Clone, Serialize)]
pub struct Differing {
    /// How many links.
    pub links: u64,
    /// The verdict of each scene.
    pub verdicts: BTreeMap<String, String>,
}

/// A group of links that show something together.
#[derive(Debug, Clone, Serialize)]
pub struct PatternFacts {
    /// The id of the finding.
    pub check: &'static str,
    /// The shape of the page, or the target.
    pub label: String,
    /// How many links.
    pub links: u64,
    /// The domains, or the jump pages and short links.
    pub names: Vec<String>,
    /// Whether there are more names.
    pub more: bool,
}

/// The statistics of a run, for programs.
#[derive(Debug, Clone, Serialize)]
pub struct Facts {
    /// The version of this form.
    pub v: u8,
    /// What the summary says, where it does not stand beside the statistics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Links by the format of their file.
    pub formats: BTreeMap<&'static str, u64>,
    /// Links by what they stand as.
    pub roles: BTreeMap<&'static str, u64>,
    /// Links by signal.
    pub signals: BTreeMap<&'static str, u64>,
    /// Links by registrable domain.
    pub domains: Rolled,
    /// Links by owner.
    pub owners: Rolled,
    /// Links by wrapper.
    pub wrappers: Rolled,
    /// Links by host of short links.
    pub short_links: Rolled,
    /// Links whose verdict differs, by the verdicts.
    pub verdicts_differ: Vec<Differing>,
    /// What shows in many links together.
    pub patterns: Vec<PatternFacts>,
    /// One in how many pages and targets was looked at.
    pub patterns_one_in: u64,
}

fn by_verdict(counts: Counts) -> BTreeMap<&'static str, u64> {
    Verdict::NAMES.iter().copied().zip(counts).filter(|(_, count)| *count > 0).collect()
}

fn rolled(roll: &Roll) -> Rolled {
    let most = roll.most(TOLD);
    let mut others = roll.total();
    for (_, counts) in &most {
        others.iter_mut().zip(counts).for_each(|(all, count)| *all = all.saturating_sub(*count));
    }
    let named = |(name, counts): (&str, Counts)| Named { name: name.to_owned(), links: counts.iter().sum(), verdicts: by_verdict(counts) };
    Rolled { distinct: roll.len(), partial: roll.is_partial, most: most.into_iter().map(named).collect(), others: by_verdict(others) }
}

/// The statistics for programs, in one language.
#[must_use]
pub fn facts(run: &Run<'_>, tally: &Tally, statistics: &Statistics, lang: Lang) -> Facts {
    let names: Vec<String> = scenes(run, tally).into_iter().map(|row| format!("{}/{}", row.policy, row.scene)).collect();
    let differing = |(verdicts, counts): (&str, Counts)| Differing {
        links: counts.iter().sum(),
        verdicts: names.iter().cloned().zip(verdicts.split(' ').map(str::to_owned)).collect(),
    };
    let pattern = |Pattern { check, label, names, more, links }: Pattern| PatternFacts { check, label, links, names, more };
    Facts {
        v: 1,
        summary: Some(summary(run, tally, lang)),
        formats: statistics.formats.iter().map(|(format, count)| (format.as_str(), *count)).collect(),
        roles: statistics.roles.iter().map(|(role, count)| (role.as_str(), *count)).collect(),
        signals: statistics.signals.iter().map(|(signal, count)| (signal.id(), *count)).collect(),
        domains: rolled(&statistics.domains),
        owners: rolled(&statistics.owners),
        wrappers: rolled(&statistics.wrappers),
        short_links: rolled(&statistics.short_links),
        verdicts_differ: statistics.differing.most(TOLD).into_iter().map(differing).collect(),
        patterns: statistics.patterns.list().into_iter().map(pattern).collect(),
        patterns_one_in: statistics.patterns.one_in(),
    }
}

/// The statistics for people.
#[must_use]
pub fn render(facts: &Facts, lang: Lang, palette: Palette) -> String {
    let mut out = format!("{}\n", palette.heading(text::statistics().get(lang)));
    let lists = [(text::by_format(), &facts.formats), (text::by_role(), &facts.roles), (text::by_signal(), &facts.signals)];
    let uncertain = facts.summary.iter().map(|summary| (text::by_uncertainty(), &summary.uncertain));
    for (title, counts) in lists.into_iter().chain(uncertain) {
        if !counts.is_empty() {
            heading(&mut out, &title, "", lang);
            counts.iter().for_each(|(name, count)| row(&mut out, *count, name, ""));
        }
    }
    let rolls = [
        (text::by_domain(), &facts.domains),
        (text::by_owner(), &facts.owners),
        (text::by_wrapper(), &facts.wrappers),
        (text::by_short_link(), &facts.short_links),
    ];
    for (title, roll) in rolls {
        roll_rows(&mut out, &title, roll, lang);
    }
    if !facts.verdicts_differ.is_empty() {
        heading(&mut out, &text::by_difference(), "", lang);
        for group in &facts.verdicts_differ {
            let verdicts: Vec<String> = group.verdicts.iter().map(|(scene, verdict)| format!("{scene} {verdict}")).collect();
            row(&mut out, group.links, &verdicts.join(", "), "");
        }
    }
    if !facts.patterns.is_empty() {
        heading(&mut out, &text::in_batch(), "", lang);
        for pattern in &facts.patterns {
            let more = if pattern.more { "+" } else { "" };
            row(&mut out, pattern.links, &format!("{}: {}", pattern.check, pattern.label), &format!("({}{more})", pattern.names.len()));
        }
    }
    if facts.patterns_one_in > 1 {
        let _ = writeln!(out, "  {}", text::sampled(facts.patterns_one_in).get(lang));
    }
    out
}

fn heading(out: &mut String, title: &Text, note: &str, lang: Lang) {
    let _ = writeln!(out, "  {}{note}", title.get(lang));
}

fn row(out: &mut String, count: u64, name: &str, note: &str) {
    let _ = writeln!(out, "  {count:>10}  {}", format!("{} {note}", terminal(name)).trim_end());
}

fn roll_rows(out: &mut String, title: &Text, roll: &Rolled, lang: Lang) {
    if roll.most.is_empty() {
        return;
    }
    let mut note = text::distinct(roll.distinct).get(lang).to_owned();
    if roll.partial {
        note = format!("{note}; {}", text::distinct_partial().get(lang));
    }
    heading(out, title, &format!(" ({note})"), lang);
    let verdicts = |counts: &BTreeMap<&'static str, u64>| counts.iter().map(|(verdict, count)| format!("{count} {verdict}")).collect::<Vec<_>>().join(", ");
    roll.most.iter().for_each(|named| row(out, named.links, &named.name, &format!("({})", verdicts(&named.verdicts))));
    if !roll.others.is_empty() {
        row(out, roll.others.values().sum(), text::others().get(lang), &format!("({})", verdicts(&roll.others)));
    }
}
