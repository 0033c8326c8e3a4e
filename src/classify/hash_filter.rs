//! A quick answer to "is this among them?" by a hash, wrong only on the side of yes.
//!
//! What is added sets two bits of one word, so that a question reads one place in memory.

use std::hint::black_box;

/// How many bits a name should have: added by its hash and by that of its last labels, about one of fifteen that are not there is taken for
/// one that is.
const BITS_A_NAME: usize = 12;
/// The most words, four megabytes; past three million names more answers are wrong, on the side of yes.
const MOST_WORDS: usize = 1 << 19;

/// A set of names or of what they end in, by their hashes.
#[derive(Debug, Clone, Default)]
pub(super) struct HashFilter {
    words: Vec<u64>,
}

impl HashFilter {
    /// An empty filter large enough for so many names.
    pub(super) fn with_room(names: usize) -> Self {
        let words = names.saturating_mul(BITS_A_NAME).div_ceil(64).clamp(1, MOST_WORDS);
        Self { words: vec![0; words] }
    }

    /// Adds the names of another filter of the same size.
    pub(super) fn join(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    /// Appends the filter as it is kept.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.reserve(self.words.len() * size_of::<u64>());
        self.words.iter().for_each(|word| out.extend_from_slice(&word.to_le_bytes()));
    }

    /// A filter that was kept; `None` where the bytes are none.
    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (words, rest) = bytes.as_chunks();
        let is_whole = rest.is_empty() && (1..=MOST_WORDS).contains(&words.len());
        is_whole.then(|| Self { words: words.iter().map(|word| u64::from_le_bytes(*word)).collect() })
    }

    /// Adds a name.
    pub(super) fn insert(&mut self, hash: u64) {
        let place = self.place(hash);
        if let Some(word) = self.words.get_mut(place) {
            *word |= bits(hash);
        }
    }

    /// Whether a name may have been added; `false` is certain.
    pub(super) fn may_hold(&self, hash: u64) -> bool {
        self.words.get(self.place(hash)).is_some_and(|word| word & bits(hash) == bits(hash))
    }

    /// Brings near what is looked at for some names: loads that do not wait for each other are made together.
    pub(super) fn foresee(&self, hashes: impl Iterator<Item = u64>) {
        black_box(hashes.fold(0, |seen, hash| seen ^ self.words.get(self.place(hash)).copied().unwrap_or_default()));
    }

    /// Words share the hashes evenly among them, in their order.
    fn place(&self, hash: u64) -> usize {
        usize::try_from((u128::from(hash) * self.words.len() as u128) >> 64).unwrap_or(0)
    }
}

/// The bits of a name in its word, by the middle of its hash: the beginning tells the word.
const fn bits(hash: u64) -> u64 {
    1 << (hash >> 20 & 63) | 1 << (hash >> 32 & 63)
}

#[cfg(test)]
mod tests {
    use super::super::name_table::hash;
    use super::*;

    #[test]
    fn what_was_added_may_be_there_and_little_else() {
        let name = |number: usize, of: &str| hash(&format!("{number}.{of}.example"));
        for count in [0, 1, 100, 30_000] {
            let mut filter = HashFilter::with_room(count);
            (0..count).for_each(|number| filter.insert(name(number, "there")));
            let mut bytes = Vec::new();
            filter.write(&mut bytes);
            let filter = HashFilter::from_bytes(&bytes).unwrap();
            assert!((0..count).all(|number| filter.may_hold(name(number, "there"))));
            let wrong = (0..30_000).filter(|number| filter.may_hold(name(*number, "missing"))).count();
            assert!(wrong < 30_000 / 20, "{wrong} of 30,000 beside {count}");
        }
        assert!(!HashFilter::default().may_hold(7), "an empty filter holds nothing");
        assert!(HashFilter::from_bytes(&[]).is_none() && HashFilter::from_bytes(&[0; 12]).is_none());
        assert!(HashFilter::from_bytes(&vec![0; (MOST_WORDS + 1) * 8]).is_none());
    }
}
