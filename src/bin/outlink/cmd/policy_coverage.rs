//! `outlink policy coverage`: what of a policy its rows, or a corpus, reach.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use outlink::check::link::{Line, line_kind};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::input::files::read_text;
use outlink::message::{policy as policy_text, run as run_text};
use outlink::policy::model::Policy;
use outlink::policy_test::coverage::Coverage;
use outlink::policy_test::run::run as judge;
use outlink::report::policy_proof::{CoverageFacts, coverage_facts, render_coverage};
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

use super::policy_suites::{Tested, tested};
use crate::args::{ExplainFormatArg, PolicyCoverageArgs};
use crate::exit::{Exit, Failure};
use crate::prepare::{Voice, today};

/// Covers every policy that was named.
pub(crate) fn run(args: &PolicyCoverageArgs, voice: Voice) -> Result<Exit, Failure> {
    let (catalog, all) = tested(&args.proof.targets, voice)?;
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    let mut facts: Vec<CoverageFacts> = Vec::new();
    for tested in &all {
        let mut coverage = Coverage::default();
        match args.corpus.as_slice() {
            [] => by_rows(tested, classifier, &mut coverage, voice)?,
            files => {
                let run = plain_run(&tested.policy, classifier, args, voice)?;
                files.iter().try_for_each(|file| by_corpus(file, &run, &mut coverage, voice))?;
            }
        }
        facts.push(coverage_facts(&tested.policy, &coverage));
    }
    let mut out = io::stdout().lock();
    if args.proof.format == ExplainFormatArg::Json {
        writeln!(out, "{}", serde_json::to_string_pretty(&facts).map_err(io::Error::from)?)?;
    } else {
        facts.iter().try_for_each(|facts| write!(out, "{}", render_coverage(facts, voice.lang, voice.palette)))?;
    }
    let least = f64::from(args.proof.least);
    Ok(if facts.iter().any(|facts| facts.share < least) { Exit::Findings } else { Exit::Clean })
}

fn by_rows(tested: &Tested, classifier: Classifier<'_>, coverage: &mut Coverage, voice: Voice) -> Result<(), Failure> {
    for suite in &tested.suites {
        let judged = judge(suite, &tested.policy, classifier, |judged| {
            coverage.note(judged.run, judged.outcome);
            ControlFlow::Continue(())
        });
        judged.map_err(|problems| voice.invalid(&suite.file.name, &problems))?;
    }
    Ok(())
}

fn plain_run<'p>(policy: &'p Policy, classifier: Classifier<'p>, args: &PolicyCoverageArgs, voice: Voice) -> Result<Run<'p>, Failure> {
    let as_of = match &args.as_of {
        Some(written) => AsOf::parse(written).ok_or_else(|| voice.usage(&run_text::bad_date("--as-of", written)))?,
        None => today(policy.zone),
    };
    let view = View::plain(policy, as_of.instant(policy.zone));
    let matcher = Matcher::compile(policy, classifier.catalog, view).map_err(|error| voice.usage(&run_text::too_many_contexts(&error.unset.join(", "))))?;
    let classifier = Classifier { moment: Some(as_of.instant(policy.zone)), ..classifier };
    let policies = vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())];
    Ok(Run { classifier, policies, as_of, threshold: Threshold { fail_on: None, strictness: Strictness::Plain }, id: String::new(), resolver: None })
}

fn by_corpus(file: &Path, run: &Run<'_>, coverage: &mut Coverage, voice: Voice) -> Result<(), Failure> {
    let name = file.to_string_lossy();
    let text = read_text(file).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
    for line in text.lines() {
        if let Line::Link(link) = line_kind(line.as_bytes()) {
            coverage.note(run, &run.check_line(link, 1, None));
        }
    }
    Ok(())
}
