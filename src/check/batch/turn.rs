//! Who may write.

use std::sync::{Condvar, Mutex, PoisonError};

/// Whose turn it is to write.
#[derive(Default)]
pub(super) struct Turn {
    number: Mutex<u64>,
    changed: Condvar,
}

impl Turn {
    pub(super) fn is_on(&self, number: u64) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.changed.notify_all();
    }

    /// Lets everybody go on, because nothing is written any more.
    pub(super) fn let_all(&self) {
        self.is_on(u64::MAX);
    }

    pub(super) fn wait_for(&self, number: u64) {
        let mut now = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        while *now < number {
            now = self.changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
    }
}
