//! `outlink policy check`: is a policy valid, and does it treat like sites alike?

use std::cell::OnceCell;
use std::io::{self, Write as _};

use outlink::check::link::{Line, line_kind};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::diag::{Diagnostic, Severity};
use outlink::engine::compile::Matcher;
use outlink::engine::view::{Horizon, View};
use outlink::input::files::read_text;
use outlink::lint::judged::{Finding, judge};
use outlink::lint::level::Levels;
use outlink::lint::subject::Subject;
use outlink::message::{Text, authoring as authoring_text, parity as text, policy as policy_text, run as run_text};
use outlink::parity::corpus::Tally;
use outlink::parity::standard::{Standard, findings};
use outlink::policy::builtin;
use outlink::policy::load::{LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::policy_use::examples::Examples;
use outlink::policy_use::study::Study;
use outlink::report::diagnostic::{DiagnosticFacts, diagnostic_facts};
use outlink::report::lint_lines::{concise, github};
use outlink::report::parity::{FindingFacts, ShareFacts, finding_facts, render, render_shares, share_facts};
use outlink::report::sarif::lints as sarif;
use outlink::report::snippet;
use outlink::report::upcoming::{UpcomingFacts, render as render_upcoming, upcoming};
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use serde::Serialize;

use super::lint_levels::levels;
use super::policy_fix::{Fixing, Overlay, fix};
use crate::args::{LintFormatArg, PolicyCheckArgs};
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed: Vec<DiagnosticFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upcoming: Option<Upcoming>,
    findings: Vec<FindingFacts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    shares: Vec<ShareFacts>,
    #[serde(skip)]
    unknown: u64,
    #[serde(skip)]
    found: Vec<Finding>,
}

/// What begins or ends within the horizon.
#[derive(Serialize)]
struct Upcoming {
    until: String,
    statements: Vec<UpcomingFacts>,
}

/// Checks every policy that was named, or all embedded ones.
pub(crate) fn run(args: &PolicyCheckArgs, voice: Voice) -> Result<Exit, Failure> {
    let levels = levels(&args.levels, voice)?;
    if let Some(format) = lines_only(args.format)
        && (args.standard.is_some() || !args.corpus.is_empty() || args.horizon.is_some())
    {
        return Err(voice.usage(&authoring_text::lints_only(format)));
    }
    let names: Vec<String> = if args.policies.is_empty() { builtin::ids().map(str::to_owned).collect() } else { args.policies.clone() };
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let overlay = Overlay::default();
    let mut loader = Loader::new(&mut catalog, &overlay);
    let (mut policies, mut faults) = (Vec::new(), Vec::new());
    for name in &names {
        match loader.load(name) {
            Ok(policy) => policies.push(policy),
            // A format for machines tells of what cannot be used as of all else.
            Err(LoadError::Invalid { problems, .. }) if lines_only(args.format).is_some() => faults.extend(problems),
            Err(error) => return Err(load_failure(error, voice)),
        }
    }
    if args.fix {
        let fixing = if args.diff { Fixing::Shows } else { Fixing::Writes };
        let found = {
            let examples = Examples::new(loader.catalog, &CompiledIn);
            policies.iter().map(|policy| Ok(lints(policy, &examples, moment(policy, args, voice)?, &levels))).collect::<Result<Vec<_>, Failure>>()?
        };
        for (policy, findings) in policies.iter_mut().zip(&found) {
            if let Some(mended) = fix(policy, findings, fixing, &mut loader, &overlay, voice)? {
                *policy = mended;
            }
        }
    }
    let examples = Examples::new(&catalog, &CompiledIn);
    let checked = policies.iter().map(|policy| check(policy, &examples, args, &levels, voice)).collect::<Result<Vec<_>, _>>()?;
    tell_all(&checked, &faults, args, voice)?;
    let weighs = |checked: &Checked| !checked.findings.is_empty() || checked.found.iter().any(counts);
    Ok(match faults.is_empty() {
        false => Exit::Invalid,
        true if checked.iter().any(weighs) => Exit::Findings,
        true => Exit::Clean,
    })
}

/// Whether a finding of a lint makes a run fail: it is more than a note, and the file does not allow it.
fn counts(finding: &Finding) -> bool {
    finding.allowed.is_none() && finding.diagnostic.severity >= Severity::Warning
}

/// The name of a format that has a place for lints only.
const fn lines_only(format: LintFormatArg) -> Option<&'static str> {
    match format {
        LintFormatArg::Human | LintFormatArg::Json => None,
        LintFormatArg::Concise => Some("concise"),
        LintFormatArg::Github => Some("github"),
        LintFormatArg::Sarif => Some("sarif"),
    }
}

fn moment(policy: &Policy, args: &PolicyCheckArgs, voice: Voice) -> Result<AsOf, Failure> {
    match &args.as_of {
        Some(written) => AsOf::parse(written).ok_or_else(|| voice.usage(&run_text::bad_date("--as-of", written))),
        None => Ok(today(policy.zone)),
    }
}

