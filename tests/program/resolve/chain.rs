//! What answers about hidden targets make of chains and verdicts, and what a cache keeps of them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use super::hostile::{Server, Table, bounds, client, path_of, redirect};
use outlink::check::batch::{self, Batch};
use outlink::check::outcome::LinkOutcome;
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::candidate::Via;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::classify::lookup::{Lookup, Origin, Resolution, Resolve, Unresolved};
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::extract::encoding;
use outlink::extract::format::Format;
use outlink::extract::reader::Options;
use outlink::input::files::{Disk, Input};
use outlink::input::source::{self, Choice, Source};
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::resolve::cache::{Cache, Entry, HEAD};
use outlink::resolve::lookups::Lookups;
use outlink::resolve::trail::{Hop, Trail, request_url};
use outlink::signal::Signal;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::{AsOf, Instant};
use outlink::verdict::{Uncertainty, Verdict};
use proptest::prelude::*;

static DATA: LazyLock<(Catalog, Policy)> = LazyLock::new(|| {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    (catalog, policy)
});

fn run(resolver: Option<&dyn Resolve>) -> Run<'_> {
    let (catalog, policy) = &*DATA;
    let as_of = AsOf::parse("2026-11-22").unwrap();
    let matcher = Matcher::compile(policy, catalog, View::plain(policy, as_of.instant(policy.zone))).unwrap();
    Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: None },
        resolver,
        policies: vec![RunPolicy::new(matcher, (0..policy.scenes.len()).collect())],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: "0".repeat(16),
    }
}

/// Answers by a table; every other link answers for itself.
#[derive(Debug, Default)]
struct Known(BTreeMap<String, Resolution>);

impl Known {
    fn found(rows: &[(&str, &[&str])]) -> Self {
        let answer = |hops: &[&str]| {
            let mut before: Vec<String> = hops.iter().map(|hop| (*hop).to_owned()).collect();
            let target = before.pop().unwrap();
            Resolution::Found { before, target, origin: Origin::Network }
        };
        Self(rows.iter().map(|(link, hops)| ((*link).to_owned(), answer(hops))).collect())
    }
}

impl Resolve for Known {
    fn resolve(&self, url: &str) -> Resolution {
        let missing = Resolution::Failed { hops: Vec::new(), reason: Unresolved::NoRedirect, origin: Origin::Network };
        self.0.get(url).cloned().unwrap_or(missing)
    }
}

fn layers(outcome: &LinkOutcome<'_>) -> Vec<(String, bool)> {
    outcome
        .chain
        .layers()
        .map(|layer| (layer.canonical().map_or(String::new(), |url| url.as_str().to_owned()), matches!(layer.via, Via::Resolved(_))))
        .collect()
}

#[test]
fn a_found_target_is_a_layer_and_its_wrappers_are_opened() {
    let known = Known::found(&[
        ("https://t.cn/A", &["http://dwz.cn/b", "https://link.zhihu.com/?target=https%3A//t.cn/C"]),
        ("https://t.cn/C", &["https://item.jd.com/1.html"]),
    ]);
    let run = run(Some(&known));
    let outcome = run.check_text("https://t.cn/A");
    let expected = [
        ("https://t.cn/A", false),
        ("http://dwz.cn/b", true),
        ("https://link.zhihu.com/?target=https%3A//t.cn/C", true),
        ("https://t.cn/C", false),
        ("https://item.jd.com/1.html", true),
    ];
    assert_eq!(layers(&outcome), expected.map(|(url, resolved)| (url.to_owned(), resolved)));
    assert!(!outcome.uncertain().contains(Uncertainty::TargetUnknown), "all is known: {outcome:?}");
    assert!(outcome.chain.layers().all(|layer| !layer.signals.contains(Signal::Unresolved)));
}

