//! A table of bounded size whose content does not depend on the order in which it was filled.
//!
//! Entries are known by hashes. Where there are more than fit, only those whose hash lies below a limit are kept, and the limit is
//! halved until they fit. An entry that is kept was kept from the first, so what is known of it is complete. The limit in the end
//! depends on all hashes together and not on their order, so parts can be filled apart and brought together in any order.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::fast::FixedState;

/// Something that parts of a run know and that can be brought together.
pub trait Merge {
    /// Adds what another part knows.
    fn merge(&mut self, other: Self);
}

/// How far the limit of a table has fallen that parts are brought together in. A part that begins there keeps nothing that the whole
/// would let go; a part that learns of it late keeps more than it need to, and the whole comes out the same.
#[derive(Debug, Default)]
pub struct Fallen(AtomicU32);

/// The table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample<V> {
    most: usize,
    halvings: u32,
    kept: HashMap<u64, V, FixedState>,
}

impl<V: Merge> Sample<V> {
    /// A table with at most so many entries.
    #[must_use]
    pub fn new(most: usize) -> Self {
        Self { most, halvings: 0, kept: HashMap::default() }
    }

    /// The same, for a part of a whole whose limit has fallen already.
    #[must_use]
    pub fn behind(self, fallen: &Fallen) -> Self {
        Self { halvings: fallen.0.load(Ordering::Relaxed), ..self }
    }

    /// Lets parts to come know how far the limit has fallen.
    pub fn tell(&self, fallen: &Fallen) {
        fallen.0.fetch_max(self.halvings, Ordering::Relaxed);
    }

    /// Adds to an entry, unless it lies outside of the sample; `count` may say that it added all there is to an entry that is known.
    pub fn add(&mut self, hash: u64, count: impl FnOnce(&mut V) -> Option<()>, value: impl FnOnce() -> V) {
        if self.holds(hash) && self.kept.get_mut(&hash).and_then(count).is_none() {
            self.put(hash, value());
            self.shrink();
        }
    }

    /// Adds what another table knows.
    pub fn merge(&mut self, other: Self) {
        // Parts of a run are many and small: what is kept is gone through only where the limit falls.
        if other.halvings > self.halvings {
            self.halvings = other.halvings;
            self.kept.retain(|hash, _| is_below(*hash, self.halvings));
        }
        other.kept.into_iter().for_each(|(hash, value)| {
            if self.holds(hash) {
                self.put(hash, value);
            }
        });
        self.shrink();
    }

    /// One in how many entries is kept.
    #[must_use]
    pub const fn one_in(&self) -> u64 {
        1 << self.halvings
    }

    /// What is kept, in no order.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.kept.values()
    }

    const fn holds(&self, hash: u64) -> bool {
        is_below(hash, self.halvings)
    }

    fn put(&mut self, hash: u64, value: V) {
        match self.kept.entry(hash) {
            std::collections::hash_map::Entry::Occupied(mut known) => known.get_mut().merge(value),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(value);
            }
        }
    }

    fn shrink(&mut self) {
        while self.kept.len() > self.most && self.halvings < 63 {
            self.halvings += 1;
            self.kept.retain(|hash, _| is_below(*hash, self.halvings));
        }
    }
}

const fn is_below(hash: u64, halvings: u32) -> bool {
    hash <= u64::MAX >> halvings
}
