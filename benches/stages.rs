//! Each stage of the pipeline on a fixed list of links, beside the `url` crate that only parses them.
//!
//! `cargo bench` prints the time for the whole list; what counts is the ratio to `url_parse_only` in the same run.

use divan::{Bencher, black_box};
use outlink::canon::canonicalise;
use outlink::check::batch::RecordWriter as _;
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::policy_diff::diff::{Span, diff};
use outlink::policy_space::facts::Pair;
use outlink::policy_test::mutants::{Change, Mutant, mutants};
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

fn main() {
    divan::main();
}

/// Ten thousand links: mostly plain ones on many hosts, one in twenty wrapped, one in fifty untidy.
fn links() -> Vec<String> {
    let hosts =
        ["www.example.com", "item.taobao.com", "news.example.com.cn", "a.b.example.org", "item.jd.com", "blog.example.io", "v.douyin.com", "example.net"];
    (0..10_000_usize)
        .map(|number| {
            let host = hosts.get(number * 7 % hosts.len()).copied().unwrap_or_default();
            match number % 100 {
                0 => format!("HTTPS://{}/Path/{number}", host.to_uppercase()),
                50 => format!("http://{host}./a/../b/{number}?x=%E4%B8%AD"),
                n if n % 20 == 5 => format!("https://link.zhihu.com/?target=https%3A//{host}/p/{number}"),
                n if n % 2 == 0 => format!("https://{number}.{host}/articles/2021/11/{number}.html?id={number}&from=chat#top"),
                _ => format!("https://{host}/item/{number}"),
            }
        })
        .collect()
}

fn loaded() -> (Catalog, Policy) {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat");
    #[expect(clippy::expect_used, reason = "a bench without a policy measures nothing")]
    let policy = policy.expect("the built-in policy is valid");
    (catalog, policy)
}

#[expect(clippy::expect_used, reason = "a bench without a matcher measures nothing")]
fn run<'r>(catalog: &'r Catalog, policy: &'r Policy, scenes: Vec<usize>) -> Run<'r> {
    let as_of = AsOf::parse("2026-11-22").expect("a day");
    let matcher = Matcher::compile(policy, catalog, View::plain(policy, as_of.instant(policy.zone))).expect("few contexts");
    Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: vec![RunPolicy::new(matcher, scenes)],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: "0000000000000000".to_owned(),
    }
}

#[divan::bench]
fn url_parse_only(bencher: Bencher<'_, '_>) {
    let links = links();
    bencher.bench(|| links.iter().filter(|link| url::Url::parse(black_box(link)).is_ok()).count());
}

#[divan::bench]
fn canonical_form(bencher: Bencher<'_, '_>) {
    let links = links();
    bencher.bench(|| links.iter().filter(|link| canonicalise(black_box(link)).url.is_ok()).count());
}

#[divan::bench]
fn chain_with_facts(bencher: Bencher<'_, '_>) {
    let (links, (catalog, _)) = (links(), loaded());
    let classifier = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None };
    bencher.bench(|| links.iter().map(|link| classifier.chain(black_box(link), canonicalise(link), &[]).deeper.len()).sum::<usize>());
}

#[divan::bench(args = [1, 3])]
fn verdict_and_record(bencher: Bencher<'_, '_>, scenes: usize) {
    let (links, (catalog, policy)) = (links(), loaded());
    let run = run(&catalog, &policy, (0..scenes).collect());
    let writer = Jsonl::new(&run, Suggesting::default());
    let mut out = Vec::new();
    bencher.bench_local(|| {
        out.clear();
        for link in &links {
            let outcome = run.check_line(black_box(link.as_bytes()), 1, None);
            writer.record(&mut out, "links.txt", &outcome);
        }
        out.len()
    });
}

/// The built-in policy against a copy with some statements damaged, as a change of one would be reviewed.
#[divan::bench]
fn policy_diff(bencher: Bencher<'_, '_>) {
    let (catalog, policy) = loaded();
    let is_small = |damage: &Mutant| matches!(damage.change, Change::Weakened(_) | Change::ExceptDropped | Change::BeginsLater);
    let damages: Vec<Mutant> = mutants(&policy).into_iter().filter(is_small).collect();
    let changed = damages.iter().step_by(damages.len().div_ceil(10)).fold(policy.clone(), |changed, damage| damage.apply(&changed));
    bencher.bench_local(|| diff(Pair { old: &policy, new: &changed }, Span::Always, &catalog, &CompiledIn).entries.len());
}

#[divan::bench]
fn start_up() -> usize {
    let (catalog, policy) = loaded();
    catalog.owners.len() + policy.rules.len()
}
