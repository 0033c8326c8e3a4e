//! The road of plain links gives what the whole way gives: for random policies, views and links, and for every built-in policy on
//! a table of links, each asked twice, so that what is remembered is asked too.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::cell::RefCell;

use crate::random::cases;
use crate::random::links::LINKS;
use crate::random::policy::policy;
use crate::random::view::view;
use outlink::canon::fast;
use outlink::check::batch::{InputName, RecordWriter as _};
use outlink::check::finding::{findings, masked};
use outlink::check::measures::PLAIN as PLAIN_MEASURES;
use outlink::check::outcome::{At, LinkOutcome};
use outlink::check::plain::{PlainLink, PlainRoad, Ready, Shares, Worth};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::input::files::Disk;
use outlink::policy::builtin::ids;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::report::jsonl::Jsonl;
use outlink::report::suggestion::Suggesting;
use outlink::room::Roomy;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::{AsOf, Zone};
use proptest::collection::vec;
use proptest::prelude::*;

/// The list that every random policy names.
const LIST: &str = "taobao.com\nexample.co.uk\n192.0.2.7.example.com\n";

/// One policy file and its list, from memory.
struct InMemory {
    policy: String,
    list: String,
}

impl Files for InMemory {
    fn read(&self, name: &str, _beside: Option<&str>) -> Result<SourceFile, String> {
        Ok(SourceFile::new(name, if name == "mine.txt" { &self.list } else { &self.policy }))
    }
}

/// A policy whose list says more than names.
const LISTING: &str = r#"
schema = 1
id = "listing"
name = { en = "Listing", zh = "列表" }
timezone = "+08:00"
otherwise = "copy"

[[scene]]
id = "chat"
name = { en = "chat", zh = "聊天" }

[[default]]
scene = "chat"
verdict = "open"
basis = "announced"

[[list]]
id = "mine"
path = "mine.txt"
format = "FORMAT"
unsupported = "skip"

[[rule]]
id = "listed"
match = { list = ["mine"] }
at-least = "block"
basis = "announced"
reason = { en = "Listed.", zh = "在列表中。" }
"#;

/// Draws up nothing.
struct Silent;

impl Shares for Silent {}

