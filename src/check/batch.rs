//! Batches: blocks of lines worked in parallel and written in order, with memory bounded by blocks.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;

use crossbeam_channel::{Receiver, Sender, bounded};
use memchr::memchr;

use super::link::{Line, line_kind};
use super::outcome::LinkOutcome;
use super::run::Run;
use super::tally::Tally;
use crate::input::blocks::{Block, Blocks};
use crate::input::files::Input;

/// Writes the record of one link; shared by all threads.
pub trait RecordWriter: Sync {
    /// Appends the record to a buffer; `file` is the name of the input.
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>);
}

/// A block on its way to a worker.
struct Job {
    number: u64,
    file: usize,
    block: Block,
}

/// A block's records on their way to the output.
struct Done {
    number: u64,
    records: Vec<u8>,
    tally: Tally,
}

/// Checks every line of every input and writes the records in the order of the inputs.
///
/// # Errors
/// Writing failed. An input that cannot be read stops nothing else; it is counted among the failures.
pub fn run(run: &Run<'_>, inputs: &[Input], threads: NonZeroUsize, writer: &dyn RecordWriter, out: &mut dyn Write) -> io::Result<Tally> {
    let names: Vec<String> = inputs.iter().map(Input::name).collect();
    let mut reader = Reader { inputs, next: 0, open: None, failures: Vec::new() };
    let mut tally =
        if threads.get() == 1 { alone(run, &names, &mut reader, writer, out)? } else { together(run, &names, &mut reader, threads.get(), writer, out)? };
    tally.failures = reader.failures;
    Ok(tally)
}

fn alone(run: &Run<'_>, names: &[String], reader: &mut Reader<'_>, writer: &dyn RecordWriter, out: &mut dyn Write) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut records = Vec::new();
    while let Some((file, block)) = reader.next_block() {
        records.clear();
        check_block(run, names.get(file).map_or("", String::as_str), &block, writer, &mut records, &mut tally);
        out.write_all(&records)?;
    }
    Ok(tally)
}

fn together(run: &Run<'_>, names: &[String], reader: &mut Reader<'_>, threads: usize, writer: &dyn RecordWriter, out: &mut dyn Write) -> io::Result<Tally> {
    let most = threads * 3;
    let (send_job, jobs) = bounded::<Job>(most);
    let (send_done, done) = bounded::<Done>(most);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let (jobs, send_done) = (jobs.clone(), send_done.clone());
            scope.spawn(move || work(run, names, &jobs, &send_done, writer));
        }
        drop(send_done);
        let result = conduct(reader, most, &send_job, &done, out);
        drop(send_job);
        result
    })
}

/// Keeps the workers busy and writes what they finished, in order.
fn conduct(reader: &mut Reader<'_>, most: usize, jobs: &Sender<Job>, done: &Receiver<Done>, out: &mut dyn Write) -> io::Result<Tally> {
    let mut tally = Tally::default();
    let mut waiting: BTreeMap<u64, Vec<u8>> = BTreeMap::new();
    let (mut sent, mut written) = (0_u64, 0_u64);
    let mut at_end = false;
    while !at_end || written < sent {
        while !at_end && sent - written < most as u64 {
            match reader.next_block() {
                Some((file, block)) => {
                    if jobs.send(Job { number: sent, file, block }).is_err() {
                        return Err(io::Error::other("the workers ended early"));
                    }
                    sent += 1;
                }
                None => at_end = true,
            }
        }
        if written < sent {
            let Ok(part) = done.recv() else { return Err(io::Error::other("the workers ended early")) };
            tally.merge(part.tally);
            waiting.insert(part.number, part.records);
            while let Some(records) = waiting.remove(&written) {
                out.write_all(&records)?;
                written += 1;
            }
        }
    }
    Ok(tally)
}

fn work(run: &Run<'_>, names: &[String], jobs: &Receiver<Job>, done: &Sender<Done>, writer: &dyn RecordWriter) {
    for job in jobs {
        let mut part = Done { number: job.number, records: Vec::new(), tally: Tally::default() };
        check_block(run, names.get(job.file).map_or("", String::as_str), &job.block, writer, &mut part.records, &mut part.tally);
        if done.send(part).is_err() {
            return;
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

/// The blocks of all inputs, one input after the other.
struct Reader<'i> {
    inputs: &'i [Input],
    next: usize,
    open: Option<(usize, Blocks<Box<dyn io::Read + Send>>)>,
    failures: Vec<(String, String)>,
}

impl Reader<'_> {
    fn next_block(&mut self) -> Option<(usize, Block)> {
        loop {
            if let Some((file, blocks)) = &mut self.open {
                let file = *file;
                match blocks.next_block() {
                    Ok(Some(block)) => return Some((file, block)),
                    Ok(None) => self.open = None,
                    Err(error) => {
                        self.open = None;
                        self.fail(file, &error);
                    }
                }
                continue;
            }
            let input = self.inputs.get(self.next)?;
            match input.open() {
                Ok(reader) => self.open = Some((self.next, Blocks::new(reader))),
                Err(error) => self.fail(self.next, &error),
            }
            self.next += 1;
        }
    }

    fn fail(&mut self, file: usize, error: &io::Error) {
        let name = self.inputs.get(file).map(Input::name).unwrap_or_default();
        self.failures.push((name, error.to_string()));
    }
}
