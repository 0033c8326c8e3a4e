//! A block of a list of links, line by line.

use std::sync::Arc;

use memchr::memchr;

use super::Batch;
use super::done::Done;
use super::telling::InputName;
use crate::canon::{Canonical, Proved, fast};
use crate::check::content::Detail;
use crate::check::excerpt::on_line;
use crate::check::finding::Finding;
use crate::check::link::{Line, line_kind};
use crate::check::outcome::{At, LinkOutcome};
use crate::check::patterns::Order;
use crate::check::plain::{JudgedId, PlainLink, PlainRoad, Ready, TOGETHER, Worth};
use crate::extract::format::Format;
use crate::input::blocks::{Block, LINK_LIMIT};
use crate::room::Roomy;
use crate::suppress::allowance::Allowance;
use crate::suppress::line::{may_hold, of_line};
use crate::suppress::listed::Covered;

/// Checks a block of lines of the input with a number and a name.
pub(super) fn check_block<'b>(
    batch: Batch<'b>,
    road: &mut PlainRoad<'b>,
    (input, name): (usize, &InputName),
    block: &Block,
    covered: &[Covered],
    part: &mut Done,
) {
    batch.run.prepare_lookups(&block.bytes);
    let mut rest = block.bytes.as_slice();
    let mut number = block.first_line;
    if number == 1 {
        rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    }
    let has_directives = may_hold(rest);
    // One look at the whole block is cheaper than one at each line.
    let whole = simdutf8::basic::from_utf8(rest).ok();
    // Without levels and the like a plain link is told by its decision.
    let is_brief = !batch.measures.matter() && block.cut_from.is_none();
    let mut covered = covered;
    let mut lines = Lines { origin: Origin { batch, input, name }, road, part, has_directives, cut_from: block.cut_from };
    let (length, mut taken) = (rest.len(), Vec::with_capacity(TOGETHER));
    while !rest.is_empty() {
        let first = number;
        while !rest.is_empty() && taken.len() < TOGETHER {
            let covering = match covered {
                [first, others @ ..] if first.line == number => {
                    covered = others;
                    first.by.as_slice()
                }
                _ => &[],
            };
            let begin = length - rest.len();
            let proved = if is_brief && covering.is_empty() { proved_line(rest) } else { None };
            let (line, holds) = if let Some((proved, behind)) = proved {
                let (line, hash) = (rest.get(..proved.end()).unwrap_or_default(), lines.road.hash_proved(rest, &proved));
                rest = rest.get(behind..).unwrap_or_default();
                (line, Holds::Proved(proved, hash))
            } else {
                let line = next_line(&mut rest);
                let text = if is_brief && covering.is_empty() { lines.mere_link(whole, begin, line) } else { None };
                (line, text.map_or(Holds::Other(covering), Holds::Ready))
            };
            taken.push(Taken { begin, line, holds });
            number += 1;
        }
        lines.road.foresee(taken.iter().filter_map(|taken| taken.host(whole)));
        (first..).zip(&mut taken).for_each(|(number, taken)| lines.check(taken, number, whole));
        taken.clear();
    }
    lines.road.take_counts(|judged, links| lines.part.tally.add_plain(judged, links));
}

/// A line that was taken up.
struct Taken<'l> {
    /// Where it begins in the block.
    begin: usize,
    line: &'l [u8],
    holds: Holds<'l>,
}

/// What a line holds.
enum Holds<'l> {
    /// A link that is proved canonical, and nothing else, with the hash of its host; it may be told by its decision.
    Proved(Proved, u64),
    /// Another link that may be told by its decision.
    Ready(Box<Ready<'l>>),
    /// Anything; these suppressions cover it.
    Other(&'l [Arc<Allowance>]),
}

impl Taken<'_> {
    /// The host of its link, with its hash; in a block that is no text only some links have one.
    fn host<'t>(&'t self, whole: Option<&'t str>) -> Option<(u64, &'t str)> {
        match &self.holds {
            Holds::Proved(proved, hash) => Some((*hash, proved.host_of(whole?.get(self.begin..)?))),
            Holds::Ready(ready) => Some((ready.hash, ready.host())),
            Holds::Other(_) => None,
        }
    }
}

