//! Where the time of a run goes: each thread charges its time to one stage at a time.
//!
//! A thread that takes part has a clock of its own, with the stage that it is in. [`stage`] turns it to another one until the
//! end of a scope, so that no moment is charged twice. A thread without a clock measures nothing, and no clock is shared, so
//! measuring is asked for once and handed to no function on the way. Stages change by the block or the file, never by the link.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::verdict::vocabulary;

vocabulary! {
    /// What a thread spends its time on.
    Stage {
        /// Policies, lists, catalog and settings.
        Loading = "loading",
        /// Looking for files in folders.
        Finding = "finding",
        /// Reading inputs, and cutting lists into blocks.
        Reading = "reading",
        /// Unpacking what gzip or zstd packed.
        Unpacking = "unpacking",
        /// Finding links in content.
        Extracting = "extracting",
        /// Judging links, and drawing up their records.
        Judging = "judging",
        /// Handing records and findings to the output.
        Writing = "writing",
        /// Waiting for another thread.
        Waiting = "waiting",
        /// Everything else.
        Other = "other",
    }
}

/// One in how many links of content has its time taken; that of the others is taken to be like it.
const SAMPLE: u64 = 64;

/// Which thread: those that do the same one after the other are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The one that reads lists, hands out work and writes.
    Main,
    /// One that checks, by its number from 1.
    Worker(usize),
    /// Those that read ahead.
    Ahead,
}

/// The time of each stage, in the order of [`Stage::ALL`].
pub type Spent = [Duration; Stage::ALL.len()];

/// The times of a run so far.
#[derive(Debug)]
pub struct Timings {
    begun: Instant,
    rows: Mutex<BTreeMap<Who, Spent>>,
    read: AtomicU64,
    unpacked: AtomicU64,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// From the beginning until now.
    pub wall: Duration,
    /// The stages of each thread that is at its end.
    pub rows: Vec<(Who, Spent)>,
    /// Bytes of inputs, as they stand on disk.
    pub read: u64,
    /// Bytes that were unpacked.
    pub unpacked: u64,
}

impl Timings {
    /// Begins to measure a run.
    #[must_use]
    pub fn begin() -> Arc<Self> {
        Arc::new(Self { begun: Instant::now(), rows: Mutex::default(), read: AtomicU64::new(0), unpacked: AtomicU64::new(0) })
    }

    /// What was measured so far.
    #[must_use]
    pub fn measured(&self) -> Measured {
        let rows = self.rows.lock().unwrap_or_else(PoisonError::into_inner).iter().map(|(who, spent)| (*who, *spent)).collect();
        Measured { wall: self.begun.elapsed(), rows, read: self.read.load(Ordering::Relaxed), unpacked: self.unpacked.load(Ordering::Relaxed) }
    }
}

/// The clock of a thread.
struct Clock {
    timings: Arc<Timings>,
    who: Who,
    stage: Stage,
    since: Instant,
    spent: Spent,
}

