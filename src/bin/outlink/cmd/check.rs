//! `outlink check`: a batch of links.

use std::io::{self, BufWriter, Write};
use std::num::NonZeroUsize;

use outlink::check::batch::{self, Batch, RecordWriter, Report};
use outlink::check::run::{Run, Strictness, Threshold};
use outlink::check::tally::Tally;
use outlink::classify::lookup::Resolve;
use outlink::extract::reader::{Code, Options};
use outlink::input::source::Source;
use outlink::message::{Lang, run as text, summary as summary_text};
use outlink::report::csv::Csv;
use outlink::report::human::Human;
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::report::summary;
use outlink::verdict::Verdict;

use crate::args::{CheckArgs, FailOnArg, FormatArg};
use crate::color::{ColorChoice, palette};
use crate::exit::{Exit, Failure};
use crate::inputs::Inputs;
use crate::output::{Patient, refuse_shared_places, write_beside};
use crate::prepare::{Voice, basis_view, load};
use crate::resolving;

/// Checks the inputs and tells how it ended.
pub(crate) fn run(args: &CheckArgs, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let palette = if args.output.is_some() && color == ColorChoice::Auto { palette(ColorChoice::Never) } else { palette(color) };
    let voice = Voice { lang, palette };
    let inputs = Inputs::of(args, voice)?;
    refuse_shared_places(args, &inputs.named, voice)?;
    resolving::check_forms(&args.resolving, voice)?;
    let mut loaded = load(&args.question, voice)?;
    let lookups = resolving::lookups(&args.resolving, &mut loaded, voice)?;
    let basis = basis_view(args.question.basis);
    let mut run = loaded.run(&args.question, basis, None, threshold(args), voice)?;
    if args.question.scene.is_empty() {
        run.leave_out_named_only();
    }
    run.resolver = lookups.as_ref().map(|lookups| lookups as &dyn Resolve);
    if let Some(path) = &args.run_info {
        let info: serde_json::Map<_, _> = loaded.info(&args.question, basis).into_iter().map(|(name, value)| (name, value.into())).collect();
        let document = serde_json::json!({ "run": run.id, "parts": info });
        write_beside(path, voice, |out| writeln!(out, "{document:#}"))?;
    }
    let walked = inputs.walk(args, voice)?;
    let options = Options { code: if args.skip_code { Code::Skip } else { Code::Read }, columns: args.column.clone() };
    let given = args.threads.and_then(|threads| NonZeroUsize::new(usize::from(threads)));
    let threads = given.or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let work = Work { sources: &walked.sources, options: &options, threads };
    let mut report = match &args.output {
        Some(path) => {
            let mut report = Report::default();
            write_beside(path, voice, |out| {
                report = records(&run, args, work, voice, out)?;
                Ok(())
            })?;
            report
        }
        None => {
            let mut out = BufWriter::with_capacity(1 << 16, Patient::new(io::stdout().lock()));
            let report = records(&run, args, work, voice, &mut out)?;
            out.flush()?;
            report
        }
    };
    report.tally.failures.extend(walked.failures);
    report.tally.symbolic_links += walked.links;
    let summary = summary::render(&run, &report.tally, &loaded.lists, lang, palette);
    if args.format == FormatArg::Human && args.output.is_none() {
        Patient::new(io::stdout().lock()).write_all(summary.as_bytes())?;
    } else {
        Patient::new(io::stderr().lock()).write_all(summary.as_bytes())?;
    }
    drop(run);
    resolving::keep(&args.resolving, lookups, voice)?;
    Ok(outcome(args, &report.tally, voice))
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

/// What is read, and by how many threads.
#[derive(Clone, Copy)]
struct Work<'w> {
    sources: &'w [Source],
    options: &'w Options,
    threads: NonZeroUsize,
}

fn records(run: &Run<'_>, args: &CheckArgs, work: Work<'_>, voice: Voice, out: &mut dyn Write) -> io::Result<Report> {
    let human;
    let suggesting = if args.suggest { Suggesting::Everything } else { Suggesting::Findings };
    let (jsonl, csv) = (Jsonl::new(run, suggesting), Csv::new(run, suggesting));
    let writer: &dyn RecordWriter = match args.format {
        FormatArg::Human => {
            human = Human::new(run, voice.lang, voice.palette, suggesting);
            &human
        }
        FormatArg::Jsonl => &jsonl,
        FormatArg::Csv => {
            out.write_all(&Csv::header(suggesting))?;
            &csv
        }
    };
    batch::run(Batch::new(run, work.sources, work.options, writer), work.threads, &mut Vec::new(), out)
}

/// The exit code: 5, 4, 1 in that order where several hold.
fn outcome(args: &CheckArgs, tally: &Tally, voice: Voice) -> Exit {
    if !tally.failures.is_empty() {
        return Exit::Failed;
    }
    if tally.links == 0 && !args.allow_empty {
        let message = summary_text::no_links();
        let _ = writeln!(io::stderr().lock(), "{}", text::error(message.get(voice.lang)).get(voice.lang));
        return Exit::Empty;
    }
    if tally.findings > 0 { Exit::Findings } else { Exit::Clean }
}