/// Links that are plain, or nearly so: what the random pool of the other laws has few of.
const PLAIN: &[&str] = &[
    "https://item.taobao.com/",
    "https://ITEM.taobao.com/item.htm?id=1",
    "https://me:word@item.taobao.com/x",
    "http://item.taobao.com?id=1",
    "https://a.example.com/a b",
    "https://a.example.com/x.apk",
    "https://a.example.com:8443/x.zip?url=https%3A%2F%2Fb.example.com%2F",
    "https://www.example.com/login?next=https%3A%2F%2Fexample.co.uk%2F",
    "https://link.zhihu.com/?target=https%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D1",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fdl%2Fx.apk",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fdl%2Fy.html",
    // The same is known of both layers of these, and yet a rule may ask more of the target.
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fs%2Fa",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fitem.htm",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fa%3Fx%3D%5C%26y",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fa%23%5C%22",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2Fdl%2Faaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "https://link.zhihu.com/?target=https://www.example.com/a%00b",
    "https://link.zhihu.com/about",
    "https://link.zhihu.com/?target=https%3A%2F%2Flink.zhihu.com%2F%3Ftarget%3Dhttps%253A%252F%252Fa.cn%252F",
    "https://link.zhihu.com/?target=https%3A%2F%2Flink.zhihu.com%2F",
    "https://t.cn/A6abc",
    "https://u.jd.com/abc",
    "https://192.0.2.7/",
    "http://127.0.0.1:8080/x",
    "https://tao-bao.com/",
    "https://taobao.com.example.cn/",
    "https://login-taobao.example.com/",
    "https://a.b/;x?y&copy=1",
    // What one scan does not bring into canonical form.
    "https:\\\\a.example.com\\b\\c",
    "https://item.taobao.com/a\\b?x=\\",
    "www.example.com/a",
    "item.taobao.com",
    "http://[2001:db8::1]/a",
    "https://[::ffff:192.0.2.7]:8443/x.apk",
    "https://淘宝.example.com/商品?名=值#片段",
    "https://bücher.example/a",
    "https://xn--bcher-kva.example/a",
    "https://item%2etaobao.com/%61",
    "https://www.example.com./a/../b",
    "https://e\u{ad}xample.co.uk/",
    "https://me:pa%40ss@item.taobao.com/x",
    "https://a.example.com/?a=1&amp;b=2",
    // What a page shows for these is another reading.
    "https://item.taobao.com/item.htm?id=1&amp;url=https%3A%2F%2Fwww.example.com%2F",
    "https://www.example.com/?u=1&amp;next=https://example.co.uk/x.apk",
    "https://a.example.com/x.apk&#63;y=1&amp;z",
    "https://a.example.com/x&period;apk",
    "https://a.example.com/?a=1&amp;amp;b=2",
    "https://a.example.com:8443/?a=&lt;b&gt;",
    "https://b\u{fc}cher.example/?a=1&amp;b=2",
    "https://192.0.2.7/?a=1&amp;b=2",
    "https://login-taobao.example.com/?a=1&amp;b=2",
    "https://u.jd.com/abc?a=1&amp;b=2",
    "https://a&period;example.com/?a=1&amp;b=2",
    "https://item.taobao.com&sol;a?b=1&amp;c=2",
    "https://me:word@item.taobao.com/?a=1&amp;b=2",
    "https://link.zhihu.com/?a=1&amp;target=https%3A%2F%2Fwww.example.com%2F",
    "https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2F%3Fa%3D1%26amp%3Bb%3D2",
    "https://link.zhihu.com/about?a=1&amp;b=2",
    // Behind what hides it some parsers read another host.
    "hxxps://evil.example.com(.)cn/?a=1&amp;b=2",
    "hxxps://item.taobao.com{dot}cn/?a=1&amp;b=2",
    "hxxps://item[.]taobao[.]com/?a=1&amp;b=2",
    "https://link.zhihu.com/?target=https%3A%2F%2Fb%C3%BCcher.example%2F%E5%95%86%E5%93%81",
    "https://link.zhihu.com/?target=https%3A%5C%5Citem.taobao.com%5Ca",
    "https://link.zhihu.com/?target=weixin%3A%2F%2Fdl%2Fchat",
    "https://link.zhihu.com/?target=%",
    "https://example.com/\u{1}a",
    "ftp://item.taobao.com/a",
    "hxxps://item.taobao.com/a",
    "一 https://item.taobao.com/a",
];

fn run<'r>(policies: impl Iterator<Item = &'r Policy>, catalog: &'r Catalog, view_of: impl Fn(&Policy) -> View) -> Option<Run<'r>> {
    let compiled = policies.map(|policy| {
        let scenes = (0..policy.scenes.len()).collect();
        Matcher::compile(policy, catalog, view_of(policy)).ok().map(|matcher| RunPolicy::new(matcher, scenes))
    });
    let as_of = AsOf::parse("2026-11-22").unwrap();
    Some(Run {
        classifier: Classifier { catalog, suffixes: &CompiledIn, moment: Some(as_of.instant(Zone::UTC)) },
        resolver: None,
        policies: compiled.collect::<Option<Vec<_>>>()?,
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    })
}

