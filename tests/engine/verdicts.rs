//! Rows of links with the verdict and the rules that are expected, judged by the engine and by the naive evaluator.
//!
//! The rows stand in `policies/tests/*.toml`, beside the policies they belong to, and in `testdata/verdicts/**/*.toml`, which
//! probes the engine; the form of a row is told in `testdata/verdicts/README.md`.
//! Every row that fails is listed, with what both evaluators said and the facts of the link's layers.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::naive::{Answer, Case};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::candidate::{Candidate, Via};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::engine::compile::Matcher;
use outlink::input::files::{Disk, read_text};
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::policy_test::read::read;
use outlink::policy_test::rows::{Expectation, Row, Suite};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::verdict::{Uncertainty, Verdict};

/// The fewest rows.
const LEAST_ROWS: usize = 1_200;
/// The fewest pairs of a row and a scene.
const LEAST_CHECKS: usize = 3_500;
/// How many characters of a link are shown.
const LONGEST_SHOWN: usize = 160;
/// The fewest rows of one embedded policy.
const LEAST_ROWS_OF_POLICY: usize = 30;
/// Where the rows stand.
const FOLDERS: &[&str] = &["policies/tests", "testdata/verdicts"];

#[test]
fn every_row_gets_its_verdict_and_its_rules() {
    let mut failures = Vec::new();
    let suites = suites(&mut failures);
    let (catalog, policies) = load(&suites, &mut failures);
    let (mut rows, mut checks) = (0, 0);
    let mut by_policy: BTreeMap<&str, usize> = BTreeMap::new();
    for suite in &suites {
        if suite.rows.is_empty() {
            failures.push(format!("{}: no row", suite.file.name));
        }
        *by_policy.entry(&suite.policy.value).or_default() += suite.rows.len();
        let Some(policy) = policies.get(&suite.policy.value) else { continue };
        for row in &suite.rows {
            rows += 1;
            checks += row.expected.iter().filter(|expected| expected.answer.is_some()).count();
            for link in &row.links {
                let mut wrong = Vec::new();
                if let Err(problem) = check(row, &link.value, policy, &catalog, &mut wrong) {
                    wrong.push(format!("  the row cannot be read: {problem}"));
                }
                if !wrong.is_empty() && row.todo.is_none() {
                    let line = suite.file.place(row.span.start).line;
                    failures.push(format!("{}:{line}\n{}\n{}", suite.file.name, head(row, &link.value), wrong.join("\n")));
                }
            }
        }
    }
    let few = outlink::policy::builtin::ids().filter(|id| by_policy.get(id).is_none_or(|rows| *rows < LEAST_ROWS_OF_POLICY));
    failures.extend(few.map(|id| format!("{id}: fewer than {LEAST_ROWS_OF_POLICY} rows")));
    let count = failures.len();
    assert!(failures.is_empty(), "{count} failures\n\n{}\n\n{count} failures", failures.join("\n\n"));
    assert!(rows >= LEAST_ROWS, "{rows} rows, fewer than {LEAST_ROWS}");
    assert!(checks >= LEAST_CHECKS, "{checks} checks, fewer than {LEAST_CHECKS}");
}

/// Every file beside the embedded policies is embedded itself.
#[test]
fn the_rows_of_embedded_policies_are_embedded() {
    let mut paths = Vec::new();
    collect(Path::new("policies/tests"), &mut paths);
    let on_disk: BTreeSet<String> =
        paths.iter().filter_map(|path| path.strip_prefix("policies/tests").ok()).map(|path| path.to_string_lossy().into_owned()).collect();
    let prefix = "<built-in>/tests/";
    let embedded = outlink::policy::builtin::ids().flat_map(outlink::policy::builtin::tests);
    let embedded: BTreeSet<String> = embedded.filter_map(|file| file.name.strip_prefix(prefix).map(str::to_owned)).collect();
    assert_eq!(on_disk, embedded);
}

/// Every file of rows.
fn suites(failures: &mut Vec<String>) -> Vec<Suite> {
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| collect(Path::new(folder), &mut paths));
    paths.sort();
    if paths.is_empty() {
        failures.push(format!("{}: no file of rows", FOLDERS.join(", ")));
    }
    let mut suites = Vec::new();
    for path in paths {
        let name = path.to_string_lossy();
        let mut problems = Vec::new();
        let suite = read_text(&path).map(|text| read(&SourceFile::new(&name, &text), &mut problems));
        failures.extend(problems.iter().map(|problem| format!("{name}:{}: {}", problem.file.place(problem.span.start).line, problem.title.en)));
        match suite {
            Ok(suite) => suites.extend(suite),
            Err(error) => failures.push(format!("{name}: {error}")),
        }
    }
    suites
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            paths.push(path);
        }
    }
}

/// The catalog, and the policies that the files name.
fn load(suites: &[Suite], failures: &mut Vec<String>) -> (Catalog, BTreeMap<String, Policy>) {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let mut policies = BTreeMap::new();
    let mut loader = Loader::new(&mut catalog, &Disk);
    let names: BTreeSet<&str> = suites.iter().map(|suite| suite.policy.value.as_str()).collect();
    for name in names {
        match loader.load(name) {
            Ok(policy) => drop(policies.insert(name.to_owned(), policy)),
            Err(_) => failures.push(format!("the policy `{name}` cannot be loaded")),
        }
    }
    (catalog, policies)
}

