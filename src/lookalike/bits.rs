//! A set of hashes as bits, which stands before a table: wrong only on the side of yes.

/// The bits.
#[derive(Debug, Clone)]
pub(super) struct Bits(Vec<u64>);

impl Bits {
    /// No hash, with room for so many bits as a power of two, from 6 on.
    pub(super) fn none(bits: u32) -> Self {
        Self(vec![0; 1 << (bits - u64::BITS.ilog2())])
    }

    /// Adds a hash; its lowest bits count.
    pub(super) fn add(&mut self, hash: u64) {
        let word = self.word(hash);
        if let Some(word) = self.0.get_mut(word) {
            *word |= 1 << (hash & 63);
        }
    }

    /// Whether a hash may have been added; `false` is certain.
    pub(super) fn may_have(&self, hash: u64) -> bool {
        self.0.get(self.word(hash)).is_some_and(|word| word & 1 << (hash & 63) != 0)
    }

    fn word(&self, hash: u64) -> usize {
        usize::try_from(hash >> 6 & u64::from(u32::MAX)).unwrap_or(0) & (self.0.len() - 1)
    }
}
