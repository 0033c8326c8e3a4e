//! Batches: blocks of lines worked in parallel and written in order, with memory bounded by blocks.

mod content;
mod done;
mod lines;
mod reader;
mod telling;
mod turn;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;

use crossbeam_channel::{Receiver, Sender, bounded};

use super::content::{Asked, Detail, check_content};
use super::finding::Finding;
use super::fingerprint::Fingerprinter;
use super::measures::{Measures, PLAIN};
use super::outcome::LinkOutcome;
use super::plain::PlainRoad;
use super::run::Run;
use super::statistics::Watch;
use super::tally::Tally;
use crate::extract::reader::Options;
use crate::input::blocks::Block;
use crate::input::shard::Shard;
use crate::input::source::{Opened, Source};
use crate::suppress::listed::Covered;
use content::Teller;
pub use done::Report;
use done::{Done, Gathering};
use lines::check_block;
use reader::Reader;
pub use telling::{Adviser, FindingSink, InputName, RecordWriter, Scope};
use turn::Turn;

/// Work on its way to a worker.
struct Job {
    number: u64,
    file: usize,
    work: Work,
}

enum Work {
    /// Lines, each a link, and the directives that cover some of them.
    Lines(Block, Vec<Covered>),
    /// A whole file of content.
    Content(Opened),
}

/// What is checked, and how it is told.
#[derive(Clone, Copy)]
pub struct Batch<'b> {
    /// The question.
    pub run: &'b Run<'b>,
    /// The inputs, in their order.
    pub sources: &'b [Source],
    /// How many inputs of the same run stand before these.
    pub before: usize,
    /// Which part of them is checked.
    pub shard: Shard,
    /// How content is read.
    pub options: &'b Options,
    /// Writes the records.
    pub writer: &'b dyn RecordWriter,
    /// Which inputs get records.
    pub records: Scope,
    /// Which inputs get findings.
    pub findings: Scope,
    /// How much of those findings is looked at.
    pub detail: Detail,
    /// Who says what would help, where it is asked for.
    pub adviser: Option<&'b dyn Adviser>,
    /// What is counted.
    pub watch: Watch,
    /// How findings weigh, and what is allowed.
    pub measures: &'b Measures,
}

impl<'b> Batch<'b> {
    /// A run that writes a record for every link and tells the findings of content.
    #[must_use]
    pub const fn new(run: &'b Run<'b>, sources: &'b [Source], options: &'b Options, writer: &'b dyn RecordWriter) -> Self {
        Self {
            run,
            sources,
            before: 0,
            shard: Shard::WHOLE,
            options,
            writer,
            records: Scope::Everything,
            findings: Scope::Content,
            detail: Detail::Lines,
            adviser: None,
            watch: Watch::Verdicts,
            measures: &PLAIN,
        }
    }

    fn advise(&self, outcome: &LinkOutcome<'_>, findings: &mut [Finding]) {
        if let Some(adviser) = self.adviser {
            findings.iter_mut().for_each(|finding| finding.suggestion = adviser.advise(outcome, finding));
        }
    }
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("sources", &self.sources).finish_non_exhaustive()
    }
}

/// Checks every link of every input, writes the records and passes the findings on, both in the order of the inputs.
///
/// # Errors
/// Writing failed. An input that cannot be read stops nothing else; it is counted among the failures.
pub fn run(batch: Batch<'_>, threads: NonZeroUsize, sink: &mut dyn FindingSink, out: &mut dyn Write) -> io::Result<Report> {
    let named = |name: String| InputName { written: batch.writer.name(&name), name };
    let names: Vec<InputName> = batch.sources.iter().map(|source| named(source.input.name())).collect();
    let judging = batch.measures.judging.as_ref();
    let part = batch.shard.behind(batch.before);
    let mut reader = Reader { sources: batch.sources, part, judging, next: 0, open: None, listed: Vec::new(), tally: Tally::default() };
    let mut gathering =
        Gathering { report: Report::default(), fingerprinter: Fingerprinter::default(), sink, compiled: &batch.run.classifier.catalog.hosts.compiled };
    if threads.get() == 1 {
        alone(batch, &names, &mut reader, &mut gathering, out)?;
    } else {
        together(batch, &names, &mut reader, threads.get(), &mut gathering, out)?;
    }
    for (file, listed) in std::mem::take(&mut reader.listed) {
        let (complaints, elsewhere) = listed.finish();
        let name = names.get(file).map_or("", |input| &input.name);
        let mut part = Done::default();
        part.complain(batch, complaints.into_iter().filter_map(|complaint| batch.measures.complaint(name, complaint)).collect(), elsewhere);
        gathering.keep(part, out)?;
    }
    let mut report = gathering.report;
    report.tally.merge(reader.tally);
    Ok(report)
}