/// Judges one link of a row in every scene; `wrong` takes what is not as it should be.
fn check(row: &Row, link: &str, policy: &Policy, catalog: &Catalog, wrong: &mut Vec<String>) -> Result<(), String> {
    let (as_of, view) = row.question.view(policy).map_err(|text| text.en)?;
    if let Some(unknown) = row.expected.iter().find(|expected| policy.scene(&expected.scene).is_none()) {
        return Err(format!("`{}` is no scene of the policy", unknown.scene));
    }
    let matcher = Matcher::compile(policy, catalog, view.clone()).map_err(|_| "too many contexts are unset".to_owned())?;
    let run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: Some(view.instant) },
        resolver: None,
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    };
    let outcome = run.check_text(link);
    for decided in &outcome.decisions {
        let scene = policy.scenes.get(decided.scene).map_or("", |scene| &scene.id);
        let engine = Answer::of(&decided.decision, policy, &view);
        let naive = Case { policy, catalog, view: &view, scene: decided.scene, chain: &outcome.chain }.judge();
        if engine != naive {
            wrong.push(format!("  {scene}: the evaluators differ\n    engine    {}\n    naive     {}", show(&engine), show(&naive)));
        }
        let Some(expected) = row.expected.iter().find(|expected| expected.scene == scene) else { continue };
        if !(is_met(expected, &engine) && is_met(expected, &naive)) {
            wrong.push(format!("  {scene}\n    expected  {}\n    engine    {}\n    naive     {}", expectation(expected), show(&engine), show(&naive)));
        }
    }
    if !wrong.is_empty() {
        wrong.push(facts(&outcome.chain, catalog));
    }
    Ok(())
}

fn is_met(expected: &Expectation, answer: &Answer) -> bool {
    let verdict = expected.answer.as_ref().is_none_or(|(verdict, causes)| *verdict == answer.verdict && *causes == answer.causes);
    let same = |reasons: &BTreeSet<Uncertainty>| reasons.iter().map(|reason| reason.as_str()).collect::<BTreeSet<_>>() == answer.uncertain;
    verdict && expected.uncertain.as_ref().is_none_or(same)
}

fn expectation(expected: &Expectation) -> String {
    let verdict = expected.answer.as_ref().map_or_else(String::new, |(verdict, causes)| format!("{} {}", verdict.as_str(), joined(causes)));
    match &expected.uncertain {
        Some(reasons) => format!("{verdict}; uncertain: {}", joined(reasons.iter().map(|reason| reason.as_str()))),
        None => verdict,
    }
}

fn head(row: &Row, link: &str) -> String {
    let question = &row.question;
    let given: Vec<&str> = question.trials.iter().chain(&question.choice).chain(&question.contexts).map(String::as_str).collect();
    let note = row.note.as_ref().map_or_else(String::new, |note| format!("\n  note: {note}"));
    format!("  {}\n  as of {}, {:?} {}{note}", shortened(&link.escape_debug().to_string()), question.as_of, question.observed, given.join(" "))
}

fn show(answer: &Answer) -> String {
    let without = answer.without_trial.map_or("-", Verdict::as_str);
    let (verdict, worst) = (answer.verdict.as_str(), answer.worst.as_str());
    let (causes, uncertain) = (joined(&answer.causes), joined(&answer.uncertain));
    format!("{verdict} {causes}; layer {}, worst {worst}, without trial {without}, uncertain: {uncertain}", answer.layer)
}

fn joined(words: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| word.as_ref().to_owned()).collect();
    if words.is_empty() { "-".to_owned() } else { words.join(" ") }
}

/// A link that is short enough for a list.
fn shortened(link: &str) -> String {
    let mut kept: String = link.chars().take(LONGEST_SHOWN).collect();
    if kept.len() < link.len() {
        kept.push('…');
    }
    kept
}

/// The layers of a link with what a rule may ask about them.
fn facts(chain: &Chain<'_>, catalog: &Catalog) -> String {
    let lines: Vec<String> = chain.layers().enumerate().map(|(number, layer)| format!("  layer {number}: {}", layer_facts(layer, catalog))).collect();
    lines.join("\n")
}

fn layer_facts(layer: &Candidate<'_>, catalog: &Catalog) -> String {
    let url = match &layer.url {
        Ok(url) => shortened(url.as_str()),
        Err(error) => format!("({})", error.id()),
    };
    let via = match layer.via {
        Via::Written => "written".to_owned(),
        Via::Wrapper(wrapper) => catalog.wrapper_entry(wrapper).map_or_else(String::new, |entry| entry.named.id.clone()),
        Via::DeepLink => "deep link".to_owned(),
        Via::Reading => "reading".to_owned(),
        Via::SameText => "same text".to_owned(),
        Via::Resolved(_) => "resolved".to_owned(),
    };
    let owner = layer.owner.map_or("-", |owner| catalog.owner_name(owner));
    let wrapper = layer.wrapper.and_then(|wrapper| catalog.wrapper_entry(wrapper)).map_or("-", |entry| &entry.named.id);
    let categories = joined(catalog.category_names(layer.category));
    let signals = joined(layer.signals.iter().map(outlink::signal::Signal::id));
    let kind = layer.kind.as_str();
    format!("{url}\n    via {via}, kind {kind}, owner {owner}, categories {categories}, wrapper {wrapper}, signals {signals}")
}