/// How many links were plain; an error for the first on which the roads differ.
fn compare<'l>(run: &Run<'_>, links: impl Iterator<Item = &'l str> + Clone) -> Result<usize, String> {
    let writer = Jsonl::new(run, Suggesting::default());
    let mut road = PlainRoad::new(run, &writer);
    let mut plain = 0;
    for link in links.clone().chain(links) {
        let at = At::line(1, 1, 1 + link.chars().count());
        if let Some(proved) = fast::proved(link) {
            let hash = road.hash_proved(link.as_bytes(), &proved);
            if let Some(found) = road.judge_proved(Roomy::of(link), proved, hash) {
                same(run, link, found.outcome(at))?;
                same_record(&writer, &found, at)?;
            }
        }
        let ready = Ready::of(&road, Roomy::of(link));
        let Some(found) = road.judge_ready(&ready) else { continue };
        plain += 1;
        let whole = run.check_text(link);
        let nameless = "".into();
        let has_findings = !findings(run, &PLAIN_MEASURES.levels, &nameless, &whole).is_empty() || masked(&nameless, &whole).is_some();
        if (found.judged.worth == Worth::Finding) != has_findings {
            return Err(format!("{link} has findings: {has_findings}"));
        }
        same(run, link, found.outcome(at))?;
        same_record(&writer, &found, at)?;
        let number = found.number;
        road.count(number);
    }
    let mut counted = 0;
    road.take_counts(|_, links| counted += links);
    road.take_counts(|_, _| counted = 0);
    if counted == plain as u64 { Ok(plain) } else { Err(format!("{plain} links and {counted} counted")) }
}

/// An error where the whole way judges a link otherwise.
fn same(run: &Run<'_>, link: &str, found: LinkOutcome<'_>) -> Result<(), String> {
    let whole = run.check_text(link);
    let (found, whole) = ((found.chain, found.decisions), (whole.chain, whole.decisions));
    if format!("{found:?}") == format!("{whole:?}") { Ok(()) } else { Err(format!("{link}\nplain: {found:#?}\nwhole: {whole:#?}")) }
}

/// An error where the record of a plain link is another one than that of its outcome.
fn same_record(writer: &Jsonl<'_>, found: &PlainLink<'_>, at: At<'_>) -> Result<(), String> {
    let (mut plain, mut whole) = (Vec::new(), Vec::new());
    let input = InputName { name: "links.txt".into(), written: writer.name("links.txt") };
    writer.plain(&mut plain, &input, found, at);
    writer.record(&mut whole, &input.name, &found.outcome(at));
    let (plain, whole) = (String::from_utf8_lossy(&plain), String::from_utf8_lossy(&whole));
    if plain == whole { Ok(()) } else { Err(format!("plain: {plain}\nwhole: {whole}")) }
}

#[test]
fn a_link_with_entities_is_plain_with_what_a_page_shows() {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").unwrap();
    let moment = AsOf::parse("2026-11-22").unwrap().instant(policy.zone);
    let run = run(std::iter::once(&policy), &catalog, |policy| View::plain(policy, moment)).unwrap();
    let mut road = PlainRoad::new(&run, &Silent);
    let link = "https://a.example.com/?a=1&amp;b=2";
    let ready = Ready::of(&road, Roomy::of(link));
    let outcome = road.judge_ready(&ready).unwrap().outcome(At::line(1, 1, 1));
    let shown: Vec<&str> = outcome.chain.deeper.iter().filter_map(|layer| Some(layer.canonical()?.as_str())).collect();
    assert_eq!(shown, ["https://a.example.com/?a=1&b=2"]);
    let ready = Ready::of(&road, Roomy::of("hxxps://evil.example.com(.)cn/?a=1&amp;b=2"));
    assert!(road.judge_ready(&ready).is_none(), "others read another host in it");
}

/// The same is known of both layers of these links, and a rule asks more of the second one.
#[test]
fn a_rule_for_some_paths_of_a_site_is_asked_of_each_target() {
    let rule = r#"match = { domain = ["example.com"], path = ["/s/**"] }"#;
    let policy = LISTING.replace("FORMAT", "domains").replace(r#"match = { list = ["mine"] }"#, rule);
    let files = InMemory { policy, list: LIST.to_owned() };
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &files).load("listing.toml").unwrap();
    let run = run(std::iter::once(&policy), &catalog, |policy| View::plain(policy, AsOf::parse("2026-11-22").unwrap().instant(policy.zone))).unwrap();
    let links = ["", "s%2Fa", "a", "s%2Fb"].map(|path| format!("https://link.zhihu.com/?target=https%3A%2F%2Fwww.example.com%2F{path}"));
    for links in [links.iter().collect::<Vec<_>>(), links.iter().rev().collect()] {
        assert_eq!(compare(&run, links.into_iter().map(String::as_str)), Ok(8));
    }
}

