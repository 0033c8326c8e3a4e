//! `outlink policy test`: a policy's own rows, judged.

use std::io::{self, Write as _};
use std::ops::ControlFlow;
use std::path::Path;

use outlink::classify::chain::Classifier;
use outlink::message::policy_test as text;
use outlink::policy_test::rows::Suite;
use outlink::policy_test::run::{Count, run as judge};
use outlink::policy_test::update::Updates;
use outlink::report::policy_test::{Finding, Report, finding, render, summary};
use outlink::suffix::CompiledIn;

use super::policy_suites::tested;
use crate::args::{ExplainFormatArg, PolicyTestArgs};
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// Judges the rows of every policy or file that was named.
pub(crate) fn run(args: &PolicyTestArgs, voice: Voice) -> Result<Exit, Failure> {
    let (catalog, all) = tested(&args.targets, voice)?;
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    let (mut total, mut files, mut findings) = (Count::default(), 0, Vec::new());
    for (tested, suite) in all.iter().flat_map(|tested| tested.suites.iter().map(move |suite| (tested, suite))) {
        let mut updates = Updates::default();
        let count = judge(suite, &tested.policy, classifier, |judged| {
            findings.extend(finding(suite, judged, voice.lang));
            updates.note(judged);
            ControlFlow::Continue(())
        });
        let count = count.map_err(|problems| voice.invalid(&suite.file.name, &problems))?;
        total = Count { passed: total.passed + count.passed, failed: total.failed + count.failed, todo: total.todo + count.todo };
        files += 1;
        if args.update {
            update(suite, &updates, voice)?;
        }
    }
    tell(args, total, files, findings, voice)?;
    Ok(if total.failed > 0 { Exit::Findings } else { Exit::Clean })
}

fn tell(args: &PolicyTestArgs, total: Count, files: usize, findings: Vec<Finding>, voice: Voice) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if args.format == ExplainFormatArg::Json {
        let report = Report { passed: total.passed, failed: total.failed, todo: total.todo, findings };
        writeln!(out, "{}", serde_json::to_string_pretty(&report).map_err(io::Error::from)?)?;
        return Ok(());
    }
    for finding in &findings {
        writeln!(out, "{}", render(finding, voice.lang, voice.palette))?;
    }
    writeln!(out, "{}", summary(total, files, voice.lang))?;
    Ok(())
}

fn update(suite: &Suite, updates: &Updates, voice: Voice) -> Result<(), Failure> {
    let (rewritten, changed, torn) = updates.apply(&suite.file.text).map_err(|error| Failure::new(Exit::Failed, error))?;
    let mut err = io::stderr().lock();
    for row in torn.iter().filter_map(|number| suite.rows.get(*number)) {
        writeln!(err, "{}", text::not_updated(&suite.file.name, suite.file.place(row.span.start).line).get(voice.lang))?;
    }
    if changed == 0 {
        return Ok(());
    }
    if suite.file.name.starts_with('<') {
        return Err(voice.usage(&text::built_in(&suite.file.name)));
    }
    write_beside(Path::new(&*suite.file.name), voice, |out| out.write_all(rewritten.as_bytes()))?;
    writeln!(err, "{}", text::updated(changed, &suite.file.name).get(voice.lang))?;
    Ok(())
}