#[test]
fn what_is_not_found_stays_unknown_and_says_why() {
    let stop = Resolution::Failed { hops: vec!["http://192.168.1.1/".to_owned()], reason: Unresolved::ForbiddenAddress, origin: Origin::Network };
    let known = Known(BTreeMap::from([("https://t.cn/A".to_owned(), stop)]));
    let run = run(Some(&known));
    for (link, reason, layers) in [("https://t.cn/A", Unresolved::ForbiddenAddress, 2), ("https://t.cn/B", Unresolved::NoRedirect, 1)] {
        let outcome = run.check_text(link);
        assert_eq!(outcome.chain.first.lookup, Lookup::Failed(reason, Origin::Network));
        assert!(outcome.chain.first.signals.contains(Signal::Unresolved));
        assert!(outcome.uncertain().contains(Uncertainty::TargetUnknown));
        assert_eq!(outcome.chain.layers().count(), layers);
    }
    let plain = run.check_text("https://example.com/");
    assert_eq!(plain.chain.first.lookup, Lookup::NotAsked, "nobody asks where nothing is hidden");
}

#[test]
fn a_target_that_hides_itself_is_not_known() {
    let known = Known::found(&[("https://t.cn/A", &["http://dwz.cn/b"])]);
    let run = run(Some(&known));
    let outcome = run.check_text("https://t.cn/A");
    assert!(outcome.uncertain().contains(Uncertainty::TargetUnknown));
    assert_eq!(outcome.chain.layer(1).unwrap().lookup, Lookup::Failed(Unresolved::NoRedirect, Origin::Network));
}

#[test]
fn answers_that_never_end_meet_a_bound() {
    /// Leads to ever new wrappers of ever new short links.
    #[derive(Debug)]
    struct Endless;
    impl Resolve for Endless {
        fn resolve(&self, url: &str) -> Resolution {
            let target = format!("https://link.zhihu.com/?target={url}x");
            Resolution::Found { before: (0..30).map(|number| format!("{url}/{number}")).collect(), target, origin: Origin::Network }
        }
    }
    let run = run(Some(&Endless));
    let outcome = run.check_text("https://t.cn/A");
    assert!(outcome.chain.layers().count() <= 64);
    assert!(outcome.uncertain().contains(Uncertainty::TargetUnknown));
    assert!(outcome.decisions.iter().all(|scene| scene.decision.verdict > Verdict::Open), "what was not followed never opens");
}

fn answer() -> impl Strategy<Value = Resolution> {
    let hop = prop_oneof![
        Just("https://item.jd.com/1.html".to_owned()),
        Just("https://t.cn/B".to_owned()),
        Just("http://dwz.cn/b".to_owned()),
        Just("https://link.zhihu.com/?target=https%3A//t.cn/C".to_owned()),
        Just("javascript:alert(1)".to_owned()),
        Just("weixin://dl/x".to_owned()),
        Just("https://mp.weixin.qq.com/s/x".to_owned()),
        Just("http://10.0.0.1/a.apk".to_owned()),
        "\\PC{0,30}",
    ];
    let reason = prop::sample::select(Unresolved::ALL);
    (prop::collection::vec(hop, 0..12), prop::option::of(reason)).prop_map(|(mut hops, failure)| match (failure, hops.pop()) {
        (None, Some(target)) => Resolution::Found { before: hops, target, origin: Origin::Network },
        (failure, last) => {
            hops.extend(last);
            Resolution::Failed { hops, reason: failure.unwrap_or(Unresolved::Loop), origin: Origin::Cache }
        }
    })
}

