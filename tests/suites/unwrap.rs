//! Unwrapping against other people's tables of jump links, which lie beside the crate and not in it.
//!
//! The tables are looked for in the folder that `OUTLINK_DATA` names, else in `../shared/data`. Without them nothing is
//! compared. Hashes of cases known not to agree stand in `testdata/suites/unwrap-failures.txt`, each with its reason; that list may
//! only shrink, so a case on it that agrees fails the test as well.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that cannot go on fails, and says what it did not compare"
)]

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use outlink::canon::{CanonicalUrl, canonicalise};
use outlink::check::run::RunHash;
use outlink::classify::builtin;
use outlink::classify::candidate::Via;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::input::files::read_text;
use outlink::suffix::CompiledIn;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Known failures, one `suite<TAB>hash of the input<TAB>reason` a line: the inputs themselves are not ours to copy.
const FAILURES: &str = "testdata/suites/unwrap-failures.txt";
/// The folder of the tables in the data folder.
const TABLES: &str = "g05-unwrapping";
/// The tables of pairs of a link and its target.
const PAIRS: &[(&str, &str)] = &[
    ("maomao", "cn-wrappers/maomao_examples.jsonl"),
    ("wild", "cn-wrappers/wild_wrapped_urls.jsonl"),
    ("shapes", "cn-wrappers/redirect_shapes.jsonl"),
    ("intercept", "intercept-redirect/cases.jsonl"),
];
/// The table of pairs of a viewer's link and the page in it.
const EMBEDDED: (&str, &str) = ("chromium", "chromium-url-filters/embedded_url.jsonl");
/// The table of hosts, paths and parameters, of which links are made.
const FACTS: (&str, &str) = ("facts", "cn-wrappers/wrappers.jsonl");
/// What the made links lead to.
const MADE_TARGET: &str = "https://example.org/a/b?c=1&d=%E4%B8%AD#e";
/// Files of links of all kinds, for the list of hops.
const CORPORA: &[&str] = &[
    "g07-corpora/url-datasets/brave_sitelist.txt",
    "g07-corpora/url-datasets/brave_short-sitelist.txt",
    "g07-corpora/url-datasets/isaacs_files.txt",
    "g07-corpora/url-datasets/kasztp.txt",
    "g07-corpora/url-datasets/node_files.txt",
    "g07-corpora/url-datasets/userbait.txt",
    "g08-labelled-urls/labelled-urls/urls.jsonl",
];

/// One row of a table: a link and where it leads, `None` if it is no jump page or does not tell.
struct Case {
    suite: &'static str,
    input: String,
    expected: Option<String>,
}

fn catalog() -> Catalog {
    builtin::catalog(&CompiledIn).unwrap_or_default()
}

/// The data folder, if there is one; else a loud line says that nothing was compared.
fn data() -> Option<PathBuf> {
    let folder = match env::var_os("OUTLINK_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
    };
    if folder.join(TABLES).is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no tables in {}: nothing was compared. OUTLINK_DATA names another folder.", folder.display());
    None
}

fn lines(path: &Path) -> Vec<String> {
    match read_text(path) {
        Ok(text) => text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        Err(error) => {
            eprintln!("SKIPPED: {}: {error}", path.display());
            Vec::new()
        }
    }
}

