//! Batches: blocks of lines worked in parallel and written in order, with memory bounded by blocks.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, PoisonError};

use encoding_rs::Encoding;
use crossbeam_channel::{Receiver, Sender, bounded};
use memchr::memchr;

use super::content::{Told, check_content};
use super::finding::Finding;
use super::link::{Line, line_kind};
use super::outcome::LinkOutcome;
use super::run::Run;
use super::tally::Tally;
use crate::extract::format::Format;
use crate::extract::found::{Fault, FaultKind, Spot};
use crate::extract::reader::Options;
use crate::input::blocks::{Block, Blocks};
use crate::input::source::{Bytes, Opened, Opening, Source};
use crate::message::content as text;

/// How many bytes of records of one file come together before they are passed on.
const PIECE: usize = 1 << 20;

/// Writes the record of one link; shared by all threads.
pub trait RecordWriter: Sync {
    /// Appends the record to a buffer; `file` is the name of the input.
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>);
}

/// Work on its way to a worker.
struct Job {
    number: u64,
    file: usize,
    work: Work,
}

enum Work {
    /// Lines, each a link.
    Lines(Block),
    /// A whole file of content.
    Content(Opened),
}

/// What came of a job, or of a part of one, on its way to the output.
#[derive(Default)]
struct Done {
    number: u64,
    records: Vec<u8>,
    findings: Vec<Finding>,
    tally: Tally,
    /// Whether more of the same job follows.
    more: bool,
}

/// What a run brings beside its records.
#[derive(Debug, Default)]
pub struct Report {
    /// The counts.
    pub tally: Tally,
    /// The findings in content, in the order of the inputs.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Writes the records of a part and keeps the rest.
    fn keep(&mut self, mut part: Done, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&part.records)?;
        self.tally.merge(part.tally);
        self.findings.append(&mut part.findings);
        Ok(())
    }
}

/// What is checked, and how it is told.
#[derive(Clone, Copy)]
pub struct Batch<'b> {
    /// The question.
    pub run: &'b Run<'b>,
    /// The inputs, in their order.
    pub sources: &'b [Source],
    /// How content is read.
    pub options: &'b Options,
    /// Writes the records.
    pub writer: &'b dyn RecordWriter,
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch").field("sources", &self.sources).finish_non_exhaustive()
    }
}

/// Checks every link of every input and writes the records in the order of the inputs.
///
/// # Errors
/// Writing failed. An input that cannot be read stops nothing else; it is counted among the failures.
pub fn run(batch: Batch<'_>, threads: NonZeroUsize, out: &mut dyn Write) -> io::Result<Report> {
    let names: Vec<String> = batch.sources.iter().map(|source| source.input.name()).collect();
    let mut reader = Reader { sources: batch.sources, next: 0, open: None, tally: Tally::default() };
    let mut report = if threads.get() == 1 { alone(batch, &names, &mut reader, out)? } else { together(batch, &names, &mut reader, threads.get(), out)? };
    report.tally.merge(reader.tally);
    Ok(report)
}

fn alone(batch: Batch<'_>, names: &[String], reader: &mut Reader<'_>, out: &mut dyn Write) -> io::Result<Report> {
    let mut report = Report::default();
    let mut result = Ok(());
    let mut records = Vec::new();
    while let Some((file, work)) = reader.next_work() {
        let name = names.get(file).map_or("", String::as_str);
        let mut part = Done { records: std::mem::take(&mut records), ..Done::default() };
        part.records.clear();
        do_work(batch, name, work, &mut part, &mut |part| {
            if result.is_ok() {
                result = out.write_all(&part.records);
            }
            part.records.clear();
        });
        std::mem::replace(&mut result, Ok(()))?;
        out.write_all(&part.records)?;
        report.tally.merge(part.tally);
        report.findings.append(&mut part.findings);
        records = part.records;
    }
    Ok(report)
}

fn together(batch: Batch<'_>, names: &[String], reader: &mut Reader<'_>, threads: usize, out: &mut dyn Write) -> io::Result<Report> {
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
        let result = conduct(reader, most, &send_job, &done, &turn, out);
        drop(send_job);
        turn.let_all();
        drop(done);
        result
    })
}

/// Keeps the workers busy and writes what they finished, in order.
fn conduct(reader: &mut Reader<'_>, most: usize, jobs: &Sender<Job>, done: &Receiver<Done>, turn: &Turn, out: &mut dyn Write) -> io::Result<Report> {
    let mut report = Report::default();
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
                report.keep(part, out)?;
                continue;
            }
            waiting.insert(part.number, part);
            while let Some(part) = waiting.remove(&written) {
                report.keep(part, out)?;
                written += 1;
                turn.is_on(written);
            }
        }
    }
    Ok(report)
}

fn work(batch: Batch<'_>, names: &[String], jobs: &Receiver<Job>, done: &Sender<Done>, turn: &Turn) {
    for job in jobs {
        let number = job.number;
        let mut part = Done { number, ..Done::default() };
        let name = names.get(job.file).map_or("", String::as_str);
        do_work(batch, name, job.work, &mut part, &mut |part| {
            // Only the file whose turn it is may go on past its first piece, so that no more than a piece a thread waits.
            turn.wait_for(number);
            let ready = std::mem::take(part);
            part.number = number;
            let _ = done.send(Done { more: true, ..ready });
        });
        if done.send(part).is_err() {
            return;
        }
    }
}

