//! The comparison of two policies: for people, as JSON, and as Markdown for a pull request.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use crate::engine::view::BasisView;
use crate::message::{Lang, Text, policy_diff as text};
use crate::policy_diff::corpus::Corpus;
use crate::policy_diff::entry::{Behind, Diff, Direction, Entry, Extent, Fate, Outcome, Reason, Unproved, Witness};
use crate::policy_space::facts::Pair;
use crate::policy_space::region::{Region, Trials};
use crate::time::{Instant, Zone};
use crate::verdict::Verdict;

/// Everything that is told of a comparison.
#[derive(Debug, Clone, Serialize)]
pub struct DiffFacts {
    /// The old policy's name.
    pub old: String,
    /// The new one's.
    pub new: String,
    /// `equal`, `differs` or `not-proved`.
    pub outcome: &'static str,
    /// The differences, worst first.
    pub entries: Vec<EntryFacts>,
    /// What is not proved.
    pub unproved: Vec<UnprovedFacts>,
    /// Scenes that only one policy has.
    pub lone_scenes: PairFacts<Vec<String>>,
    /// How much was looked at.
    pub counts: CountFacts,
    /// The share of a corpus, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corpus: Option<CorpusFacts>,
}

/// Something of both policies.
#[derive(Debug, Clone, Serialize)]
pub struct PairFacts<T> {
    /// Of the old one.
    pub old: T,
    /// Of the new one.
    pub new: T,
}

/// A difference.
#[derive(Debug, Clone, Serialize)]
pub struct EntryFacts {
    /// `loosens` or `tightens`.
    pub direction: &'static str,
    /// Both verdicts.
    pub verdict: PairFacts<&'static str>,
    /// The rules that bring them on the witness.
    pub rules: PairFacts<Vec<String>>,
    /// The statements behind it.
    pub behind: Vec<BehindFacts>,
    /// Where it lies.
    pub extent: ExtentFacts,
    /// A link that shows it.
    pub witness: WitnessFacts,
    /// What else the same statements change in the same direction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<EntryFacts>,
}

/// A statement behind a difference.
#[derive(Debug, Clone, Serialize)]
pub struct BehindFacts {
    /// Its name.
    pub name: String,
    /// `added`, `removed` or `changed`.
    pub fate: &'static str,
}

/// Where differences lie.
#[derive(Debug, Clone, Serialize)]
pub struct ExtentFacts {
    /// The scenes.
    pub scenes: Vec<String>,
    /// Stretches of time: the first day, and the first day after.
    pub times: Vec<PairOfMoments>,
    /// Views, trials, contexts and choices, where it is not all of them.
    pub only_with: Vec<String>,
    /// Some sites.
    pub sites: Vec<String>,
    /// How many kinds of link.
    pub classes: usize,
    /// What the links are, beside their site.
    pub conditions: Vec<String>,
}