/// The link with which some lines begin, if it is proved canonical and is all of its line, and where the next line begins.
#[inline(always)]
fn proved_line(lines: &[u8]) -> Option<(Proved, usize)> {
    let proved = fast::scan(lines)?;
    let end = proved.end();
    let behind = match lines.get(end) {
        None => end,
        Some(b'\n') => end + 1,
        Some(b'\r') if lines.get(end + 1) == Some(&b'\n') => end + 2,
        Some(_) => return None,
    };
    (end <= LINK_LIMIT).then_some((proved, behind))
}

/// Takes the first line, without its line break.
fn next_line<'l>(rest: &mut &'l [u8]) -> &'l [u8] {
    let end = memchr(b'\n', rest).unwrap_or(rest.len());
    let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
    *rest = after.get(1..).unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// The lines of a block, with what is needed to check them.
struct Lines<'l, 'b> {
    origin: Origin<'l, 'b>,
    road: &'l mut PlainRoad<'b>,
    part: &'l mut Done,
    has_directives: bool,
    /// The full length of a link of which the block holds the beginning alone.
    cut_from: Option<usize>,
}

impl Lines<'_, '_> {
    /// A line that can be judged as it stands, made ready: what follows a blank may be a directive.
    #[inline(never)]
    fn mere_link<'l>(&self, whole: Option<&'l str>, begin: usize, line: &'l [u8]) -> Option<Box<Ready<'l>>> {
        let link = line.trim_ascii_start();
        let text = roomy(whole, begin + line.len() - link.len(), link.trim_ascii_end())?;
        let is_mere = !self.has_directives || !text.text().contains(char::is_whitespace);
        is_mere.then(|| Box::new(Ready::of(self.road, text)))
    }

    #[inline(always)]
    fn check(&mut self, taken: &mut Taken<'_>, number: u64, whole: Option<&str>) {
        let line = taken.line;
        match &mut taken.holds {
            Holds::Proved(proved, hash) => match roomy(whole, taken.begin, line) {
                Some(text) => self.proved(text, (*proved, *hash), number),
                None => self.line(line, number, &[]),
            },
            Holds::Ready(ready) => {
                let column = 1 + line.len() - line.trim_ascii_start().len();
                if !self.brief(ready, (line, number), column) {
                    self.line(line, number, &[]);
                }
            }
            Holds::Other(covering) => self.line(line, number, covering),
        }
    }

    /// Checks a line that is nothing but a link that is proved canonical.
    #[inline(always)]
    fn proved(&mut self, text: Roomy<'_>, (proved, hash): (Proved, u64), number: u64) {
        let at = At::line(number, 1, 1 + text.text().len());
        if let Some(plain) = &self.road.judge_proved(text, proved, hash) {
            let counted = self.origin.plain(self.part, plain, at, text.text().as_bytes());
            return counted.into_iter().for_each(|judged| self.road.count(judged));
        }
        if self.needs_more() {
            return self.line(text.text().as_bytes(), number, &[]);
        }
        self.wholly(text.text(), Canonical::proved(proved, text.text()), at);
    }

    /// Checks a line that is nothing but a link beginning at a column; `false` where it is another line, or more than its record is to be
    /// told of it and it is not plain.
    #[inline(never)]
    fn brief(&mut self, link: &mut Ready<'_>, (line, number): (&[u8], u64), column: usize) -> bool {
        let at = At::line(number, column, column + link.scalars());
        if let Some(plain) = &self.road.judge_ready(link) {
            let counted = self.origin.plain(self.part, plain, at, line);
            counted.into_iter().for_each(|judged| self.road.count(judged));
            return true;
        }
        if self.needs_more() {
            return false;
        }
        let Some(canonical) = link.canonical.take() else { return false };
        self.wholly(link.text.text(), canonical, at);
        true
    }

    /// Whether more may be told of links than their record.
    const fn needs_more(&self) -> bool {
        self.origin.batch.findings.has(Format::Urls) || self.part.statistics.is_some()
    }

    /// Sends a link the whole way and tells its record.
    #[inline(never)]
    fn wholly(&mut self, text: &str, canonical: Canonical<'_>, at: At<'_>) {
        let Self { origin: Origin { batch, name, .. }, part, .. } = self;
        let outcome = batch.run.check_canonical(text, canonical, at);
        part.tally.add(&outcome, batch.measures.standing(batch.run, &outcome));
        if batch.records.has(Format::Urls) {
            batch.writer.record(&mut part.records, &name.name, &outcome);
        }
    }

