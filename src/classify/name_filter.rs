//! A quick answer to "does the table know any name at or above this host?", wrong only on the side of yes.
//!
//! Most hosts of a run are in no table. The filter hashes the last two labels of a host, which every name at or
//! above it but a top-level domain shares, and looks up one bit.

use std::hash::BuildHasher as _;

/// 65,536 bits: for some thousand names the wrong answers stay under five in a hundred.
const WORDS: usize = 1024;

/// A set of names, by the hashes of their last two labels.
#[derive(Debug, Clone)]
pub struct NameFilter {
    words: Vec<u64>,
    hasher: foldhash::fast::FixedState,
    /// Set by a name of one label: every host may then be under it.
    open: bool,
}

impl Default for NameFilter {
    fn default() -> Self {
        Self { words: vec![0; WORDS], hasher: foldhash::fast::FixedState::default(), open: false }
    }
}

impl NameFilter {
    /// Adds a name.
    pub fn insert(&mut self, name: &str) {
        self.open |= !name.contains('.');
        let (word, bit) = self.place(name);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether a name at or above the host may have been added; `false` is certain.
    #[must_use]
    pub fn may_know(&self, host: &str) -> bool {
        let (word, bit) = self.place(host);
        self.open || self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, name: &str) -> (usize, u64) {
        let hash = self.hasher.hash_one(last_two_labels(name.as_bytes()));
        (usize::try_from(hash >> 6).unwrap_or(0) % WORDS, 1 << (hash & 63))
    }
}

/// What follows the last dot but one.
fn last_two_labels(name: &[u8]) -> &[u8] {
    let dot = |text: &[u8]| text.iter().rposition(|byte| *byte == b'.');
    let start = dot(name).and_then(|last| dot(name.get(..last)?)).map_or(0, |dot| dot + 1);
    name.get(start..).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_and_all_below_it_may_be_known() {
        let mut filter = NameFilter::default();
        for name in ["taobao.com", "link.zhihu.com", "gov.cn"] {
            filter.insert(name);
        }
        for host in ["taobao.com", "item.taobao.com", "link.zhihu.com", "a.link.zhihu.com", "x.gov.cn"] {
            assert!(filter.may_know(host), "{host}");
        }
        assert!(!filter.may_know("example.org") && !filter.may_know("com"));
        filter.insert("com");
        assert!(filter.may_know("example.org"));
    }
}
