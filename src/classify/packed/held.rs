//! The compiled lists of a run: what their numbers stand for in this run.

use super::super::name_filter::LastLabels;
use super::super::name_table::Part;
use super::{ListBits, Packed};

/// A compiled file that was opened.
#[derive(Debug)]
struct Held {
    names: Packed,
    /// The sets that numbers stand for, by the bits of the lists in the file.
    sets: Vec<ListBits>,
    /// The same sets, by the bits of the lists in this run.
    ours: Vec<ListBits>,
}

/// The compiled files of a run.
#[derive(Debug, Default)]
pub struct CompiledLists {
    held: Vec<Held>,
}

/// Which of the compiled files of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldId(usize);

impl CompiledLists {
    /// Keeps an opened file; none of its lists is asked for yet.
    pub fn hold(&mut self, names: Packed, sets: Vec<ListBits>) -> HeldId {
        let ours = vec![(0, 0); sets.len()];
        self.held.push(Held { names, sets, ours });
        HeldId(self.held.len() - 1)
    }

    /// Asks for a list of a file, given by its bit there, under a bit of this run.
    pub fn attach(&mut self, held: HeldId, theirs: u64, bit: u64) {
        let Some(held) = self.held.get_mut(held.0) else { return };
        for (set, ours) in held.sets.iter().zip(&mut held.ours) {
            ours.0 |= if set.0 & theirs == 0 { 0 } else { bit };
            ours.1 |= if set.1 & theirs == 0 { 0 } else { bit };
        }
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.held.is_empty()
    }

    /// Whether a page that was needed is not as it was written.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.held.iter().any(|held| held.names.is_damaged())
    }

    /// Whether some list may name a host or a name above it, by its last two labels; `false` is certain.
    pub(in crate::classify) fn may_name(&self, host: LastLabels) -> bool {
        self.held.iter().any(|held| held.names.may_hold(host))
    }

    /// Brings near what tells whether lists may name some hosts.
    pub(in crate::classify) fn foresee_hosts(&self, hosts: impl Iterator<Item = LastLabels> + Clone) {
        self.held.iter().for_each(|held| held.names.foresee_hosts(hosts.clone()));
    }

    /// The lists that name a part of a host.
    pub(in crate::classify) fn lists(&self, part: Part<'_>) -> ListBits {
        self.held.iter().fold((0, 0), |bits, held| held.join(bits, held.names.get(part)))
    }

    /// Brings near what is looked at for some parts of hosts, by their hashes.
    pub(in crate::classify) fn foresee(&self, hashes: &[u64]) {
        self.held.iter().for_each(|held| held.names.foresee(hashes));
    }

    /// The lists that name a name.
    #[must_use]
    pub fn of(&self, name: &str) -> ListBits {
        self.held.iter().fold((0, 0), |bits, held| held.join(bits, held.names.number(name)))
    }

    /// Every name with its lists.
    pub fn names(&self) -> impl Iterator<Item = (&str, ListBits)> {
        self.held.iter().flat_map(|held| held.names.iter().map(|(name, number)| (name, held.join((0, 0), Some(number)))))
    }
}

impl Held {
    fn join(&self, bits: ListBits, number: Option<u32>) -> ListBits {
        let Some(number) = number else { return bits };
        match usize::try_from(number).ok().and_then(|at| self.ours.get(at)) {
            Some(more) => (bits.0 | more.0, bits.1 | more.1),
            None => {
                self.names.spoil();
                bits
            }
        }
    }
}
