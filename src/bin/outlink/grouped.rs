//! The work of a run whose inputs fall under different settings: stretch by stretch, in the order of the inputs, into one output.

use std::io::{self, Write};
use std::num::NonZeroUsize;

use outlink::baseline::sift::{Sift, Sifted};
use outlink::check::batch::{self, Adviser, Batch, FindingSink, RecordWriter, Scope};
use outlink::check::content::Detail;
use outlink::check::finding::{Finding, Ground};
use outlink::check::measures::Measures;
use outlink::check::run::Run;
use outlink::check::statistics::{Statistics, Watch};
use outlink::check::tally::Tally;
use outlink::extract::found::Role;
use outlink::extract::reader::Options;
use outlink::input::shard::Shard;
use outlink::input::source::Source;
use outlink::report::csv::Csv;
use outlink::report::finding::present::{End, Presenter};
use outlink::report::human::Human;
use outlink::report::json_document::{self, AfterFirst, Elements};
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::{Nearest, Suggesting};

use crate::args::{CheckArgs, FormatArg, ShowArg};
use crate::baselines::InUse;
use crate::configured::unused;
use crate::exit::Exit;
use crate::prepare::Voice;
use crate::presenting::presenter;

/// Inputs under the same settings, and what came of them.
pub(crate) struct Group<'w> {
    pub(crate) run: &'w Run<'w>,
    pub(crate) measures: &'w Measures,
    pub(crate) options: Options,
    pub(crate) tally: Tally,
    /// How many policies of other groups stand before its own where all are counted together.
    pub(crate) behind: usize,
}

/// All inputs with their groups.
pub(crate) struct Work<'w> {
    pub(crate) args: &'w CheckArgs,
    /// The part of the inputs that is checked, where it is not all of them.
    pub(crate) shard: Option<Shard>,
    pub(crate) voice: Voice,
    pub(crate) inputs: &'w [Source],
    pub(crate) of_input: &'w [Option<usize>],
    pub(crate) groups: Vec<Group<'w>>,
    /// The policies of all groups together, for what is told of all of them.
    pub(crate) whole: &'w Run<'w>,
    pub(crate) baseline: Option<&'w InUse>,
    /// What is told of exceptions before the first input.
    pub(crate) expired: Vec<Finding>,
    pub(crate) sifted: Sifted,
    pub(crate) statistics: Option<Box<Statistics>>,
    /// Findings that the output does not show.
    pub(crate) aside: Vec<Finding>,
}

/// What is written for which inputs.
#[derive(Clone, Copy)]
struct Shown {
    records: Scope,
    findings: Scope,
    watch: Watch,
}

fn shown(args: &CheckArgs) -> Shown {
    let records = match (args.format, args.show) {
        (FormatArg::Jsonl | FormatArg::Json | FormatArg::Csv, _) | (FormatArg::Human, ShowArg::All) => Scope::Everything,
        (FormatArg::Human, ShowArg::Findings) => Scope::Lists,
        _ => Scope::Nothing,
    };
    let findings = match records {
        Scope::Nothing => Scope::Everything,
        Scope::Lists => Scope::Content,
        Scope::Content | Scope::Everything => Scope::Nothing,
    };
    let watches = records != Scope::Everything || args.format == FormatArg::Human || args.counts_links() || args.statistics_output.is_some();
    Shown { records, findings, watch: if watches { Watch::Everything } else { Watch::Verdicts } }
}

const fn suggesting(args: &CheckArgs) -> Suggesting {
    if args.suggest { Suggesting::Everything } else { Suggesting::Findings }
}

