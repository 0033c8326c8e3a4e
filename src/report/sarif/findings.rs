//! Findings as a SARIF log, within what GitHub takes in.
//!
//! GitHub shows 5,000 results of a run and refuses more than 25,000. Up to [`RESULT_LIMIT`] every finding is a result. Past it those
//! of one rule, site and file are told as one result, with up to [`LOCATION_LIMIT`] places and the count of all; if even these are
//! more than [`GROUP_LIMIT`], further sites of one rule and file are told together. The counts are said in every such
//! result and in a notification.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use serde_json::{Map, Value};
use xxhash_rust::xxh3::xxh3_64;

use super::model::{Invocation, Location, Log, Message, Notification, Outcome, Rule, Suppression};
use super::rules::rule;
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Fingerprint, State};
use crate::check::fingerprint::{Fingerprinter, portable};
use crate::check::tally::Tally;
use crate::extract::found::Place;
use crate::message::{Lang, finding as text};
use crate::report::finding::present::{End, Presenter};
use crate::report::finding::statement;
use crate::report::finding::words::{message, outer_file, path};

/// The most results that are told one by one; GitHub shows as many.
pub const RESULT_LIMIT: usize = 5_000;
/// The most groups of a rule, a site and a file; GitHub takes in 25,000 results.
pub const GROUP_LIMIT: usize = 20_000;
/// The most places of one result; GitHub takes in as many.
pub const LOCATION_LIMIT: usize = 1_000;
/// The most places of all results together, past the first of each.
const ALL_LOCATIONS: usize = 100_000;

/// One result to be.
#[derive(Debug, Clone)]
struct Collected {
    finding: Finding,
    count: u64,
    places: Vec<(String, Option<Place>)>,
    /// Whether findings of several sites are in it.
    is_mixed: bool,
}

/// Collects findings and writes them at the end.
#[derive(Debug)]
pub struct Sarif {
    lang: Lang,
    limits: (usize, usize),
    results: Vec<Collected>,
    /// The groups by rule, site and file, once there are too many findings.
    groups: Option<HashMap<u64, usize>>,
    total: u64,
    places: usize,
}

impl Sarif {
    /// A writer in one language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self::bounded(lang, RESULT_LIMIT, GROUP_LIMIT)
    }

    /// A writer with bounds of its own.
    #[must_use]
    pub const fn bounded(lang: Lang, results: usize, groups: usize) -> Self {
        Self { lang, limits: (results, groups), results: Vec::new(), groups: None, total: 0, places: 0 }
    }

    fn group(&mut self, finding: Finding) {
        let Some(groups) = &mut self.groups else { return };
        let state = format!("{:?}", std::mem::discriminant(&finding.state));
        let site = finding.site.clone().unwrap_or_default();
        let exact = key(&[&finding.rule, &finding.file, &state, &site]);
        let of_file = key(&[&finding.rule, &finding.file, &state]);
        let is_full = self.results.len() >= self.limits.1;
        let known = groups.get(&exact).copied().or_else(|| groups.get(&of_file).filter(|_| is_full).copied());
        let Some(number) = known else {
            groups.insert(if is_full { of_file } else { exact }, self.results.len());
            self.results.push(Collected { finding, count: 1, places: Vec::new(), is_mixed: is_full });
            return;
        };
        if let Some(known) = self.results.get_mut(number) {
            known.count += 1;
            if known.places.len() + 1 < LOCATION_LIMIT && self.places < ALL_LOCATIONS {
                known.places.push((path(&finding), finding.place));
                self.places += 1;
            }
        }
    }

    fn outcome(&self, end: End<'_>, collected: &Collected, prints: &mut Fingerprinter) -> Outcome {
        let finding = &collected.finding;
        let mut says = message(finding, self.lang);
        let mut print = prints.next(finding);
        let mut properties = Map::new();
        if self.groups.is_some() {
            let untold = collected.count - 1 - collected.places.len() as u64;
            if collected.is_mixed {
                says = format!("{} ({})", says, text::many_sites().get(self.lang));
            }
            if collected.count > 1 {
                says = text::together(&says, collected.count, untold).get(self.lang).to_owned();
            }
            let site = if collected.is_mixed { "" } else { finding.site.as_deref().unwrap_or_default() };
            print = Fingerprint(key(&["group", &finding.rule, &portable(&finding.file), site]));
            properties.insert("count".to_owned(), collected.count.into());
        }
        properties.extend(finding.verdict.map(|verdict| ("verdict".to_owned(), verdict.as_str().into())));
        if !finding.scenes.is_empty() {
            properties.insert("scenes".to_owned(), finding.scenes.iter().map(|scene| &**scene).collect::<Vec<_>>().into());
        }
        properties.insert("link".to_owned(), finding.link.clone().into());
        let mut named = Map::new();
        named.insert("outlink/v1".to_owned(), print.to_string().into());
        // The one key that GitHub compares.
        named.insert("primaryLocationLineHash".to_owned(), Value::String(format!("{print}:1")));
        let others = collected.places.iter().map(|(path, place)| Location::new(path, *place));
        let locations = std::iter::once(location(finding)).chain(others).collect();
        let mut outcome = Outcome::of(&finding.rule, finding.level.as_str(), Message::plain(&says), locations);
        outcome.related_locations.extend(self.statement(end, finding));
        outcome.partial_fingerprints = named;
        outcome.suppressions.extend(self.suppression(finding));
        outcome.properties = properties;
        outcome
    }

    fn statement(&self, end: End<'_>, finding: &Finding) -> Option<Location> {
        let statement = statement::of(end.run, finding).filter(statement::Statement::is_users)?;
        let (start, finish) = (statement.file.place(statement.span.start), statement.file.place(statement.span.end));
        let place = Place { line: start.line as u64, column: start.column, end_line: finish.line as u64, end_column: finish.column };
        Some(Location::new(&portable(&statement.file.name), Some(place)).saying(text::decides().get(self.lang)))
    }

    fn suppression(&self, finding: &Finding) -> Option<Suppression> {
        match &finding.state {
            State::Open => None,
            State::Suppressed { reason } => Some(Suppression::in_source(reason)),
            State::Known => Some(Suppression::external(text::known().get(self.lang))),
        }
    }

    fn notifications(&self, tally: &Tally) -> Vec<Notification> {
        let mut said = Vec::new();
        if self.groups.is_some() {
            let sentence = text::aggregated(self.total, self.results.len());
            said.push(Notification { level: "warning", message: Message::plain(sentence.get(self.lang)), locations: Vec::new() });
        }
        for (file, fault) in &tally.faults {
            let locations = vec![Location::new(&portable(file), fault.place)];
            said.push(Notification { level: "warning", message: Message::plain(fault.sentence.get(self.lang)), locations });
        }
        for (file, reason) in &tally.failures {
            let locations = vec![Location::new(&portable(file), None)];
            said.push(Notification { level: "error", message: Message::plain(reason.get(self.lang)), locations });
        }
        said
    }
}