fn records(path: &Path) -> Vec<Value> {
    lines(path).iter().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn cases(tables: &Path) -> Vec<Case> {
    let mut all = Vec::new();
    for (suite, file) in PAIRS {
        for record in records(&tables.join(file)) {
            let input = record["input"].as_str().unwrap().to_owned();
            all.push(Case { suite, input, expected: record["expected"].as_str().map(str::to_owned) });
        }
    }
    for record in records(&tables.join(EMBEDDED.1)) {
        let input = record["url"].as_str().unwrap().to_owned();
        all.push(Case { suite: EMBEDDED.0, input, expected: record["embedded"].as_str().map(str::to_owned) });
    }
    for record in records(&tables.join(FACTS.1)) {
        let text = |key: &str| record[key].as_str().unwrap_or_default().replace('*', "any");
        for parameter in text("param").split('|') {
            let input = format!("https://{}/{}?{}", text("host"), text("path").trim_start_matches('/'), made_query(parameter));
            all.push(Case { suite: FACTS.0, input, expected: Some(MADE_TARGET.to_owned()) });
        }
    }
    all
}

/// The query of a made link: `@query` is the whole query, `name@base64` a parameter in base64.
fn made_query(parameter: &str) -> String {
    use base64::Engine as _;
    let escaped = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    match parameter.split_once('@') {
        Some(("", _)) => escaped(MADE_TARGET),
        Some((name, _)) => format!("{name}={}", escaped(&base64::engine::general_purpose::STANDARD.encode(MADE_TARGET))),
        None => format!("{parameter}={}", escaped(MADE_TARGET)),
    }
}

/// The first web page a link leads to, one hop on.
fn target(catalog: &Catalog, link: &str) -> Option<String> {
    let chain = Classifier { catalog, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[]);
    let is_hop = |via: Via| matches!(via, Via::Wrapper(_));
    let found = chain.deeper.iter().filter(|layer| layer.parent == 0 && is_hop(layer.via)).find_map(|layer| layer.canonical());
    found.filter(|url| url.is_web()).map(|url| url.as_str().to_owned())
}

/// A form in which a final slash and the case of escapes do not count.
fn compared(link: &str) -> String {
    let canonical = canonicalise(link).url;
    let text = canonical.as_ref().map_or(link, CanonicalUrl::as_str);
    let mut out = String::with_capacity(text.len());
    let mut escape = 0_u8;
    for c in text.trim_end_matches('/').chars() {
        out.push(if escape > 0 { c.to_ascii_uppercase() } else { c });
        escape = if c == '%' { 2 } else { escape.saturating_sub(1) };
    }
    out
}

fn agrees(case: &Case, found: Option<&str>) -> bool {
    match (&case.expected, found) {
        (Some(expected), Some(found)) => compared(expected) == compared(found),
        (expected, found) => expected.is_none() && found.is_none(),
    }
}

fn hash(input: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("input", input);
    hash.finish()
}

/// The known failures with their reasons, by suite and hash.
fn known_failures() -> BTreeMap<(String, String), String> {
    let mut known = BTreeMap::new();
    for line in lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join(FAILURES)) {
        if line.starts_with('#') {
            continue;
        }
        let parts: Vec<&str> = line.split('\t').collect();
        let [suite, hash, reason] = parts[..] else { panic!("{FAILURES}: not `suite<TAB>hash<TAB>reason`: {line}") };
        assert!(!reason.trim().is_empty(), "{FAILURES}: no reason: {line}");
        known.insert((suite.to_owned(), hash.to_owned()), reason.to_owned());
    }
    known
}

