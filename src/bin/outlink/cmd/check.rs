//! `outlink check`: a batch of links, each input under the settings that hold for it.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write as _};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};

use outlink::baseline::sift::Sifted;
use outlink::check::content::Asked;
use outlink::check::finding::Finding;
use outlink::check::measures::Measures;
use outlink::check::run::{Run, RunHash};
use outlink::check::tally::Tally;
use outlink::classify::lookup::Resolve;
use outlink::classify::packed::Checking;
use outlink::extract::reader::Hands;
use outlink::input::shard::Shard;
use outlink::input::source::Source;
use outlink::message::{Lang, Text, list as list_text, run as text, settings as settings_text, summary as summary_text, suppress as suppress_text};
use outlink::report::escape::terminal;
use outlink::report::settings as settings_report;
use outlink::report::{snippet, statistics, summary, timing as times};
use outlink::session::loaded::Loaded;
use outlink::session::question::Question;
use outlink::settings::effective::Origin;
use outlink::timing::{self, Stage, Timings, Who};

use crate::args::{CheckArgs, FormatArg};
use crate::baselines;
use crate::color::{ColorChoice, palette};
use crate::command::Given;
use crate::configured::{self, Heeds};
use crate::exit::{Exit, Failure};
use crate::fixing::{self, Doing, Went};
use crate::grouped::{Group, Work};
use crate::inputs::Inputs;
use crate::output::{Patient, refuse_shared_places, write_beside};
use crate::prepare::{Kept, Voice, load, question};
use crate::resolving;
use crate::settings::{self, Sorted};
use crate::sharding;

