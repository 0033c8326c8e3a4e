//! Whether a host was met before: most hosts of a run are met once, and are not worth a place in the memory.

/// How many bits tell hosts apart, as a power of two: 128 KB.
const BITS: u32 = 20;

/// The hosts that were met, each a bit by its hash. A host that shares its bit with another is taken for met, which costs nothing but a
/// place in the memory.
#[derive(Debug)]
pub(super) struct Seen {
    words: Vec<u64>,
    /// How many bits are set; past the half of all they are forgotten.
    set: usize,
}

impl Default for Seen {
    fn default() -> Self {
        Self { words: vec![0; 1 << (BITS - 6)], set: 0 }
    }
}

impl Seen {
    /// Whether a host with a hash was met before; from now on it was.
    pub(super) fn again(&mut self, hash: u64) -> bool {
        let (word, bit) = place(hash);
        let Some(word) = self.words.get_mut(word) else { return true };
        if *word & bit != 0 {
            return true;
        }
        *word |= bit;
        self.set += 1;
        if self.set > 1 << (BITS - 1) {
            self.words.fill(0);
            self.set = 0;
        }
        false
    }

    /// Loads what is asked for a host, to have it near.
    #[inline]
    pub(super) fn near(&self, hash: u64) -> u64 {
        self.words.get(place(hash).0).copied().unwrap_or_default()
    }
}

/// The word and the bit of a hash; they tell neither the set of a host in the memory nor its tag.
fn place(hash: u64) -> (usize, u64) {
    let at = hash >> 20 & ((1 << BITS) - 1);
    (usize::try_from(at >> 6).unwrap_or(0), 1 << (at & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_met_again_unless_too_many_were_met_since() {
        let mut seen = Seen::default();
        for host in 0..1000 {
            assert_eq!((seen.again(host << 20), seen.again(host << 20)), (false, true));
        }
        for host in 0..1 << BITS {
            seen.again(host << 20);
        }
        assert!(!seen.again(7 << 20), "the memory is bounded");
    }
}
