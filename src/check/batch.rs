//! Batches: blocks of lines worked in parallel and written in order, with memory bounded by blocks.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::sync::{Condvar, Mutex, PoisonError};

use crossbeam_channel::{Receiver, Sender, bounded};
use encoding_rs::Encoding;
use memchr::memchr;

use super::content::{Asked, Detail, Told, check_content};
use super::excerpt::on_line;
use super::finding::{Finding, Suggestion};
use super::fingerprint::Fingerprinter;
use super::link::{Line, line_kind};
use super::measures::{Measures, PLAIN};
use super::outcome::LinkOutcome;
use super::patterns::Order;
use super::run::Run;
use super::statistics::{Statistics, Watch};
use super::tally::{Standing, Tally};
use crate::extract::format::Format;
use crate::extract::found::{Fault, FaultKind, Spot};
use crate::extract::reader::Options;
use crate::input::blocks::{Block, Blocks};
use crate::input::shard::{Part, Shard};
use crate::input::source::{Bytes, Opened, Opening, Source};
use crate::message::content as text;
use crate::suppress::line::{may_hold, of_line};
use crate::suppress::listed::{Covered, Kind, Listed};
use crate::suppress::scopes::Judging;

/// How many bytes of records of one file come together before they are passed on.
const PIECE: usize = 1 << 20;
/// The same for findings.
const FINDINGS_PIECE: usize = 1000;

/// Writes the record of one link; shared by all threads.
pub trait RecordWriter: Sync {
    /// Appends the record to a buffer; `file` is the name of the input.
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>);
}

/// Which inputs something is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// None.
    Nothing,
    /// Lists of links.
    Lists,
    /// Files of content.
    Content,
    /// All.
    Everything,
}

impl Scope {
    const fn has(self, format: Format) -> bool {
        match self {
            Self::Nothing => false,
            Self::Lists => matches!(format, Format::Urls),
            Self::Content => !matches!(format, Format::Urls),
            Self::Everything => true,
        }
    }
}

/// Says what would help against a finding; shared by all threads.
pub trait Adviser: Sync {
    /// What would make a finding of a link go away, where something is known.
    fn advise(&self, outcome: &LinkOutcome<'_>, finding: &Finding) -> Option<Suggestion>;
}

/// Takes findings, in the order of the inputs.
pub trait FindingSink {
    /// Takes the next finding; what is ready may be written.
    ///
    /// # Errors
    /// Writing failed.
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()>;

    /// A file of content has ended.
    ///
    /// # Errors
    /// Writing failed.
    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

impl FindingSink for Vec<Finding> {
    fn finding(&mut self, finding: Finding, _: &mut dyn Write) -> io::Result<()> {
        self.push(finding);
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

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

/// What came of a job, or of a part of one, on its way to the output.
#[derive(Default)]
struct Done {
    number: u64,
    records: Vec<u8>,
    findings: Vec<Finding>,
    tally: Tally,
    statistics: Option<Box<Statistics>>,
    /// Whether more of the same job follows.
    more: bool,
    /// Whether it is the last of a file of content.
    ends_content: bool,
}

impl Done {
    /// Takes in what is to be said of suppressions, and how many rules they name of policies that are not asked.
    fn complain(&mut self, batch: Batch<'_>, complaints: Vec<Finding>, elsewhere: u64) {
        self.tally.complain(complaints.iter().filter(|finding| batch.measures.counts(batch.run, finding)).count() as u64, elsewhere);
        self.findings.extend(complaints);
    }
}

/// What a run brings beside its records and findings.
#[derive(Debug, Default)]
pub struct Report {
    /// The counts.
    pub tally: Tally,
    /// More counts, where they were asked for.
    pub statistics: Option<Box<Statistics>>,
}

/// Where what was found comes together, in the order of the inputs.
struct Gathering<'g> {
    report: Report,
    fingerprinter: Fingerprinter,
    sink: &'g mut dyn FindingSink,
}

impl Gathering<'_> {
    /// Writes the records of a part, passes its findings on and keeps the rest.
    fn keep(&mut self, mut part: Done, out: &mut dyn Write) -> io::Result<()> {
        self.pass_on(&mut part, out)?;
        self.report.tally.merge(part.tally);
        match (&mut self.report.statistics, part.statistics) {
            (Some(all), Some(new)) => all.merge(*new),
            (all @ None, new) => *all = new,
            (Some(_), None) => {}
        }
        if part.ends_content { self.sink.end_of_content(out) } else { Ok(()) }
    }

