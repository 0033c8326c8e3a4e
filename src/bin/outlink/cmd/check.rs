//! `outlink check`: a batch of links, each input under the settings that hold for it.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use outlink::baseline::sift::{Sift, Sifted};
use outlink::check::batch::{self, Batch, FindingSink, RecordWriter, Scope};
use outlink::check::content::Asked;
use outlink::check::finding::{Finding, Ground};
use outlink::check::measures::Measures;
use outlink::check::run::Run;
use outlink::check::tally::Tally;
use outlink::classify::lookup::Resolve;
use outlink::extract::reader::Options;
use outlink::input::source::Source;
use outlink::message::{Lang, Text, run as text, settings as settings_text, summary as summary_text, suppress as suppress_text};
use outlink::report::csv::Csv;
use outlink::report::escape::terminal;
use outlink::report::human::Human;
use outlink::report::jsonl::Jsonl;
use outlink::report::settings as settings_report;
use outlink::report::suggestion::Suggesting;
use outlink::report::{snippet, summary};

use crate::args::{CheckArgs, FormatArg};
use crate::baselines::{self, InUse};
use crate::color::{ColorChoice, palette};
use crate::command::Given;
use crate::configured::{self, Heeds};
use crate::exit::{Exit, Failure};
use crate::fixing::{self, Doing, Went};
use crate::inputs::Inputs;
use crate::output::{Patient, refuse_shared_places, write_beside};
use crate::prepare::{Loaded, Voice, basis_view, check_forms, load};
use crate::resolving;
use crate::settings::{self, Sorted};