/// Checks the inputs and tells how it ended.
pub(crate) fn run(args: &CheckArgs, given: &Given, lang: Lang, color: ColorChoice) -> Result<Exit, Failure> {
    let timings = args.takes_times().then(Timings::begin);
    let running = timings.as_ref().map(|timings| timing::run(timings, Who::Main, Stage::Other));
    let palette = if args.output.is_some() && color == ColorChoice::Auto { palette(ColorChoice::Never) } else { palette(color) };
    let voice = Voice { lang, palette };
    let named = Inputs::of(args, voice)?;
    refuse_shared_places(args, &named.named, voice)?;
    resolving::check_forms(&args.resolving, voice)?;
    let shard = sharding::shard(args, voice)?;
    question(&args.question).check_forms().map_err(|refusal| voice.refused(refusal))?;
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let walked = {
        let _turned = timing::stage(Stage::Finding);
        named.walk(args, voice)?
    };
    let inputs = walked.sources;
    let loading = timing::stage(Stage::Loading);
    let sorted = settings::sort(args, given, &inputs, &here, voice)?;
    if args.settings.show_settings {
        return show(args, &sorted, &inputs, voice);
    }
    let baseline = baselines::load(&args.baselines, &sorted.groups, &inputs, &here, voice)?;
    sharding::refuse_baseline(shard, baseline.as_ref(), voice)?;
    // What is mended is not passed on part by part, so there is no moment to look again.
    let checking = if args.fix || args.diff { Checking::AtOnce } else { Checking::AtTouch };
    let mut loaded = Vec::with_capacity(sorted.groups.len());
    for effective in &sorted.groups {
        let question = configured::question(&args.question, effective);
        let mut group = load(&question, Kept::of(&args.question), checking, voice)?;
        configured::note(&mut group, effective);
        loaded.push((question, group));
    }
    let lookups = resolving::lookups(&args.resolving, loaded.iter_mut().map(|(_, group)| group), voice)?;
    // The process ends where this does: what was loaded is left to that, for to give it back piece by piece takes as long as some links.
    let loaded = ManuallyDrop::new(loaded);
    let mut runs = Vec::with_capacity(loaded.len());
    for ((question, group), effective) in loaded.iter().zip(&sorted.groups) {
        let mut run = group.batch(question, configured::threshold(effective)).map_err(|refusal| voice.refused(refusal))?;
        run.resolver = lookups.as_ref().map(|lookups| lookups as &dyn Resolve);
        runs.push(run);
    }
    drop(loading);
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
    let whole = whole(&loaded, &sorted, &runs, voice)?;
    let mut work = Work {
        args,
        shard,
        voice,
        inputs: &inputs,
        of_input: &sorted.of_input,
        groups: Vec::with_capacity(runs.len()),
        whole: whole.as_ref().or_else(|| runs.first()).ok_or_else(|| nothing_left(&sorted, &walked.failures, voice))?,
        baseline: baseline.as_ref(),
        expired: Vec::new(),
        sifted: Sifted::default(),
        statistics: None,
        aside: Vec::new(),
    };
    let mut behind = 0;
    for (((run, measures), effective), mut expired) in runs.iter().zip(&measures).zip(&sorted.groups).zip(expired) {
        // An exception is told of once, though it stands in the settings of several groups.
        expired.retain(|finding| !work.expired.contains(finding));
        let faulty = expired.iter().filter(|finding| measures.counts(run, finding)).count() as u64;
        work.expired.extend(expired);
        work.groups.push(Group {
            run,
            measures,
            options: configured::options(effective, run.classifier.catalog),
            tally: Tally { faulty, ..Tally::default() },
            behind,
        });
        behind += run.policies.len();
    }
    if let Some(first) = work.groups.first_mut() {
        first.tally.failures.extend(walked.failures);
        first.tally.symbolic_links += if shard.is_none_or(Shard::is_first) { walked.links } else { 0 };
    }
    let doing = if args.fix { Some(Doing::Write) } else { args.diff.then_some(Doing::Show) };
    let mut said = doing.map(|doing| fix(&work, doing)).transpose()?.unwrap_or_default();
    write_out(&mut work).map_err(|failure| {
        let is_damaged = runs.iter().any(|run| run.classifier.catalog.hosts.compiled.is_damaged());
        if is_damaged { voice.failure(Exit::Invalid, &list_text::damaged_in_use()) } else { failure }
    })?;
    said.extend(end(&work, &sorted));
    if let (Some(baseline), true) = (&baseline, args.baselines.update_baseline) {
        said.push(baseline.update(&work.sifted, voice)?);
    }
    let mut told = String::new();
    for (at, (group, (_, loaded))) in work.groups.iter().zip(loaded.iter()).enumerate() {
        told.push_str(&summary::render(group.run, &group.tally, &loaded.lists, lang, palette));
        told.extend(settings_line(&sorted, at, lang));
    }
    told.extend(said.iter().map(|text| format!("{}\n", text.get(lang))));
    for diagnostic in sorted.idle() {
        told.push_str(&format!("{}\n", snippet::render(&diagnostic, lang, palette)));
    }
    told = count(&work, told)?;
    sharding::write_summary(&work)?;
    drop(running);
    let times = timings.map(|timings| times::render(&timings.measured(), work.tally().links, lang)).unwrap_or_default();
    if args.format == FormatArg::Human && args.output.is_none() && !args.diff {
        Patient::new(io::stdout().lock()).write_all(told.as_bytes())?;
    } else {
        Patient::new(io::stderr().lock()).write_all(told.as_bytes())?;
    }
    Patient::new(io::stderr().lock()).write_all(times.as_bytes())?;
    let exit = work.outcome();
    drop(work);
    drop(whole);
    drop(runs);
    resolving::keep(&args.resolving, lookups, voice)?;
    if exit == Exit::Empty {
        let message = summary_text::no_links();
        let _ = writeln!(io::stderr().lock(), "{}", text::error(message.get(lang)).get(lang));
    }
    Ok(exit)
}