#[test]
fn targets_agree_with_other_tables() {
    let Some(data) = data() else { return };
    let (catalog, known) = (catalog(), known_failures());
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut faults = Vec::new();
    for case in cases(&data.join(TABLES)) {
        let found = target(&catalog, &case.input);
        let is_known = known.contains_key(&(case.suite.to_owned(), hash(&case.input)));
        let is_right = agrees(&case, found.as_deref());
        let count = counts.entry(case.suite).or_default();
        *count = (count.0 + 1, count.1 + usize::from(is_right));
        match (is_right, is_known) {
            (false, false) => {
                faults.push(format!("{}\t{}\t{}\n  expected {:?}\n  found    {found:?}", case.suite, hash(&case.input), case.input, case.expected))
            }
            (true, true) => faults.push(format!("{}\t{}\n  agrees now: take it off {FAILURES}", case.suite, case.input)),
            _ => {}
        }
    }
    eprintln!("{:<12}{:>6}{:>8}", "suite", "cases", "agreed");
    for (suite, (cases, agreed)) in &counts {
        eprintln!("{suite:<12}{cases:>6}{agreed:>8}");
    }
    assert!(!counts.is_empty(), "the tables in {} are empty", data.display());
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_way_to_write_a_target_is_read() {
    let catalog = catalog();
    for (link, expected) in [
        ("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9leGFtcGxlLmNvbS9h&ntb=1", "https://example.com/a"),
        ("https://r.search.yahoo.com/_ylt=A/RV=2/RU=https%3a%2f%2fexample.com%2fa/RK=2/RS=b-", "https://example.com/a"),
        ("https://prf.hn/click/camref:1/destination:https%3A%2F%2Fexample.com%2Fa", "https://example.com/a"),
        ("https://www.anrdoezrs.net/links/1/type/dlg/https://example.com/a?b=1", "https://example.com/a?b=1"),
        ("https://redirect.github.com/o/r/pull/1?x=1", "https://github.com/o/r/pull/1?x=1"),
        ("https://urldefense.com/v3/__https://example.com/a?b=*c&d=e__;Kw!!f!g$", "https://example.com/a?b=+c&d=e"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__example.com_a-3Fb-3Dc&d=e", "https://example.com/a?b=c"),
        ("https://disq.us/url?url=https://example.com/a%3AzjHJ9CS7", "https://example.com/a"),
        ("https://disq.us/url?url=https%3A%2F%2Fexample.com%3A8080", "https://example.com:8080/"),
        ("https://www.google.com/amp/s/example.com/a", "https://example.com/a"),
        ("https://www.google.de/amp/example.com/a", "http://example.com/a"),
        ("https://secure-web.cisco.com/1abc/https%3A%2F%2Fexample.com%2Fa%3Fb%3D1", "https://example.com/a?b=1"),
        ("https://outgoing.prod.mozaws.net/v1/0a/https://example.com/a?b=1", "https://example.com/a?b=1"),
        ("https://0abc1.mjt.lu/lnk/A/1/b/aHR0cHM6Ly9leGFtcGxlLmNvbS9h", "https://example.com/a"),
        ("https://gitee.com/link?target=https%3A%2F%2Fexample.com%2Fa%3Fq%3Db+c", "https://example.com/a?q=b%20c"),
        ("https://jump.bdimg.com/safecheck/index?url=https%3A%2F%2Fexample.com%2Fa", "https://example.com/a"),
        ("https://www.tiktok.com/link/v2?target=example.com%2Fa", "https://example.com/a"),
    ] {
        assert_eq!(target(&catalog, link).as_deref(), Some(expected), "{link}");
    }
}

#[test]
fn return_addresses_and_look_alikes_are_no_hops() {
    let catalog = catalog();
    for link in [
        "https://accounts.google.com/ServiceLogin?continue=https%3A%2F%2Fexample.com%2F",
        "https://accounts.google.com/o/oauth2/v2/auth?redirect_uri=https%3A%2F%2Fexample.com%2F",
        "https://github.com/login/oauth/authorize?redirect_uri=https%3A%2F%2Fexample.com%2F",
        "https://passport.weibo.com/visitor/visitor?url=https%3A%2F%2Fexample.com%2F",
        "https://www.linkedin.com/authwall?sessionRedirect=https%3A%2F%2Fexample.com%2F",
        "https://www.facebook.com/sharer.php?u=https%3A%2F%2Fexample.com%2F",
        "https://t.me/share/url?url=https%3A%2F%2Fexample.com%2F",
        "https://www.google.com/search?q=https%3A%2F%2Fexample.com%2F",
        "https://www.google.com/url?q=/search",
        "https://notgoogle.com/url?q=https%3A%2F%2Fexample.com%2F",
        "https://google.com.example.org/url?q=https%3A%2F%2Fexample.com%2F",
        "https://redirect.github.com/",
        "https://jump.bdimg.com/safecheck/index?url=x+Z5mMbGPAsY/M/Q/im9DR3tDhKTYyRd",
        "https://www.bing.com/ck/a?u=b1aHR0cHM6Ly9leGFtcGxlLmNvbS9h",
    ] {
        assert_eq!(target(&catalog, link), None, "{link}");
    }
}

/// For reading by people: `cargo test --test suites unwrap:: -- --ignored --nocapture`.
#[test]
#[ignore = "lists every hop in files of ordinary links, to be read"]
fn list_hops() {
    let Some(data) = data() else { return };
    let catalog = catalog();
    for file in CORPORA {
        for line in lines(&data.join(file)) {
            let link = match serde_json::from_str::<Value>(&line) {
                Ok(record) => record["url"].as_str().unwrap_or_default().to_owned(),
                Err(_) => line,
            };
            let chain = Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None }.chain(&link, canonicalise(&link), &[]);
            let wrapper = chain.first.wrapper.and_then(|id| catalog.wrapper_entry(id));
            if let Some(wrapper) = wrapper {
                let found = target(&catalog, &link);
                println!("{file}\t{}\t{link}\t{}", wrapper.named.id, found.as_deref().unwrap_or("(unread)"));
            }
        }
    }
}
