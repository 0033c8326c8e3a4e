//! What a document was seen to hold, one look at a stretch for all the short texts of its markup.
//!
//! Markup cuts a document into many short texts, most of which hold nothing. What every disguised link has, and the words that codes need, can be
//! looked for in a long stretch much faster than in each of them, and what is nowhere in a stretch is in no part of it.

use std::ops::Range;

use super::reading::{Options, Words, WordsSeen};
use super::scan;

/// How many bytes are looked at together; bounds the memory that is needed.
const STRETCH: usize = 256 << 10;

/// What a part of a document may hold; what it may not, it certainly does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// Whether a disguised link may stand there.
    pub(super) disguises: bool,
    /// Whether words may stand there that codes need.
    pub(super) words: Words,
}

impl Sight {
    /// Nothing is known of it.
    pub(super) const UNKNOWN: Self = Self { disguises: true, words: Words::Perhaps };
}

/// What was seen in the stretch of a document that was looked at last.
#[derive(Debug)]
pub(super) struct Sights<'t> {
    text: &'t str,
    options: &'t Options,
    stretch: Range<usize>,
    /// Where something stands that disguised links have, ascending.
    disguises: Vec<usize>,
    words: WordsSeen,
}

impl<'t> Sights<'t> {
    /// Of a document of which nothing was looked at yet.
    pub(super) const fn of(text: &'t str, options: &'t Options) -> Self {
        Self { text, options, stretch: 0..0, disguises: Vec::new(), words: WordsSeen { starts: Vec::new(), longest: 0 } }
    }

    /// What a part may hold. Parts are asked for in the order in which they stand; of one that was passed over nothing is known.
    pub(super) fn part(&mut self, part: Range<usize>) -> Sight {
        if part.start < self.stretch.start {
            return Sight::UNKNOWN;
        }
        if part.end > self.stretch.end {
            self.look(part.start, part.end);
        }
        let from = self.disguises.partition_point(|at| self.stretch.start + at < part.start);
        let disguises = self.disguises.get(from).is_some_and(|at| self.stretch.start + at < part.end);
        let WordsSeen { starts, longest } = &self.words;
        let from = starts.partition_point(|at| self.stretch.start + at + longest <= part.start);
        let has_words = starts.get(from).is_some_and(|at| self.stretch.start + at < part.end);
        Sight { disguises, words: if has_words { Words::Perhaps } else { Words::None } }
    }

    /// Looks at the stretch that begins at a byte and holds another.
    fn look(&mut self, start: usize, end: usize) {
        let far = end.max(start + STRETCH).min(self.text.len());
        let end = (end..=far).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(end);
        let stretch = self.text.get(start..end).unwrap_or_default();
        self.stretch = start..end;
        self.disguises.clear();
        self.disguises.extend(scan::disguises(stretch));
        self.disguises.sort_unstable();
        self.words = self.options.codes.as_ref().map(|finder| finder.words(stretch)).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;
    use crate::extract::reading::FindCodes;
    use crate::extract::running::{links_in, links_in_part};

    /// Takes every `口令` for a code.
    #[derive(Debug)]
    struct Finder;

    impl FindCodes for Finder {
        fn codes(&self, text: &str, links: &[Range<usize>], words: Words) -> Vec<Range<usize>> {
            let text = if words == Words::None { "" } else { text };
            let words = text.match_indices("口令").map(|(at, word)| at..at + word.len());
            words.filter(|word| links.iter().all(|link| link.end <= word.start || link.start >= word.end)).collect()
        }

        fn words(&self, text: &str) -> WordsSeen {
            WordsSeen { starts: text.match_indices("口令").map(|(at, _)| at).collect(), longest: "口令".len() }
        }
    }

    const PIECES: [&str; 18] =
        ["a", "看", "。", "：", "点", "taobao", "com", "cn", ".", "/", "口令", "口", " ", "\n", "https://a.cn/b", "dot", "·", "evil[.]cn"];

    proptest! {
        /// What was seen of a document hides nothing that stands in a part of it.
        #[test]
        fn a_part_of_a_document_holds_what_it_would_hold_by_itself(
            pieces in vec(proptest::sample::select(PIECES.to_vec()), 1..80),
            lengths in vec(0_usize..12, 1..20),
            filler in prop_oneof![Just(0_usize), Just(STRETCH - 40)],
        ) {
            let text = pieces.concat() + &"x".repeat(filler) + &pieces.concat();
            let options = Options { codes: Some(Arc::new(Finder)), ..Options::default() };
            let mut sights = Sights::of(&text, &options);
            let starts = [0, text.len() - pieces.concat().len()];
            for start in starts {
                let mut from = start;
                for length in &lengths {
                    let until = (from..=(from + length * 3).min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
                    let part = text.get(from..until).unwrap();
                    let seen: Vec<_> = links_in_part(part, &options, sights.part(from..until)).collect();
                    prop_assert_eq!(seen, links_in(part, &options).collect::<Vec<_>>(), "{} of {}", part, text);
                    from = until;
                }
            }
        }
    }

    #[test]
    fn of_what_was_passed_over_nothing_is_known() {
        let options = Options::default();
        let mut sights = Sights::of("看 taobao点com", &options);
        assert!(!sights.part(0..3).disguises && sights.part(4..16).disguises);
        sights.part(10..16);
        let text = "x".repeat(3 * STRETCH);
        let mut sights = Sights::of(&text, &options);
        assert_eq!(sights.part(2 * STRETCH..2 * STRETCH + 9), Sight { disguises: false, words: Words::None });
        assert_eq!(sights.part(9..12), Sight::UNKNOWN);
    }
}
