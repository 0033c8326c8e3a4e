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

use super::content::{Asked, Detail, Told, check_content, check_rest, check_stretch};
use super::finding::Finding;
use super::measures::{Measures, PLAIN};
use super::outcome::LinkOutcome;
use super::patterns::Limits;
use super::plain::PlainRoad;
use super::run::Run;
use super::statistics::{Statistics, Watch};
use super::tally::Tally;
use crate::extract::format::Format;
use crate::extract::reader::{Hands, Options};
use crate::input::blocks::Block;
use crate::input::packed::reason;
use crate::input::shard::Shard;
use crate::input::source::{Opened, Opening, Source};
use crate::input::stretches::{Ends, Rest, Stretch};
use crate::message::Text;
use crate::suppress::listed::Covered;
use crate::timing::{self, Sampling, Stage, Who};
use content::Teller;
pub use done::Report;
use done::{Done, Gathering, Left, Results};
use lines::check_block;
use reader::{Open, Reader};
pub use telling::{Adviser, FindingSink, InputName, RecordWriter, Scope};
use turn::Turn;

/// How many bytes make a file large enough for two threads.
const LARGE: u64 = 1 << 20;
/// How many bytes of records of small files are one part of a job.
const ENOUGH: usize = 256 << 10;
/// How many bytes of records a job keeps until its turn has come, and how many findings.
const KEPT: usize = 1 << 20;
const KEPT_FINDINGS: usize = 1000;

/// Work on its way to a worker. Small files go together, for to wake a thread takes as long as to check one.
struct Job {
    number: u64,
    /// Each with the number of its file.
    works: Vec<(usize, Work)>,
}