/// The policies of all groups as one run, for what is told of all of them; `None` where there is one group only.
fn whole<'l>(loaded: &'l [(Question, Loaded)], sorted: &Sorted, runs: &[Run<'_>], voice: Voice) -> Result<Option<Run<'l>>, Failure> {
    if loaded.len() < 2 {
        return Ok(None);
    }
    let mut whole: Option<Run<'l>> = None;
    for ((question, group), effective) in loaded.iter().zip(&sorted.groups) {
        let run = group.batch(question, configured::threshold(effective)).map_err(|refusal| voice.refused(refusal))?;
        match &mut whole {
            None => whole = Some(run),
            Some(whole) => whole.policies.extend(run.policies),
        }
    }
    let mut hash = RunHash::default();
    runs.iter().for_each(|run| hash.add("run", &run.id));
    Ok(whole.map(|run| Run { id: hash.finish(), ..run }))
}

/// The failure of a run without any input: none could be found, or settings leave out every one, or folders hold none.
fn nothing_left(sorted: &Sorted, failures: &[(String, Text)], voice: Voice) -> Failure {
    if let Some((name, reason)) = failures.first() {
        return voice.failure(Exit::Failed, &summary_text::failed_input(name, reason));
    }
    if sorted.left_out.is_empty() {
        return voice.failure(Exit::Empty, &summary_text::no_links());
    }
    let names: Vec<&str> = sorted.left_out.keys().map(String::as_str).collect();
    voice.failure(Exit::Empty, &settings_text::nothing_left(&terminal(&names.join(", "))))
}

/// Shows or writes fixes.
fn fix(work: &Work<'_>, doing: Doing) -> Result<Vec<Text>, Failure> {
    let mut went = Went::default();
    let mut out = BufWriter::new(Patient::new(io::stdout().lock()));
    for (source, group) in work.inputs.iter().zip(work.of_input) {
        let Some(group) = group.and_then(|group| work.groups.get(group)) else { continue };
        let file = source.input.name().into();
        let asked = Asked { run: group.run, measures: group.measures, file: &file, options: &group.options, hands: Hands::One };
        fixing::input(source, asked, doing, &mut went, work.voice, &mut out)?;
    }
    out.flush()?;
    Ok(went.told(doing))
}

/// Writes the output where it belongs. A diff stands in its place, and the run is for its exit code.
fn write_out(work: &mut Work<'_>) -> Result<(), Failure> {
    let output: Option<&Path> = work.args.output.as_deref();
    match output {
        Some(path) => write_beside(path, work.voice, |out| work.document(out)),
        None if work.args.diff => Ok(work.document(&mut io::sink())?),
        None => {
            // Small pieces are gathered; the records of a file or block are long enough to be written without being copied once more.
            let mut out = BufWriter::with_capacity(1 << 14, Patient::new(io::stdout().lock()));
            work.document(&mut out)?;
            Ok(out.flush()?)
        }
    }
}

/// What is said of suppressions, exceptions and the baseline at the end.
fn end(work: &Work<'_>, sorted: &Sorted) -> Vec<Text> {
    let tally = work.tally();
    let mut said: Vec<Text> = Vec::new();
    if work.args.settings.no_suppressions {
        said.push(suppress_text::not_heeded());
    }
    if tally.suppressed > 0 {
        said.push(suppress_text::suppressed(tally.suppressed));
    }
    if tally.elsewhere > 0 {
        said.push(suppress_text::elsewhere(tally.elsewhere));
    }
    if matches!(work.args.format, FormatArg::Jsonl | FormatArg::Json | FormatArg::Csv) || work.args.diff {
        // The output has records alone.
        said.extend(work.aside.iter().map(settings_report::aside));
    }
    said.extend(work.baseline.map(|baseline| baseline.told(&work.sifted)).unwrap_or_default());
    let skips = sorted.groups.iter().filter(|group| group.code.value == "skip").map(|group| match &group.code.origin {
        Origin::File { name, line } => format!("{}:{line}", terminal(name)),
        Origin::Default | Origin::CommandLine => "--skip-code".to_owned(),
    });
    let skips: BTreeSet<String> = skips.collect();
    if !skips.is_empty() {
        said.push(settings_text::code_is_skipped(&skips.into_iter().collect::<Vec<_>>().join(", ")));
    }
    said.extend(sorted.left_out.iter().map(|(name, count)| settings_text::left_out(*count, &terminal(name))));
    said
}

/// Puts the statistics before what is told, and into their file, as they are asked for.
fn count(work: &Work<'_>, told: String) -> Result<String, Failure> {
    let Work { args, voice, .. } = work;
    let Some(statistics) = work.statistics.as_deref().filter(|_| args.counts_links() || args.statistics_output.is_some()) else { return Ok(told) };
    let facts = statistics::facts(work.whole, &work.tally(), statistics, voice.lang);
    if let Some(path) = &args.statistics_output {
        write_beside(path, *voice, |out| {
            serde_json::to_writer_pretty(&mut *out, &facts)?;
            writeln!(out)
        })?;
    }
    let shows = args.counts_links() && args.format != FormatArg::Json;
    Ok(if shows { format!("{}{told}", statistics::render(&facts, voice.lang, voice.palette)) } else { told })
}

fn run_info(group: &Loaded, question: &Question, run: &Run<'_>) -> serde_json::Value {
    let info: serde_json::Map<_, _> = group.info(question, question.basis).into_iter().map(|(name, value)| (name, value.into())).collect();
    serde_json::json!({ "run": run.id, "parts": info })
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
            _ => format!("{}\n", settings_report::json(&input.name(), effective)),
        });
    }
    Patient::new(io::stdout().lock()).write_all(shown.as_bytes())?;
    Ok(Exit::Clean)
}
