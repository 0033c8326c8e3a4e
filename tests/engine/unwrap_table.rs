//! Our own tables of jump links: `testdata/unwrap/encodings.toml` says what each leads to, `sign-in.toml` holds links that
//! carry a return address and lead nowhere. Neither needs any data beside the crate.
#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use outlink::canon::canonicalise;
use outlink::classify::builtin;
use outlink::classify::candidate::Via;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::{Chain, Classifier};
use outlink::signal::Signal;
use outlink::suffix::CompiledIn;
use outlink::unwrap::DEPTH_LIMIT;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

/// One link and what it leads to: `chain` holds every layer found inside, `expect` the other two outcomes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    link: String,
    #[serde(default)]
    chain: Vec<String>,
    expect: Option<Expect>,
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq, Debug)]
#[serde(rename_all = "kebab-case")]
enum Expect {
    /// A jump page whose target the link does not tell.
    Opaque,
    /// A jump page whose target is no web page: the chain names it.
    NonWebTarget,
    /// No jump page at all.
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Links {
    links: Vec<String>,
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/unwrap").join(name)).unwrap()
}

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| builtin::catalog(&CompiledIn).unwrap_or_default());

fn chain(link: &str) -> Chain<'_> {
    Classifier { catalog: &CATALOG, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[])
}

/// The layers that hops lead to, as canonical URLs.
fn hops(chain: &Chain<'_>) -> Vec<String> {
    let by_hop = chain.deeper.iter().filter(|layer| matches!(layer.via, Via::Wrapper(_) | Via::DeepLink));
    by_hop.filter_map(|layer| layer.canonical()).map(|url| url.as_str().to_owned()).collect()
}

fn outcome(chain: &Chain<'_>) -> Expect {
    let has = |signal| chain.layers().any(|layer| layer.signals.contains(signal));
    match () {
        () if has(Signal::NonWebTarget) => Expect::NonWebTarget,
        () if has(Signal::OpaqueTarget) => Expect::Opaque,
        () => Expect::None,
    }
}

#[test]
fn every_row_leads_where_the_table_says() {
    let table = toml::from_str::<Table>(&read("encodings.toml")).unwrap();
    assert!(table.row.len() >= 150, "{} rows", table.row.len());
    let mut faults = Vec::new();
    for row in &table.row {
        let chain = chain(&row.link);
        let found = hops(&chain);
        let expect = row.expect.unwrap_or(Expect::None);
        assert!(!row.chain.is_empty() || row.expect.is_some(), "{}: says nothing", row.link);
        if found != row.chain || outcome(&chain) != expect {
            faults.push(format!("{}\n  expected {:?} {expect:?}\n  found    {found:?} {:?}", row.link, row.chain, outcome(&chain)));
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn sign_in_links_with_a_return_address_are_no_hops() {
    let table = toml::from_str::<Links>(&read("sign-in.toml")).unwrap();
    assert!(table.links.len() >= 60, "{} links", table.links.len());
    for link in &table.links {
        let chain = chain(link);
        assert_eq!((hops(&chain), outcome(&chain)), (Vec::new(), Expect::None), "{link}");
        assert!(link.contains("example"), "{link}: carries no return address of ours");
    }
}

#[test]
fn a_host_that_only_looks_like_a_jump_page_is_none() {
    let table = toml::from_str::<Table>(&read("encodings.toml")).unwrap();
    for row in table.row.iter().filter(|row| row.link.starts_with("https://")) {
        let rest = row.link.strip_prefix("https://").unwrap();
        let (host, path) = rest.split_once(['/', '?']).unwrap_or((rest, ""));
        let labels: Vec<&str> = host.rsplitn(3, '.').take(2).collect();
        let joined = format!("evil{}.{}", labels.last().unwrap(), labels.first().unwrap());
        for host in [joined, format!("{host}.evil.example")] {
            let link = format!("https://{host}/{path}");
            assert!(chain(&link).first.wrapper.is_none(), "{link} is taken for a jump page");
        }
    }
}

fn escaped(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

proptest! {
    /// However often a link is wrapped, the innermost one is found up to the bound, and beyond it the link says so.
    #[test]
    fn layers_are_read_up_to_the_bound(depth in 1_usize..12, path in "[a-z0-9]{0,8}") {
        let target = format!("https://example.com/{path}");
        let hosts = ["link.zhihu.com", "link.juejin.cn", "link.csdn.net", "link.gitcode.com"];
        let link = hosts.iter().cycle().take(depth).fold(target.clone(), |inner, host| format!("https://{host}/?target={}", escaped(&inner)));
        let chain = chain(&link);
        let found = hops(&chain);
        prop_assert!(found.len() <= DEPTH_LIMIT);
        prop_assert_eq!(found.last() == Some(&target), depth <= DEPTH_LIMIT);
        prop_assert_eq!(chain.layers().any(|layer| layer.signals.contains(Signal::ChainTooDeep)), depth > DEPTH_LIMIT);
    }

    /// What stands in a target parameter is read or left, never a reason to fail.
    #[test]
    fn no_text_in_a_target_fails(text in "\\PC{0,40}") {
        for start in ["https://link.zhihu.com/?target=", "https://substack.com/redirect/2/", "https://blzxteam.com/gowild.htm?url=", "https://www.pc6.com/goread.html?gourl=", "https://link.mcmod.cn/target/", "https://protect.checkpoint.com/v2/r01/___", "https://urldefense.com/v3/__", "intent://"] {
            let link = format!("{start}{text}");
            prop_assert!(chain(&link).deeper.len() <= 32);
        }
    }
}
