//! The first of some short texts in a longer one.

use aho_corasick::packed::{Config, MatchKind as PackedKind, Searcher};
use aho_corasick::{AhoCorasick, Input, MatchKind, Span};

/// Texts to be found, none of them empty.
#[derive(Debug)]
pub struct Patterns {
    /// Many bytes at a time; only some processors can.
    packed: Option<Searcher>,
    /// Byte by byte; `None` where there are no patterns, or more than an automaton holds.
    automaton: Option<AhoCorasick>,
}

impl Patterns {
    /// A finder of some texts. Where two begin at the same byte, the one that was given first is found.
    #[must_use]
    pub fn new<P: AsRef<[u8]>>(patterns: impl IntoIterator<Item = P>) -> Self {
        let patterns: Vec<P> = patterns.into_iter().collect();
        let packed = Config::new().match_kind(PackedKind::LeftmostFirst).builder().extend(&patterns).build();
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(&patterns).ok();
        Self { packed, automaton: automaton.filter(|_| !patterns.is_empty()) }
    }

    /// Whether it finds anything at all.
    #[must_use]
    pub const fn works(&self) -> bool {
        self.packed.is_some() || self.automaton.is_some()
    }

    /// Where the first text from a byte on begins and ends.
    #[must_use]
    pub fn find(&self, bytes: &[u8], from: usize) -> Option<(usize, usize)> {
        let span = Span::from(from..bytes.len());
        if from > bytes.len() {
            return None;
        }
        let found = match (&self.packed, &self.automaton) {
            (Some(packed), _) => packed.find_in(bytes, span),
            (None, Some(automaton)) => automaton.find(Input::new(bytes).span(span)),
            (None, None) => None,
        };
        found.map(|found| (found.start(), found.end()))
    }

    /// Where each text begins, none overlapping another.
    pub fn starts<'s>(&'s self, bytes: &'s [u8]) -> impl Iterator<Item = usize> + 's {
        let mut from = 0;
        std::iter::from_fn(move || {
            let (start, end) = self.find(bytes, from)?;
            from = end;
            Some(start)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_find_the_same() {
        let patterns = ["点", "dot", "口令", "复制打开", "复制"];
        let slow = Patterns { packed: None, ..Patterns::new(patterns) };
        for text in ["", "dot", "a dot b点c", "请复制打开，口令在后，复制打", &"无".repeat(500), &format!("{}口令{}dot", "无".repeat(300), "x".repeat(70))]
        {
            let fast = Patterns::new(patterns);
            assert_eq!(fast.starts(text.as_bytes()).collect::<Vec<_>>(), slow.starts(text.as_bytes()).collect::<Vec<_>>(), "{text}");
        }
        assert!(!Patterns::new(Vec::<&str>::new()).works());
    }
}
