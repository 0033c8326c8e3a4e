//! The rules of a plan that are asked of each link, and which of them a path leaves to be asked.

use std::collections::HashMap;

use crate::canon::CanonicalUrl;
use crate::engine::settle::Question;
use crate::path::first_segment;

/// The most rules of one plan that are asked of each link: they are bits of a word.
const OPEN_LIMIT: usize = 64;

/// Rules that are asked of each link, each a bit.
#[derive(Debug, Default)]
pub(super) struct OpenRules {
    /// The question and the rule.
    rules: Box<[(u32, u32)]>,
    /// Those that may hold whatever the path begins with.
    anywhere: u64,
    /// Those that only hold for paths that begin with a segment.
    beginning: HashMap<Box<str>, u64, foldhash::fast::FixedState>,
}

impl OpenRules {
    /// Some rules by their questions; `None` where there are more than can be kept.
    pub(super) fn of(questions: &[Question<'_>], rules: Box<[(u32, u32)]>) -> Option<Self> {
        let mut open = Self { anywhere: 0, beginning: HashMap::default(), rules };
        if open.rules.len() > OPEN_LIMIT {
            return None;
        }
        for (at, (question, rule)) in open.rules.iter().enumerate() {
            match questions.get(*question as usize).and_then(|question| question.first_segments(*rule)) {
                Some(segments) => segments.into_iter().for_each(|segment| *open.beginning.entry(segment.into()).or_default() |= 1 << at),
                None => open.anywhere |= 1 << at,
            }
        }
        Some(open)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules that have to be asked of a link, each with its bit.
    pub(super) fn of_link(&self, url: &CanonicalUrl<'_>) -> impl Iterator<Item = (u64, u32, u32)> {
        let mut left = self.bits(url);
        std::iter::from_fn(move || {
            let at = left.trailing_zeros();
            let (question, rule) = *self.rules.get(at as usize)?;
            left &= left - 1;
            Some((1 << at, question, rule))
        })
    }

    fn bits(&self, url: &CanonicalUrl<'_>) -> u64 {
        if self.beginning.is_empty() {
            return self.anywhere;
        }
        // What a path with escapes begins with shows once they are undone.
        if url.has_escaped_path() {
            return self.beginning.values().fold(self.anywhere, |all, bits| all | bits);
        }
        self.anywhere | self.beginning.get(first_segment(url.path())).copied().unwrap_or_default()
    }
}
