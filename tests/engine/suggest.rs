//! Suggestions: a table of what is suggested, and the law that none is a way around a rule.
//!
//! The law is held over random links in every built-in policy, by a second reading of chains that shares nothing with
//! the one in the library but the types.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::random::links::LINKS;
use outlink::check::outcome::{LinkOutcome, SceneDecision};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::engine::compile::Matcher;
use outlink::engine::view::{BasisView, Horizon, View};
use outlink::input::files::Disk;
use outlink::policy::builtin::ids;
use outlink::policy::load::Loader;
use outlink::policy::model::Policy;
use outlink::signal::SignalSet;
use outlink::suffix::CompiledIn;
use outlink::suggest::change::{Change, Detail, Suggestion};
use outlink::suggest::propose::suggestions;
use outlink::time::{AsOf, Zone};
use outlink::verdict::{Kind, Verdict};
use proptest::prelude::*;

struct World {
    catalog: Catalog,
    policies: Vec<Policy>,
}

static WORLD: LazyLock<World> = LazyLock::new(|| {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policies = ids().map(|id| Loader::new(&mut catalog, &Disk).load(id).unwrap()).collect();
    World { catalog, policies }
});

/// A run over one policy, or all of them, with every scene and every moment.
fn run(only: Option<&str>, day: &str, basis: BasisView) -> Run<'static> {
    let as_of = AsOf::parse(day).unwrap();
    let asked = WORLD.policies.iter().filter(|policy| only.is_none_or(|id| &*policy.id == id));
    let compiled = asked.map(|policy| {
        let view = View { basis, horizon: Horizon::Everything, ..View::plain(policy, as_of.instant(policy.zone)) };
        RunPolicy::new(Matcher::compile(policy, &WORLD.catalog, view).unwrap(), (0..policy.scenes.len()).collect())
    });
    Run {
        classifier: Classifier { catalog: &WORLD.catalog, suffixes: &CompiledIn, moment: Some(as_of.instant(Zone::UTC)) },
        resolver: None,
        policies: compiled.collect(),
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    }
}

/// A run over the policy `wechat` in which every domain is a registered business domain.
fn registered(day: &str) -> Run<'static> {
    let mut run = run(Some("wechat"), day, BasisView::Announced);
    for policy in &mut run.policies {
        let model = policy.matcher.policy();
        let mut view = policy.matcher.view().clone();
        let at = model.contexts.iter().position(|context| context.id == "web-view-domain").unwrap();
        view.contexts[at] = model.contexts[at].values.iter().position(|value| value == "registered");
        *policy = RunPolicy::new(Matcher::compile(model, &WORLD.catalog, view).unwrap(), policy.scenes.clone());
    }
    run
}

/// Link, day, scene of the policy `wechat`, and what is suggested: the change, its link, scene or day, and the verdict.
type Row = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const SHOP: &str = "https://item.taobao.com/item.htm?id=1";

const ROWS: &[Row] = &[
    // What opens needs nothing.
    (SHOP, "2021-11-30", "group", &[]),
    // The target itself, however deep it lies.
    (
        "https://link.zhihu.com/?target=https%3A//item.taobao.com/item.htm%3Fid%3D1",
        "2021-11-30",
        "group",
        &[("target", SHOP, "open"), ("scene", "p2p", "open"), ("copy-text", "", "copy")],
    ),
    (
        "https://link.juejin.cn/?target=https%3A%2F%2Flink.zhihu.com%2F%3Ftarget%3Dhttps%253A%2F%2Fitem.taobao.com%2Fitem.htm%253Fid%253D1",
        "2026-11-22",
        "p2p",
        &[("target", SHOP, "open")],
    ),
    // A target that is not known, or known twice, is no target to link.
    ("https://link.zhihu.com/?target=https%3A//t.cn/A6abc", "2026-11-22", "p2p", &[]),
    (
        "https://link.zhihu.com/?target=https%3A//a.example/&target=https%3A//b.example/",
        "2021-11-30",
        "group",
        &[("scene", "p2p", "open"), ("copy-text", "", "copy")],
    ),
    // A target that is no web page.
    ("https://link.zhihu.com/?target=javascript%3Aalert(1)", "2026-11-22", "p2p", &[]),
    // The plain spelling.
    ("hxxps://item[.]taobao[.]com/item.htm?id=1", "2026-11-22", "group", &[("spelling", SHOP, "open"), ("copy-text", "", "copy")]),
    // An address has no other name that is known.
    ("http://192.0.2.7/", "2026-11-22", "p2p", &[]),
    ("http://0xc0000207/", "2026-11-22", "p2p", &[]),
    // What several parsers read differently has no plain form that is known to mean the same.
    ("https://item.taobao.com\\@evil.example/", "2026-11-22", "p2p", &[]),
    // Another scene, and no other site.
    ("https://www.example.com/", "2026-11-22", "group", &[("scene", "p2p", "open"), ("copy-text", "", "copy")]),
    // Another day.
    ("https://www.example.com/", "2021-11-15", "p2p", &[("later", "2021-11-29", "open")]),
    // Codes are not links, and nothing is made of them.
    ("￥Ab12Cd34Ef5￥", "2026-11-22", "moments", &[]),
    ("￥Ab12Cd34Ef5￥", "2026-11-22", "p2p", &[]),
    ("https://qr.alipay.com/fkx0abc1234567890", "2026-11-22", "p2p", &[]),
    ("a@example.com", "2026-11-22", "p2p", &[]),
    ("javascript:alert(1)", "2026-11-22", "p2p", &[]),
    // An app's link may be the page that it carries.
    ("tbopen://m.taobao.com/tbopen/index.html?h5Url=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D1", "2026-11-22", "group", &[("target", SHOP, "open")]),
];