/// What the lints find in a policy.
fn lints(policy: &Policy, examples: &Examples<'_>, as_of: AsOf, levels: &Levels) -> Vec<Finding> {
    let study: OnceCell<Study> = OnceCell::new();
    let moment = as_of.instant(policy.zone);
    judge(Subject { policy, catalog: examples.catalog, suffixes: &CompiledIn, moment, examples, study: &study }, levels)
}

fn tell_all(checked: &[Checked], faults: &[Diagnostic], args: &PolicyCheckArgs, voice: Voice) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let open = || checked.iter().flat_map(|checked| &checked.found).filter(|finding| finding.allowed.is_none()).map(|finding| &finding.diagnostic);
    match args.format {
        LintFormatArg::Human => checked.iter().try_for_each(|checked| tell(&mut out, checked, args, voice))?,
        LintFormatArg::Json => writeln!(out, "{}", serde_json::to_string_pretty(&checked).map_err(io::Error::from)?)?,
        LintFormatArg::Concise => open().chain(faults).try_for_each(|diagnostic| writeln!(out, "{}", concise(diagnostic, voice.lang)))?,
        LintFormatArg::Github => open().chain(faults).try_for_each(|diagnostic| writeln!(out, "{}", github(diagnostic, voice.lang)))?,
        LintFormatArg::Sarif => {
            let pages = outlink::page::lints::all().map_err(|problems| voice.invalid("lints.toml", &problems))?;
            let findings: Vec<Finding> = checked.iter().flat_map(|checked| checked.found.clone()).collect();
            let log = sarif::log(&findings, faults, &pages, voice.lang);
            writeln!(out, "{}", serde_json::to_string_pretty(&log).map_err(io::Error::from)?)?;
        }
    }
    Ok(())
}

fn tell(out: &mut impl io::Write, checked: &Checked, args: &PolicyCheckArgs, voice: Voice) -> io::Result<()> {
    for finding in checked.found.iter().filter(|finding| finding.allowed.is_none()) {
        writeln!(out, "{}\n", snippet::render(&finding.diagnostic, voice.lang, voice.palette))?;
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
        None => counted(checked),
    };
    writeln!(out, "{}", last.get(voice.lang))?;
    if !checked.allowed.is_empty() {
        writeln!(out, "{}", authoring_text::allowed(checked.allowed.len()).get(voice.lang))?;
    }
    Ok(())
}

/// How many findings of each level a policy has.
fn counted(checked: &Checked) -> Text {
    let count = |severity| checked.found.iter().filter(|finding| finding.allowed.is_none() && finding.diagnostic.severity == severity).count();
    let (errors, notes) = (count(Severity::Error), count(Severity::Note));
    match (errors, notes) {
        (0, 0) => text::valid(&checked.policy, checked.rules, count(Severity::Warning)),
        _ => text::counted(&checked.policy, checked.rules, errors, count(Severity::Warning), notes),
    }
}

fn check(policy: &Policy, examples: &Examples<'_>, args: &PolicyCheckArgs, levels: &Levels, voice: Voice) -> Result<Checked, Failure> {
    let catalog: &Catalog = examples.catalog;
    let as_of = moment(policy, args, voice)?;
    let instant = as_of.instant(policy.zone);
    let upcoming = horizon_days(args.horizon.as_deref(), voice)?.map(|days| {
        let end = instant.plus_days(days);
        Upcoming { until: end.show(policy.zone), statements: upcoming(policy, instant, end) }
    });
    let view = View { horizon: Horizon::Everything, ..View::plain(policy, instant) };
    let matcher = Matcher::compile(policy, catalog, view).map_err(|error| voice.usage(&run_text::too_many_contexts(&error.unset.join(", "))))?;
    let mut run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: Some(instant) },
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
        resolver: None,
    };
    // What is shown in such a scene is made for it, so other people's links are not at home there.
    run.leave_out_named_only();
    let standard = args.standard.as_deref().and_then(Standard::parse);
    let own = catalog.owner(args.owner.as_deref().unwrap_or(&policy.id));
    if standard == Some(Standard::Dma54) && own.is_none() {
        return Err(voice.usage(&text::no_owner(&policy.id)));
    }
    let found = standard.map(|standard| findings(&run, standard, own)).unwrap_or_default();
    let tally = tally(&run, args, voice)?;
    let lints = lints(policy, examples, as_of, levels);
    let facts = |finding: &Finding| DiagnosticFacts { allowed: finding.allowed.clone(), ..diagnostic_facts(&finding.diagnostic, voice.lang) };
    Ok(Checked {
        policy: policy.id.to_string(),
        rules: policy.rules.len(),
        standard: standard.map(Standard::as_str),
        warnings: lints.iter().filter(|finding| finding.allowed.is_none()).map(facts).collect(),
        allowed: lints.iter().filter(|finding| finding.allowed.is_some()).map(facts).collect(),
        found: lints,
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