fn alone(batch: Batch<'_>, names: &[InputName], reader: &mut Reader<'_>, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut records = Vec::new();
    let mut road = PlainRoad::new(batch.run, batch.writer);
    while let Some((file, work)) = reader.next_work() {
        let mut part = Done { records: std::mem::take(&mut records), ..Done::default() };
        let mut result = Ok(());
        do_work(batch, &mut road, names, (file, work), &mut part, &mut |part| {
            if result.is_ok() {
                result = gathering.pass_on(part, out);
            }
            part.records.clear();
            part.findings.clear();
        });
        result?;
        gathering.pass_on(&mut part, out)?;
        records = std::mem::take(&mut part.records);
        gathering.keep(part, out)?;
    }
    Ok(())
}

fn together(
    batch: Batch<'_>,
    names: &[InputName],
    reader: &mut Reader<'_>,
    threads: usize,
    gathering: &mut Gathering<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let most = threads * 3;
    let (send_job, jobs) = bounded::<Job>(most);
    let (send_done, done) = bounded::<Done>(most);
    let turn = Turn::default();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (jobs, send_done, turn) = (jobs.clone(), send_done.clone(), &turn);
            scope.spawn(move || work(batch, names, &jobs, &send_done, turn));
        }
        drop(send_done);
        let result = conduct(Floor { reader, most, jobs: &send_job, done: &done, turn: &turn }, gathering, out);
        drop(send_job);
        turn.let_all();
        drop(done);
        result
    })
}

/// What the conductor has at hand: the work to come, and the ways to the workers and back.
struct Floor<'f, 'i> {
    reader: &'f mut Reader<'i>,
    most: usize,
    jobs: &'f Sender<Job>,
    done: &'f Receiver<Done>,
    turn: &'f Turn,
}

/// Keeps the workers busy and gathers what they finished, in order.
fn conduct(floor: Floor<'_, '_>, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Floor { reader, most, jobs, done, turn } = floor;
    let mut waiting: BTreeMap<u64, Done> = BTreeMap::new();
    let (mut sent, mut written) = (0_u64, 0_u64);
    let mut at_end = false;
    while !at_end || written < sent {
        while !at_end && sent - written < most as u64 {
            match reader.next_work() {
                Some((file, work)) => {
                    if jobs.send(Job { number: sent, file, work }).is_err() {
                        return Err(io::Error::other("the workers ended early"));
                    }
                    sent += 1;
                }
                None => at_end = true,
            }
        }
        if written < sent {
            let Ok(part) = done.recv() else { return Err(io::Error::other("the workers ended early")) };
            if part.number == written && part.more {
                gathering.keep(part, out)?;
                continue;
            }
            waiting.insert(part.number, part);
            while let Some(part) = waiting.remove(&written) {
                gathering.keep(part, out)?;
                written += 1;
                turn.is_on(written);
            }
        }
    }
    Ok(())
}

fn work(batch: Batch<'_>, names: &[InputName], jobs: &Receiver<Job>, done: &Sender<Done>, turn: &Turn) {
    let mut road = PlainRoad::new(batch.run, batch.writer);
    for job in jobs {
        let number = job.number;
        let mut part = Done { number, ..Done::default() };
        do_work(batch, &mut road, names, (job.file, job.work), &mut part, &mut |part| {
            // Only the file whose turn it is may go on past its first piece, so that no more than a piece a thread waits.
            turn.wait_for(number);
            let ready = std::mem::take(part);
            part.number = number;
            part.statistics = ready.statistics.is_some().then(Box::default);
            let _ = done.send(Done { more: true, ..ready });
        });
        if done.send(part).is_err() {
            return;
        }
    }
}

/// Does one piece of work; `pass_on` is called where enough has come together to be written.
fn do_work<'b>(
    batch: Batch<'b>,
    road: &mut PlainRoad<'b>,
    names: &[InputName],
    (input, work): (usize, Work),
    part: &mut Done,
    pass_on: &mut dyn FnMut(&mut Done),
) {
    let Some(name) = names.get(input) else { return };
    let file = &name.name;
    if batch.watch == Watch::Everything {
        part.statistics = Some(Box::default());
    }
    match work {
        Work::Lines(block, covered) => check_block(batch, road, (input, name), &block, &covered, part),
        Work::Content(opened) => {
            part.tally.count_input(opened.format);
            let mut teller = Teller { batch, input, name, format: opened.format, number: 0, part, pass_on };
            let asked = Asked { run: batch.run, measures: batch.measures, file, options: batch.options };
            if let Err(error) = check_content(asked, road, opened, &mut teller) {
                teller.part.tally.failures.push((file.to_owned(), error.to_string()));
            }
            part.ends_content = true;
        }
    }
}
