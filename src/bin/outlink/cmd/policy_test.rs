//! `outlink policy test`: a policy's own rows, judged.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::diag::Diagnostic;
use outlink::input::files::{Disk, read_text};
use outlink::message::{policy as policy_text, policy_test as text};
use outlink::policy::builtin;
use outlink::policy::load::{LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::policy_test::read::read;
use outlink::policy_test::rows::Suite;
use outlink::policy_test::run::{Count, run as judge};
use outlink::policy_test::update::Updates;
use outlink::report::policy_test::{Finding, Report, finding, render, summary};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;

use crate::args::{ExplainFormatArg, PolicyTestArgs};
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// Judges the rows of every policy or file that was named.
pub(crate) fn run(args: &PolicyTestArgs, voice: Voice) -> Result<Exit, Failure> {
    let suites = suites(args, voice)?;
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let mut policies = Vec::new();
    for suite in &suites {
        policies.push(policy(suite, &mut catalog, voice)?);
    }
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn };
    let (mut total, mut findings) = (Count::default(), Vec::new());
    for (suite, policy) in suites.iter().zip(&policies) {
        let mut updates = Updates::default();
        let count = judge(suite, policy, classifier, |judged| {
            findings.extend(finding(suite, judged, voice.lang));
            updates.note(judged);
        });
        let count = count.map_err(|problems| voice.invalid(&suite.file.name, &problems))?;
        total = Count { passed: total.passed + count.passed, failed: total.failed + count.failed, todo: total.todo + count.todo };
        if args.update {
            update(suite, &updates, voice)?;
        }
    }
    tell(args, total, suites.len(), findings, voice)?;
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

/// The files of rows: those named, those beside the policies named, or those of every embedded policy.
fn suites(args: &PolicyTestArgs, voice: Voice) -> Result<Vec<Suite>, Failure> {
    let mut files = Vec::new();
    if args.targets.is_empty() {
        files.extend(builtin::ids().flat_map(builtin::tests));
    }
    for target in &args.targets {
        files.extend(files_of(target, voice)?);
    }
    let mut suites = Vec::new();
    for file in files {
        let mut problems: Vec<Diagnostic> = Vec::new();
        let suite = read(&file, &mut problems);
        match suite {
            Some(suite) if problems.is_empty() && suite.rows.is_empty() => {
                return Err(voice.failure(Exit::Empty, &text::no_rows(&file.name)));
            }
            Some(suite) if problems.is_empty() => suites.push(suite),
            _ => return Err(voice.invalid(&file.name, &problems)),
        }
    }
    Ok(suites)
}

fn files_of(target: &str, voice: Voice) -> Result<Vec<SourceFile>, Failure> {
    if builtin::find(target).is_some() {
        return Ok(builtin::tests(target).collect());
    }
    if !target.contains(['/', '\\', '.']) {
        return Err(voice.usage(&policy_text::no_policy(target, &builtin::ids().collect::<Vec<_>>().join(", "))));
    }
    let file = open(Path::new(target), voice)?;
    if is_suite(&file.text) {
        return Ok(vec![file]);
    }
    let path = Path::new(target);
    let folder = path.parent().unwrap_or_else(|| Path::new("")).join("tests");
    let stem = path.file_stem().unwrap_or_default();
    let beside = folder.join(stem).with_extension("toml");
    let mut found: Vec<PathBuf> = beside.is_file().then_some(beside.clone()).into_iter().collect();
    found.extend(toml_files(&folder.join(stem)));
    if found.is_empty() {
        let looked = format!("{}, {}/*.toml", beside.display(), folder.join(stem).display());
        return Err(voice.failure(Exit::Empty, &text::no_tests(target, &looked)));
    }
    found.iter().map(|path| open(path, voice)).collect()
}

fn toml_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    found.sort();
    found
}

fn open(path: &Path, voice: Voice) -> Result<SourceFile, Failure> {
    let name = path.to_string_lossy();
    let text = read_text(path).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
    Ok(SourceFile::new(&name, &text))
}

/// Whether a file holds rows and not a policy.
fn is_suite(text: &str) -> bool {
    text.lines().map(str::trim_start).any(|line| line.starts_with("[[row]]") || line.split('=').next().is_some_and(|key| key.trim() == "policy"))
}

fn policy(suite: &Suite, catalog: &mut Catalog, voice: Voice) -> Result<Policy, Failure> {
    Loader::new(catalog, &Disk).load_from(&suite.policy.value, &suite.file.name).map_err(|error| match error {
        LoadError::Invalid { name, problems } => voice.invalid(&name, &problems),
        LoadError::Unknown(title) => {
            let problem = Diagnostic::error("unknown-policy", &suite.file, suite.policy.span, title);
            voice.invalid(&suite.file.name, &[problem])
        }
        LoadError::Unreadable(title) => voice.failure(Exit::Failed, &title),
    })
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