thread_local! {
    static CLOCK: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

impl Clock {
    /// Charges the time since the last turn, and turns to a stage.
    fn turn(&mut self, stage: Stage) -> Stage {
        let now = Instant::now();
        if let Some(spent) = self.spent.get_mut(self.stage as usize) {
            *spent += now - self.since;
        }
        self.since = now;
        std::mem::replace(&mut self.stage, stage)
    }
}

/// A thread with a clock, until it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Running(());

impl Drop for Running {
    fn drop(&mut self) {
        let Some(mut clock) = CLOCK.take() else { return };
        clock.turn(Stage::Other);
        let mut rows = clock.timings.rows.lock().unwrap_or_else(PoisonError::into_inner);
        rows.entry(clock.who).or_default().iter_mut().zip(clock.spent).for_each(|(sum, spent)| *sum += spent);
    }
}

/// Gives this thread a clock, in a stage.
pub fn run(timings: &Arc<Timings>, who: Who, stage: Stage) -> Running {
    CLOCK.set(Some(Clock { timings: Arc::clone(timings), who, stage, since: Instant::now(), spent: Spent::default() }));
    Running(())
}

/// Waits for another thread by a function, with this thread's clock at [`Stage::Waiting`].
pub fn waiting<T>(wait: impl FnOnce() -> T) -> T {
    let _turned = stage(Stage::Waiting);
    wait()
}

/// What this thread measures for, so that another one can take part; `None` where it measures nothing.
#[must_use]
pub fn shared() -> Option<Arc<Timings>> {
    with(|clock| Arc::clone(&clock.timings))
}

fn with<T>(look: impl FnOnce(&mut Clock) -> T) -> Option<T> {
    CLOCK.with_borrow_mut(|clock| clock.as_mut().map(look))
}

/// A stage of this thread, until it is dropped.
#[derive(Debug)]
#[must_use]
pub struct Turned(Option<Stage>);

impl Drop for Turned {
    fn drop(&mut self) {
        if let Some(before) = self.0 {
            with(|clock| clock.turn(before));
        }
    }
}

/// Turns the clock of this thread to a stage, until what is returned is dropped.
pub fn stage(stage: Stage) -> Turned {
    Turned(with(|clock| clock.turn(stage)))
}

/// Counts bytes that were unpacked.
pub fn count_unpacked(bytes: usize) {
    with(|clock| clock.timings.unpacked.fetch_add(bytes as u64, Ordering::Relaxed));
}

/// The judging within a file of content, told by some of its links.
#[derive(Debug, Default)]
pub struct Sampling {
    seen: u64,
    sampled: u64,
    before: Option<Spent>,
}

impl Sampling {
    /// Turns to judging for a link whose time is taken; `None` for the others, and where nothing is measured.
    pub fn link(&mut self) -> Option<Turned> {
        if self.seen == 0 {
            self.before = with(|clock| clock.spent);
        }
        self.seen += 1;
        self.before.as_ref()?;
        (self.seen % SAMPLE == 1).then(|| {
            self.sampled += 1;
            stage(Stage::Judging)
        })
    }

    /// Charges the links whose time was not taken to judging, at the end of the file.
    pub fn finish(self) {
        let Some(before) = self.before else { return };
        with(|clock| {
            let now = clock.stage;
            clock.turn(now);
            let since = |stage: Stage| {
                let at = |spent: &Spent| spent.get(stage as usize).copied().unwrap_or_default();
                at(&clock.spent).saturating_sub(at(&before))
            };
            let untold = since(Stage::Judging).as_secs_f64() * (self.seen - self.sampled) as f64 / self.sampled.max(1) as f64;
            let moved = Duration::try_from_secs_f64(untold).unwrap_or_default().min(since(Stage::Extracting));
            if let Some(spent) = clock.spent.get_mut(Stage::Extracting as usize) {
                *spent = spent.saturating_sub(moved);
            }
            if let Some(spent) = clock.spent.get_mut(Stage::Judging as usize) {
                *spent += moved;
            }
        });
    }
}

/// A reader whose time is charged to reading, and whose bytes are counted.
struct Metered<R>(R);

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let _turned = stage(Stage::Reading);
        let read = self.0.read(buffer)?;
        with(|clock| clock.timings.read.fetch_add(read as u64, Ordering::Relaxed));
        Ok(read)
    }
}

/// A reader of an input, measured where this thread measures.
#[must_use]
pub fn metered(reader: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    if with(|_| ()).is_some() { Box::new(Metered(reader)) } else { reader }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_without_a_clock_measures_nothing() {
        assert!(shared().is_none());
        drop(stage(Stage::Judging));
        assert!(Sampling::default().link().is_none());
    }

    #[test]
    fn every_moment_is_charged_once() {
        let timings = Timings::begin();
        let before = Instant::now();
        let running = run(&timings, Who::Worker(1), Stage::Waiting);
        {
            let _extracting = stage(Stage::Extracting);
            let mut sampling = Sampling::default();
            for number in 0..130 {
                let judging = sampling.link();
                assert_eq!(judging.is_some(), number % 64 == 0);
                std::hint::black_box((0..1000).sum::<u64>());
            }
            sampling.finish();
        }
        drop(running);
        let most = before.elapsed();
        let measured = timings.measured();
        let (who, spent) = measured.rows[0];
        assert_eq!((measured.rows.len(), who), (1, Who::Worker(1)));
        let of = |stage: Stage| spent[stage as usize];
        assert!(of(Stage::Judging) > Duration::ZERO && of(Stage::Reading) == Duration::ZERO);
        assert!(spent.iter().sum::<Duration>() <= most);
        assert!(shared().is_none());
    }
}
