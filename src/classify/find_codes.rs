//! Every share code and mini-program link of a running text.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use memchr::{memchr, memchr_iter, memmem, memrchr};

use super::catalog::Catalog;
use super::code_runs::Runs;
use super::code_shape::Bytes;
use super::codes::{ShareCode, Standing};
use crate::extract::reading::{FindCodes, Words, WordsSeen};
use crate::extract::scan::patterns::Patterns;

/// Finds the codes of a catalog in running text, line by line, as a line is what a list has of a text.
///
/// What makes a code one by the word beside it is told with that word, so that what is told is a code by itself. Digits that a payer
/// shows are looked for in lists only: in texts and tables numbers as long as these are order numbers.
#[derive(Debug)]
pub struct CodeFinder {
    codes: Vec<ShareCode>,
    /// The words of codes that need one, put together when a text is looked at: lists never ask. `None` where they could not be, and every
    /// line is looked at.
    words: OnceLock<Option<Patterns>>,
    /// Where codes stand that need no word; `None` where any line may hold one.
    runs: Option<Runs>,
    /// How links begin that begin with `#`.
    marks: Vec<String>,
}

/// What a line was seen to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sight {
    /// A word that codes need.
    Word,
    /// A run of letters and digits that may be a code without a word.
    Run,
    /// The beginning of a link that begins with `#`.
    Mark,
}

impl CodeFinder {
    /// A finder of what the catalog knows.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let codes: Vec<ShareCode> = catalog.share_codes.iter().filter(|code| code.standing == Standing::Text).cloned().collect();
        let runs = Runs::of(codes.iter().filter(|code| code.words.is_empty()).map(|code| &code.shape));
        let marks = catalog.prefixes.iter().map(|prefix| &prefix.text).filter(|text| text.starts_with('#')).cloned().collect();
        Self { codes, words: OnceLock::new(), runs, marks }
    }

    fn words_of_codes(&self) -> Option<&Patterns> {
        // Which of two words that overlap is found makes no difference: each shows that the line has to be looked at.
        let patterns = || Some(Patterns::new(self.codes.iter().flat_map(|code| &code.words))).filter(Patterns::works);
        self.words.get_or_init(patterns).as_ref()
    }

    /// The places of a text at which something is seen that a code may have, ascending. Nearly every line of nearly every text is
    /// passed over so.
    fn sights(&self, text: &str, links: &[Range<usize>], words: Words) -> Vec<(usize, Sight)> {
        let mut seen: Vec<(usize, Sight)> = Vec::new();
        if words == Words::Perhaps {
            self.see_words(text, &mut seen);
        }
        match &self.runs {
            Some(runs) => runs.places(text, links, |at| seen.push((at, Sight::Run))),
            None => seen.extend(every_line(text).map(|at| (at, Sight::Run))),
        }
        seen.sort_unstable();
        seen
    }

    /// Adds the places of words that codes need, and of the beginnings of links that begin with `#`.
    fn see_words(&self, text: &str, seen: &mut Vec<(usize, Sight)>) {
        match self.words_of_codes() {
            Some(words) => seen.extend(words.starts(text.as_bytes()).map(|at| (at, Sight::Word))),
            None if self.codes.iter().all(|code| code.words.is_empty()) => {}
            None => seen.extend(every_line(text).map(|at| (at, Sight::Word))),
        }
        if !self.marks.is_empty() && memchr(b'#', text.as_bytes()).is_some() {
            seen.extend(self.marks.iter().flat_map(|mark| memmem::find_iter(text.as_bytes(), mark.as_bytes())).map(|at| (at, Sight::Mark)));
        }
    }

    /// Adds the codes of a line that need no word, or whose word stands in the line.
    fn of_line(&self, line: &mut Line<'_>, has: &[(usize, Sight)]) {
        let bytes = Bytes::of(line.text);
        let has = |sight: Sight| has.iter().any(|(_, seen)| *seen == sight);
        let (word, run) = (has(Sight::Word), has(Sight::Run));
        let wanted = |code: &&ShareCode| if code.words.is_empty() { run } else { word };
        for code in self.codes.iter().filter(wanted) {
            let words = words_of(line.text, &code.words);
            if words.is_empty() && !code.words.is_empty() {
                continue;
            }
            for span in code.shape.spans_among(line.text, bytes) {
                let told = if code.words.is_empty() { Some(span) } else { with_word(span, &words, |range| line.is_free(range)) };
                line.add(told);
            }
        }
        for mark in self.marks.iter().filter(|mark| line.text.contains(mark.as_str())) {
            let mut from = 0;
            while let Some(start) = line.text.get(from..).and_then(|rest| rest.find(mark)).map(|at| from + at) {
                from = end_of_link(line.text, start).max(start + mark.len());
                line.add(Some(start..from));
            }
        }
    }
}

