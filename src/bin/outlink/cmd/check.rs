//! `outlink check`: a batch of links.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;

use outlink::check::batch::{self, Batch, RecordWriter, Report, Scope};
use outlink::check::fingerprint::Fingerprinter;
use outlink::check::run::{Run, Strictness, Threshold};
use outlink::check::statistics::Watch;
use outlink::check::tally::Tally;
use outlink::classify::lookup::Resolve;
use outlink::extract::format::Format;
use outlink::extract::reader::{Code, Options};
use outlink::input::files::Input;
use outlink::input::source::{Choice, Source};
use outlink::message::{Lang, run as text, summary as summary_text};
use outlink::report::csv::Csv;
use outlink::report::finding;
use outlink::report::finding::azure::Azure;
use outlink::report::finding::checkstyle::Checkstyle;
use outlink::report::finding::concise::Concise;
use outlink::report::finding::github::Github;
use outlink::report::finding::gitlab::Gitlab;
use outlink::report::finding::junit::Junit;
use outlink::report::finding::markdown::Markdown;
use outlink::report::finding::present::{End, Presenter, RecordsOnly};
use outlink::report::finding::rdjson::Rdjson;
use outlink::report::human::Human;
use outlink::report::json_document::{self, AfterFirst, Elements};
use outlink::report::jsonl::Jsonl;
use outlink::report::sarif::findings::Sarif;
use outlink::report::{statistics, summary};
use outlink::verdict::Verdict;

use crate::args::{CheckArgs, FailOnArg, FormatArg, ShowArg};
use crate::color::{ColorChoice, palette};
use crate::exit::{Exit, Failure};
use crate::output::{Patient, refuse_shared_places, write_beside};
use crate::prepare::{Voice, basis_view, load};
use crate::resolving;

/// Checks the inputs and tells how it ended.
pub(crate) fn run(args: &CheckArgs, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let palette = if args.output.is_some() && color == ColorChoice::Auto { palette(ColorChoice::Never) } else { palette(color) };
    let voice = Voice { lang, palette };
    refuse_shared_places(args, voice)?;
    resolving::check_forms(&args.resolving, voice)?;
    let mut loaded = load(&args.question, voice)?;
    let lookups = resolving::lookups(&args.resolving, &mut loaded, voice)?;
    let basis = basis_view(args.question.basis);
    let mut run = loaded.run(&args.question, basis, None, threshold(args), voice)?;
    run.resolver = lookups.as_ref().map(|lookups| lookups as &dyn Resolve);
    if let Some(path) = &args.run_info {
        let info: serde_json::Map<_, _> = loaded.info(&args.question, basis).into_iter().map(|(name, value)| (name, value.into())).collect();
        let document = serde_json::json!({ "run": run.id, "parts": info });
        write_beside(path, voice, |out| writeln!(out, "{document:#}"))?;
    }
    let sources = sources(args);
    let options = Options { code: if args.skip_code { Code::Skip } else { Code::Read }, columns: args.column.clone() };
    let given = args.threads.and_then(|threads| NonZeroUsize::new(usize::from(threads)));
    let threads = given.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let work = Work { sources: &sources, options: &options, threads };
    let report = match &args.output {
        Some(path) => {
            let mut report = Report::default();
            write_beside(path, voice, |out| {
                report = document(&run, args, work, voice, out)?;
                Ok(())
            })?;
            report
        }
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, Patient::new(io::stdout().lock()));
            let report = document(&run, args, work, voice, &mut out)?;
            out.flush()?;
            report
        }
    };
    let mut told = summary::render(&run, &report.tally, &loaded.lists, lang, palette);
    if let Some(statistics) = report.statistics.as_deref().filter(|_| args.statistics || args.statistics_output.is_some()) {
        let facts = statistics::facts(&run, &report.tally, statistics, lang);
        if args.statistics && args.format != FormatArg::Json {
            told = format!("{}{told}", statistics::render(&facts, lang, palette));
        }
        if let Some(path) = &args.statistics_output {
            write_beside(path, voice, |out| {
                serde_json::to_writer_pretty(&mut *out, &facts)?;
                writeln!(out)
            })?;
        }
    }
    if args.format == FormatArg::Human && args.output.is_none() {
        Patient::new(io::stdout().lock()).write_all(told.as_bytes())?;
    } else {
        Patient::new(io::stderr().lock()).write_all(told.as_bytes())?;
    }
    drop(run);
    resolving::keep(&args.resolving, lookups, voice)?;
    let exit = outcome(args, &report.tally);
    if exit == Exit::Empty {
        let message = summary_text::no_links();
        let _ = writeln!(io::stderr().lock(), "{}", text::error(message.get(lang)).get(lang));
    }
    Ok(exit)
}

