//! A block of a list of links, line by line.

use memchr::memchr;

use super::Batch;
use super::done::Done;
use super::telling::InputName;
use crate::check::content::Detail;
use crate::check::excerpt::on_line;
use crate::check::finding::Finding;
use crate::check::link::{Line, line_kind};
use crate::check::outcome::{At, LinkOutcome};
use crate::check::patterns::Order;
use crate::check::plain::PlainRoad;
use crate::extract::format::Format;
use crate::input::blocks::Block;
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
    let (run, file) = (batch.run, &name.name);
    run.prepare_lookups(&block.bytes);
    let mut rest = block.bytes.as_slice();
    let mut number = block.first_line;
    if number == 1 {
        rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    }
    let has_directives = may_hold(rest);
    // One look at the whole block is cheaper than one at each line.
    let whole = std::str::from_utf8(rest).ok();
    let length = rest.len();
    // Where nothing is told of a link but its record, a plain one needs no outcome.
    let is_brief = !batch.findings.has(Format::Urls) && !batch.measures.matter() && part.statistics.is_none() && block.cut_from.is_none();
    let mut covered = covered.iter().peekable();
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let begin = length - rest.len();
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = after.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if is_brief
            && covered.peek().is_none_or(|covered| covered.line != number)
            && let link = line.trim_ascii_start()
            && let Some(text) = text_of(whole, begin + line.len() - link.len(), link.trim_ascii_end())
            && let Some(plain) = road.judge(text)
        {
            part.tally.add_plain(plain.judged);
            if batch.records.has(Format::Urls) {
                let column = 1 + line.len() - link.len();
                batch.writer.plain(&mut part.records, name, &plain, At::line(number, column, column + text.len()));
            }
            number += 1;
            continue;
        }
        let kind = if block.cut_from.is_some() { Line::Link(line) } else { line_kind(line) };
        match kind {
            Line::Blank => part.tally.blank += 1,
            Line::Comment => part.tally.comments += 1,
            Line::Link(link) => {
                let link = if has_directives { without_directive(link) } else { link };
                let mut outcome = run.check_line(link, number, block.cut_from);
                let covering = covered.next_if(|covered| covered.line == number).map_or(&[][..], |covered| &covered.by);
                let is_told = batch.findings.has(Format::Urls);
                let (found, standing) = if is_told || !covering.is_empty() || batch.measures.matter() {
                    batch.measures.judge(run, file, &mut outcome, covering)
                } else {
                    (Vec::new(), batch.measures.standing(run, &outcome))
                };
                part.tally.add(&outcome, standing);
                if let Some(statistics) = &mut part.statistics {
                    statistics.add(run, Format::Urls, Order { input: batch.before + input, number }, &outcome);
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
        }
        number += 1;
    }
}

/// Bytes as text: a piece of the `whole` block, where that is text, from a place on.
fn text_of<'b>(whole: Option<&'b str>, start: usize, bytes: &'b [u8]) -> Option<&'b str> {
    match whole {
        Some(whole) => whole.get(start..start + bytes.len()),
        None => std::str::from_utf8(bytes).ok(),
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