enum Work {
    /// Lines, each a link, and the directives that cover some of them.
    Lines(Block, Vec<Covered>),
    /// A whole file of content, not opened yet.
    File,
    /// A file of a folder that is no text.
    Binary,
    /// A file that cannot be opened, with the reason.
    Closed(Text),
    /// A whole file of content.
    Content(Opened),
    /// Some lines of a running text.
    Stretch(Stretch),
    /// What is left of a running text.
    Rest(Box<Rest>),
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
    let named = |name: String| InputName { written: batch.writer.name(&name), name: name.into() };
    let names: Vec<InputName> = batch.sources.iter().map(|source| named(source.input.name())).collect();
    let judging = batch.measures.judging.as_ref();
    let part = batch.shard.behind(batch.before);
    let mut reader =
        Reader { sources: batch.sources, threads: threads.get(), part, judging, next: 0, open: Open::Nothing, listed: Vec::new(), tally: Tally::default() };
    let limits = Limits::default();
    let mut gathering = Gathering { report: Report::default(), sink, spare: None, limits: &limits, compiled: &batch.run.classifier.catalog.hosts.compiled };
    if threads.get() == 1 {
        alone(Workplace { batch, names: &names, hands: Hands::One, limits: &limits }, &mut reader, &mut gathering, out)?;
    } else {
        together(Workplace { batch, names: &names, hands: Hands::Two, limits: &limits }, &mut reader, threads.get(), &mut gathering, out)?;
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

/// What every worker has before it.
#[derive(Clone, Copy)]
struct Workplace<'b> {
    batch: Batch<'b>,
    names: &'b [InputName],
    /// How many threads a large file may take.
    hands: Hands,
    limits: &'b Limits,
}

fn alone(workplace: Workplace<'_>, reader: &mut Reader<'_>, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    let mut road = PlainRoad::new(workplace.batch.run, workplace.batch.writer);
    while let Some((file, work)) = reader.next_work() {
        let mut part = Done { records: std::mem::take(&mut records), findings: std::mem::take(&mut findings), ..Done::default() };
        let mut result = Ok(());
        workplace.do_work(&mut road, (file, work), &mut part, &mut |part| {
            if result.is_ok() {
                result = gathering.pass_on(part, out);
            }
            part.records.clear();
            part.findings.clear();
        });
        result?;
        gathering.pass_on(&mut part, out)?;
        (records, findings) = (std::mem::take(&mut part.records), std::mem::take(&mut part.findings));
        gathering.keep(part, out)?;
    }
    Ok(())
}

fn together(workplace: Workplace<'_>, reader: &mut Reader<'_>, threads: usize, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let most = threads * 3;
    let (send_job, jobs) = bounded::<Job>(most);
    let (send_done, done) = bounded::<Results>(most);
    let (give_back, spare) = bounded(most);
    gathering.spare = Some(give_back);
    let turn = Turn::default();
    let timings = timing::shared();
    std::thread::scope(|scope| {
        for number in 1..=threads {
            let (jobs, send_done, spare, turn, timings) = (jobs.clone(), send_done.clone(), spare.clone(), &turn, &timings);
            scope.spawn(move || {
                let _running = timings.as_ref().map(|timings| timing::run(timings, Who::Worker(number), Stage::Waiting));
                workplace.work(&jobs, &Back { done: send_done, spare }, turn);
            });
        }
        drop(send_done);
        let result = conduct(Floor { reader, most, jobs: &send_job, done: &done, turn: &turn }, gathering, out);
        drop(send_job);
        turn.let_all();
        drop(done);
        result
    })
}

/// A worker's ways to the conductor and back.
struct Back {
    done: Sender<Results>,
    spare: Receiver<Vec<u8>>,
}

impl Back {
    /// A part with room for records, where some is spare.
    fn part(&self) -> Done {
        Done { records: self.spare.try_recv().unwrap_or_default(), ..Done::default() }
    }
}

/// What the conductor has at hand: the work to come, and the ways to the workers and back.
struct Floor<'f, 'i> {
    reader: &'f mut Reader<'i>,
    most: usize,
    jobs: &'f Sender<Job>,
    done: &'f Receiver<Results>,
    turn: &'f Turn,
}

/// Keeps the workers busy and gathers what they finished, in order.
fn conduct(floor: Floor<'_, '_>, gathering: &mut Gathering<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Floor { reader, most, jobs, done, turn } = floor;
    let mut waiting: BTreeMap<u64, Vec<Done>> = BTreeMap::new();
    let (mut sent, mut written) = (0_u64, 0_u64);
    let mut at_end = false;
    while !at_end || written < sent {
        while !at_end && sent - written < most as u64 {
            match reader.next_works() {
                Some(works) => {
                    if jobs.send(Job { number: sent, works }).is_err() {
                        return Err(io::Error::other("the workers ended early"));
                    }
                    sent += 1;
                }
                None => at_end = true,
            }
        }
        if written < sent {
            let Ok(results) = timing::waiting(|| done.recv()) else { return Err(io::Error::other("the workers ended early")) };
            if results.left == Left::More {
                gathering.keep_all(results.parts, out)?;
                continue;
            }
            waiting.insert(results.number, results.parts);
            while let Some(parts) = waiting.remove(&written) {
                gathering.keep_all(parts, out)?;
                written += 1;
                turn.is_on(written);
            }
        }
    }
    Ok(())
}

/// Whether a job keeps so much that it is handed over before it is done.
fn is_much(parts: &[Done]) -> bool {
    parts.iter().map(|part| part.records.len()).sum::<usize>() >= KEPT || parts.iter().map(|part| part.findings.len()).sum::<usize>() >= KEPT_FINDINGS
}

impl<'b> Workplace<'b> {
    fn work(self, jobs: &Receiver<Job>, back: &Back, turn: &Turn) {
        let mut road = PlainRoad::new(self.batch.run, self.batch.writer);
        for Job { number, works } in jobs {
            let (mut parts, mut part) = (Vec::new(), back.part());
            for work in works {
                if self.is_full(&part) {
                    parts.push(std::mem::replace(&mut part, back.part()));
                    if is_much(&parts) {
                        let _turned = timing::stage(Stage::Waiting);
                        turn.wait_for(number);
                        let _ = back.done.send(Results { number, parts: std::mem::take(&mut parts), left: Left::More });
                    }
                }
                self.do_work(&mut road, work, &mut part, &mut |part| {
                    // Only the job whose turn it is may go on past its first piece, so that no more than a few pieces a thread wait.
                    let _turned = timing::stage(Stage::Waiting);
                    turn.wait_for(number);
                    let ready = std::mem::replace(part, back.part());
                    part.statistics = ready.statistics.is_some().then(|| self.statistics());
                    parts.push(ready);
                    let _ = back.done.send(Results { number, parts: std::mem::take(&mut parts), left: Left::More });
                });
            }
            parts.push(part);
            if back.done.send(Results { number, parts, left: Left::Nothing }).is_err() {
                return;
            }
        }
    }