impl FindCodes for CodeFinder {
    fn words(&self, text: &str) -> WordsSeen {
        let mut seen = Vec::new();
        self.see_words(text, &mut seen);
        let longest = self.codes.iter().flat_map(|code| &code.words).chain(&self.marks).map(String::len).max().unwrap_or_default();
        // Where every line is looked at, all of it is.
        let longest = if self.words_of_codes().is_none() { text.len() } else { longest };
        seen.sort_unstable();
        WordsSeen { starts: seen.into_iter().map(|(at, _)| at).collect(), longest }
    }

    fn codes(&self, text: &str, links: &[Range<usize>], words: Words) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut links = links;
        let seen = self.sights(text, links, words);
        let mut rest = seen.as_slice();
        while let Some((at, _)) = rest.first() {
            let start = text.get(..*at).and_then(|head| memrchr(b'\n', head.as_bytes())).map_or(0, |before| before + 1);
            let end = text.get(*at..).and_then(|tail| memchr(b'\n', tail.as_bytes())).map_or(text.len(), |length| at + length);
            let (here, behind) = rest.split_at(rest.partition_point(|(at, _)| *at <= end));
            rest = behind;
            links = links.get(links.partition_point(|link| link.end <= start)..).unwrap_or_default();
            let of_line = links.get(..links.partition_point(|link| link.start < end)).unwrap_or_default();
            let mut line = Line { text: text.get(start..end).unwrap_or_default(), start, links: of_line, codes: BTreeMap::new() };
            self.of_line(&mut line, here);
            found.extend(line.codes.into_iter().map(|(from, until)| from..until));
        }
        found
    }
}

/// Where each line of a text begins.
fn every_line(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1))
}

/// A line with the links in it.
struct Line<'l> {
    text: &'l str,
    /// The byte of the text at which it begins.
    start: usize,
    links: &'l [Range<usize>],
    /// The codes found in it so far: the byte of the text at which each begins, and the one behind it.
    codes: BTreeMap<usize, usize>,
}

impl Line<'_> {
    /// Whether no link stands in a stretch of the line.
    fn is_free(&self, range: &Range<usize>) -> bool {
        let (start, end) = (self.start + range.start, self.start + range.end);
        let next = self.links.partition_point(|link| link.end <= start);
        self.links.get(next).is_none_or(|link| link.start >= end)
    }

    /// Adds a code, unless a link or a code that was found before it stands there.
    fn add(&mut self, range: Option<Range<usize>>) {
        let Some(range) = range.filter(|range| self.is_free(range)) else { return };
        let (start, end) = (self.start + range.start, self.start + range.end);
        if self.codes.range(..end).next_back().is_none_or(|(_, last)| *last <= start) {
            self.codes.insert(start, end);
        }
    }
}

fn words_of(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = words.iter().flat_map(|word| text.match_indices(word.as_str())).map(|(start, word)| start..start + word.len()).collect();
    found.sort_unstable_by_key(|range| range.start);
    found
}

/// A code with the nearest word, before or behind it, to which nothing stands in the way.
fn with_word(code: Range<usize>, words: &[Range<usize>], is_free: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
    let next = words.partition_point(|word| word.start < code.start);
    let nearest = [next.checked_sub(1), Some(next)].into_iter().flatten().filter_map(|at| words.get(at));
    let stretches = nearest.map(|word| code.start.min(word.start)..code.end.max(word.end));
    stretches.filter(|stretch| is_free(stretch)).min_by_key(ExactSizeIterator::len)
}

/// Where a link ends that begins with a mark: at a blank, or what closes a sentence or a quotation.
fn end_of_link(text: &str, start: usize) -> usize {
    let is_end = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '"' | '\'' | '<' | '>' | '`' | '，' | '。' | '；' | '！' | '？' | '、' | '”' | '」' | '》' | '】' | '）' | ')' | ']')
    };
    text.get(start..).and_then(|rest| rest.find(is_end)).map_or(text.len(), |length| start + length)
}
