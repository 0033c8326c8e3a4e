//! `outlink policy check`: is a policy valid, and does it treat like sites alike?

use std::cell::OnceCell;
use std::io::{self, Write as _};

use outlink::check::link::{Line, line_kind};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::diag::Diagnostic;
use outlink::engine::compile::Matcher;
use outlink::engine::view::{Horizon, View};
use outlink::input::files::{Disk, read_text};
use outlink::lint::registry;
use outlink::lint::subject::Subject;
use outlink::message::{parity as text, policy as policy_text, run as run_text};
use outlink::parity::corpus::Tally;
use outlink::parity::standard::{Standard, findings};
use outlink::policy::builtin;
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::policy_use::examples::Examples;
use outlink::report::diagnostic::{DiagnosticFacts, diagnostic_facts};
use outlink::report::parity::{FindingFacts, ShareFacts, finding_facts, render, render_shares, share_facts};
use outlink::report::snippet;
use outlink::report::upcoming::{UpcomingFacts, render as render_upcoming, upcoming};
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use serde::Serialize;

use crate::args::{ExplainFormatArg, PolicyCheckArgs};
use crate::exit::{Exit, Failure};
use crate::prepare::{Voice, horizon_days, load_failure, today};

/// What is said of one policy.
#[derive(Serialize)]
struct Checked {
    policy: String,
    rules: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    standard: Option<&'static str>,
    warnings: Vec<DiagnosticFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upcoming: Option<Upcoming>,
    findings: Vec<FindingFacts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shares: Vec<ShareFacts>,
    #[serde(skip)]
    unknown: u64,
    #[serde(skip)]
    diagnostics: Vec<Diagnostic>,
}

/// What begins or ends within the horizon.
#[derive(Serialize)]
struct Upcoming {
    until: String,
    statements: Vec<UpcomingFacts>,
}

/// Checks every policy that was named, or all embedded ones.
pub(crate) fn run(args: &PolicyCheckArgs, voice: Voice) -> Result<Exit, Failure> {
    let names: Vec<String> = if args.policies.is_empty() { builtin::ids().map(str::to_owned).collect() } else { args.policies.clone() };
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let mut loader = Loader::new(&mut catalog, &Disk);
    let policies: Vec<Policy> = names.iter().map(|name| loader.load(name).map_err(|error| load_failure(error, voice))).collect::<Result<_, _>>()?;
    let examples = Examples::new(&catalog, &CompiledIn);
    let checked = policies.iter().map(|policy| check(policy, &examples, args, voice)).collect::<Result<Vec<_>, _>>()?;
    let mut out = io::stdout().lock();
    if args.format == ExplainFormatArg::Json {
        writeln!(out, "{}", serde_json::to_string_pretty(&checked).map_err(io::Error::from)?)?;
    } else {
        checked.iter().try_for_each(|checked| tell(&mut out, checked, args, voice))?;
    }
    Ok(if checked.iter().any(|checked| !checked.findings.is_empty() || !checked.warnings.is_empty()) { Exit::Findings } else { Exit::Clean })
}

fn tell(out: &mut impl io::Write, checked: &Checked, args: &PolicyCheckArgs, voice: Voice) -> io::Result<()> {
    for warning in &checked.diagnostics {
        writeln!(out, "{}\n", snippet::render(warning, voice.lang, voice.palette))?;
    }
    for finding in &checked.findings {
        write!(out, "{}", render(finding, voice.lang, voice.palette))?;
    }
    if !args.corpus.is_empty() {
        write!(out, "{}", render_shares(&checked.shares, checked.unknown, voice.lang, voice.palette))?;
    }
    if let Some(upcoming) = &checked.upcoming {
        write!(out, "{}", render_upcoming(&checked.policy, &upcoming.until, &upcoming.statements, voice.lang))?;
    }
    let last = match checked.standard {
        Some(standard) => text::summary(&checked.policy, standard, checked.findings.len()),
        None => text::valid(&checked.policy, checked.rules, checked.warnings.len()),
    };
    writeln!(out, "{}", last.get(voice.lang))
}

fn check(policy: &Policy, examples: &Examples<'_>, args: &PolicyCheckArgs, voice: Voice) -> Result<Checked, Failure> {
    let catalog: &Catalog = examples.catalog;
    let as_of = match &args.as_of {
        Some(written) => AsOf::parse(written).ok_or_else(|| voice.usage(&run_text::bad_date("--as-of", written)))?,
        None => today(policy.zone),
    };
    let instant = as_of.instant(policy.zone);
    let upcoming = horizon_days(args.horizon.as_deref(), voice)?.map(|days| {
        let end = instant.plus_days(days);
        Upcoming { until: end.show(policy.zone), statements: upcoming(policy, instant, end) }
    });
    let view = View { horizon: Horizon::Everything, ..View::plain(policy, instant) };
    let matcher = Matcher::compile(policy, catalog, view).map_err(|error| voice.usage(&run_text::too_many_contexts(&error.unset.join(", "))))?;
    let run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: Some(instant) },
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
        resolver: None,
    };
    let standard = args.standard.as_deref().and_then(Standard::parse);
    let own = catalog.owner(args.owner.as_deref().unwrap_or(&policy.id));
    if standard == Some(Standard::Dma54) && own.is_none() {
        return Err(voice.usage(&text::no_owner(&policy.id)));
    }
    let found = standard.map(|standard| findings(&run, standard, own)).unwrap_or_default();
    let tally = tally(&run, args, voice)?;
    let study = OnceCell::new();
    let diagnostics = registry::run(Subject { policy, catalog, suffixes: &CompiledIn, moment: instant, examples, study: &study });
    Ok(Checked {
        policy: policy.id.to_string(),
        rules: policy.rules.len(),
        standard: standard.map(Standard::as_str),
        warnings: diagnostics.iter().map(|warning| diagnostic_facts(warning, voice.lang)).collect(),
        diagnostics,
        upcoming,
        findings: found.iter().map(|finding| finding_facts(finding, policy, catalog, voice.lang)).collect(),
        shares: share_facts(&tally, policy, catalog),
        unknown: tally.unknown,
    })
}

fn tally(run: &Run<'_>, args: &PolicyCheckArgs, voice: Voice) -> Result<Tally, Failure> {
    let mut tally = Tally::default();
    for file in &args.corpus {
        let name = file.to_string_lossy();
        let text = read_text(file).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
        for line in text.lines() {
            if let Line::Link(link) = line_kind(line.as_bytes()) {
                tally.note(&run.check_line(link, 1, None));
            }
        }
    }
    Ok(tally)
}
