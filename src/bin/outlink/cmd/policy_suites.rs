//! Policies with their own rows, as `outlink policy test`, `coverage` and `mutate` ask for them.

use std::path::{Path, PathBuf};

use outlink::classify::catalog::Catalog;
use outlink::diag::Diagnostic;
use outlink::input::files::{Disk, read_text};
use outlink::message::{policy as policy_text, policy_test as text};
use outlink::policy::builtin;
use outlink::policy::load::{LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::policy_test::read::read;
use outlink::policy_test::rows::Suite;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;

use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// A policy with the files of its rows.
pub(crate) struct Tested {
    pub(crate) policy: Policy,
    pub(crate) suites: Vec<Suite>,
}

/// The policies that were named, each with its rows, and the catalog with the lists they brought.
pub(crate) fn tested(targets: &[String], voice: Voice) -> Result<(Catalog, Vec<Tested>), Failure> {
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let mut found: Vec<Tested> = Vec::new();
    for suite in suites(targets, voice)? {
        let policy = policy(&suite, &mut catalog, voice)?;
        match found.iter_mut().find(|known| known.policy == policy) {
            Some(known) => known.suites.push(suite),
            None => found.push(Tested { policy, suites: vec![suite] }),
        }
    }
    Ok((catalog, found))
}

/// The files of rows: those named, those beside the policies named, or those of every embedded policy.
fn suites(targets: &[String], voice: Voice) -> Result<Vec<Suite>, Failure> {
    let mut files = Vec::new();
    if targets.is_empty() {
        files.extend(builtin::ids().flat_map(builtin::tests));
    }
    for target in targets {
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
