//! Names on their way into the table, some at a time.

use crate::classify::hosts::HostTable;
use crate::classify::listed::ListReach;

/// How many names wait. Where each of them will stand is loaded before the first is added, so that the loads do not wait for each other.
const TOGETHER: usize = 64;

/// Names that wait to be added to a list.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    /// The names, one behind another.
    text: String,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    /// Where it ends in the text.
    end: usize,
    hash: u64,
    reach: ListReach,
}

impl Waiting {
    /// Lets a name wait.
    pub(super) fn push(&mut self, name: &str, reach: ListReach) {
        self.text.push_str(name);
        self.names.push(Name { end: self.text.len(), hash: HostTable::hash(name), reach });
    }

    /// Whether as many wait as are added together.
    pub(super) const fn is_full(&self) -> bool {
        self.names.len() >= TOGETHER
    }

    /// Adds all to a list, given by its bit; how many of them the list had already.
    pub(super) fn add(&mut self, table: &mut HostTable, list: u64) -> usize {
        table.foresee_names(self.names.iter().map(|name| name.hash));
        let (mut start, mut repeated) = (0, 0);
        for Name { end, hash, reach } in &self.names {
            let name = self.text.get(start..*end).unwrap_or_default();
            repeated += usize::from(!table.add_hashed_to_list(*hash, name, *reach, list));
            start = *end;
        }
        self.text.clear();
        self.names.clear();
        repeated
    }
}
