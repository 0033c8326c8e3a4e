//! The memories of workers: what they learnt of hosts is kept from one array to the next.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use outlink::check::plain::{PlainRoad, Shares};
use outlink::check::run::Run;

/// How many hosts a memory has room for, some 70 MB. It lives as long as its checker, which in a job is for hundreds of millions of links.
const HOSTS: usize = 1 << 19;

/// Columns are filled link by link; no record is drawn up for several.
struct Apart;

impl Shares for Apart {}

/// A run with the memories that no worker uses at the moment.
pub(crate) struct Roads<'r> {
    pub(crate) run: &'r Run<'r>,
    idle: Mutex<Vec<PlainRoad<'r>>>,
    /// How many are kept: more workers than cores are at work together only by chance.
    most: usize,
}

impl<'r> Roads<'r> {
    pub(crate) fn new(run: &'r Run<'r>) -> Self {
        let most = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Self { run, idle: Mutex::default(), most }
    }

    /// Does some work with a memory of its own.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut PlainRoad<'r>) -> T) -> T {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut road = kept.unwrap_or_else(|| PlainRoad::with_room(self.run, &Apart, HOSTS));
        let done = work(&mut road);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < self.most {
            idle.push(road);
        }
        done
    }
}