/// Does one piece of work; `pass_on` is called where enough has come together to be written.
fn do_work(batch: Batch<'_>, file: &str, work: Work, part: &mut Done, pass_on: &mut dyn FnMut(&mut Done)) {
    match work {
        Work::Lines(block) => check_block(batch.run, file, &block, batch.writer, &mut part.records, &mut part.tally),
        Work::Content(opened) => {
            part.tally.count_input(opened.format);
            let mut teller = Teller { batch, file, part, pass_on };
            if let Err(error) = check_content(batch.run, file, opened, batch.options, &mut teller) {
                teller.part.tally.failures.push((file.to_owned(), error.to_string()));
            }
        }
    }
}

/// Tells what a file of content holds to the records and the counts.
struct Teller<'t, 'p> {
    batch: Batch<'t>,
    file: &'t str,
    part: &'p mut Done,
    pass_on: &'p mut dyn FnMut(&mut Done),
}

impl Told for Teller<'_, '_> {
    fn link(&mut self, outcome: &LinkOutcome<'_>, findings: Vec<Finding>) {
        self.part.tally.add(self.batch.run, outcome);
        self.batch.writer.record(&mut self.part.records, self.file, outcome);
        self.part.findings.extend(findings);
        if self.part.records.len() >= PIECE {
            (self.pass_on)(self.part);
        }
    }

    fn inside(&mut self) {
        self.part.tally.inside += 1;
    }

    fn fault(&mut self, fault: Fault) {
        self.part.tally.faults.push((self.file.to_owned(), fault));
    }

    fn other_code(&mut self) {
        self.part.tally.other_codes += 1;
    }

    fn encoding(&mut self, encoding: &'static Encoding) {
        self.part.tally.count_encoding(encoding);
    }
}

/// Whose turn it is to write.
#[derive(Default)]
struct Turn {
    number: Mutex<u64>,
    changed: Condvar,
}

impl Turn {
    fn is_on(&self, number: u64) {
        *self.number.lock().unwrap_or_else(PoisonError::into_inner) = number;
        self.changed.notify_all();
    }

    /// Lets everybody go on, because nothing is written any more.
    fn let_all(&self) {
        self.is_on(u64::MAX);
    }

    fn wait_for(&self, number: u64) {
        let mut now = self.number.lock().unwrap_or_else(PoisonError::into_inner);
        while *now < number {
            now = self.changed.wait(now).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

fn check_block(run: &Run<'_>, file: &str, block: &Block, writer: &dyn RecordWriter, records: &mut Vec<u8>, tally: &mut Tally) {
    run.prepare_lookups(&block.bytes);
    let mut rest = block.bytes.as_slice();
    let mut number = block.first_line;
    if number == 1 {
        rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    }
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = after.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let kind = if block.cut_from.is_some() { Line::Link(line) } else { line_kind(line) };
        match kind {
            Line::Blank => tally.blank += 1,
            Line::Comment => tally.comments += 1,
            Line::Link(link) => {
                let outcome = run.check_line(link, number, block.cut_from);
                tally.add(run, &outcome);
                writer.record(records, file, &outcome);
            }
        }
        number += 1;
    }
}

/// The work of all inputs, one input after the other.
struct Reader<'i> {
    sources: &'i [Source],
    next: usize,
    open: Option<(usize, Blocks<Bytes>)>,
    /// What is told of whole inputs.
    tally: Tally,
}

impl Reader<'_> {
    fn next_work(&mut self) -> Option<(usize, Work)> {
        loop {
            if let Some((file, blocks)) = &mut self.open {
                let file = *file;
                match blocks.next_block() {
                    Ok(Some(block)) => return Some((file, Work::Lines(block))),
                    Ok(None) => self.close(),
                    Err(error) => {
                        self.open = None;
                        self.fail(file, &error);
                    }
                }
                continue;
            }
            let (file, source) = (self.next, self.sources.get(self.next)?);
            self.next += 1;
            match source.open() {
                Ok(Opening::Read(opened)) if opened.format == Format::Urls => self.open = Some((file, Blocks::new(opened.bytes))),
                Ok(Opening::Read(opened)) => return Some((file, Work::Content(opened))),
                Ok(Opening::Binary) => self.tally.skip_binary(source.input.name()),
                Err(error) => self.fail(file, &error),
            }
        }
    }

    /// Ends a list and tells of its encoding.
    fn close(&mut self) {
        let Some((file, blocks)) = self.open.take() else { return };
        if let Bytes::Decoded(bytes) = blocks.reader() {
            self.tally.count_encoding(bytes.encoding());
            let (name, replaced) = (self.name(file), bytes.replaced());
            if replaced.count > 0 {
                let sentence = text::replaced(replaced.count, bytes.encoding().name());
                self.tally.faults.push((name, Fault { kind: FaultKind::Malformed, sentence, place: replaced.first, spot: Spot::default() }));
            }
        }
    }

    fn name(&self, file: usize) -> String {
        self.sources.get(file).map(|source| source.input.name()).unwrap_or_default()
    }

    fn fail(&mut self, file: usize, error: &io::Error) {
        self.tally.failures.push((self.name(file), error.to_string()));
    }
}