impl Work<'_> {
    /// Writes the whole output of the run: records, findings, or both, by the format.
    pub(crate) fn document(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let (args, voice, whole) = (self.args, self.voice, self.whole);
        let mut presenter = presenter(whole, args, voice);
        match args.format {
            FormatArg::Csv => out.write_all(&Csv::header(suggesting(args)))?,
            FormatArg::Json => json_document::begin(whole, out)?,
            _ => presenter.begin(out)?,
        }
        match args.format {
            FormatArg::Json => self.stretches(presenter.as_mut(), &mut AfterFirst::new(out))?,
            _ => self.stretches(presenter.as_mut(), out)?,
        }
        self.together(presenter.as_mut(), out)?;
        let tally = self.tally();
        let statistics = self.statistics.as_deref().filter(|_| args.counts_links());
        let end = End { run: whole, tally: &tally, statistics, exit: self.outcome() as u8 };
        match args.format {
            FormatArg::Json => json_document::finish(end, voice.lang, out),
            _ => presenter.finish(end, out),
        }
    }

    /// Checks all inputs in their order; neighbours of the same group are worked on together.
    fn stretches(&mut self, presenter: &mut dyn Presenter, out: &mut dyn Write) -> io::Result<()> {
        let given = self.args.threads.and_then(|threads| NonZeroUsize::new(usize::from(threads)));
        let threads = given.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        let mut at = 0;
        while let Some(group) = self.of_input.get(at) {
            let length = self.of_input.iter().skip(at).take_while(|other| *other == group).count();
            if let Some(group) = group {
                self.stretch(*group, at, length, threads, presenter, out)?;
            }
            at += length;
        }
        Ok(())
    }

    fn stretch(
        &mut self,
        number: usize,
        at: usize,
        length: usize,
        threads: NonZeroUsize,
        presenter: &mut dyn Presenter,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let sources = self.inputs.get(at..at + length).unwrap_or_default();
        let Some(Group { run, measures, options, tally, behind }) = self.groups.get_mut(number) else { return Ok(()) };
        let suggesting = suggesting(self.args);
        let (jsonl, json, csv) = (Jsonl::new(run, suggesting), Elements::new(run, suggesting), Csv::new(run, suggesting));
        let human = Human::new(run, self.voice.lang, self.voice.palette, suggesting);
        let writer: &dyn RecordWriter = match self.args.format {
            FormatArg::Human => &human,
            FormatArg::Csv => &csv,
            FormatArg::Json => &json,
            _ => &jsonl,
        };
        let Shown { records, findings, watch } = shown(self.args);
        let nearest = Nearest { run };
        let adviser: Option<&dyn Adviser> = matches!(self.args.format, FormatArg::Human | FormatArg::Rdjson).then_some(&nearest);
        let detail = if matches!(self.args.format, FormatArg::Human | FormatArg::Rdjson) { Detail::Lines } else { Detail::Findings };
        let mut batch = Batch {
            records,
            findings,
            detail,
            adviser,
            watch,
            measures,
            before: at,
            shard: self.shard.unwrap_or(Shard::WHOLE),
            ..Batch::new(run, sources, options, writer)
        };
        let mut passing = Passing { presenter, findings, behind: *behind, aside: &mut self.aside };
        let mut report = match self.baseline {
            Some(baseline) => {
                batch.findings = Scope::Everything;
                let mut sift = Sift::new(run, measures, &baseline.known, baseline.folder.clone(), &mut passing);
                let mut report = batch::run(batch, threads, &mut sift, out)?;
                let sifted = sift.finish();
                report.tally.findings = report.tally.findings.saturating_sub(sifted.known_links);
                self.sifted.merge(sifted);
                report
            }
            None => batch::run(batch, threads, &mut passing, out)?,
        };
        match (&mut self.statistics, report.statistics.take()) {
            (Some(all), Some(new)) => all.merge(*new),
            (all @ None, new) => *all = new,
            (Some(_), None) => {}
        }
        tally.merge(report.tally);
        Ok(())
    }

    /// Findings of many links together, and those about exceptions.
    fn together(&mut self, presenter: &mut dyn Presenter, out: &mut dyn Write) -> io::Result<()> {
        let names: Vec<String> = self.inputs.iter().map(|source| source.input.name()).collect();
        let mut told = std::mem::take(&mut self.expired);
        for group in &mut self.groups {
            let unused: Vec<Finding> = unused(group.measures).into_iter().filter(|finding| !told.contains(finding)).collect();
            group.tally.faulty += unused.iter().filter(|finding| group.measures.counts(group.run, finding)).count() as u64;
            told.extend(unused);
        }
        told.extend(self.statistics.iter().flat_map(|statistics| statistics.patterns.findings(&names)));
        let mut passing = Passing { presenter, findings: Scope::Everything, behind: 0, aside: &mut self.aside };
        told.into_iter().try_for_each(|finding| passing.finding(finding, out))
    }

    /// The counts of all groups.
    pub(crate) fn tally(&self) -> Tally {
        let mut all = Tally::default();
        self.groups.iter().for_each(|group| all.merge(group.tally.clone().behind(group.behind)));
        all
    }

    /// The exit code: 5, 4, 1 in that order where several hold.
    pub(crate) fn outcome(&self) -> Exit {
        let tally = self.tally();
        if !tally.failures.is_empty() {
            Exit::Failed
        } else if tally.links == 0 && !self.args.allow_empty && self.shard.is_none() {
            Exit::Empty
        } else if (tally.findings > 0 && !self.args.baselines.update_baseline) || tally.faulty > 0 {
            // What was just written into the baseline is known.
            Exit::Findings
        } else {
            Exit::Clean
        }
    }
}

/// Passes findings on to the output, with their policies numbered as it counts them.
struct Passing<'p> {
    presenter: &'p mut dyn Presenter,
    findings: Scope,
    behind: usize,
    aside: &'p mut Vec<Finding>,
}

impl FindingSink for Passing<'_> {
    fn finding(&mut self, mut finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        // The baseline asks for more findings than the output shows.
        let is_shown = finding.link.is_empty()
            || match self.findings {
                Scope::Everything => true,
                Scope::Content => finding.role != Role::Line,
                Scope::Lists => finding.role == Role::Line,
                Scope::Nothing => false,
            };
        if !is_shown {
            return Ok(());
        }
        if let Ground::Statement { policy, .. } = &mut finding.ground {
            *policy += self.behind;
        }
        if finding.role == Role::Comment && finding.link.is_empty() {
            self.aside.push(finding.clone());
        }
        self.presenter.finding(finding, out)
    }

    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.presenter.end_of_content(out)
    }
}