fn key(parts: &[&str]) -> u64 {
    xxh3_64(parts.iter().map(|part| format!("{}:{part}", part.len())).collect::<String>().as_bytes())
}

fn location(finding: &Finding) -> Location {
    let mut location = Location::new(&path(finding), finding.place);
    if let Some(inner) = finding.spot.inner.as_deref().filter(|_| outer_file(finding) != &*finding.file) {
        location = location.named(inner, "module");
    }
    let spot = finding.spot.to_string();
    if !spot.is_empty() {
        location = location.named(&spot, "member");
    }
    location.quoting(&finding.link)
}

impl FindingSink for Sarif {
    fn finding(&mut self, finding: Finding, _: &mut dyn Write) -> io::Result<()> {
        self.total += 1;
        if self.groups.is_none() && self.results.len() < self.limits.0 {
            self.results.push(Collected { finding, count: 1, places: Vec::new(), is_mixed: false });
            return Ok(());
        }
        if self.groups.is_none() {
            self.groups = Some(HashMap::new());
            std::mem::take(&mut self.results).into_iter().for_each(|collected| self.group(collected.finding));
        }
        self.group(finding);
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Sarif {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, end: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut rules: Vec<Rule> = Vec::new();
        let mut known: HashSet<&str> = HashSet::new();
        for finding in self.results.iter().map(|collected| &collected.finding) {
            if known.insert(&finding.rule) {
                rules.push(rule(end.run, finding, self.lang));
            }
        }
        let mut prints = Fingerprinter::default();
        let results = self.results.iter().map(|collected| self.outcome(end, collected, &mut prints)).collect();
        let language = match self.lang {
            Lang::En => "en-US",
            Lang::Zh => "zh-CN",
        };
        let invocation = Invocation {
            execution_successful: end.tally.failures.is_empty(),
            exit_code: end.exit,
            tool_execution_notifications: self.notifications(end.tally),
        };
        let log = Log::new(rules, results).of_run(format!("outlink/{}", end.run.id), invocation, language);
        serde_json::to_writer_pretty(&mut *out, &log)?;
        out.write_all(b"\n")
    }
}
