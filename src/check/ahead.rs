//! Reading ahead: a thread of its own finds the links of a large file while those before are judged.

use std::io;
use std::panic::resume_unwind;

use crossbeam_channel::bounded;

use crate::extract::found::{Event, See};
use crate::extract::reader::Hands;
use crate::timing::{self, Stage, Who};

/// How many events are handed over at once.
const BATCH: usize = 512;
/// How many bytes of links are: a few long ones are handed over before [`BATCH`] come together.
const BATCH_BYTES: usize = 256 << 10;
/// How many batches wait at most, so that what is read ahead is bounded.
const WAITING: usize = 16;

/// Tells what a reader finds, in its order. With two hands the reader runs in a thread of its own.
///
/// # Errors
/// That of the reader; what it found before has been told.
pub(super) fn read_with(hands: Hands, read: impl FnOnce(See<'_>) -> io::Result<()> + Send, see: See<'_>) -> io::Result<()> {
    if hands == Hands::One {
        return read(see);
    }
    let (send, batches) = bounded::<Vec<Event<'static>>>(WAITING);
    let timings = timing::shared();
    std::thread::scope(|scope| {
        let reader = scope.spawn(move || {
            let _running = timings.as_ref().map(|timings| timing::run(timings, Who::Ahead, Stage::Extracting));
            let (mut batch, mut bytes) = (Vec::with_capacity(BATCH), 0);
            let result = read(&mut |event| {
                bytes += size(&event);
                batch.push(event.into_owned());
                if batch.len() >= BATCH || bytes >= BATCH_BYTES {
                    bytes = 0;
                    // Nobody hears only where the judging thread has gone, and the whole run with it.
                    let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
                    let _ = timing::waiting(|| send.send(full));
                }
            });
            let _ = send.send(batch);
            result
        });
        while let Ok(batch) = timing::waiting(|| batches.recv()) {
            batch.into_iter().for_each(&mut *see);
        }
        reader.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

fn size(event: &Event<'_>) -> usize {
    match event {
        Event::Link(found) => found.text.len() + found.shown.as_ref().map_or(0, |shown| shown.len()),
        Event::Comment(comment) => comment.text.len(),
        Event::Fault(_) => 0,
    }
}