    /// Statistics with nothing counted.
    fn statistics(self) -> Box<Statistics> {
        Box::new(Statistics::part(self.limits))
    }

    /// Whether what comes next does not belong to a part: findings are told file by file.
    fn is_full(self, part: &Done) -> bool {
        part.ends_content && (self.batch.findings != Scope::Nothing || !part.findings.is_empty() || part.records.len() >= ENOUGH)
    }

    /// Does one piece of work; `pass_on` is called where enough has come together to be written.
    fn do_work(self, road: &mut PlainRoad<'b>, (input, work): (usize, Work), part: &mut Done, pass_on: &mut dyn FnMut(&mut Done)) {
        let batch = self.batch;
        let Some(name) = self.names.get(input) else { return };
        part.ends_content = false;
        if batch.watch == Watch::Everything && part.statistics.is_none() {
            part.statistics = Some(self.statistics());
        }
        match work {
            Work::Lines(block, covered) => {
                let _turned = timing::stage(Stage::Judging);
                check_block(batch, road, (input, name), &block, &covered, part);
            }
            Work::File => self.file(road, (input, name), part, pass_on),
            Work::Binary => part.tally.skip_binary(name.name.to_string()),
            Work::Closed(reason) => part.tally.failures.push((name.name.to_string(), reason)),
            Work::Content(opened) => self.content(road, (input, name, opened), part, pass_on),
            Work::Stretch(stretch) => {
                let start = stretch.start.byte as u64;
                self.tell((input, name, Format::Text, start), part, pass_on, |asked, teller| {
                    check_stretch(asked, road, &stretch, teller);
                    Ok(())
                });
                part.ends_content = stretch.ends == Ends::WithText;
            }
            Work::Rest(rest) => {
                let start = rest.start.byte as u64;
                self.tell((input, name, Format::Text, start), part, pass_on, |asked, teller| check_rest(asked, road, *rest, teller));
                part.ends_content = true;
            }
        }
    }

    /// Opens a file of content and checks it.
    fn file(self, road: &mut PlainRoad<'b>, (input, name): (usize, &InputName), part: &mut Done, pass_on: &mut dyn FnMut(&mut Done)) {
        let Some(source) = self.batch.sources.get(input) else { return };
        let reading = timing::stage(Stage::Reading);
        let opening = source.open();
        drop(reading);
        match opening {
            Ok(Opening::Read(opened)) => self.content(road, (input, name, opened), part, pass_on),
            Ok(Opening::Binary) => part.tally.skip_binary(name.name.to_string()),
            Err(error) => part.tally.failures.push((name.name.to_string(), reason(&error))),
        }
    }

    fn content(self, road: &mut PlainRoad<'b>, (input, name, opened): (usize, &InputName, Opened), part: &mut Done, pass_on: &mut dyn FnMut(&mut Done)) {
        part.tally.count_input(opened.format);
        let format = opened.format;
        self.tell((input, name, format, 0), part, pass_on, |asked, teller| check_content(asked, road, opened, teller));
        part.ends_content = true;
    }

    /// Checks content by a function, with what it needs to ask and to tell. The number orders its links among those of the file.
    fn tell(
        self,
        (input, name, format, number): (usize, &InputName, Format, u64),
        part: &mut Done,
        pass_on: &mut dyn FnMut(&mut Done),
        check: impl FnOnce(Asked<'_, 'b>, &mut dyn Told) -> io::Result<()>,
    ) {
        let batch = self.batch;
        let _turned = timing::stage(Stage::Extracting);
        let is_small = batch.sources.get(input).and_then(|source| source.input.length()).is_some_and(|length| length < LARGE);
        let hands = if is_small { Hands::One } else { self.hands };
        let asked = Asked { run: batch.run, measures: batch.measures, file: &name.name, options: batch.options, hands };
        let mut teller = Teller { batch, input, name, format, number, sampling: Sampling::default(), part, pass_on };
        if let Err(error) = check(asked, &mut teller) {
            teller.part.tally.failures.push((name.name.to_string(), reason(&error)));
        }
        teller.sampling.finish();
    }
}
