//! Classes of hosts: hosts of which the same is known, and which no rule names, are one.

use std::collections::HashMap;

use crate::classify::by_host::ByHost;

/// The most classes that are kept; past it all are numbered anew.
const LIMIT: usize = 1 << 15;

/// The number of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct ClassId(pub(super) u32);

type Numbers<K> = HashMap<K, ClassId, foldhash::fast::FixedState>;

/// The classes that were met.
#[derive(Debug, Default)]
pub(super) struct Classes {
    unnamed: Numbers<ByHost>,
    /// Hosts that rules name, each a class of its own.
    named: Numbers<Box<str>>,
    /// The class that was asked for last: hosts of which nothing is known come one after another.
    last: Option<(ByHost, ClassId)>,
}

impl Classes {
    /// The class of hosts that no rule names and of which this is known.
    #[inline(always)]
    pub(super) fn of(&mut self, known: ByHost) -> ClassId {
        if let Some((_, class)) = self.last.filter(|(last, _)| *last == known) {
            return class;
        }
        let next = self.next();
        let class = *self.unnamed.entry(known).or_insert(next);
        self.last = Some((known, class));
        class
    }

    /// The class of a host that some rule names.
    pub(super) fn of_named(&mut self, host: &str) -> ClassId {
        if let Some(class) = self.named.get(host) {
            return *class;
        }
        let next = self.next();
        self.named.insert(host.into(), next);
        next
    }

    /// Whether there is no room for another class.
    pub(super) fn is_full(&self) -> bool {
        self.unnamed.len() + self.named.len() >= LIMIT
    }

    /// Forgets all classes; hosts that have one must be forgotten too.
    pub(super) fn clear(&mut self) {
        self.unnamed.clear();
        self.named.clear();
        self.last = None;
    }

    fn next(&self) -> ClassId {
        ClassId(u32::try_from(self.unnamed.len() + self.named.len()).unwrap_or(u32::MAX - 1))
    }
}
