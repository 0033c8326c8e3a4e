//! What shows in many links together, and the counts beside it: the same in any order, within bounds, and quiet on ordinary links.

#![expect(clippy::unwrap_used, clippy::print_stderr, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use outlink::check::patterns::{Order, Patterns, SAME_PAGE, SAME_TARGET};
use outlink::check::run::{Run, Strictness, Threshold};
use outlink::check::statistics::{ROLL_LIMIT, Roll, Statistics};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::extract::format::Format;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use outlink::verdict::Verdict;
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| builtin::catalog(&CompiledIn).unwrap());

fn run() -> Run<'static> {
    Run {
        classifier: Classifier { catalog: &CATALOG, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: Vec::new(),
        as_of: AsOf::parse("2026-11-22").unwrap(),
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    }
}

fn patterns(links: &[(usize, &str)], bound: usize) -> Patterns {
    let run = run();
    let mut patterns = Patterns::bounded(bound);
    for (number, link) in links {
        patterns.add(&run, Order { input: 0, number: *number as u64 }, &run.check_text(link));
    }
    patterns
}

fn numbered(links: &[String]) -> Vec<(usize, &str)> {
    links.iter().map(String::as_str).enumerate().collect()
}

#[test]
fn the_same_page_on_many_domains_is_told_once() {
    let mut links: Vec<String> = ["one.com", "two.cn", "three.net", "four.org", "five.top", "www.five.top"]
        .iter()
        .enumerate()
        .map(|(at, host)| format!("https://{host}/hongbao/lingqu{at}.html?uid={at}"))
        .collect();
    links.extend(["six.com", "six.cn", "six.net", "six.org", "six.top"].map(|host| format!("https://{host}/huodong/choujiang/")));
    links.extend(["a.com", "b.com", "c.com", "d.com", "e.com"].map(|host| format!("https://{host}/index.php?lang=en")));
    let told = patterns(&numbered(&links), 1000).list();
    assert_eq!(told.len(), 1, "one name under five suffixes is one owner's, and plain pages are everybody's: {told:?}");
    assert_eq!((told[0].check, told[0].label.as_str(), told[0].links), (SAME_PAGE, "/hongbao/lingqu{n}.html?uid", 6));
    assert_eq!(told[0].names, ["five.top", "four.org", "one.com", "three.net", "two.cn"]);
    let finding = &patterns(&numbered(&links), 1000).findings(&["list.txt".to_owned()])[0];
    assert_eq!((&*finding.file, finding.link.as_str()), ("list.txt", "https://one.com/hongbao/lingqu0.html?uid=0"));
    assert!(finding.sentence.en.contains("5 domains") && finding.sentence.zh.contains("5 个域名"));
}