/// A stretch of time.
#[derive(Debug, Clone, Serialize)]
pub struct PairOfMoments {
    /// Its first moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The first one after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// A link with the question it was asked.
#[derive(Debug, Clone, Serialize)]
pub struct WitnessFacts {
    /// The link.
    pub link: String,
    /// The scene.
    pub scene: String,
    /// The moment.
    pub as_of: PairFacts<String>,
    /// The rest of the question, where it is not the plain one.
    pub asked: Vec<String>,
}

/// Something that is not proved.
#[derive(Debug, Clone, Serialize)]
pub struct UnprovedFacts {
    /// Why, in one sentence.
    pub reason: String,
    /// The statements behind it.
    pub behind: Vec<BehindFacts>,
    /// The verdicts on a layer, `-` where it has none of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<PairFacts<&'static str>>,
    /// Where it lies.
    pub extent: ExtentFacts,
}

/// How much was looked at.
#[derive(Debug, Clone, Serialize)]
pub struct CountFacts {
    questions: usize,
    sites: usize,
    assignments: usize,
    excluded: usize,
    masked: usize,
}

/// A corpus under both policies.
#[derive(Debug, Clone, Serialize)]
pub struct CorpusFacts {
    links: usize,
    changed: usize,
    changes: Vec<CorpusChangeFacts>,
}

/// One change of a corpus.
#[derive(Debug, Clone, Serialize)]
pub struct CorpusChangeFacts {
    scene: String,
    verdict: PairFacts<&'static str>,
    links: usize,
    example: String,
}

/// The facts of a comparison; moments are shown in a zone, sentences in a language.
#[must_use]
pub fn facts(names: Pair<&str>, diff: &Diff, corpus: Option<&Corpus>, zone: Zone, lang: Lang) -> DiffFacts {
    let outcome = match diff.outcome() {
        Outcome::Equal => "equal",
        Outcome::Differs => "differs",
        Outcome::NotProved => "not-proved",
    };
    let counts = diff.counts;
    DiffFacts {
        old: names.old.to_owned(),
        new: names.new.to_owned(),
        outcome,
        entries: diff.entries.iter().map(|entry| entry_facts(entry, zone)).collect(),
        unproved: diff.unproved.iter().map(|unproved| unproved_facts(unproved, zone, lang)).collect(),
        lone_scenes: PairFacts { old: diff.lone_scenes.old.clone(), new: diff.lone_scenes.new.clone() },
        counts: CountFacts {
            questions: counts.questions,
            sites: counts.sites,
            assignments: counts.assignments,
            excluded: counts.excluded,
            masked: counts.masked,
        },
        corpus: corpus.map(corpus_facts),
    }
}

fn entry_facts(entry: &Entry, zone: Zone) -> EntryFacts {
    EntryFacts {
        direction: if entry.direction() == Direction::Loosens { "loosens" } else { "tightens" },
        verdict: PairFacts { old: entry.verdicts.old.as_str(), new: entry.verdicts.new.as_str() },
        rules: PairFacts { old: entry.rules.old.clone(), new: entry.rules.new.clone() },
        behind: behind_facts(&entry.behind),
        extent: extent_facts(&entry.extent, zone),
        witness: witness_facts(&entry.witness, zone),
        also: entry.also.iter().map(|also| entry_facts(also, zone)).collect(),
    }
}

fn behind_facts(behind: &[Behind]) -> Vec<BehindFacts> {
    let fate = |fate: Fate| match fate {
        Fate::Added => "added",
        Fate::Removed => "removed",
        Fate::Changed => "changed",
    };
    behind.iter().map(|behind| BehindFacts { name: behind.name.clone(), fate: fate(behind.fate) }).collect()
}

fn extent_facts(extent: &Extent, zone: Zone) -> ExtentFacts {
    let shown = |moment: Option<Instant>| moment.map(|moment| moment.show(zone));
    let trials = extent.trials.iter().map(|trials| format!("trials {trials}"));
    ExtentFacts {
        scenes: extent.scenes.clone(),
        times: extent.times.iter().map(|(from, until)| PairOfMoments { from: shown(*from), until: shown(*until) }).collect(),
        only_with: extent.views.iter().map(ToString::to_string).chain(trials).chain(extent.given.iter().cloned()).collect(),
        sites: extent.sites.clone(),
        classes: extent.classes,
        conditions: extent.conditions.clone(),
    }
}

/// The facts of a witness.
#[must_use]
pub fn witness_facts(witness: &Witness, zone: Zone) -> WitnessFacts {
    let Region { basis, trials, contexts, posted, choice, .. } = &witness.region;
    let mut asked = Vec::new();
    if *basis == BasisView::Observed {
        asked.push("--basis observed".to_owned());
    }
    if *trials == Trials::Off {
        asked.push("trials off".to_owned());
    }
    asked.extend(contexts.iter().map(|(id, value)| format!("--context {id}={value}")));
    asked.extend(posted.iter().map(|posted| format!("--posted {}", posted.show(zone))));
    asked.extend(choice.iter().map(|choice| format!("--choice {choice}")));
    let at = witness.stretch.at;
    WitnessFacts {
        link: String::from_utf8_lossy(&witness.line).into_owned(),
        scene: witness.region.scene.clone(),
        as_of: PairFacts { old: at.old.show(zone), new: at.new.show(zone) },
        asked,
    }
}

fn unproved_facts(unproved: &Unproved, zone: Zone, lang: Lang) -> UnprovedFacts {
    let reason = reason_text(&unproved.reason);
    let word = |verdict: Option<Verdict>| verdict.map_or("-", Verdict::as_str);
    UnprovedFacts {
        reason: reason.get(lang).to_owned(),
        behind: behind_facts(&unproved.behind),
        verdict: unproved.verdicts.map(|verdicts| PairFacts { old: word(verdicts.old), new: word(verdicts.new) }),
        extent: extent_facts(&unproved.extent, zone),
    }
}

/// Why something is not proved, in one sentence.
#[must_use]
pub fn reason_text(reason: &Reason) -> Text {
    match *reason {
        Reason::NoWitness { tried, left_out } => text::no_witness(tried, left_out),
        Reason::Budget(name, value) => text::budget(name, value),
        Reason::Services => text::services(),
    }
}

fn corpus_facts(corpus: &Corpus) -> CorpusFacts {
    let changes = corpus.changes().into_iter().map(|change| CorpusChangeFacts {
        scene: change.scene,
        verdict: PairFacts { old: change.verdicts.old.as_str(), new: change.verdicts.new.as_str() },
        links: change.links,
        example: change.example,
    });
    CorpusFacts { links: corpus.links, changed: corpus.changed, changes: changes.collect() }
}

/// The comparison for people.
#[must_use]
pub fn human(facts: &DiffFacts, lang: Lang, palette: Palette) -> String {
    let mut out = format!("{}\n", palette.heading(&terminal(&headline(facts, lang))));
    for entry in &facts.entries {
        let (word, verdict) = (direction(entry.direction, lang), format!("{} -> {}", entry.verdict.old, entry.verdict.new));
        let _ = writeln!(out, "\n{} {verdict}", palette.heading(&word));
        lines(&mut out, &entry.behind, &entry.extent, lang);
        let rules = text::rules(&entry.rules.old.join(", "), &entry.rules.new.join(", "));
        let _ = writeln!(out, "  {}", terminal(rules.get(lang)));
        let _ = writeln!(out, "  {}", terminal(&shown_witness(&entry.witness, lang)));
        if let Some(also) = shown_also(entry, lang) {
            let _ = writeln!(out, "  {}", terminal(&also));
        }
    }
    for unproved in &facts.unproved {
        let verdict = unproved.verdict.as_ref().map(|verdict| format!(" {} -> {}", verdict.old, verdict.new)).unwrap_or_default();
        let _ = writeln!(out, "\n{}{verdict}\n  {}", palette.heading(text::not_proved(1).get(lang)), terminal(&unproved.reason));
        lines(&mut out, &unproved.behind, &unproved.extent, lang);
    }
    out.push('\n');
    for note in notes(facts, lang) {
        let _ = writeln!(out, "{}", palette.quiet(&terminal(&note)));
    }
    out
}

fn lines(out: &mut String, behind: &[BehindFacts], extent: &ExtentFacts, lang: Lang) {
    let mut line = |line: &str| {
        let _ = writeln!(out, "  {}", terminal(line));
    };
    if !behind.is_empty() {
        line(text::behind(&shown_behind(behind, lang)).get(lang));
    }
    if !extent.scenes.is_empty() {
        line(text::scenes(&extent.scenes.join(", ")).get(lang));
        line(text::times(&shown_times(extent, lang)).get(lang));
    }
    if !extent.only_with.is_empty() {
        line(text::given(&extent.only_with.join(", ")).get(lang));
    }
    if !extent.sites.is_empty() {
        line(text::links(&extent.sites.join(", "), extent.classes).get(lang));
    }
    if !extent.conditions.is_empty() {
        line(text::conditions(&extent.conditions.join(", ")).get(lang));
    }
}

/// The other verdicts that the same statements change, each once, with how often it is found.
fn shown_also(entry: &EntryFacts, lang: Lang) -> Option<String> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for also in &entry.also {
        let verdict = format!("{} -> {}", also.verdict.old, also.verdict.new);
        match found.iter_mut().find(|(known, _)| *known == verdict) {
            Some((_, count)) => *count += 1,
            None => found.push((verdict, 1)),
        }
    }
    let list: Vec<String> = found.into_iter().map(|(verdict, count)| if count > 1 { format!("{verdict} (x{count})") } else { verdict }).collect();
    (!list.is_empty()).then(|| text::also(&list.join(", ")).get(lang).to_owned())
}

