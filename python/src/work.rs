//! From arrays of links to batches of answers, on as many threads as are given.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use arrow_array::{Array as _, ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use outlink::canon::{Canonical, Proved, fast};
use outlink::check::outcome::At;
use outlink::check::plain::{PlainRoad, Ready};
use outlink::check::run::Run;
use outlink::classify::candidate::scalars;
use outlink::input::blocks::LINK_LIMIT;
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::room::Roomy;

use crate::answer::Plain;
use crate::columns::Columns;
use crate::layout::Layout;
use crate::links::{Link, each};
use crate::roads::Roads;

/// How many rows are worked on at a time.
const ROWS: usize = 16_384;

/// Judges the links of some rows and puts them into columns: by the road of plain links where they are, the whole way else. The one
/// place of this package where links of arrays are judged.
fn judge(road: &mut PlainRoad<'_>, run: &Run<'_>, links: &[Link<'_>], first_row: u64, columns: &mut Columns<'_>) {
    let mut made: Vec<Option<Made<'_>>> = links.iter().map(|link| link.as_text().map(|text| Made::of(road, text))).collect();
    road.foresee(made.iter().flatten().map(Made::host));
    for ((row, link), made) in (first_row..).zip(links).zip(&mut made) {
        match (link, made) {
            (Link::None, _) => columns.push_null(),
            (_, Some(Made::Proved(text, proved, hash))) => judge_proved(road, run, (text, *proved, *hash), row, columns),
            (_, Some(Made::Ready(ready))) => judge_text(road, run, ready, row, columns),
            (Link::Text(text), None) => columns.push(&run.check_line(text.as_bytes(), row, None)),
            (Link::Bytes(bytes), None) => columns.push(&run.check_line(bytes, row, None)),
        }
    }
}

/// The text of a row, made ready to be judged.
enum Made<'a> {
    /// It is proved canonical; with the hash of its host.
    Proved(&'a str, Proved, u64),
    Ready(Box<Ready<'a>>),
}

impl<'a> Made<'a> {
    fn of(road: &PlainRoad<'_>, text: &'a str) -> Self {
        match fast::proved(text).filter(|_| text.len() <= LINK_LIMIT) {
            Some(proved) => Self::Proved(text, proved, road.hash_proved(text.as_bytes(), &proved)),
            None => Self::Ready(Box::new(Ready::of(road, Roomy::of(text)))),
        }
    }

    /// The host, with its hash.
    fn host(&self) -> (u64, &str) {
        match self {
            Self::Proved(text, proved, hash) => (*hash, proved.host_of(text)),
            Self::Ready(ready) => (ready.hash, ready.host()),
        }
    }
}

fn judge_proved(road: &mut PlainRoad<'_>, run: &Run<'_>, (text, proved, hash): (&str, Proved, u64), row: u64, columns: &mut Columns<'_>) {
    match road.judge_proved(Roomy::of(text), proved, hash) {
        Some(link) => columns.push(&Plain::new(&link, row)),
        None => columns.push(&run.check_canonical(text, Canonical::proved(proved, text), At::line(row, 1, 1 + text.len()))),
    }
}

fn judge_text(road: &mut PlainRoad<'_>, run: &Run<'_>, ready: &mut Ready<'_>, row: u64, columns: &mut Columns<'_>) {
    if let Some(link) = road.judge_ready(ready) {
        return columns.push(&Plain::new(&link, row));
    }
    let text = ready.text.text();
    match ready.canonical.take() {
        Some(canonical) => columns.push(&run.check_canonical(text, canonical, At::line(row, 1, 1 + scalars(text)))),
        None => columns.push(&run.check_line(text.as_bytes(), row, None)),
    }
}

/// Some rows of one array, with the number of the first among all.
struct Piece {
    links: ArrayRef,
    first_row: u64,
}

/// Answers to all rows of all arrays, in their order.
pub(crate) fn check(roads: &Roads<'_>, layout: &Layout, arrays: &[ArrayRef], threads: NonZeroUsize) -> Result<Vec<RecordBatch>, ArrowError> {
    let mut pieces = Vec::new();
    let mut row = 1;
    for array in arrays {
        for from in (0..array.len()).step_by(ROWS) {
            pieces.push(Piece { links: array.slice(from, ROWS.min(array.len() - from)), first_row: row + from as u64 });
        }
        row += array.len() as u64;
    }
    let run = roads.run;
    let records = Jsonl::new(run, Suggesting::Findings);
    let answer = |road: &mut PlainRoad<'_>, piece: &Piece| {
        let mut columns = Columns::new(run, layout, &records, piece.links.len());
        let mut row = piece.first_row;
        each(piece.links.as_ref(), &mut |links| {
            judge(road, run, links, row, &mut columns);
            row += links.len() as u64;
        });
        columns.finish()
    };
    let threads = threads.get().min(pieces.len());
    if threads <= 1 {
        return roads.with(|road| pieces.iter().map(|piece| answer(road, piece)).collect());
    }
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, Result<RecordBatch, ArrowError>)>> = Mutex::new(Vec::with_capacity(pieces.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let work = |road: &mut PlainRoad<'_>| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(piece) = pieces.get(number) else { break };
                    let done = answer(road, piece);
                    answers.lock().unwrap_or_else(PoisonError::into_inner).push((number, done));
                }
            };
            scope.spawn(move || roads.with(work));
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// The record of one link, as the command line writes it.
pub(crate) fn record(run: &Run<'_>, link: &str) -> String {
    use outlink::check::batch::RecordWriter as _;
    let mut out = Vec::new();
    Jsonl::new(run, Suggesting::Findings).record(&mut out, "<link>", &run.check_line(link.as_bytes(), 1, None));
    String::from_utf8_lossy(out.trim_ascii_end()).into_owned()
}
