//! A quick answer to "does the table know any name at or above this host?", wrong only on the side of yes.
//!
//! Most hosts of a run are in no table. The filter hashes the last two labels of a host, which every name at or
//! above it but a top-level domain shares, and looks up one bit.

use crate::marked::Marked;
use crate::{ends, lanes};

/// The size at first, 65,536 bits: for some thousand names the wrong answers stay under five in a hundred.
const FIRST_BITS: u32 = 16;
/// The least size of a filter whose names are known before, 1,024 bits.
const LEAST_BITS: u32 = 10;
/// The largest size, 16,777,216 bits or two megabytes; past a million names more answers are wrong, on the side of yes.
const MOST_BITS: u32 = 24;
/// How many bits a name should have, as a power of two.
const BITS_A_NAME: u32 = 4;

/// A set of names, by the hashes of their last two labels.
#[derive(Debug, Clone)]
pub struct NameFilter {
    words: Vec<u64>,
    /// How far a hash is shifted to give the number of a word.
    shift: u32,
    /// Set by a name of one label: every host may then be under it.
    open: bool,
}

impl Default for NameFilter {
    fn default() -> Self {
        Self::with_bits(FIRST_BITS)
    }
}

impl NameFilter {
    fn with_bits(bits: u32) -> Self {
        Self { words: vec![0; 1 << (bits - 6)], shift: shift(bits), open: false }
    }

    /// An empty filter large enough for so many names.
    #[must_use]
    pub fn with_room(names: usize) -> Self {
        Self::with_bits((names.next_power_of_two().trailing_zeros() + BITS_A_NAME).clamp(LEAST_BITS, MOST_BITS))
    }

    /// The same; `None` where this one is large enough or lets every host through.
    #[must_use]
    pub fn larger(&self, names: usize) -> Option<Self> {
        if self.open {
            return None;
        }
        let larger = Self::with_room(names);
        (larger.words.len() > self.words.len()).then_some(larger)
    }

    /// Lets every host through from now on.
    pub const fn open(&mut self) {
        self.open = true;
    }

    /// Adds a name.
    pub fn insert(&mut self, name: &str) {
        if self.open {
            return;
        }
        self.open = memchr::memchr(b'.', name.as_bytes()).is_none();
        let (word, bit) = self.place(LastLabels::of(name));
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }

    /// Whether a name at or above the host may have been added; `false` is certain.
    #[must_use]
    pub fn may_know(&self, host: LastLabels) -> bool {
        let (word, bit) = self.place(host);
        self.open || self.words.get(word).is_some_and(|word| word & bit != 0)
    }

    fn place(&self, LastLabels(hash): LastLabels) -> (usize, u64) {
        (usize::try_from(hash >> self.shift).unwrap_or(0), 1 << (hash >> 32 & 63))
    }
}

/// How far a hash is shifted in a filter of so many bits, as a power of two.
const fn shift(bits: u32) -> u32 {
    u64::BITS - (bits - u64::BITS.ilog2())
}

/// The last two labels of a host as a hash, which all filters share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastLabels(u64);

impl LastLabels {
    /// Those of a host.
    #[must_use]
    pub fn of(host: &str) -> Self {
        Self::of_bytes(host.as_bytes())
    }

    /// The same of a host that nobody looked at as text.
    #[must_use]
    pub(super) fn of_bytes(host: &[u8]) -> Self {
        Self(ends::hash(last_two_labels(host)))
    }

    /// The same of a host whose dots are known.
    #[must_use]
    #[inline(always)]
    pub fn marked(host: &Marked<'_>) -> Self {
        let start = host.last_two_labels().map_or(0, |(_, start)| start);
        Self(ends::hash_span(host.span_from(start)))
    }

    /// The hash. Compiled lists hold it, so another one asks for another version of their format.
    pub(super) const fn hash(self) -> u64 {
        self.0
    }
}

/// What follows the last dot but one.
fn last_two_labels(name: &[u8]) -> &[u8] {
    let start = lanes::places_backwards(name, |lanes| lanes::equal(lanes, b'.')).nth(1).map_or(0, |dot| dot + 1);
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
            assert!(filter.may_know(LastLabels::of(host)), "{host}");
        }
        assert!(!filter.may_know(LastLabels::of("example.org")) && !filter.may_know(LastLabels::of("com")));
        filter.insert("com");
        assert!(filter.may_know(LastLabels::of("example.org")));
    }
}
