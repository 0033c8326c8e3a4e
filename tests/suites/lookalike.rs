//! Look-alikes measured on other people's suites, and false alarms on their lists of honest hosts.
//!
//! The suites are not in this repository. They are looked for in the folder named by `OUTLINK_DATA`, else in `../shared/data`;
//! without it the tests say so loudly and pass. Where we differ on purpose or cannot agree, the case stands in
//! `testdata/suites/lookalike-failures.txt` with its reason: a failure that is not listed fails the test, and so does a
//! listed case that agrees by now.

#![expect(clippy::expect_used, clippy::disallowed_methods, clippy::print_stderr, reason = "a test that cannot go on fails, reads files and prints its table")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use outlink::check::run::RunHash;
use outlink::classify::builtin;
use outlink::lookalike::host::{self, Host};
use outlink::lookalike::names::Names;
use outlink::marked::Marked;
use outlink::signal::{Signal, SignalSet};
use outlink::suffix::{CompiledIn, SuffixList as _};
use serde_json::Value;
use unicode_security::{GeneralSecurityProfile as _, MixedScript as _, RestrictionLevel, RestrictionLevelDetection as _, skeleton};

/// The folder of the suites in the data folder.
const SUITES: &str = "g04-evasion-and-policy/chromium-idn-spoof";
/// Lists of well-known hosts, of which at most one in ten thousand may be flagged.
const HONEST: &[&str] = &[
    "g06-domain-lists/misp-warninglists/tranco10k.json",
    "g06-domain-lists/misp-warninglists/cisco_top1000.json",
    "g06-domain-lists/misp-warninglists/moz-top500.json",
    "g06-domain-lists/misp-warninglists/bank-website.json",
    "g06-domain-lists/misp-warninglists/url-shortener.json",
    "g06-domain-lists/top-and-shorteners/opendns__opendns-top-domains.txt",
    "g06-domain-lists/top-and-shorteners/PeterDaveHello__list.txt",
    "g06-domain-lists/dnsmasq-china-list/accelerated-domains.china.conf",
    "g04-evasion-and-policy/chromium-idn-spoof/domains.list",
];
/// Sites that the suite on embedded names takes for visited ones, and brands of its suite on combined words.
const VISITED: &[&str] = &[
    "highengagement.com",
    "highengagement.inthesubdomain.com",
    "highengagement.co.uk",
    "subdomain.highengagement.com",
    "www.highengagementwithwww.com",
    "subdomain.google.com",
    "sample.com",
    "example.com",
];

/// Whether a label is suspicious.
type Check = fn(&str) -> bool;

/// One suite's cases: input, whether it is flagged, whether it should be.
struct Suite {
    name: &'static str,
    cases: Vec<(String, bool, bool)>,
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suites in {}; name their folder in OUTLINK_DATA", folder.display());
    None
}

fn rows(path: &Path) -> Vec<Value> {
    fs::read_to_string(path).expect("a suite can be read").lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

fn text<'v>(row: &'v Value, key: &str) -> Option<&'v str> {
    row.get(key).and_then(Value::as_str)
}

fn ascii(host: &str) -> String {
    idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned())
}

fn names_of(path: &Path) -> Names {
    let mut names = Names::default();
    let text = fs::read_to_string(path).expect("a list can be read");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        names.add(&ascii(line), 0);
    }
    names
}

fn is_flagged(host: &str, names: &Names) -> bool {
    let registrable = CompiledIn.registrable(host).unwrap_or(host);
    host::signals(Host { name: host, registrable }, names, |_| false).contains(Signal::Lookalike)
}

/// Hosts that Chromium shows in Punycode, and hosts it shows as they read.
fn display(folder: &Path) -> Suite {
    let names = names_of(&folder.join("test_top_domains.txt"));
    let rows = rows(&folder.join("idn_cases.jsonl"));
    let judged = rows.iter().filter_map(|row| Some((text(row, "input")?, text(row, "expected").filter(|expected| *expected != "invalid")?)));
    Suite { name: "display", cases: judged.map(|(host, expected)| (host.to_owned(), is_flagged(host, &names), expected == "unsafe")).collect() }
}

/// Names of top sites in foreign hosts, and brands beside words that ask for trust. The cases on what one user has
/// allowed for himself, and those on spelling mistakes in names, ask for nothing that a signal says.
fn imitations(folder: &Path) -> Vec<Suite> {
    let mut names = names_of(&folder.join("domains.list"));
    for name in VISITED {
        names.add(name, 0);
    }
    let rows = rows(&folder.join("lookalike_cases.jsonl"));
    let of = |test: &str, key: &str| {
        let cases = rows.iter().filter(|row| text(row, "test") == Some(test));
        let judged = cases.filter_map(|row| Some((text(row, key)?, text(row, "type")?)));
        judged.map(|(host, kind)| (host.to_owned(), is_flagged(&ascii(host), &names), kind != "none")).collect()
    };
    vec![Suite { name: "embedded", cases: of("TargetEmbeddingTest", "hostname") }, Suite { name: "combined", cases: of("IsComboSquatting", "domain") }]
}

fn hash(input: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("input", input);
    hash.finish()
}