fn threshold(args: &CheckArgs) -> Threshold {
    let fail_on = match args.fail_on {
        FailOnArg::Warn => Some(Verdict::Warn),
        FailOnArg::Copy => Some(Verdict::Copy),
        FailOnArg::Block => Some(Verdict::Block),
        FailOnArg::Never => None,
    };
    Threshold { fail_on, strictness: if args.strict { Strictness::Strict } else { Strictness::Plain } }
}

fn sources(args: &CheckArgs) -> Vec<Source> {
    let choice = Format::parse(&args.input).map_or(Choice::Auto, Choice::Given);
    let inputs = if args.paths.is_empty() { vec![Input::Stdin] } else { args.paths.iter().map(|path| Input::named(path)).collect() };
    inputs.into_iter().map(|input| Source { input, choice }).collect()
}

/// What is read, and by how many threads.
#[derive(Clone, Copy)]
struct Work<'w> {
    sources: &'w [Source],
    options: &'w Options,
    threads: NonZeroUsize,
}

/// Writes the whole output of a run: records, findings, or both, by the format.
fn document(run: &Run<'_>, args: &CheckArgs, work: Work<'_>, voice: Voice, out: &mut dyn Write) -> io::Result<Report> {
    let (jsonl, json, csv) = (Jsonl::new(run), Elements::new(run), Csv::new(run));
    let human = Human::new(run, voice.lang, voice.palette);
    let writer: &dyn RecordWriter = match args.format {
        FormatArg::Human => &human,
        FormatArg::Csv => &csv,
        FormatArg::Json => &json,
        _ => &jsonl,
    };
    let mut presenter = presenter(run, args, voice);
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
    let watches = records != Scope::Everything || args.format == FormatArg::Human || args.statistics || args.statistics_output.is_some();
    let watch = if watches { Watch::Everything } else { Watch::Verdicts };
    let batch = Batch { records, findings, watch, ..Batch::new(run, work.sources, work.options, writer) };
    match args.format {
        FormatArg::Csv => out.write_all(&Csv::header())?,
        FormatArg::Json => json_document::begin(run, out)?,
        _ => presenter.begin(out)?,
    }
    let report = match args.format {
        FormatArg::Json => batch::run(batch, work.threads, presenter.as_mut(), &mut AfterFirst::new(out))?,
        _ => batch::run(batch, work.threads, presenter.as_mut(), out)?,
    };
    let names: Vec<String> = work.sources.iter().map(|source| source.input.name()).collect();
    let together = report.statistics.iter().flat_map(|statistics| statistics.patterns.findings(&names));
    let mut fingerprinter = Fingerprinter::default();
    for mut finding in together {
        finding.fingerprint = fingerprinter.next(&finding);
        presenter.finding(finding, out)?;
    }
    let statistics = report.statistics.as_deref().filter(|_| args.statistics);
    let end = End { run, tally: &report.tally, statistics, exit: outcome(args, &report.tally) as u8 };
    match args.format {
        FormatArg::Json => json_document::finish(end, voice.lang, out)?,
        _ => presenter.finish(end, out)?,
    }
    Ok(report)
}

/// What takes the findings of a run.
fn presenter<'r>(run: &'r Run<'r>, args: &CheckArgs, voice: Voice) -> Box<dyn Presenter + 'r> {
    let lang = voice.lang;
    let most = |usual: u64| match args.max_findings {
        Some(0) => None,
        given => Some(given.unwrap_or(usual)),
    };
    match args.format {
        FormatArg::Human => Box::new(finding::human::Human::new(run, lang, voice.palette, most(finding::human::MOST))),
        FormatArg::Concise => Box::new(Concise { lang }),
        FormatArg::Jsonl | FormatArg::Json | FormatArg::Csv => Box::new(RecordsOnly),
        FormatArg::Sarif => Box::new(Sarif::new(lang)),
        FormatArg::Github => Box::new(Github::new(lang)),
        FormatArg::Gitlab => Box::new(Gitlab::new(lang)),
        FormatArg::Junit => Box::new(Junit::new(lang, &run.as_of.to_string())),
        FormatArg::Checkstyle => Box::new(Checkstyle::new(lang)),
        FormatArg::Rdjson => Box::new(Rdjson::new(lang)),
        FormatArg::Azure => Box::new(Azure { lang }),
        FormatArg::Markdown => Box::new(Markdown::new(lang, most(finding::markdown::MOST))),
    }
}

/// The exit code: 5, 4, 1 in that order where several hold.
const fn outcome(args: &CheckArgs, tally: &Tally) -> Exit {
    if !tally.failures.is_empty() {
        Exit::Failed
    } else if tally.links == 0 && !args.allow_empty {
        Exit::Empty
    } else if tally.findings > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    }
}
