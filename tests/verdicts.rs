//! Rows of links with the verdict and the rules that are expected, judged by the engine and by the naive evaluator.
//!
//! The rows stand in `policies/tests/*.toml`, beside the policies they belong to, and in `testdata/verdicts/**/*.toml`, which
//! probes the engine; the form of a row is told in `testdata/verdicts/README.md`.
//! Every row that fails is listed, with what both evaluators said and the facts of the link's layers.

mod naive;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use naive::{Answer, Case};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::candidate::{Candidate, Via};
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::engine::compile::Matcher;
use outlink::engine::view::{BasisView, View};
use outlink::input::files::{Disk, read_text};
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use outlink::verdict::{Uncertainty, Verdict};
use serde::Deserialize;

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

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct File {
    policy: String,
    basis: Option<String>,
    #[serde(default)]
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    link: String,
    as_of: String,
    basis: Option<String>,
    #[serde(default)]
    trial: Vec<String>,
    choice: Option<String>,
    #[serde(default)]
    context: Vec<String>,
    posted: Option<String>,
    expect: BTreeMap<String, String>,
    #[serde(default)]
    uncertain: BTreeMap<String, Vec<String>>,
    note: Option<String>,
}

#[test]
fn every_row_gets_its_verdict_and_its_rules() {
    let mut failures = Vec::new();
    let files = files(&mut failures);
    let (catalog, policies) = load(&files, &mut failures);
    let (mut rows, mut checks) = (0, 0);
    let mut by_policy: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, file) in &files {
        if file.row.is_empty() {
            failures.push(format!("{}: no row", path.display()));
        }
        *by_policy.entry(&file.policy).or_default() += file.row.len();
        let Some(policy) = policies.get(&file.policy) else { continue };
        for (number, row) in file.row.iter().enumerate() {
            rows += 1;
            checks += row.expect.len();
            let mut wrong = Vec::new();
            if let Err(problem) = check(row, file.basis.as_deref(), policy, &catalog, &mut wrong) {
                wrong.push(format!("  the row cannot be read: {problem}"));
            }
            if !wrong.is_empty() {
                failures.push(format!("{}, row {}:\n{}\n{}", path.display(), number + 1, head(row, file), wrong.join("\n")));
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

/// Every file of rows, by its path.
fn files(failures: &mut Vec<String>) -> Vec<(PathBuf, File)> {
    let mut paths = Vec::new();
    FOLDERS.iter().for_each(|folder| collect(Path::new(folder), &mut paths));
    paths.sort();
    if paths.is_empty() {
        failures.push(format!("{}: no file of rows", FOLDERS.join(", ")));
    }
    let mut files = Vec::new();
    for path in paths {
        match read_text(&path).and_then(|text| toml::from_str(&text).map_err(|error| error.to_string())) {
            Ok(file) => files.push((path, file)),
            Err(error) => failures.push(format!("{}: {error}", path.display())),
        }
    }
    files
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
fn load(files: &[(PathBuf, File)], failures: &mut Vec<String>) -> (Catalog, BTreeMap<String, Policy>) {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let mut policies = BTreeMap::new();
    let mut loader = Loader::new(&mut catalog, &Disk);
    let names: BTreeSet<&str> = files.iter().map(|(_, file)| file.policy.as_str()).collect();
    for name in names {
        match loader.load(name) {
            Ok(policy) => drop(policies.insert(name.to_owned(), policy)),
            Err(_) => failures.push(format!("the policy `{name}` cannot be loaded")),
        }
    }
    (catalog, policies)
}

/// Judges one row in every scene; `wrong` takes what is not as it should be.
fn check(row: &Row, basis: Option<&str>, policy: &Policy, catalog: &Catalog, wrong: &mut Vec<String>) -> Result<(), String> {
    let as_of = AsOf::parse(&row.as_of).ok_or_else(|| format!("`{}` is no date", row.as_of))?;
    let view = view(row, basis, policy, as_of)?;
    let expected = expected(row, policy)?;
    let matcher = Matcher::compile(policy, catalog, view.clone()).map_err(|_| "too many contexts are unset".to_owned())?;
    let run = Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn },
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    };
    let outcome = run.check_text(&row.link);
    for decided in &outcome.decisions {
        let scene = policy.scenes.get(decided.scene).map_or("", |scene| &scene.id);
        let engine = Answer::of(&decided.decision, policy, &view);
        let naive = Case { policy, catalog, view: &view, scene: decided.scene, chain: &outcome.chain }.judge();
        if engine != naive {
            wrong.push(format!("  {scene}: the evaluators differ\n    engine    {}\n    naive     {}", show(&engine), show(&naive)));
        }
        let Some(expected) = expected.get(scene) else { continue };
        if !(expected.is_met(&engine) && expected.is_met(&naive)) {
            wrong.push(format!("  {scene}\n    expected  {}\n    engine    {}\n    naive     {}", expected.show(), show(&engine), show(&naive)));
        }
    }
    if !wrong.is_empty() {
        wrong.push(facts(&outcome.chain, catalog));
    }
    Ok(())
}

/// What a row expects of one scene.
#[derive(Default)]
struct Expected {
    verdict: Option<(Verdict, BTreeSet<String>)>,
    uncertain: Option<BTreeSet<String>>,
}

impl Expected {
    fn is_met(&self, answer: &Answer) -> bool {
        let verdict = self.verdict.as_ref().is_none_or(|(verdict, causes)| *verdict == answer.verdict && *causes == answer.causes);
        let same = |reasons: &BTreeSet<String>| reasons.iter().map(String::as_str).eq(answer.uncertain.iter().copied());
        verdict && self.uncertain.as_ref().is_none_or(same)
    }

    fn show(&self) -> String {
        let verdict = self.verdict.as_ref().map_or_else(String::new, |(verdict, causes)| format!("{} {}", verdict.as_str(), joined(causes)));
        match &self.uncertain {
            Some(reasons) => format!("{verdict}; uncertain: {}", joined(reasons)),
            None => verdict,
        }
    }
}

/// The expectations of a row by scene; a word that nothing could meet is an error.
fn expected(row: &Row, policy: &Policy) -> Result<BTreeMap<String, Expected>, String> {
    let mut all: BTreeMap<String, Expected> = BTreeMap::new();
    if row.expect.is_empty() {
        return Err("`expect` names no scene".to_owned());
    }
    if let Some(scene) = row.expect.keys().chain(row.uncertain.keys()).find(|scene| policy.scene(scene).is_none()) {
        return Err(format!("`{scene}` is no scene of the policy"));
    }
    for (scene, text) in &row.expect {
        let mut words = text.split_whitespace();
        let verdict = words.next().and_then(Verdict::parse).ok_or_else(|| format!("`{text}` does not begin with a verdict"))?;
        let causes: BTreeSet<String> = words.map(str::to_owned).collect();
        if causes.is_empty() {
            return Err(format!("`{text}` names no rule"));
        }
        all.entry(scene.clone()).or_default().verdict = Some((verdict, causes));
    }
    for (scene, reasons) in &row.uncertain {
        if let Some(reason) = reasons.iter().find(|reason| Uncertainty::parse(reason).is_none()) {
            return Err(format!("`{reason}` is no reason for uncertainty"));
        }
        all.entry(scene.clone()).or_default().uncertain = Some(reasons.iter().cloned().collect());
    }
    Ok(all)
}

/// The view that a row asks for, as the command line would build it.
fn view(row: &Row, basis: Option<&str>, policy: &Policy, as_of: AsOf) -> Result<View, String> {
    let mut view = View::plain(policy, as_of.instant(policy.zone));
    view.basis = match row.basis.as_deref().or(basis) {
        None | Some("announced") => BasisView::Announced,
        Some("observed") => BasisView::Observed,
        Some(other) => return Err(format!("`{other}` is no basis")),
    };
    for written in &row.trial {
        let (id, state) = written.split_once('=').unwrap_or((written, ""));
        let number = policy.trials.iter().position(|trial| trial.named.id == id);
        let slot = number.and_then(|number| view.trials.get_mut(number));
        match (slot, state) {
            (Some(slot), "on" | "off") => *slot = state == "on",
            _ => return Err(format!("`{written}` is no trial with `=on` or `=off`")),
        }
    }
    if let Some(id) = &row.choice {
        let number = policy.choices.iter().position(|choice| choice.id == *id);
        view.choice = Some(number.ok_or_else(|| format!("`{id}` is no choice"))?);
    }
    if let Some(written) = &row.posted {
        let posted = AsOf::parse(written).ok_or_else(|| format!("`{written}` is no date"))?;
        view.posted = Some(posted.instant(policy.zone));
    }
    for written in &row.context {
        let (id, value) = written.split_once('=').unwrap_or((written, ""));
        let found = policy.contexts.iter().enumerate().find(|(_, context)| context.id == id);
        let value = found.and_then(|(number, context)| Some((number, context.values.iter().position(|known| known == value)?)));
        let slot = value.and_then(|(number, value)| Some((view.contexts.get_mut(number)?, value)));
        let (slot, value) = slot.ok_or_else(|| format!("`{written}` is no context with one of its values"))?;
        *slot = Some(value);
    }
    Ok(view)
}

fn head(row: &Row, file: &File) -> String {
    let basis = row.basis.as_deref().or(file.basis.as_deref()).unwrap_or("announced");
    let given: Vec<&str> = row.trial.iter().chain(&row.choice).chain(&row.context).map(String::as_str).collect();
    let note = row.note.as_ref().map_or_else(String::new, |note| format!("\n  note: {note}"));
    format!("  {}\n  as of {}, {basis} {}{note}", shortened(&row.link.escape_debug().to_string()), row.as_of, given.join(" "))
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
    };
    let owner = layer.owner.map_or("-", |owner| catalog.owner_name(owner));
    let wrapper = layer.wrapper.and_then(|wrapper| catalog.wrapper_entry(wrapper)).map_or("-", |entry| &entry.named.id);
    let categories = joined(catalog.category_names(layer.category));
    let signals = joined(layer.signals.iter().map(outlink::signal::Signal::id));
    let kind = layer.kind.as_str();
    format!("{url}\n    via {via}, kind {kind}, owner {owner}, categories {categories}, wrapper {wrapper}, signals {signals}")
}