/// The comparison as Markdown: a table of differences, and what is not proved below it.
#[must_use]
pub fn markdown(facts: &DiffFacts, lang: Lang) -> String {
    let mut out = format!("### {}\n\n{}\n", plain(text::title(&facts.old, &facts.new).get(lang)), plain(&headline(facts, lang)));
    if !facts.entries.is_empty() {
        let _ = writeln!(out, "\n{}\n|---|---|---|---|---|---|", text::table().get(lang));
    }
    for entry in &facts.entries {
        let verdict = format!("{} → {}", entry.verdict.old, entry.verdict.new);
        let given = if entry.extent.only_with.is_empty() { String::new() } else { format!(" ({})", entry.extent.only_with.join(", ")) };
        let cells = [
            direction(entry.direction, lang),
            verdict,
            plain(&shown_behind(&entry.behind, lang)),
            plain(&entry.extent.scenes.join(", ")),
            plain(&format!("{}{given}", shown_times(&entry.extent, lang))),
            code(&entry.witness.link),
        ];
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    for unproved in &facts.unproved {
        let _ = writeln!(out, "\n- {}: {} {}", text::not_proved(1).get(lang), plain(&unproved.reason), plain(&shown_behind(&unproved.behind, lang)));
    }
    out.push('\n');
    for note in notes(facts, lang) {
        let _ = writeln!(out, "{}\n", plain(&note));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn headline(facts: &DiffFacts, lang: Lang) -> String {
    let of = |direction: &str| facts.entries.iter().filter(|entry| entry.direction == direction).count();
    let differs = text::differs(&facts.old, &facts.new, of("loosens"), of("tightens"));
    match facts.outcome {
        "equal" => text::equal(&facts.old, &facts.new).get(lang).to_owned(),
        "differs" => differs.get(lang).to_owned(),
        _ => format!("{}; {}", differs.get(lang), text::not_proved(facts.unproved.len()).get(lang)),
    }
}

fn notes(facts: &DiffFacts, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    for (name, scenes) in [(&facts.old, &facts.lone_scenes.old), (&facts.new, &facts.lone_scenes.new)] {
        if !scenes.is_empty() {
            notes.push(text::lone_scene(name, &scenes.join(", ")).get(lang).to_owned());
        }
    }
    if let Some(corpus) = &facts.corpus {
        notes.push(text::corpus(corpus.changed, corpus.links, &share(corpus.changed, corpus.links)).get(lang).to_owned());
        for change in &corpus.changes {
            let share = share(change.links, corpus.links);
            notes.push(text::corpus_change(&change.scene, change.verdict.old, change.verdict.new, change.links, &share, &change.example).get(lang).to_owned());
        }
    }
    notes.push(text::verdicts_only().get(lang).to_owned());
    let CountFacts { questions, sites, assignments, excluded, masked } = facts.counts;
    notes.push(text::counts(questions, sites, assignments, excluded, masked).get(lang).to_owned());
    notes
}

fn share(part: usize, all: usize) -> String {
    let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    format!("{:.1}", if all == 0 { 0.0 } else { 100.0 * count(part) / count(all) })
}

fn direction(word: &str, lang: Lang) -> String {
    if word == "loosens" { text::loosens() } else { text::tightens() }.get(lang).to_owned()
}

fn shown_behind(behind: &[BehindFacts], lang: Lang) -> String {
    let one = |behind: &BehindFacts| match behind.fate {
        "added" => text::added(&behind.name),
        "removed" => text::removed(&behind.name),
        _ => text::changed(&behind.name),
    };
    behind.iter().map(|behind| one(behind).get(lang).to_owned()).collect::<Vec<_>>().join(", ")
}

fn shown_times(extent: &ExtentFacts, lang: Lang) -> String {
    let one = |time: &PairOfMoments| match (&time.from, &time.until) {
        (None, None) => text::always(),
        (Some(from), None) => text::from(from),
        (None, Some(until)) => text::until(until),
        (Some(from), Some(until)) => text::between(from, until),
    };
    extent.times.iter().map(|time| one(time).get(lang).to_owned()).collect::<Vec<_>>().join(", ")
}

/// A witness in one line.
#[must_use]
pub fn shown_witness(witness: &WitnessFacts, lang: Lang) -> String {
    let at = if witness.as_of.old == witness.as_of.new { witness.as_of.new.clone() } else { format!("{} / {}", witness.as_of.old, witness.as_of.new) };
    let asked: Vec<&str> = std::iter::once(at.as_str()).chain(witness.asked.iter().map(String::as_str)).collect();
    text::witness(&witness.link, &witness.scene, &asked.join(", ")).get(lang).to_owned()
}

/// Text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in terminal(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' | '@') {
            shown.push('\\');
        }
        shown.push(c);
    }
    shown
}

/// Text as code in the cell of a table.
fn code(text: &str) -> String {
    let shown = terminal(text).replace('|', "%7C");
    let fence = if shown.contains('`') { "``" } else { "`" };
    format!("{fence}{shown}{fence}")
}
