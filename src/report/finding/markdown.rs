//! A summary as Markdown, fit for a pull request or the summary of a job: verdicts by scene, rules by count, the gravest findings.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::present::{End, Presenter};
use super::words::{is_open, message, written};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::check::tally::Tally;
use crate::message::{Lang, finding as text, summary as summary_text};
use crate::report::escape::{markdown, markdown_code};
use crate::report::statistics::scenes;
use crate::verdict::Verdict;

/// How many findings are told if nothing else is said.
pub const MOST: u64 = 50;
/// How many rules have a row of their own.
const RULES: usize = 20;
/// How many faults and failures are told.
const FAULTS: usize = 20;

/// Collects what a summary tells: the gravest findings, and how many each rule has.
#[derive(Debug, Clone)]
pub struct Markdown {
    lang: Lang,
    most: usize,
    /// The first findings of each level, as rows.
    rows: BTreeMap<Level, Vec<String>>,
    rules: BTreeMap<Arc<str>, u64>,
    count: u64,
}

impl Markdown {
    /// A writer in one language; `most` is how many findings it tells, all where there is none.
    #[must_use]
    pub fn new(lang: Lang, most: Option<u64>) -> Self {
        let most = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        Self { lang, most, rows: BTreeMap::new(), rules: BTreeMap::new(), count: 0 }
    }

    fn verdicts(&self, end: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "| {} |", summary_text::scene_heading().get(self.lang))?;
        Verdict::ALL.iter().try_for_each(|verdict| write!(out, " {} |", verdict.as_str()))?;
        writeln!(out, "\n|---|{}", "---:|".repeat(Verdict::ALL.len()))?;
        for scene in scenes(end.run, end.tally) {
            let counts = [scene.open, scene.warn, scene.copy, scene.block].map(|count| format!(" {count} |")).concat();
            writeln!(out, "| {} |{counts}", markdown_code(&format!("{}/{}", scene.policy, scene.scene)))?;
        }
        writeln!(out)
    }

    fn rules(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<(&Arc<str>, &u64)> = self.rules.iter().collect();
        rules.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
        writeln!(out, "| {} | {} |\n|---|---:|", text::rule_heading().get(self.lang), text::count_heading().get(self.lang))?;
        rules.iter().take(RULES).try_for_each(|(rule, count)| writeln!(out, "| {} | {count} |", markdown_code(rule)))?;
        if rules.len() > RULES {
            let left: u64 = rules.iter().skip(RULES).map(|(_, count)| **count).sum();
            writeln!(out, "| {} | {left} |", text::others().get(self.lang))?;
        }
        writeln!(out)
    }

    fn findings(&self, out: &mut dyn Write) -> io::Result<()> {
        let headings = [text::level_heading(), text::place_heading(), text::link_heading(), text::reason_heading()];
        let headings: Vec<&str> = headings.iter().map(|heading| heading.get(self.lang)).collect();
        writeln!(out, "| {} |\n|---|---|---|---|", headings.join(" | "))?;
        let rows = self.rows.values().flatten().take(self.most);
        let shown = rows.clone().count() as u64;
        rows.into_iter().try_for_each(|row| writeln!(out, "{row}"))?;
        writeln!(out)?;
        if self.count > shown { writeln!(out, "{}\n", text::unshown(self.count - shown).get(self.lang)) } else { Ok(()) }
    }

    fn unread(&self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        let faults = tally.faults.iter().map(|(file, fault)| (file, fault.sentence.get(self.lang).to_owned()));
        let failures = tally.failures.iter().map(|(file, reason)| (file, summary_text::failed_input(file, reason).get(self.lang).to_owned()));
        for (file, sentence) in faults.chain(failures).take(FAULTS) {
            writeln!(out, "- {}: {}", markdown_code(file), markdown(&sentence))?;
        }
        let all = tally.faults.len() + tally.failures.len();
        if all > FAULTS { writeln!(out, "- {}", text::more_faults(all - FAULTS).get(self.lang)) } else { Ok(()) }
    }
}

impl FindingSink for Markdown {
    fn finding(&mut self, finding: Finding, _: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        self.count += 1;
        *self.rules.entry(finding.rule.clone()).or_default() += 1;
        let rows = self.rows.entry(finding.level).or_default();
        if rows.len() < self.most {
            let (place, says) = (markdown_code(&written(&finding)), message(&finding, self.lang));
            rows.push(format!("| {} | {place} | {} | {} |", finding.level.as_str(), markdown_code(&finding.link), markdown(&says)));
        }
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Markdown {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, end: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "## outlink: {}\n", text::findings_of(self.count, end.tally.links).get(self.lang))?;
        writeln!(out, "{}\n", text::as_of(&end.run.as_of.to_string(), &end.run.id).get(self.lang))?;
        self.verdicts(end, out)?;
        if self.count > 0 {
            self.rules(out)?;
            self.findings(out)?;
        }
        self.unread(end.tally, out)
    }
}