/// Checks the inputs and tells how it ended.
pub(crate) fn run(args: &CheckArgs, given: &Given, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let palette = if args.output.is_some() && color == ColorChoice::Auto { palette(ColorChoice::Never) } else { palette(color) };
    let voice = Voice { lang, palette };
    let named = Inputs::of(args, voice)?;
    refuse_shared_places(args, &named.named, voice)?;
    resolving::check_forms(&args.resolving, voice)?;
    check_forms(&args.question, voice)?;
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let walked = named.walk(args, voice)?;
    let inputs = walked.sources;
    let sorted = settings::sort(args, given, &inputs, &here, voice)?;
    if args.settings.show_settings {
        return show(args, &sorted, &inputs, voice);
    }
    let baseline = baselines::load(&args.baselines, &sorted.groups, &inputs, &here, voice)?;
    let mut loaded = Vec::with_capacity(sorted.groups.len());
    for effective in &sorted.groups {
        let question = configured::question(&args.question, effective);
        let mut group = load(&question, voice)?;
        configured::note(&mut group, effective);
        loaded.push((question, group));
    }
    let lookups = resolving::lookups(&args.resolving, loaded.iter_mut().map(|(_, group)| group), voice)?;
    let mut runs = Vec::with_capacity(loaded.len());
    for ((question, group), effective) in loaded.iter().zip(&sorted.groups) {
        let mut run = group.run(question, basis_view(question.basis), None, configured::threshold(effective), voice)?;
        run.resolver = lookups.as_ref().map(|lookups| lookups as &dyn Resolve);
        runs.push(run);
    }
    if let Some(path) = &args.run_info {
        let documents: Vec<serde_json::Value> = loaded.iter().zip(&runs).map(|((question, group), run)| run_info(group, question, run)).collect();
        let document = match documents.as_slice() {
            [one] => one.clone(),
            several => several.to_vec().into(),
        };
        write_beside(path, voice, |out| writeln!(out, "{document:#}"))?;
    }
    let names = configured::names(&runs);
    configured::refuse_unknown(&sorted.groups, &names, voice)?;
    let heeds = if args.settings.no_suppressions { Heeds::Nothing } else { Heeds::Everything };
    let (measures, expired): (Vec<Measures>, Vec<Vec<Finding>>) =
        sorted.groups.iter().zip(&runs).map(|(effective, run)| configured::measures(effective, run, &names, &here, heeds)).unzip();
    let mut work = Work {
        args,
        voice,
        inputs: &inputs,
        of_input: &sorted.of_input,
        groups: Vec::with_capacity(runs.len()),
        baseline: baseline.as_ref(),
        sifted: Sifted::default(),
    };
    for (((run, measures), effective), mut aside) in runs.iter().zip(&measures).zip(&sorted.groups).zip(expired) {
        // An exception is told of once, though it stands in the settings of several groups.
        aside.retain(|finding| !work.groups.iter().any(|group: &Group<'_>| group.aside.0.contains(finding)));
        let faulty = aside.iter().filter(|finding| measures.counts(run, finding)).count() as u64;
        let tally = Tally { faulty, ..Tally::default() };
        work.groups.push(Group { run, measures, options: configured::options(effective), tally, aside: Aside(aside) });
    }
    let mut said = Vec::new();
    let doing = if args.fix { Some(Doing::Write) } else { args.diff.then_some(Doing::Show) };
    if let Some(doing) = doing {
        said = work.fix(doing)?;
    }
    work.check()?;
    if let Some(first) = work.groups.first_mut() {
        first.tally.failures.extend(walked.failures);
        first.tally.symbolic_links += walked.links;
    }
    said.extend(work.end(&sorted));
    if let (Some(baseline), true) = (&baseline, args.baselines.update_baseline) {
        said.push(baseline.update(&work.sifted, voice)?);
    }
    let lists: Vec<_> = loaded.iter().map(|(_, group)| &group.lists).collect();
    let mut told = String::new();
    for (at, (group, lists)) in work.groups.iter().zip(lists).enumerate() {
        told.push_str(&summary::render(group.run, &group.tally, lists, lang, palette));
        told.extend(settings_line(&sorted, at, lang));
    }
    told.extend(said.iter().map(|text| format!("{}\n", text.get(lang))));
    for diagnostic in sorted.idle() {
        told.push_str(&format!("{}\n", snippet::render(&diagnostic, lang, palette)));
    }
    if args.format == FormatArg::Human && args.output.is_none() && !args.diff {
        Patient::new(io::stdout().lock()).write_all(told.as_bytes())?;
    } else {
        Patient::new(io::stderr().lock()).write_all(told.as_bytes())?;
    }
    let exit = work.outcome();
    drop(work);
    drop(runs);
    resolving::keep(&args.resolving, lookups, voice)?;
    Ok(exit)
}

fn run_info(group: &Loaded, question: &crate::args::QuestionArgs, run: &Run<'_>) -> serde_json::Value {
    let info: serde_json::Map<_, _> = group.info(question, basis_view(question.basis)).into_iter().map(|(name, value)| (name, value.into())).collect();
    serde_json::json!({ "run": run.id, "parts": info })
}

const fn suggesting(args: &CheckArgs) -> Suggesting {
    if args.suggest { Suggesting::Everything } else { Suggesting::Findings }
}

/// Which settings a group had; nothing where there are none at all.
fn settings_line(sorted: &Sorted, at: usize, lang: Lang) -> Option<String> {
    let count = sorted.of_input.iter().filter(|group| **group == Some(at)).count();
    let names = sorted.groups.get(at).map(settings::names).unwrap_or_default();
    let line = match (names.is_empty(), sorted.groups.len()) {
        (true, 0 | 1) => return None,
        (true, _) => settings_text::none(count),
        (false, _) => settings_text::used(&terminal(&names), count),
    };
    Some(format!("{}\n", line.get(lang)))
}

/// Prints the settings of every input.
fn show(args: &CheckArgs, sorted: &Sorted, inputs: &[Source], voice: Voice) -> Result<Exit, Failure> {
    let mut shown = String::new();
    for (source, group) in inputs.iter().zip(&sorted.of_input) {
        let (input, effective) = (&source.input, group.and_then(|group| sorted.groups.get(group)));
        shown.push_str(&match args.format {
            FormatArg::Human => settings_report::human(&input.name(), effective, voice.lang, voice.palette),
            FormatArg::Jsonl | FormatArg::Csv => format!("{}\n", settings_report::json(&input.name(), effective)),
        });
    }
    Patient::new(io::stdout().lock()).write_all(shown.as_bytes())?;
    Ok(Exit::Clean)
}

/// Findings that belong to no verdict, such as those about suppressions: nothing else shows them to people.
#[derive(Default)]
struct Aside(Vec<Finding>);

impl FindingSink for Aside {
    fn finding(&mut self, finding: Finding, _: &mut dyn Write) -> io::Result<()> {
        if !matches!(finding.ground, Ground::Statement { .. }) {
            self.0.push(finding);
        }
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Inputs under the same settings, and what came of them.
struct Group<'w> {
    run: &'w Run<'w>,
    measures: &'w Measures,
    options: Options,
    tally: Tally,
    aside: Aside,
}

/// All inputs with their groups.
struct Work<'w> {
    args: &'w CheckArgs,
    voice: Voice,
    inputs: &'w [Source],
    of_input: &'w [Option<usize>],
    groups: Vec<Group<'w>>,
    baseline: Option<&'w InUse>,
    sifted: Sifted,
}

impl Work<'_> {
    /// Shows or writes fixes.
    fn fix(&self, doing: Doing) -> Result<Vec<Text>, Failure> {
        let mut went = Went::default();
        let mut out = BufWriter::new(Patient::new(io::stdout().lock()));
        for (source, group) in self.inputs.iter().zip(self.of_input) {
            let Some(group) = group.and_then(|group| self.groups.get(group)) else { continue };
            let file = source.input.name();
            let asked = Asked { run: group.run, measures: group.measures, file: &file, options: &group.options };
            fixing::input(source, asked, doing, &mut went, self.voice, &mut out)?;
        }
        out.flush()?;
        Ok(went.told(doing))
    }

    /// Checks all inputs in their order; neighbours of the same group are worked on together.
    fn check(&mut self) -> Result<(), Failure> {
        let (args, voice) = (self.args, self.voice);
        match &args.output {
            Some(path) => write_beside(path, voice, |out| self.records(out)),
            None if args.diff => Ok(self.records(&mut io::sink())?),
            None => {
                let mut out = BufWriter::with_capacity(1 << 16, Patient::new(io::stdout().lock()));
                self.records(&mut out)?;
                Ok(out.flush()?)
            }
        }
    }

    fn records(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.args.format == FormatArg::Csv {
            out.write_all(&Csv::header(suggesting(self.args)))?;
        }
        let given = self.args.threads.and_then(|threads| NonZeroUsize::new(usize::from(threads)));
        let threads = given.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
        let mut at = 0;
        while let Some(group) = self.of_input.get(at) {
            let length = self.of_input.iter().skip(at).take_while(|other| *other == group).count();
            if let Some(group) = group {
                let sources = self.inputs.get(at..at + length).unwrap_or_default();
                self.stretch(*group, sources, threads, out)?;
            }
            at += length;
        }
        Ok(())
    }

    /// Checks inputs that stand beside each other under the same settings.
    fn stretch(&mut self, number: usize, sources: &[Source], threads: NonZeroUsize, out: &mut dyn Write) -> io::Result<()> {
        let Some(group) = self.groups.get_mut(number) else { return Ok(()) };
        let Group { run, measures, options, tally, aside } = group;
        let human;
        let suggesting = suggesting(self.args);
        let (jsonl, csv) = (Jsonl::new(run, suggesting), Csv::new(run, suggesting));
        let writer: &dyn RecordWriter = match self.args.format {
            FormatArg::Human => {
                human = Human::new(run, self.voice.lang, self.voice.palette, suggesting);
                &human
            }
            FormatArg::Jsonl => &jsonl,
            FormatArg::Csv => &csv,
        };
        let mut batch = Batch { measures, ..Batch::new(run, sources, options, writer) };
        let report = match self.baseline {
            Some(baseline) => {
                batch.findings = Scope::Everything;
                let mut sift = Sift::new(run, measures, &baseline.known, baseline.folder.clone(), aside);
                let mut report = batch::run(batch, threads, &mut sift, out)?;
                let sifted = sift.finish();
                report.tally.findings = report.tally.findings.saturating_sub(sifted.known_links);
                self.sifted.merge(sifted);
                report
            }
            None => batch::run(batch, threads, aside, out)?,
        };
        tally.merge(report.tally);
        Ok(())
    }

    /// What is said of suppressions, exceptions and the baseline at the end.
    fn end(&mut self, sorted: &Sorted) -> Vec<Text> {
        let mut said: Vec<Text> = Vec::new();
        let mut told: Vec<Finding> = Vec::new();
        let (mut suppressed, mut elsewhere) = (0, 0);
        for group in &mut self.groups {
            let unused = configured::unused(group.measures);
            group.tally.faulty += unused.iter().filter(|finding| group.measures.counts(group.run, finding)).count() as u64;
            for finding in group.aside.0.drain(..).chain(unused) {
                if !told.contains(&finding) {
                    told.push(finding);
                }
            }
            suppressed += group.tally.suppressed;
            elsewhere += group.tally.elsewhere;
        }
        if self.args.settings.no_suppressions {
            said.push(suppress_text::not_heeded());
        }
        if suppressed > 0 {
            said.push(suppress_text::suppressed(suppressed));
        }
        if elsewhere > 0 {
            said.push(suppress_text::elsewhere(elsewhere));
        }
        said.extend(told.iter().map(settings_report::aside));
        said.extend(self.baseline.map(|baseline| baseline.told(&self.sifted)).unwrap_or_default());
        said.extend(sorted.left_out.iter().map(|(name, count)| settings_text::left_out(*count, &terminal(name))));
        said
    }

    /// The exit code: 5, 4, 1 in that order where several hold.
    fn outcome(&self) -> Exit {
        let tallies = || self.groups.iter().map(|group| &group.tally);
        if tallies().any(|tally| !tally.failures.is_empty()) {
            return Exit::Failed;
        }
        if tallies().all(|tally| tally.links == 0) && !self.args.allow_empty {
            let message = summary_text::no_links();
            let _ = writeln!(io::stderr().lock(), "{}", text::error(message.get(self.voice.lang)).get(self.voice.lang));
            return Exit::Empty;
        }
        // What was just written into the baseline is known.
        let is_updated = self.args.baselines.update_baseline;
        if tallies().any(|tally| (tally.findings > 0 && !is_updated) || tally.faulty > 0) { Exit::Findings } else { Exit::Clean }
    }
}