    /// Checks any line.
    #[inline(never)]
    fn line(&mut self, line: &[u8], number: u64, covering: &[Arc<Allowance>]) {
        let kind = if self.cut_from.is_some() { Line::Link(line) } else { line_kind(line) };
        let link = match kind {
            Line::Blank => return self.part.tally.blank += 1,
            Line::Comment => return self.part.tally.comments += 1,
            Line::Link(link) if self.has_directives => without_directive(link),
            Line::Link(link) => link,
        };
        let outcome = self.origin.batch.run.check_line(link, number, self.cut_from);
        self.origin.tell(self.part, outcome, covering, line);
    }
}

/// Where lines stand, and what is asked of them.
#[derive(Clone, Copy)]
struct Origin<'l, 'b> {
    batch: Batch<'b>,
    input: usize,
    name: &'l InputName,
}

impl Origin<'_, '_> {
    /// Tells a plain link; the number of its decision where it is still to be counted.
    #[inline(always)]
    fn plain(self, part: &mut Done, link: &PlainLink<'_>, at: At<'_>, line: &[u8]) -> Option<JudgedId> {
        let batch = self.batch;
        if link.judged.worth == Worth::Finding && batch.findings.has(Format::Urls) {
            self.tell(part, link.outcome(at), &[], line);
            return None;
        }
        if let (Some(statistics), Some(place)) = (&mut part.statistics, at.place) {
            statistics.add(batch.run, Format::Urls, self.order(place.line), &link.outcome(at));
        }
        if batch.records.has(Format::Urls) {
            batch.writer.plain(&mut part.records, self.name, link, at);
        }
        Some(link.number)
    }

    /// Tells all that is asked of an outcome.
    #[inline(never)]
    fn tell(self, part: &mut Done, mut outcome: LinkOutcome<'_>, covering: &[Arc<Allowance>], line: &[u8]) {
        let Self { batch, name, .. } = self;
        let (run, file) = (batch.run, &name.name);
        let is_told = batch.findings.has(Format::Urls);
        let (found, standing) = if is_told || !covering.is_empty() || batch.measures.matter() {
            batch.measures.judge(run, file, &mut outcome, covering)
        } else {
            (Vec::new(), batch.measures.standing(run, &outcome))
        };
        part.tally.add(&outcome, standing);
        if let (Some(statistics), Some(place)) = (&mut part.statistics, outcome.at.place) {
            statistics.add(run, Format::Urls, self.order(place.line), &outcome);
        }
        if batch.records.has(Format::Urls) {
            batch.writer.record(&mut part.records, file, &outcome);
        }
        if is_told {
            let mut found = if batch.detail == Detail::Lines { quoted(found, line, &outcome) } else { found };
            batch.advise(&outcome, &mut found);
            part.findings.extend(found);
        }
    }

    const fn order(self, number: u64) -> Order {
        Order { input: self.batch.before + self.input, number }
    }
}

/// Bytes as text with what stands behind it in the block: a piece of the `whole` block, where that is text, from a place on.
fn roomy<'b>(whole: Option<&'b str>, start: usize, bytes: &'b [u8]) -> Option<Roomy<'b>> {
    match whole {
        Some(whole) => Roomy::within(whole, start, start + bytes.len()),
        None => std::str::from_utf8(bytes).ok().map(Roomy::of),
    }
}

/// The findings of a line, with the line.
fn quoted(mut found: Vec<Finding>, line: &[u8], outcome: &LinkOutcome<'_>) -> Vec<Finding> {
    if let (false, Some(place), Ok(line)) = (found.is_empty(), outcome.at.place, std::str::from_utf8(line)) {
        let excerpt = on_line(line, place);
        found.iter_mut().for_each(|finding| finding.excerpt.clone_from(&excerpt));
    }
    found
}

/// The link of a line of a list, without a directive behind it.
fn without_directive(line: &[u8]) -> &[u8] {
    of_line(line).and_then(|(hash, _)| line.get(..hash)).map_or(line, <[u8]>::trim_ascii_end)
}