#[test]
fn every_built_in_policy_judges_plain_links_as_it_does_all() {
    let mut catalog = builtin::catalog(&CompiledIn).unwrap();
    let policies: Vec<Policy> = ids().map(|id| Loader::new(&mut catalog, &Disk).load(id).unwrap()).collect();
    for day in ["2019-06-01", "2021-11-30", "2026-11-22"] {
        let as_of = AsOf::parse(day).unwrap();
        let run = run(policies.iter(), &catalog, |policy| View::plain(policy, as_of.instant(policy.zone))).unwrap();
        let hosts: Vec<String> = catalog.hosts.site_names().map(|host| format!("https://{host}/a?b=c")).collect();
        let links = LINKS.iter().chain(PLAIN).copied().chain(hosts.iter().map(String::as_str));
        let plain = compare(&run, links).unwrap_or_else(|difference| panic!("{day}: {difference}"));
        assert!(plain > 3000, "only {plain} links were plain");
    }
}

thread_local! {
    static CATALOG: RefCell<Catalog> = RefCell::new(builtin::catalog(&CompiledIn).unwrap_or_default());
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn every_policy_judges_plain_links_as_it_does_all(policy in policy(), views in vec(view(), 2), order in Just(PLAIN.to_vec()).prop_shuffle()) {
        let files = InMemory { policy: policy.text(), list: LIST.to_owned() };
        let loaded = CATALOG.with_borrow_mut(|catalog| Loader::new(catalog, &files).load("random.toml").ok());
        let Some(loaded) = loaded else { return Err(TestCaseError::fail("the policy is not valid")) };
        CATALOG.with_borrow(|catalog| {
            for view in &views {
                let Some(run) = run(std::iter::once(&loaded), catalog, |policy| view.on(policy)) else { continue };
                compare(&run, order.iter().chain(LINKS).copied()).map_err(TestCaseError::fail)?;
            }
            Ok::<(), TestCaseError>(())
        })?;
    }

    /// A host whose lists say the same of all its links is plain; the others are not.
    #[test]
    fn lists_with_exceptions_are_settled_as_they_are_for_each_link(
        ads in vec("(@@)?\\|\\|([ab]\\.)?[ab]\\.example(\\^|/[xy]\\^)(\\$(important|denyallow=a\\.b\\.example))?", 1..8),
        names in vec("(address=/([ab]\\.)?[ab]\\.example/|server=/([ab]\\.)?[ab]\\.example/#)", 1..8),
    ) {
        let links: Vec<String> = ["a", "b", "a.a", "a.b", "b.a", "b.b", "b.a.b", "c"].iter()
            .flat_map(|host| ["", "x", "y/z"].map(|path| format!("https://{host}.example/{path}"))).collect();
        for (format, lines) in [("adblock", ads), ("dnsmasq", names)] {
            let listing = InMemory { policy: LISTING.replace("FORMAT", format), list: lines.join("\n") };
            let mut catalog = builtin::catalog(&CompiledIn).unwrap();
            let loaded = Loader::new(&mut catalog, &listing).load("mine.toml").map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
            let run = run(std::iter::once(&loaded), &catalog, |policy| View::plain(policy, AsOf::parse("2026-11-22").unwrap().instant(policy.zone))).unwrap();
            let plain = compare(&run, links.iter().map(String::as_str)).map_err(TestCaseError::fail)?;
            prop_assert!(plain >= 6, "only {} links were plain", plain);
            prop_assert!(format == "adblock" || plain == 2 * links.len(), "names are settled by the host alone");
        }
    }
}
