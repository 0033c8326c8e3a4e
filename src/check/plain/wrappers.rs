//! The wrappers that a host may be, numbered: many hosts share them.

use std::collections::HashMap;

use smallvec::SmallVec;

use crate::classify::ids::WrapperId;

type List = SmallVec<[WrapperId; 4]>;

/// Lists of wrappers, each in the order in which they are tried.
#[derive(Debug, Default)]
pub(super) struct WrapperLists {
    lists: Vec<List>,
    numbers: HashMap<List, u16, foldhash::fast::FixedState>,
}

impl WrapperLists {
    /// The number of a list; `None` where there are more than can be numbered.
    pub(super) fn number(&mut self, list: List) -> Option<u16> {
        if let Some(number) = self.numbers.get(&list) {
            return Some(*number);
        }
        let number = u16::try_from(self.lists.len()).ok()?;
        self.lists.push(list.clone());
        self.numbers.insert(list, number);
        Some(number)
    }

    /// The list with a number.
    pub(super) fn get(&self, number: u16) -> &[WrapperId] {
        self.lists.get(usize::from(number)).map_or(&[], SmallVec::as_slice)
    }
}