    /// Writes the records of a part and passes its findings on; both are empty afterwards.
    fn pass_on(&mut self, part: &mut Done, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&part.records)?;
        part.records.clear();
        for mut finding in part.findings.drain(..) {
            finding.fingerprint = self.fingerprinter.next(&finding);
            self.sink.finding(finding, out)?;
        }
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
    let names: Vec<String> = batch.sources.iter().map(|source| source.input.name()).collect();
    let judging = batch.measures.judging.as_ref();
    let mut reader =
        Reader { sources: batch.sources, part: batch.shard.behind(batch.before), judging, next: 0, open: None, listed: Vec::new(), tally: Tally::default() };
    let mut gathering = Gathering { report: Report::default(), fingerprinter: Fingerprinter::default(), sink };
    if threads.get() == 1 {
        alone(batch, &names, &mut reader, &mut gathering, out)?;
    } else {
        together(batch, &names, &mut reader, threads.get(), &mut gathering, out)?;
    }
    for (file, listed) in std::mem::take(&mut reader.listed) {
        let (complaints, elsewhere) = listed.finish();
        let name = names.get(file).map_or("", String::as_str);
        let mut part = Done::default();
        part.complain(batch, complaints.into_iter().filter_map(|complaint| batch.measures.complaint(name, complaint)).collect(), elsewhere);
        gathering.keep(part, out)?;
    }
    let mut report = gathering.report;
    report.tally.merge(reader.tally);
    Ok(report)
}

fn alone(batch: Batch<'_>, names: &[String], reader: &mut Reader<'_>, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut records = Vec::new();
    while let Some((file, work)) = reader.next_work() {
        let mut part = Done { records: std::mem::take(&mut records), ..Done::default() };
        let mut result = Ok(());
        do_work(batch, names, file, work, &mut part, &mut |part| {
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

fn together(batch: Batch<'_>, names: &[String], reader: &mut Reader<'_>, threads: usize, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
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

fn work(batch: Batch<'_>, names: &[String], jobs: &Receiver<Job>, done: &Sender<Done>, turn: &Turn) {
    for job in jobs {
        let number = job.number;
        let mut part = Done { number, ..Done::default() };
        do_work(batch, names, job.file, job.work, &mut part, &mut |part| {
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
fn do_work(batch: Batch<'_>, names: &[String], input: usize, work: Work, part: &mut Done, pass_on: &mut dyn FnMut(&mut Done)) {
    let file = names.get(input).map_or("", String::as_str);
    if batch.watch == Watch::Everything {
        part.statistics = Some(Box::default());
    }
    match work {
        Work::Lines(block, covered) => check_block(batch, (input, file), &block, &covered, part),
        Work::Content(opened) => {
            part.tally.count_input(opened.format);
            let mut teller = Teller { batch, input, file, format: opened.format, number: 0, part, pass_on };
            let asked = Asked { run: batch.run, measures: batch.measures, file, options: batch.options };
            if let Err(error) = check_content(asked, opened, &mut teller) {
                teller.part.tally.failures.push((file.to_owned(), error.to_string()));
            }
            part.ends_content = true;
        }
    }
}

/// Tells what a file of content holds to the records and the counts.
struct Teller<'t, 'p> {
    batch: Batch<'t>,
    input: usize,
    file: &'t str,
    format: Format,
    /// The number of the next link.
    number: u64,
    part: &'p mut Done,
    pass_on: &'p mut dyn FnMut(&mut Done),
}

impl Told for Teller<'_, '_> {
    fn detail(&self) -> Detail {
        if self.batch.findings.has(self.format) { self.batch.detail } else { Detail::Counts }
    }

    fn link(&mut self, outcome: &LinkOutcome<'_>, mut findings: Vec<Finding>, standing: Standing) {
        let batch = self.batch;
        self.part.tally.add(outcome, standing);
        if let Some(statistics) = &mut self.part.statistics {
            statistics.add(batch.run, self.format, Order { input: batch.before + self.input, number: self.number }, outcome);
        }
        self.number += 1;
        if batch.records.has(self.format) {
            batch.writer.record(&mut self.part.records, self.file, outcome);
        }
        if batch.findings.has(self.format) {
            batch.advise(outcome, &mut findings);
            self.part.findings.extend(findings);
        }
        if self.part.records.len() >= PIECE || self.part.findings.len() >= FINDINGS_PIECE {
            (self.pass_on)(self.part);
        }
    }

    fn inside(&mut self) {
        self.part.tally.inside += 1;
    }

    fn fault(&mut self, fault: Fault) {
        self.part.tally.faults.push((self.file.to_owned(), fault));
    }

    fn suppressions(&mut self, complaints: Vec<Finding>, elsewhere: u64) {
        self.part.complain(self.batch, complaints, elsewhere);
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

/// Checks a block of lines of the input with a number and a name.
fn check_block(batch: Batch<'_>, (input, file): (usize, &str), block: &Block, covered: &[Covered], part: &mut Done) {
    let run = batch.run;
    run.prepare_lookups(&block.bytes);
    let mut rest = block.bytes.as_slice();
    let mut number = block.first_line;
    if number == 1 {
        rest = rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(rest);
    }
    let has_directives = may_hold(rest);
    let mut covered = covered.iter().peekable();
    while !rest.is_empty() {
        let end = memchr(b'\n', rest).unwrap_or(rest.len());
        let (line, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        rest = after.get(1..).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let kind = if block.cut_from.is_some() { Line::Link(line) } else { line_kind(line) };
        match kind {
            Line::Blank => part.tally.blank += 1,
            Line::Comment => part.tally.comments += 1,
            Line::Link(link) => {
                let link = if has_directives { without_directive(link) } else { link };
                let mut outcome = run.check_line(link, number, block.cut_from);
                let covering = covered.next_if(|covered| covered.line == number).map_or(&[][..], |covered| &covered.by);
                let is_told = batch.findings.has(Format::Urls);
                let (found, standing) = if is_told || !covering.is_empty() || batch.measures.matter() {
                    batch.measures.judge(run, file, &mut outcome, covering)
                } else {
                    (Vec::new(), batch.measures.standing(run, &outcome))
                };
                part.tally.add(&outcome, standing);
                if let Some(statistics) = &mut part.statistics {
                    statistics.add(run, Format::Urls, Order { input: batch.before + input, number }, &outcome);
                }
                if batch.records.has(Format::Urls) {
                    batch.writer.record(&mut part.records, file, &outcome);
                }
                if is_told {
                    let mut found = if batch.detail == Detail::Lines { quoted(found, line, &outcome) } else { found };
                    batch.advise(&outcome, &mut found);
                    part.findings.extend(found);
                }
            }
        }
        number += 1;
    }
}

/// The findings of a line, with the line.
fn quoted(mut found: Vec<Finding>, line: &[u8], outcome: &LinkOutcome<'_>) -> Vec<Finding> {
    if let (false, Some(place), Ok(line)) = (found.is_empty(), outcome.at.place, std::str::from_utf8(line)) {
        let excerpt = on_line(line, place);
        found.iter_mut().for_each(|finding| finding.excerpt.clone_from(&excerpt));
    }
    found
}

/// The link of a line of a list, without a directive behind it.
fn without_directive(line: &[u8]) -> &[u8] {
    of_line(line).and_then(|(hash, _)| line.get(..hash)).map_or(line, <[u8]>::trim_ascii_end)
}

/// What a line of a list is to directives.
fn kind_of(line: &[u8]) -> Kind {
    if matches!(line_kind(line), Line::Link(_)) { Kind::Link } else { Kind::Other }
}

/// A list that is being read, with the number of its next block.
struct OpenList {
    file: usize,
    blocks: Blocks<Bytes>,
    next: u64,
}

/// The work of all inputs, one input after the other.
struct Reader<'i> {
    sources: &'i [Source],
    part: Part,
    judging: Option<&'i Judging>,
    next: usize,
    open: Option<OpenList>,
    /// The directives of each list.
    listed: Vec<(usize, Listed)>,
    /// What is told of whole inputs.
    tally: Tally,
}

impl Reader<'_> {
    fn next_work(&mut self) -> Option<(usize, Work)> {
        loop {
            if let Some(OpenList { file, blocks, next }) = &mut self.open {
                let (file, number) = (*file, *next);
                *next += 1;
                match blocks.next_block() {
                    Ok(Some(_)) if !self.part.has(file, number) => {}
                    Ok(Some(block)) => {
                        let listed = self.listed.last_mut().zip(self.judging).filter(|_| block.cut_from.is_none());
                        let covered = listed.map(|((_, listed), judging)| listed.block(judging, &block.bytes, block.first_line, kind_of));
                        return Some((file, Work::Lines(block, covered.unwrap_or_default())));
                    }
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
                Ok(Opening::Read(opened)) if opened.format == Format::Urls => {
                    self.listed.push((file, Listed::default()));
                    self.open = Some(OpenList { file, blocks: Blocks::new(opened.bytes), next: 0 });
                }
                Ok(_) if !self.part.has(file, 0) => {}
                Ok(Opening::Read(opened)) => return Some((file, Work::Content(opened))),
                Ok(Opening::Binary) => self.tally.skip_binary(source.input.name()),
                Err(error) => self.fail(file, &error),
            }
        }
    }

    /// Ends a list and tells of its encoding.
    fn close(&mut self) {
        let Some(OpenList { file, blocks, .. }) = self.open.take() else { return };
        // What is told of a list as a whole, one part tells.
        if let Bytes::Decoded(bytes) = blocks.reader()
            && self.part.has(file, 0)
        {
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