fn known() -> BTreeSet<(String, String)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/suites/lookalike-failures.txt");
    let text = fs::read_to_string(path).expect("the list of failures can be read");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('\t').and_then(|(suite, rest)| Some((suite.to_owned(), rest.split_once('\t')?.0.to_owned())))).collect()
}

#[test]
fn the_suites_agree_but_for_the_listed_cases() {
    let Some(folder) = data().map(|data| data.join(SUITES)) else { return };
    let known = known();
    let mut faults = Vec::new();
    eprintln!("{:<10} {:>6} {:>13} {:>14}", "suite", "cases", "flagged right", "left out right");
    for suite in std::iter::once(display(&folder)).chain(imitations(&folder)) {
        let count = |wanted: bool| {
            let all = suite.cases.iter().filter(|(_, _, should)| *should == wanted);
            (all.clone().filter(|(_, is, should)| is == should).count(), all.count())
        };
        let (flagged, passed) = (count(true), count(false));
        eprintln!("{:<10} {:>6} {:>13} {:>14}", suite.name, suite.cases.len(), format!("{}/{}", flagged.0, flagged.1), format!("{}/{}", passed.0, passed.1));
        let cases: BTreeMap<&str, (bool, bool)> = suite.cases.iter().map(|(input, is, should)| (input.as_str(), (*is, *should))).collect();
        for (input, (is, should)) in cases {
            let is_known = known.contains(&(suite.name.to_owned(), hash(input)));
            if (is == should) == is_known {
                let what = if is_known { "is listed and agrees by now" } else { "is not listed" };
                faults.push(format!("{}\t{}\t{}\t{what}; flagged {is}", suite.name, hash(input), input.escape_default()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// What the generic checks of UTS #39 alone would say of the same hosts.
#[test]
fn more_is_told_apart_than_by_generic_checks() {
    let Some(folder) = data().map(|data| data.join(SUITES)) else { return };
    let cases = display(&folder).cases;
    let generic: [(&str, Check); 4] = [
        ("mixed scripts", |label| !label.is_single_script()),
        ("above highly restrictive", |label| label.detect_restriction_level() > RestrictionLevel::HighlyRestrictive),
        ("a letter not allowed", |label| !label.chars().all(char::identifier_allowed)),
        ("an ASCII skeleton", |label| !label.is_ascii() && skeleton(label).all(|letter| letter.is_ascii())),
    ];
    let share = |is: &dyn Fn(&str, bool) -> bool, wanted: bool| {
        let all = cases.iter().filter(|(_, _, should)| *should == wanted);
        (all.clone().filter(|(host, ours, _)| is(host, *ours)).count(), all.count())
    };
    let print = |name: &str, is: &dyn Fn(&str, bool) -> bool| {
        let ((caught, unsafe_), (alarms, safe)) = (share(is, true), share(is, false));
        eprintln!("{name:<26} flagged of unsafe {caught:>4}/{unsafe_}, of safe {alarms:>3}/{safe}");
        caught
    };
    let ours = print("this crate", &|_, ours| ours);
    for (name, check) in generic {
        let theirs = print(name, &|host, _| idna::domain_to_unicode(host).0.split('.').any(check));
        assert!(theirs < ours, "{name} flags as many as all our checks");
    }
}

fn hosts_of(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("a list can be read");
    let json = path.extension().is_some_and(|extension| extension == "json").then(|| serde_json::from_str::<Value>(&text).expect("a list is JSON"));
    let lines: Vec<String> = match json.as_ref().and_then(|json| json.get("list")).and_then(Value::as_array) {
        Some(list) => list.iter().filter_map(Value::as_str).map(|host| host.trim_start_matches('.').to_owned()).collect(),
        None => text.lines().map(|line| line.trim().trim_start_matches("server=/").split('/').next().unwrap_or_default().to_owned()).collect(),
    };
    lines.into_iter().filter(|line| line.contains('.') && !line.contains(['#', ' '])).map(|host| ascii(&host)).collect()
}

#[test]
fn honest_hosts_are_not_flagged() {
    let Some(data) = data() else { return };
    let catalog = builtin::catalog(&CompiledIn).expect("the embedded catalog is valid");
    let (mut all, mut alarms) = (0, 0);
    eprintln!("{:<36} {:>7} {:>7}", "list", "hosts", "flagged");
    for list in HONEST {
        let hosts = hosts_of(&data.join(list));
        let flagged: Vec<&String> = hosts
            .iter()
            .filter(|host| {
                let Some(registrable) = CompiledIn.registrable(host) else { return false };
                let start = host.len() - registrable.len();
                outlink::canon::canonicalise(&format!("http://{host}/")).url.is_ok_and(|url| {
                    catalog.imitation(&Marked::of(host), start, &catalog.hosts.lookup(host, &url), SignalSet::of(Signal::IdnHost)).contains(Signal::Lookalike)
                })
            })
            .collect();
        eprintln!("{:<36} {:>7} {:>7} {flagged:?}", list.rsplit('/').next().unwrap_or_default(), hosts.len(), flagged.len());
        all += hosts.len();
        alarms += flagged.len();
    }
    assert!(all > 10_000, "only {all} hosts were read");
    assert!(alarms * 10_000 <= all, "{alarms} of {all} hosts are flagged");
}