fn shown(suggestion: &Suggestion, policy: &Policy) -> (String, String, String) {
    let value = match &suggestion.detail {
        Detail::Link(link) => link.clone(),
        Detail::Scene(number) => policy.scenes[*number].id.clone(),
        Detail::From(moment) => moment.show(policy.zone),
        Detail::None => String::new(),
    };
    (suggestion.change.as_str().to_owned(), value, suggestion.verdict.as_str().to_owned())
}

#[test]
fn the_table_holds() {
    let mut faults = Vec::new();
    for (link, day, scene, expected) in ROWS {
        let run = run(Some("wechat"), day, BasisView::Announced);
        let policy = run.policies[0].matcher.policy();
        let outcome = run.check_text(link);
        let decided = outcome.decisions.iter().find(|decided| policy.scenes[decided.scene].id == *scene).unwrap();
        let found: Vec<_> = suggestions(&run, &outcome, decided).iter().map(|suggestion| shown(suggestion, policy)).collect();
        let expected: Vec<_> = expected.iter().map(|(change, value, verdict)| ((*change).to_owned(), (*value).to_owned(), (*verdict).to_owned())).collect();
        if found != expected {
            faults.push(format!("{link} on {day} in {scene}: {found:?}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The layers that lead nowhere further: site and path of each, and whether it is a web page.
fn ends(chain: &Chain<'_>) -> BTreeSet<(String, String, bool)> {
    let parents: BTreeSet<usize> = chain.deeper.iter().map(|layer| layer.parent).collect();
    let count = chain.layers().count();
    let leaves = (0..count).filter(|number| *number == 0 && count == 1 || *number > 0 && !parents.contains(number) || *number == 0 && !parents.contains(&0));
    let facts = leaves.map(|number| {
        let layer = chain.layer(number).unwrap();
        let site = layer.registrable().or(layer.host()).unwrap_or_default().to_owned();
        let path = layer.canonical().map(|url| outlink::path::matching_form(url.path()).into_owned()).unwrap_or_default();
        (site, path, layer.kind == Kind::Web)
    });
    facts.collect()
}

fn signals(chain: &Chain<'_>) -> BTreeSet<&'static str> {
    chain.layers().map(|layer| layer.signals).fold(SignalSet::EMPTY, SignalSet::union).iter().map(outlink::signal::Signal::id).collect()
}

/// Jump pages and short links, by wrapper and host.
fn carriers(chain: &Chain<'_>) -> BTreeSet<String> {
    let carriers = chain.layers().filter(|layer| layer.wrapper.is_some() || layer.shortener.is_some());
    carriers.map(|layer| format!("{:?} {:?}", layer.wrapper, layer.host())).collect()
}

/// How a suggestion breaks the law, if it does.
fn broken(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, suggestion: &Suggestion) -> Option<String> {
    let before = scene.decision.verdict;
    match &suggestion.detail {
        Detail::Link(link) => {
            let changed = run.check_text(link);
            let then = changed.decisions.iter().find(|other| (other.policy, other.scene) == (scene.policy, scene.scene)).unwrap();
            let (old, new) = (&outcome.chain, &changed.chain);
            let laws = [
                ("the engine says so", then.decision.verdict == suggestion.verdict),
                ("it is looser", suggestion.verdict < before),
                ("it leads to one place", ends(new).len() == 1),
                ("it leads where the link led", ends(new) == ends(old)),
                ("it is a web page", new.layers().all(|layer| layer.kind == Kind::Web && layer.code.is_none())),
                ("it goes no deeper", new.deeper.len() <= old.deeper.len()),
                ("it has no new jump page", carriers(new).is_subset(&carriers(old))),
                ("it has no new signal", signals(new).is_subset(&signals(old))),
            ];
            laws.iter().find(|(_, holds)| !holds).map(|(law, _)| format!("{link}: not so: {law}"))
        }
        Detail::Scene(number) => {
            let policy = &run.policies[scene.policy].matcher;
            let opens = policy.decide(*number, &policy.hits(&outcome.chain)).verdict == Verdict::Open;
            (!opens || *number == scene.scene).then(|| format!("scene {number} does not open"))
        }
        Detail::From(moment) => {
            let now = run.policies[scene.policy].matcher.view().instant;
            (*moment <= now || suggestion.verdict >= before).then(|| "a day that does not help".to_owned())
        }
        Detail::None => (suggestion.change != Change::CopyText || before != Verdict::Copy).then(|| "text where nothing is copied".to_owned()),
    }
}

/// Jump pages of several forms around a link.
const WRAPS: &[&str] = &["", "https://link.zhihu.com/?target=", "https://link.juejin.cn/?target=", "https://www.google.com/url?q=", "https://t.cn/A6abc?url="];
/// What is written behind a link.
const TAILS: &[&str] = &["", "?utm_source=a&id=1", "&gclid=1", "#part", "?id=1&amp;b=2"];

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

prop_compose! {
    fn any_link()(at in 0..LINKS.len(), tail in 0..TAILS.len(), wraps in proptest::collection::vec(0..WRAPS.len(), 0..3), insecure: bool) -> String {
        let mut link = format!("{}{}", LINKS[at], TAILS[tail]);
        if insecure {
            link = link.replacen("https://", "http://", 1);
        }
        for wrap in wraps {
            if !WRAPS[wrap].is_empty() {
                link = format!("{}{}", WRAPS[wrap], escaped(&link));
            }
        }
        link
    }
}

const DAYS: &[&str] = &["2021-09-16", "2021-11-15", "2021-11-30", "2025-03-12", "2026-11-22"];

static RUNS: LazyLock<Vec<Run<'static>>> = LazyLock::new(|| {
    let both = [BasisView::Announced, BasisView::Observed];
    DAYS.iter().flat_map(|day| both.iter().map(|basis| run(None, day, *basis))).collect()
});

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_suggestion_is_a_way_around_a_rule(link in any_link(), at in 0..DAYS.len() * 2) {
        let run = &RUNS[at];
        let outcome = run.check_text(&link);
        for scene in &outcome.decisions {
            let found = suggestions(run, &outcome, scene);
            prop_assert!(scene.decision.verdict != Verdict::Open || found.is_empty(), "{link} opens already");
            prop_assert!(found.is_sorted_by_key(|suggestion| suggestion.change), "{link}: {found:?} stand out of order");
            for suggestion in &found {
                let fault = broken(run, &outcome, scene, suggestion);
                prop_assert!(fault.is_none(), "{link}: {}", fault.unwrap_or_default());
            }
        }
    }
}

/// The law must have something to hold: links of every kind are suggested by the pool.
#[test]
fn every_kind_of_change_is_suggested_somewhere() {
    let mut seen: BTreeSet<Change> = BTreeSet::new();
    let more = [
        "hxxps://item[.]taobao[.]com/",
        "http://www.example.com/",
        "https://link.zhihu.com/?target=https%3A//item.taobao.com/",
        "https://www.example.com/?utm_source=a",
    ];
    for run in RUNS.iter() {
        for link in LINKS.iter().chain(&more) {
            let outcome = run.check_text(link);
            seen.extend(outcome.decisions.iter().flat_map(|scene| suggestions(run, &outcome, scene)).map(|suggestion| suggestion.change));
        }
    }
    let asked = registered("2026-11-22");
    let outcome = asked.check_text("http://www.example.com/");
    seen.extend(outcome.decisions.iter().flat_map(|scene| suggestions(&asked, &outcome, scene)).map(|suggestion| suggestion.change));
    let missing: Vec<&str> = Change::ALL.iter().filter(|change| !seen.contains(*change)).map(|change| change.as_str()).collect();
    assert!(missing.is_empty(), "never suggested: {missing:?}");
}
