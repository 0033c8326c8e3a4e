//! Every share code and mini-program link of a running text.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use memchr::memchr_iter;

use super::catalog::Catalog;
use super::code_shape::{Alphabet, Bytes, Closing, Delimited, Opening, Shape};
use super::codes::{ShareCode, Standing};
use crate::extract::reading::FindCodes;

/// Finds the codes of a catalog in running text, line by line, as a line is what a list has of a text.
///
/// What makes a code one by the word beside it is told with that word, so that what is told is a code by itself. Digits that a payer
/// shows are looked for in lists only: in texts and tables numbers as long as these are order numbers.
#[derive(Debug)]
pub struct CodeFinder {
    codes: Vec<ShareCode>,
    /// The words of codes that need one; `None` where they could not be put together, and every line is looked at.
    words: Option<AhoCorasick>,
    /// The lengths of codes that need no word; `None` where any line may hold one.
    lengths: Option<(usize, usize)>,
    /// How links begin that begin with `#`.
    marks: Vec<String>,
}

impl CodeFinder {
    /// A finder of what the catalog knows.
    #[must_use]
    pub fn new(catalog: &Catalog) -> Self {
        let codes: Vec<ShareCode> = catalog.share_codes.iter().filter(|code| code.standing == Standing::Text).cloned().collect();
        let words = AhoCorasick::new(codes.iter().flat_map(|code| &code.words)).ok();
        let lengths = codes.iter().filter(|code| code.words.is_empty()).map(|code| length_of_run(&code.shape));
        let lengths = lengths.reduce(|one, other| Some((one?.0.min(other?.0), one?.1.max(other?.1)))).unwrap_or(Some((usize::MAX, 0)));
        let marks = catalog.prefixes.iter().map(|prefix| &prefix.text).filter(|text| text.starts_with('#')).cloned().collect();
        Self { codes, words, lengths, marks }
    }

    fn has_word(&self, text: &str) -> bool {
        self.words.as_ref().is_none_or(|words| words.is_match(text))
    }

    /// Whether a line holds, outside its links, a run of letters and digits that is as long as a code that needs no word. A run in a
    /// link is no code: most lines with links are done with here.
    fn has_run(&self, line: &Line<'_>) -> bool {
        let Some((least, most)) = self.lengths else { return true };
        let is_long = |run: &[u8]| (least..=most).contains(&run.len()) && run.iter().any(|byte| !byte.is_ascii_lowercase());
        line.free_stretches().any(|stretch| stretch.split(|byte| !byte.is_ascii_alphanumeric()).any(is_long))
    }

    /// Adds the codes of a line that need no word, or whose word stands in the line.
    fn of_line(&self, line: &mut Line<'_>, has: Has) {
        let bytes = Bytes::of(line.text);
        let wanted = |code: &&ShareCode| if code.words.is_empty() { has.run } else { has.word };
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
    fn codes(&self, text: &str, links: &[Range<usize>]) -> Vec<Range<usize>> {
        let has_word = self.has_word(text);
        let mut found = Vec::new();
        let mut rest = links;
        let mut start = 0;
        for end in memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
            rest = rest.get(rest.iter().take_while(|link| link.end <= start).count()..).unwrap_or_default();
            let here = rest.get(..rest.iter().take_while(|link| link.start < end).count()).unwrap_or_default();
            let mut line = Line { text: text.get(start..end).unwrap_or_default(), start, links: here, codes: BTreeMap::new() };
            let has = Has { word: has_word && self.has_word(line.text), run: self.has_run(&line) };
            if has.word || has.run || (!self.marks.is_empty() && line.text.contains('#')) {
                self.of_line(&mut line, has);
                found.extend(line.codes.into_iter().map(|(from, until)| from..until));
            }
            start = end + 1;
        }
        found
    }
}

/// What a line was seen to hold.
#[derive(Clone, Copy)]
struct Has {
    word: bool,
    run: bool,
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
    /// The bytes of the line between its links.
    fn free_stretches(&self) -> impl Iterator<Item = &[u8]> {
        let bytes = self.text.as_bytes();
        let inside = |byte: usize| byte.saturating_sub(self.start).min(bytes.len());
        let starts = std::iter::once(0).chain(self.links.iter().map(move |link| inside(link.end)));
        let ends = self.links.iter().map(move |link| inside(link.start)).chain([bytes.len()]);
        starts.zip(ends).map(|(start, end)| bytes.get(start..end).unwrap_or_default())
    }

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

/// How long the run of letters and digits is in which a code of a shape stands, nothing else in it; `None` where it may be any.
fn length_of_run(shape: &Shape) -> Option<(usize, usize)> {
    let Shape::Delimited(Delimited { prefix, open, close, length, alphabet, .. }) = shape else { return None };
    let is_edge = |mark: &String| !mark.is_empty() && !mark.contains(|c: char| c.is_ascii_alphanumeric());
    let opens = match open {
        Opening::Free => is_edge(prefix),
        Opening::OneOf(marks) => marks.iter().all(is_edge),
        Opening::Sign => true,
    };
    let closes = match close {
        Closing::Same => true,
        Closing::OneOf(marks) => marks.iter().all(is_edge),
        Closing::Anything => false,
    };
    (opens && closes && *alphabet == Alphabet::Alnum).then_some(*length)
}
