//! How long the exact part of the policy commands takes: lints of every embedded policy, comparisons, rows.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a benchmark that cannot go on fails, and reads its own files")]

use std::cell::OnceCell;
use std::fmt::Write as _;
use std::ops::ControlFlow;

use divan::Bencher;
use divan::counter::ItemsCount;
use outlink::classify::builtin as catalog;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::Disk;
use outlink::lint::registry;
use outlink::lint::subject::Subject;
use outlink::policy::builtin;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::policy_diff::diff::{Span, diff};
use outlink::policy_diff::entry::Outcome;
use outlink::policy_space::facts::Pair;
use outlink::policy_test::read::read;
use outlink::policy_test::run::run;
use outlink::policy_use::examples::Examples;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

fn main() {
    divan::main();
}

/// One policy text, from memory.
struct Text(String);

impl Files for Text {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        Ok(SourceFile::new(name, &self.0))
    }
}

fn load(text: String, catalog: &mut Catalog) -> Policy {
    Loader::new(catalog, &Text(text)).load("made.toml").unwrap()
}

/// `outlink policy check` without arguments: catalog and policies read, every lint of each.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn check_all_policies() -> usize {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policies: Vec<Policy> = builtin::ids().map(|id| Loader::new(&mut catalog, &Disk).load(id).unwrap()).collect();
    let examples = Examples::new(&catalog, &CompiledIn);
    let lint = |policy: &Policy| {
        let moment = AsOf::parse("2026-11-22").unwrap().instant(policy.zone);
        let study = OnceCell::new();
        registry::run(Subject { policy, catalog: &catalog, suffixes: &CompiledIn, moment, examples: &examples, study: &study }).len()
    };
    policies.iter().map(lint).sum()
}

/// The exact comparison of `WeChat`'s policy with a copy that has ten edits.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn diff_wechat_with_ten_edits(bencher: Bencher<'_, '_>) {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let old = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let text = std::fs::read_to_string("policies/wechat.toml").unwrap();
    let edited = text
        .replacen("at-least = \"copy\"", "at-least = \"block\"", 3)
        .replacen("verdict = \"open\"", "verdict = \"warn\"", 3)
        .replacen("at-least = \"warn\"", "at-least = \"copy\"", 2)
        .replacen("from = 2021-11-30", "from = 2021-12-01", 1)
        .replacen("from = 2022-", "from = 2023-", 1);
    let new = load(edited, &mut catalog);
    bencher.bench_local(|| {
        let found = diff(Pair { old: &old, new: &new }, Span::Always, &catalog, &CompiledIn);
        assert_eq!(found.outcome(), Outcome::Differs);
        found.entries.len()
    });
}

/// A policy of many rules, some of which say something else in the second copy.
fn many(rules: usize, changed: usize) -> String {
    let mut text = "schema = 1\nid = \"made\"\nname = { en = \"Made\", zh = \"造\" }\ntimezone = \"+08:00\"\notherwise = \"copy\"\n\
                    [[scene]]\nid = \"chat\"\nname = { en = \"chat\", zh = \"聊天\" }\n\
                    [[default]]\nscene = \"chat\"\nverdict = \"open\"\nbasis = \"announced\"\n"
        .to_owned();
    for number in 0..rules {
        let verdict = if number % 100 == 7 && number / 100 < changed { "block" } else { "warn" };
        let key = match number % 4 {
            0 => format!("host = [\"h{number}.example\"]"),
            1 => format!("domain = [\"d{number}.example\"], path = [\"/p{number}/**\"]"),
            2 => format!("domain = [\"s{}.example\"], query = [\"q{number}\"]", number % 500),
            _ => format!("domain = [\"n{number}.example\", \"m{number}.example\"], signal = [\"ip-host\", \"userinfo\"]"),
        };
        let _ = writeln!(text, "[[rule]]\nid = \"r{number}\"\nmatch = {{ {key} }}\nat-least = \"{verdict}\"\nbasis = \"announced\"");
    }
    text
}

/// The exact comparison of two policies with five thousand rules each, fifty of which differ.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn diff_of_five_thousand_rules(bencher: Bencher<'_, '_>) {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let (old, new) = (load(many(5_000, 0), &mut catalog), load(many(5_000, 50), &mut catalog));
    bencher.bench_local(|| {
        let found = diff(Pair { old: &old, new: &new }, Span::Always, &catalog, &CompiledIn);
        assert_eq!(found.outcome(), Outcome::Differs);
        found.entries.len()
    });
}

/// The rows of `WeChat`'s policy, again and again until there are a hundred thousand links: links a second.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn judge_rows(bencher: Bencher<'_, '_>) {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let mut suites = builtin::tests("wechat").filter_map(|file| read(&file, &mut Vec::new()));
    let mut all = suites.next().unwrap();
    all.rows.extend(suites.flat_map(|suite| suite.rows));
    let once: usize = all.rows.iter().map(|row| row.links.len()).sum();
    let rows = all.rows.len() * 100_000 / once;
    all.rows = all.rows.iter().cycle().take(rows).cloned().collect();
    let links: usize = all.rows.iter().map(|row| row.links.len()).sum();
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    bencher.counter(ItemsCount::new(links)).bench_local(|| {
        let count = run(&all, &policy, classifier, |_| ControlFlow::Continue(())).unwrap();
        assert_eq!(count.failed, 0);
        count.passed
    });
}