#[test]
fn the_same_target_behind_many_jump_pages_is_told() {
    let links = [
        "https://link.zhihu.com/?target=https%3A//pay.example/x",
        "https://link.juejin.cn?target=https%3A%2F%2Fpay.example%2Fx",
        "https://www.jianshu.com/go-wild?ac=2&url=https%3A%2F%2Fpay.example%2Fx",
        "https://link.zhihu.com/?target=https%3A//other.example/y",
    ];
    let links: Vec<String> = links.iter().map(|link| (*link).to_owned()).collect();
    let told = patterns(&numbered(&links), 1000).list();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].check, told[0].label.as_str(), told[0].names.len()), (SAME_TARGET, "https://pay.example/x", 3));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn parts_come_together_in_any_order(
        picks in prop::collection::vec((0_usize..9, 0_usize..12), 1..150),
        parts in 1_usize..6,
        turn in 0_usize..6,
        bound in 2_usize..40,
    ) {
        let links: Vec<String> = picks.iter().map(|(host, page)| format!("https://host{}.com/telling{}/pagename{}?key{}=1", char::from(b'a' + u8::try_from(*host).unwrap()), "x".repeat(*page), "y".repeat(*page), page)).collect();
        let all = numbered(&links);
        let whole = patterns(&all, bound);
        let mut pieces: Vec<Patterns> = (0..parts).map(|part| patterns(&all.iter().copied().skip(part).step_by(parts).collect::<Vec<_>>(), bound)).collect();
        pieces.rotate_left(turn % parts);
        let mut forward = Patterns::bounded(bound);
        pieces.iter().cloned().for_each(|piece| forward.merge(piece));
        let mut backward = Patterns::bounded(bound);
        pieces.into_iter().rev().for_each(|piece| backward.merge(piece));
        prop_assert_eq!(&forward, &backward);
        prop_assert_eq!(&forward, &whole);
    }

    #[test]
    fn statistics_add_up_in_any_order(picks in prop::collection::vec(0_usize..6, 0..60), cut in 0_usize..60) {
        let links = ["https://a.com/x", "https://item.taobao.com/item.htm?id=1", "https://link.zhihu.com/?target=https%3A//a.com/x", "no link", "https://t.cn/A1", "http://1.2.3.4/"];
        let run = run();
        let counted = |picks: &[(usize, &usize)]| {
            let mut statistics = Statistics::default();
            for (number, pick) in picks {
                statistics.add(&run, Format::Urls, Order { input: 0, number: *number as u64 }, &run.check_text(links[**pick]));
            }
            statistics
        };
        let all: Vec<(usize, &usize)> = picks.iter().enumerate().collect();
        let (left, right) = all.split_at(cut.min(all.len()));
        let mut sum = counted(right);
        sum.merge(counted(left));
        prop_assert_eq!(&sum, &counted(&all));
        prop_assert_eq!(sum.formats.values().sum::<u64>(), picks.len() as u64);
    }
}

#[test]
fn a_roll_forgets_rare_names_and_no_link() {
    let mut roll = Roll::default();
    let mut added = 0;
    for number in 0..ROLL_LIMIT + 5000 {
        let verdict = Verdict::ALL[number % 4];
        roll.add("often.example", verdict);
        roll.add(&format!("{number}.example"), verdict);
        added += 2;
    }
    assert!(roll.is_partial && roll.len() <= ROLL_LIMIT);
    assert_eq!(roll.total().iter().sum::<u64>(), added as u64);
    assert_eq!(roll.most(1)[0].0, "often.example");
    assert_eq!(roll.most(1)[0].1.iter().sum::<u64>(), (ROLL_LIMIT + 5000) as u64, "what is frequent is counted exactly here");
}

/// The folder of shared data, or `None` with a word where it is absent.
fn data() -> Option<PathBuf> {
    let root = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if root.join("g08-labelled-urls").is_dir() {
        return Some(root);
    }
    eprintln!("SKIPPED: no labelled links at {}", root.display());
    None
}

/// How many shapes, and links in them, are told of some links.
fn told(links: &[String]) -> (usize, u64) {
    let told = patterns(&numbered(links), 1 << 16).list();
    let pages: Vec<_> = told.iter().filter(|pattern| pattern.check == SAME_PAGE).collect();
    (pages.len(), pages.iter().map(|pattern| pattern.links).sum())
}

#[test]
fn ordinary_links_raise_no_alarm_and_phishing_kits_do() {
    let Some(root) = data() else { return };
    let text = std::fs::read_to_string(root.join("g08-labelled-urls/labelled-urls/urls.jsonl")).unwrap();
    let rows: Vec<serde_json::Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let labelled = |label: &str| rows.iter().filter(|row| row["label"] == label).map(|row| row["url"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let lines = |name: &str| {
        let bytes = std::fs::read(root.join("g07-corpora/url-datasets").join(name)).unwrap();
        String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (phishing, benign) = (labelled("phishing"), labelled("benign"));
    let counts =
        [("phishing", told(&phishing)), ("benign", told(&benign)), ("brave", told(&lines("brave_sitelist.txt"))), ("kasztp", told(&lines("kasztp.txt")))];
    assert!(counts[0].1.0 >= 6 && counts[0].1.1 >= 60, "{counts:?}");
    for (name, (shapes, _)) in &counts[1..] {
        assert!(*shapes <= 1, "{name}: {counts:?}");
    }
}
