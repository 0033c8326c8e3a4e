//! Code in a Markdown text: spans between backticks, and fenced blocks.

use std::collections::BTreeMap;
use std::ops::Range;

/// The stretches of a text that are code, in ascending order.
///
/// A span ends at the next run of just as many backticks; a fence at a line that begins with at least as many.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let runs = runs(text);
    // For each length, the places of its runs: every look-up is a step forward.
    let mut by_length: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, run) in runs.iter().enumerate() {
        by_length.entry(run.len()).or_default().push(index);
    }
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        let closing = if run.len() >= 3 && begins_line(text, run.start) {
            runs.iter().enumerate().skip(index + 1).find(|(_, other)| other.len() >= run.len() && begins_line(text, other.start)).map(|(at, _)| at)
        } else {
            let same = by_length.get(&run.len()).map(Vec::as_slice).unwrap_or_default();
            let next = same.partition_point(|at| *at <= index);
            same.get(next).copied().filter(|at| runs.get(*at).is_some_and(|other| is_one_paragraph(text, run.end, other.start)))
        };
        match closing.and_then(|at| Some((at, runs.get(at)?))) {
            Some((at, other)) => {
                found.push(run.start..other.end);
                index = at + 1;
            }
            None if run.len() >= 3 && begins_line(text, run.start) => {
                found.push(run.start..text.len());
                break;
            }
            None => index += 1,
        }
    }
    found
}

/// Runs of backticks.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'`', text.as_bytes()) {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

fn begins_line(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or_default();
    let line = head.trim_end_matches([' ', '\t', '>']);
    line.is_empty() || line.ends_with('\n')
}

/// Whether no blank line stands between two places that are not too far from one another.
fn is_one_paragraph(text: &str, from: usize, until: usize) -> bool {
    until - from <= 4096 && text.get(from..until).is_some_and(|between| !between.contains("\n\n") && !between.contains("\n\r\n"))
}
