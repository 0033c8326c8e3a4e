//! Findings as people read them: the link in its line, the statement in its policy, what is alike together.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::Arc;

use super::present::{End, Presenter};
use super::statement;
use super::words::{KEPT_LIMIT, is_open, quoted, scenes, written};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::check::run::Run;
use crate::message::{Lang, finding as text};
use crate::report::escape::{marked, terminal};
use crate::report::palette::Palette;
use crate::report::snippet::{Extract, Remark, Sheet, Weight, draw};
use crate::source::Span;

/// How many findings people are shown if they do not say otherwise.
pub const MOST: u64 = 50;
/// How many columns of a line are shown before, of and after what is marked.
const COLUMNS: (usize, usize, usize) = (30, 80, 20);
/// How many places of findings that are alike are told.
const PLACES: usize = 8;

/// Shows findings, those of one rule and one site in a file together.
#[derive(Debug)]
pub struct Human<'r> {
    run: &'r Run<'r>,
    lang: Lang,
    palette: Palette,
    /// How many may still be shown; `None` for all.
    left: Option<u64>,
    unshown: u64,
    kept: Vec<Finding>,
}

impl<'r> Human<'r> {
    /// A writer for a run; `most` is how many findings it shows, all where there is none.
    #[must_use]
    pub const fn new(run: &'r Run<'r>, lang: Lang, palette: Palette, most: Option<u64>) -> Self {
        Self { run, lang, palette, left: most, unshown: 0, kept: Vec::new() }
    }

    fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut groups: Vec<Vec<Finding>> = Vec::new();
        let mut places: HashMap<(Arc<str>, Option<String>, String), usize> = HashMap::new();
        for finding in std::mem::take(&mut self.kept) {
            // What has no site is alike where the link is.
            let site = finding.site.clone().unwrap_or_else(|| finding.link.clone());
            let verdict = finding.verdict.map(|verdict| format!("{} {}", verdict.as_str(), finding.scenes.join(" ")));
            let number = *places.entry((finding.rule.clone(), verdict, site)).or_insert(groups.len());
            match groups.get_mut(number) {
                Some(group) => group.push(finding),
                None => groups.push(vec![finding]),
            }
        }
        // Where not all can be shown, the gravest are; else they stand as they stand in the file.
        if self.left.is_some_and(|left| groups.len() as u64 > left) {
            groups.sort_by_key(|group| group.first().map(|finding| finding.level));
        }
        groups.into_iter().try_for_each(|group| self.group(&group, out))
    }

    fn group(&mut self, group: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let Some((first, others)) = group.split_first() else { return Ok(()) };
        match &mut self.left {
            Some(0) => {
                self.unshown += group.len() as u64;
                return Ok(());
            }
            Some(left) => *left -= 1,
            None => {}
        }
        let mut sheet = self.sheet(first);
        if !others.is_empty() {
            let told: Vec<String> = others.iter().take(PLACES).map(|finding| terminal(&written(finding)).into_owned()).collect();
            let dots = if others.len() > PLACES { ", …" } else { "" };
            let note = text::also(others.len(), &format!("{}{dots}", told.join(", ")));
            sheet.remarks.insert(0, Remark::Note(note.get(self.lang).to_owned()));
        }
        writeln!(out, "{}\n", draw(&sheet, self.palette))
    }

    fn sheet(&self, finding: &Finding) -> Sheet {
        let place = terminal(&written(finding)).into_owned();
        let link = self.link(finding);
        let mut remarks = Vec::new();
        if finding.place.is_none() {
            let (shown, _) = marked(&finding.link, (0..finding.link.len()).into(), COLUMNS);
            remarks.push(Remark::Note(text::the_link(&shown).get(self.lang).to_owned()));
            remarks.extend(self.label(finding).map(Remark::Note));
        }
        if let Some(suggestion) = &finding.suggestion {
            remarks.push(Remark::Help(terminal(suggestion.sentence.get(self.lang)).into_owned()));
        }
        Sheet {
            weight: match finding.level {
                Level::Error => Weight::Error,
                Level::Warning => Weight::Warning,
                Level::Note => Weight::Note,
            },
            id: finding.rule.to_string(),
            title: terminal(finding.sentence.get(self.lang)).into_owned(),
            place: link.is_none().then_some(place),
            extracts: link.into_iter().chain(self.statement(finding)).collect(),
            remarks,
        }
    }

    /// What is said under the link.
    fn label(&self, finding: &Finding) -> Option<String> {
        let verdict = finding.verdict?;
        Some(text::verdict_in(verdict.as_str(), &scenes(finding)).get(self.lang).to_owned())
    }

    fn link(&self, finding: &Finding) -> Option<Extract> {
        let place = finding.place?;
        let line = usize::try_from(place.line).ok()?;
        let excerpt = quoted(finding);
        let cut_before = excerpt.skipped > 0;
        let (mut shown, mut mark) = marked(&excerpt.text, excerpt.span, COLUMNS);
        if cut_before && !shown.starts_with('…') {
            shown.insert(0, '…');
            mark = mark.start + '…'.len_utf8()..mark.end + '…'.len_utf8();
        }
        let path = terminal(&finding.file).into_owned();
        Some(Extract { path, at: Some((line, place.column)), first_line: line, text: shown, mark, label: self.label(finding) })
    }

    fn statement(&self, finding: &Finding) -> Option<Extract> {
        let statement = statement::of(self.run, finding)?;
        let (file, span) = (statement.file, statement.span);
        let (window, first_byte, _) = file.window(span);
        // A reason often has several languages on its line; the one that is read here is marked.
        let sentence = finding.sentence.get(self.lang);
        let found = window.find(sentence).filter(|_| !sentence.is_empty());
        let whole = (span.start.saturating_sub(first_byte)..span.end.saturating_sub(first_byte)).into();
        let part: Span = found.map_or(whole, |at| (at..at + sentence.len()).into());
        let place = file.place(first_byte + part.start);
        let (shown, mark) = marked(window, part, COLUMNS);
        let path = terminal(&file.name).into_owned();
        let label = text::decides().get(self.lang).to_owned();
        Some(Extract { path, at: Some((place.line, place.column)), first_line: place.line, text: shown, mark, label: Some(label) })
    }
}

impl FindingSink for Human<'_> {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        let is_other = self.kept.first().is_some_and(|first| first.file != finding.file);
        if is_other || self.kept.len() >= KEPT_LIMIT {
            self.flush(out)?;
        }
        self.kept.push(finding);
        Ok(())
    }

    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)
    }
}

impl Presenter for Human<'_> {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.flush(out)?;
        if self.unshown > 0 { writeln!(out, "{}\n", text::unshown(self.unshown).get(self.lang)) } else { Ok(()) }
    }
}