proptest! {
    #[test]
    fn asking_never_makes_a_link_looser(
        link in prop::sample::select(vec![
            "https://t.cn/A", "https://m.tb.cn/h.1", "https://v.douyin.com/x/", "https://link.zhihu.com/?target=https%3A//t.cn/A", "https://link.zhihu.com/",
            "weixin://dl/business/?t=https://t.cn/A", "看这个 https://t.cn/A http://dwz.cn/b", "https://t.cn\\@dwz.cn/A", "https://example.com/", "http://t.cn:8080/A",
        ]),
        answers in prop::collection::vec(answer(), 4),
    ) {
        let links = ["https://t.cn/A", "https://t.cn/B", "https://t.cn/C", "http://dwz.cn/b"];
        let known = Known(links.into_iter().map(str::to_owned).zip(answers).collect());
        let (plain, asked) = (run(None), run(Some(&known)));
        let (before, after) = (plain.check_text(link), asked.check_text(link));
        for (before, after) in before.decisions.iter().zip(&after.decisions) {
            prop_assert!(after.decision.verdict >= before.decision.verdict);
            prop_assert!(after.decision.worst >= before.decision.worst);
        }
        let failed = after.chain.layers().any(|layer| layer.lookup.failure().is_some() && layer.shortener == Some(outlink::verdict::Shortener::Open));
        prop_assert!(!failed || after.uncertain().contains(Uncertainty::TargetUnknown));
        // The second evaluator's account of the layers is held by the laws of the engine; here the record stays whole.
        let mut record = Vec::new();
        batch::RecordWriter::record(&Jsonl::new(&asked, Suggesting::default()), &mut record, "f", &after);
        let value: serde_json::Value = serde_json::from_slice(&record).unwrap();
        prop_assert_eq!(value["chain"].as_array().map_or(0, Vec::len), after.chain.deeper.len());
    }

    #[test]
    fn a_cache_reads_back_what_it_wrote(rows in prop::collection::btree_map("[a-zA-Z0-9%é\"\\\\ ]{0,12}", (answer(), 0_i64..4_000_000_000), 0..8)) {
        let mut cache = Cache::default();
        for (path, (answer, at)) in rows {
            let Some(url) = request_url(&format!("https://t.cn/{path}")) else { continue };
            let (hops, failure) = match answer {
                Resolution::Found { mut before, target, .. } => {
                    before.push(target);
                    (before, None)
                }
                Resolution::Failed { hops, reason, .. } => (hops, Some(reason)),
            };
            let hops: Vec<Hop> = hops.into_iter().filter(|hop| url::Url::parse(hop).is_ok()).map(|location| Hop { status: 302, location }).collect();
            let failure = failure.or_else(|| hops.is_empty().then_some(Unresolved::Loop));
            cache.insert(url.into(), Entry { trail: Trail { hops, failure }, at: Instant(at) });
        }
        let text = cache.write();
        let again = Cache::parse(&SourceFile::new("cache", &text));
        prop_assert_eq!(again.as_ref(), Ok(&cache));
        prop_assert_eq!(again.unwrap().write(), text);
    }

    #[test]
    fn no_text_makes_a_cache_panic(lines in prop::collection::vec(r#"\{"url":"https://t.cn/[ab]","outcome":"(found|loop|timeout)","hops":\[(\{"status":[0-9]{1,5},"location":"[a-z:/%]{0,9}"\})?\],"at":"[-0-9T:Z]{0,20}"\}?|\PC{0,20}"#, 0..6)) {
        let _ = Cache::parse(&SourceFile::new("cache", &format!("{HEAD}\n{}", lines.join("\n"))));
    }
}

#[test]
fn a_damaged_cache_is_refused_with_its_places() {
    let good = r#"{"url":"https://t.cn/a","outcome":"found","hops":[{"status":302,"location":"https://a.example/"}],"at":"2026-11-22"}"#;
    let parse = |text: &str| {
        Cache::parse(&SourceFile::new("cache", text))
            .map(|cache| cache.len())
            .map_err(|faults| faults.iter().map(|fault| fault.file.place(fault.span.start).line).collect::<Vec<_>>())
    };
    assert_eq!(parse(""), Ok(0));
    assert_eq!(parse(&format!("{HEAD}\n{good}\n")), Ok(1));
    assert_eq!(parse(&format!("{HEAD}\r\n{good}\r\n\r\n")), Ok(1));
    assert_eq!(parse(&format!("{good}\n")), Err(vec![1]), "no head");
    assert_eq!(parse("{\"outlink-resolve-cache\":2}\n"), Err(vec![1]), "a version to come");
    for (from, to) in [
        ("302", "99"),
        ("302", "-1"),
        ("302", "70000"),
        ("https://a.example/", "/relative"),
        ("https://a.example/", "https://a.example/\u{0}\"}"),
        ("found", "Found"),
        ("found", ""),
        ("2026-11-22", "2026-13-22"),
        ("https://t.cn/a", "https://T.cn/a"),
        ("https://t.cn/a", "https://me@t.cn/a"),
        ("https://t.cn/a", "https://t.cn/a#b"),
        ("https://t.cn/a", "ftp://t.cn/a"),
        ("{\"url\"", "{\"more\":1,\"url\""),
        ("{\"url\"", "{\"url\":\"https://t.cn/b\",\"url\""),
        ("\"at\"", "\"At\""),
        ("}]", "},"),
    ] {
        let line = good.replace(from, to);
        assert_ne!(line, good);
        assert_eq!(parse(&format!("{HEAD}\n{}\n{line}\n", good.replace("/a\"", "/z\""))), Err(vec![3]), "{line}");
    }
    let many = "{\"status\":302,\"location\":\"https://a.example/\"},".repeat(33);
    assert_eq!(parse(&format!("{HEAD}\n{}", good.replace("\"hops\":[", &format!("\"hops\":[{many}")))), Err(vec![2]), "more hops than are ever followed");
    assert_eq!(parse(&format!("{HEAD}\n{good}\n{good}\n")), Err(vec![3]), "twice");
    let noise = format!("{HEAD}\n{}", "x\n".repeat(1000));
    assert_eq!(parse(&noise).unwrap_err().len(), 20, "faults are bounded");
}

/// The records of some lines, with the counts of lookups.
fn records(resolver: &dyn Resolve, lines: &str, threads: usize) -> (String, u64, u64, u64) {
    let run = run(Some(resolver));
    let folder = std::env::temp_dir().join(format!("outlink-resolve-{}-{threads}", std::process::id()));
    std::fs::write(&folder, lines).unwrap();
    let mut out = Vec::new();
    let (sources, options, writer) = (
        [Source { input: Input::File(folder.clone()), origin: source::Origin::Named, choice: Choice::Given(Format::Urls), encoding: encoding::Choice::Auto }],
        Options::default(),
        Jsonl::new(&run, Suggesting::default()),
    );
    let batch = Batch::new(&run, &sources, &options, &writer);
    let tally = batch::run(batch, NonZeroUsize::new(threads).unwrap(), &mut Vec::new(), &mut out).unwrap().tally;
    let _ = std::fs::remove_file(&folder);
    let text = String::from_utf8(out).unwrap().replace(folder.to_str().unwrap(), "links");
    (text, tally.lookups.found, tally.lookups.failed.values().sum(), tally.lookups.cached)
}

#[test]
fn threads_change_nothing_and_a_cache_repeats_the_run_offline() {
    let server = Server::start(|head, stream| {
        let number: u32 = path_of(head).trim_start_matches('/').parse().unwrap_or(0);
        let answer = match number % 3 {
            0 => redirect("https://item.jd.com/1.html").replace("302 Found", "307 Temporary Redirect"),
            1 => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_owned(),
            _ => redirect("javascript:alert(1)"),
        };
        let _ = stream.write_all(answer.as_bytes());
    });
    let port = server.address.port();
    // Names of real short-link hosts, at an address of ours; each link stands there several times.
    let links: String = (0..60).map(|number| format!("http://t.cn:{port}/{}\nhttps://example.com/{number}\n", number % 12)).collect();
    let lookups = || {
        // The pages that the redirects lead to are not there: their host has no address in this table.
        let names = Table::new(&[("t.cn", &[&["127.0.0.1"]]), ("item.jd.com", &[&[]])]);
        Lookups::online(Cache::default(), client(&[&server], names), bounds())
    };
    let (one, many) = (lookups(), lookups());
    let first = records(&one, &links, 1);
    assert_eq!(first, records(&many, &links, 8));
    assert_eq!((first.1, first.2, first.3), (20, 40, 0));
    // Twelve links, of which those that answer 404 to a head are asked once more for the page; in each of two runs.
    assert_eq!(server.connections(), 2 * (12 + 4));

    let (cache, other) = (one.into_cache(Instant(1_700_000_000)), many.into_cache(Instant(1_700_000_000)));
    assert_eq!(cache.write(), other.write());
    assert_eq!(cache.len(), 12);
    let offline = Lookups::offline(Cache::parse(&SourceFile::new("cache", &cache.write())).unwrap());
    let again = records(&offline, &links, 3);
    assert_eq!((again.0, again.1, again.2), (first.0, first.1, first.2));
    assert_eq!(again.3, 60, "every answer came from the cache");

    // Online, what was found is not asked for again; what failed is.
    let before = server.connections();
    let names = Table::new(&[("t.cn", &[&["127.0.0.1"]])]);
    let warm = Lookups::online(cache, client(&[&server], names), bounds());
    let _ = records(&warm, &links, 2);
    assert_eq!(server.connections() - before, 8 + 4);
}
