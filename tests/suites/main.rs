//! Canonical form, registrable domains and ambiguous hosts, measured on other people's suites.
//!
//! The suites are not in this repository. They are looked for in the folder named by `OUTLINK_DATA`, else in `../shared/data`;
//! without it the test says so loudly and passes. Where we differ on purpose or cannot agree, the case stands in
//! `testdata/suites/canon-failures.txt` with its reason: a failure that is not listed fails the test, and so does a
//! listed case that agrees by now.

#![expect(clippy::expect_used, clippy::disallowed_methods, clippy::print_stderr, reason = "a test that cannot go on fails, reads files and prints its table")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};

use outlink::canon::{CanonicalUrl, HostKind, canonicalise, readings};
use outlink::check::run::RunHash;
use outlink::path::matching_form;
use outlink::signal::Signal;
use outlink::suffix::{CompiledIn, FromFile, SuffixList, is_top_level};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::{Host, Url};

/// One suite's count: each input that was tried, and what was wrong with those that disagree.
struct Suite {
    name: &'static str,
    cases: usize,
    seen: BTreeSet<String>,
    failed: BTreeMap<String, String>,
}

impl Suite {
    fn new(name: &'static str) -> Self {
        Self { name, cases: 0, seen: BTreeSet::new(), failed: BTreeMap::new() }
    }

    fn check<T: PartialEq + std::fmt::Debug>(&mut self, input: &str, ours: &T, theirs: &T) {
        self.cases += 1;
        let key = input.escape_default().to_string();
        if ours != theirs {
            self.failed.insert(key.clone(), format!("ours {ours:?}, theirs {theirs:?}"));
        }
        self.seen.insert(key);
    }
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suites in {}; name their folder in OUTLINK_DATA", folder.display());
    None
}

/// The cases of a file: a JSON array, an object of lists of cases, or JSON lines. Lone surrogates are read as U+FFFD.
fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a suite can be read");
    let lines = || text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        return lines();
    }
    let value: Value = serde_json::from_str(&without_lone_surrogates(&text)).expect("a suite is JSON");
    value.as_array().cloned().unwrap_or_default()
}

/// JSON text in which escapes of half a surrogate pair, which no Rust string can hold, are those of U+FFFD.
fn without_lone_surrogates(json: &str) -> String {
    let unit = |at: usize| json.get(at..at + 6).filter(|text| text.starts_with("\\u")).and_then(|text| u16::from_str_radix(text.get(2..)?, 16).ok());
    let mut kept = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, lone) = match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
            (Some(high), _) => (6, matches!(high, 0xd800..=0xdfff)),
            (None, _) if rest.starts_with('\\') => (2, false),
            (None, _) => (rest.chars().next().map_or(1, char::len_utf8), false),
        };
        kept.push_str(if lone { "\\ufffd" } else { rest.get(..length).unwrap_or_default() });
        at += length;
    }
    kept
}

fn text<'v>(row: &'v Value, key: &str) -> Option<&'v str> {
    row.get(key).and_then(Value::as_str)
}

fn ours(input: &str) -> Option<CanonicalUrl<'_>> {
    canonicalise(input).url.ok()
}

/// Our steps beyond the URL Standard, written apart from `canon::host`: empty labels go, an IPv4 address inside an
/// IPv6 one comes out. A host of which nothing is left, or that becomes a bad number, is refused.
fn folded(href: &str) -> Option<String> {
    let mut url = Url::parse(href).ok()?;
    let special = matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss");
    match url.host().map(|host| host.to_owned()) {
        Some(Host::Domain(name)) if special => {
            let kept: Vec<&str> = name.split('.').filter(|label| !label.is_empty()).collect();
            url.set_host(Some(&kept.join("."))).ok()?;
        }
        Some(Host::Ipv6(address)) => {
            let [a, b, c, d, e, f, high, low] = address.segments();
            if matches!([a, b, c, d, e, f], [0, 0, 0, 0, 0, 0xffff] | [0x64, 0xff9b, 0, 0, 0, 0]) {
                url.set_ip_host(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)).into()).ok()?;
            }
        }
        _ => {}
    }
    Some(url.into())
}

/// The URL Standard's own cases that need no base.
fn url_standard(name: &'static str, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let (Some(input), None) = (text(&row, "input"), text(&row, "base")) else { continue };
        let theirs = text(&row, "href").and_then(folded);
        suite.check(input, &ours(input).map(|url| url.as_str().to_owned()), &theirs);
    }
    suite
}

/// Hosts brought to ASCII. Inputs with delimiters of a URL are no hosts to us.
fn hosts_to_ascii(name: &'static str, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let Some(input) = text(&row, "input").filter(|input| !input.is_empty() && !input.contains(['/', '\\', '?', '#', '@', ':'])) else { continue };
        let link = format!("http://{input}/x");
        let theirs = text(&row, "output").filter(|host| !host.is_empty()).and_then(|host| folded(&format!("http://{host}/x")));
        suite.check(input, &ours(&link).map(|url| url.as_str().to_owned()), &theirs);
    }
    suite
}

/// What is matched of a link: its host, and its path in matching form.
fn matched(input: &str) -> Option<(String, String)> {
    let url = ours(input)?;
    Some((url.host()?.to_owned(), matching_form(url.path()).into_owned()))
}

/// What a canonical URL of Safe Browsing matches, in our terms.
///
/// Scheme, user name, port, query and fragment do not count. Safe Browsing unescapes a path until nothing changes
/// and escapes the result once, where our matching form stays unescaped: so its path is unescaped once here. Dot
/// segments and doubled slashes are resolved on both sides.
fn safe_browsing(url: &str) -> (String, String) {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    (host.to_owned(), percent_decode_str(if path.is_empty() { "/" } else { path }).decode_utf8_lossy().into_owned())
}

fn safe_browsing_chromium(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-chromium");
    for row in rows(path) {
        let (Some(input), Some(host), Some(path)) = (text(&row, "input"), text(&row, "host"), text(&row, "path")) else { continue };
        let theirs = (!host.is_empty()).then(|| safe_browsing(&format!("{host}{path}")));
        suite.check(input, &matched(input), &theirs);
    }
    suite
}

/// Of the expressions that Safe Browsing looks up, the first is the whole host and path; the others shorten it.
fn safe_browsing_google(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-google");
    for row in rows(path) {
        let (Some(input), Some(test)) = (text(&row, "input"), text(&row, "test")) else { continue };
        let output = row.get("output").and_then(|output| output.as_str().or_else(|| output.get(0)?.as_str())).unwrap_or_default();
        let fails = row.get("fail").and_then(Value::as_bool).unwrap_or_default() || output.is_empty();
        let (host, path) = safe_browsing(output);
        match test {
            "TestParseIPAddress" => {
                let link = format!("http://{input}/");
                let address = ours(&link).filter(|url| url.host_kind() == HostKind::Ip).and_then(|url| url.host().map(str::to_owned));
                suite.check(input, &address, &(!fails).then_some(host));
            }
            "TestCanonicalHost" | "TestGenerateLookupHosts" => suite.check(input, &matched(input).map(|(host, _)| host), &(!fails).then_some(host)),
            "TestCanonicalPath" | "TestGenerateLookupPaths" => {
                let (_, path) = safe_browsing(&format!("host{}", output));
                let whole = row.get("output").is_some_and(Value::is_string) || output == "/";
                if whole {
                    suite.check(input, &matched(input).map(|(_, path)| path), &(!fails).then_some(path));
                }
            }
            _ => suite.check(input, &matched(input), &(!fails).then_some((host, path))),
        }
    }
    suite
}

/// `DuckDuckGo` takes `www.` and a final slash away and looks up at most six labels; both sides are cut so here.
fn safe_browsing_ddg(path: &Path) -> Suite {
    let mut suite = Suite::new("sb-ddg");
    let file: Value = serde_json::from_str(&fs::read_to_string(path).expect("a suite can be read")).expect("a suite is JSON");
    let cut = |(host, path): (String, String)| {
        let host = host.strip_prefix("www.").unwrap_or(&host);
        let labels: Vec<&str> = host.split('.').collect();
        let start = labels.len().saturating_sub(6);
        (labels.get(start..).unwrap_or_default().join("."), path.trim_end_matches('/').to_owned())
    };
    for row in file.as_object().into_iter().flatten().filter_map(|(_, suite)| suite.get("tests")?.as_array()).flatten() {
        let Some(input) = text(row, "siteURL") else { continue };
        if let Some(url) = text(row, "expectURL") {
            suite.check(input, &matched(input).map(cut), &Some(cut(safe_browsing(url))));
        } else if let Some(host) = text(row, "expectDomain") {
            suite.check(input, &matched(input).map(|found| cut(found).0), &Some(host.to_owned()));
        }
    }
    suite
}

fn ascii(host: &str) -> String {
    idna::domain_to_ascii(host).unwrap_or_else(|_| host.to_owned())
}

/// The public suffix list's own cases. The URL Standard's form of a host is asked for, so that a leading dot stays: it
/// means that there is no domain. Links lose that dot before they get here.
fn public_suffixes(name: &'static str, list: &dyn SuffixList, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        let host = match Host::parse(input) {
            Ok(Host::Domain(host)) => host,
            _ => continue,
        };
        let theirs = text(&row, "registrable").map(ascii);
        suite.check(input, &list.registrable(&host).map(str::to_owned), &theirs);
    }
    suite
}

/// The public suffix of a host by what our lists tell: what stands behind the first label of the registrable domain.
fn suffix_of(list: &dyn SuffixList, host: &str) -> String {
    list.registrable(host).and_then(|domain| domain.split_once('.')).map_or_else(|| host.to_owned(), |(_, suffix)| suffix.to_owned())
}

/// Calls of tldts with plain options. By default it leaves the private part of the list out: `icann` has none.
fn tldts(name: &'static str, list: &dyn SuffixList, icann: &dyn SuffixList, path: &Path) -> Suite {
    let mut suite = Suite::new(name);
    for row in rows(path) {
        let (Some(input), Some(call)) = (text(&row, "input"), text(&row, "fn")) else { continue };
        let options = row.get("options").and_then(Value::as_object).cloned().unwrap_or_default();
        if options.keys().any(|key| key != "allowPrivateDomains") {
            continue;
        }
        let list = if options.get("allowPrivateDomains") == Some(&Value::Bool(true)) { list } else { icann };
        let link = format!("http://{input}");
        let url = ours(input).or_else(|| ours(&link).filter(|_| !input.contains(['/', ':'])));
        let host = url.as_ref().and_then(CanonicalUrl::host);
        let named = host.filter(|_| url.as_ref().is_some_and(|url| url.host_kind() == HostKind::Name));
        let found = match call {
            "getHostname" | "parse.hostname" => host.map(str::to_owned),
            "getDomain" | "parse.domain" => named.and_then(|host| list.registrable(host)).map(str::to_owned),
            "getPublicSuffix" | "parse.publicSuffix" => named.map(|host| suffix_of(list, host)),
            _ => continue,
        };
        suite.check(input, &found, &text(&row, "expected").map(ascii));
    }
    suite
}

/// The host a browser goes to: ours must be that one or none. A reference that needs a base has none.
fn confusing_hosts(path: &Path) -> Suite {
    let mut suite = Suite::new("confusion-host");
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        let host_of = |href: &str| Url::parse(&folded(href)?).ok()?.host_str().map(|host| host.trim_matches(['[', ']']).to_owned());
        let browser = text(&row, "whatwg_href").and_then(host_of);
        let base = text(&row, "base").and_then(host_of);
        let found = ours(input).and_then(|url| url.host().map(str::to_owned));
        let theirs = if found.is_none() && (browser == base) { None } else { browser };
        suite.check(input, &found, &theirs);
    }
    suite
}

/// Where sloppy readers stop.
const CUTS: [char; 20] = ['/', '?', '#', '\\', ' ', '\t', '\n', '\r', '\0', ';', ',', '&', '=', '!', '$', '*', '+', '\'', '(', ')'];

/// The hosts that simple but real ways of reading find in a link, each in canonical form.
fn naive_hosts(input: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let last_is_known = |host: &str| host.rsplit('.').next().is_some_and(is_top_level);
    let whole = percent_decode_str(input).decode_utf8_lossy().into_owned();
    let bare: String = input.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let dropped = bare.replace('\\', "");
    for text in [input, &whole, &bare, &dropped, &bare.replace('\\', "/")] {
        let Some((scheme, rest)) = text.split_once(':') else { continue };
        if !matches!(scheme.trim().to_ascii_lowercase().as_str(), "http" | "https") {
            continue;
        }
        let rest = rest.trim_start_matches(['/', '\\']);
        for ends in [&['/', '?', '#'][..], &['/', '?', '#', '\\'], &['/'], &CUTS] {
            let authority = rest.split(ends).next().unwrap_or_default();
            if ends.len() == 1 && authority.split_once(['?', '#']).is_some_and(|(_, query)| query.contains(['=', '&'])) {
                continue;
            }
            let hosts = [authority.rsplit('@').next(), authority.split('@').nth(1)].into_iter().flatten();
            let address = authority.split(':').next().unwrap_or_default().split('.').map(|number| number.parse::<u8>().ok());
            if let Some([a, b, c, d]) = address.collect::<Option<Vec<u8>>>().and_then(|numbers| <[u8; 4]>::try_from(numbers).ok()) {
                found.insert(Ipv4Addr::new(a, b, c, d).to_string());
            }
            for host in hosts {
                let host = host.split(['?', '#', '/', '\\', ' ']).next().unwrap_or_default();
                let host = ours(&format!("http://{host}/")).and_then(|url| url.host().map(str::to_owned));
                found.extend(host.filter(|host| text != dropped || last_is_known(host)));
            }
        }
    }
    found
}

fn is_flagged(input: &str) -> bool {
    let canonical = canonicalise(input);
    let Ok(url) = &canonical.url else { return false };
    canonical.signals.contains(Signal::AmbiguousHost) || !readings::others(input, url).is_empty()
}

/// Whether an authority is written so that it may be flagged although our simple readers agree.
fn is_odd(input: &str) -> bool {
    let rest = input.split_once(':').map_or(input, |(_, rest)| rest).trim_start_matches(['/', '\\']);
    let authority = rest.split('/').next().unwrap_or_default();
    authority.contains(|c: char| !c.is_ascii() || c == '%' || CUTS.contains(&c)) || authority.matches('@').count() > 1
}

/// Whether a link is flagged where it has to be, and not where it must not be; `None` where it cannot be read.
fn flag_is_right(input: &str) -> Option<bool> {
    let url = ours(input)?;
    let own = url.host().unwrap_or_default();
    let differs = url.is_web() && naive_hosts(input).iter().any(|host| host != own);
    Some(if is_flagged(input) { differs || is_odd(input) } else { !differs })
}

/// A link must be flagged if it can be read and ways of reading find more than one host in it; if they do not and it is
/// written plainly, it must not be.
fn confusing_flags(path: &Path) -> Suite {
    let mut suite = Suite::new("confusion-flags");
    for row in rows(path) {
        let Some(input) = text(&row, "input") else { continue };
        if let Some(right) = flag_is_right(input) {
            suite.check(input, &right, &true);
        }
    }
    suite
}

fn all_suites(data: &Path) -> Vec<Suite> {
    let list_text = fs::read_to_string(data.join("g02-registrable-domain/psl/public_suffix_list.dat")).expect("the list can be read");
    let list = FromFile::parse(&list_text, "full").expect("the list is valid");
    let public_part = list_text.split("// ===BEGIN PRIVATE DOMAINS===").next().unwrap_or_default();
    let icann = FromFile::parse(public_part, "public part").expect("the list is valid");
    let (g01, g02, g04) = (data.join("g01-url-standard/whatwg-url"), data.join("g02-registrable-domain"), data.join("g04-evasion-and-policy"));
    vec![
        url_standard("urltestdata", &g01.join("urltestdata.json")),
        url_standard("ada-extra", &g01.join("ada_extra_urltestdata.json")),
        hosts_to_ascii("toascii", &g01.join("toascii.json")),
        hosts_to_ascii("idna-v2", &g01.join("IdnaTestV2.json")),
        safe_browsing_chromium(&g04.join("safe-browsing/chromium_canonicalize.jsonl")),
        safe_browsing_google(&g04.join("safe-browsing/google_safebrowsing_go.jsonl")),
        safe_browsing_ddg(&g04.join("safe-browsing/ddg_canonicalization_tests.json")),
        public_suffixes("psl-file", &list, &g02.join("psl/tests.jsonl")),
        public_suffixes("psl-compiled", &CompiledIn, &g02.join("psl/tests.jsonl")),
        public_suffixes("psl-js-file", &list, &g02.join("psl/test_psl.jsonl")),
        public_suffixes("psl-js-compiled", &CompiledIn, &g02.join("psl/test_psl.jsonl")),
        tldts("tldts-file", &list, &icann, &g02.join("tldts/cases.jsonl")),
        tldts("tldts-compiled", &CompiledIn, &CompiledIn, &g02.join("tldts/cases.jsonl")),
        confusing_hosts(&g04.join("url-confusion/cases.jsonl")),
        confusing_flags(&g04.join("url-confusion/cases.jsonl")),
    ]
}

/// What stands for an input in the list of failures.
fn hash(input: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("input", input);
    hash.finish()
}

/// The failures that are known, each with its reason, by suite and the hash of the input.
fn known() -> BTreeMap<(String, String), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/suites/canon-failures.txt");
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut found = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let mut fields = line.splitn(3, '\t');
        let (Some(suite), Some(input), Some(reason)) = (fields.next(), fields.next(), fields.next()) else { continue };
        found.insert((suite.to_owned(), input.to_owned()), reason.to_owned());
    }
    found
}

#[test]
fn the_suites_agree_but_for_the_listed_cases() {
    let Some(data) = data() else { return };
    let known = known();
    let mut faults = Vec::new();
    eprintln!("{:<18} {:>6} {:>7}", "suite", "cases", "agreed");
    for suite in all_suites(&data) {
        eprintln!("{:<18} {:>6} {:>7}", suite.name, suite.cases, suite.cases - suite.failed.len());
        let is_known = |input: &str| known.contains_key(&(suite.name.to_owned(), hash(input)));
        let told = |(input, what): (&String, &String)| format!("{}\t{}\t{input}\t{what}", suite.name, hash(input));
        faults.extend(suite.failed.iter().filter(|(input, _)| !is_known(input)).map(told));
        let agree = suite.seen.iter().filter(|input| is_known(input) && !suite.failed.contains_key(*input));
        faults.extend(agree.map(|input| format!("{}\t{}\t{input}\tis listed and agrees by now", suite.name, hash(input))));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Every two and three delimiters, plain, escaped and full-width, between two hosts.
#[test]
fn made_up_confusions_are_flagged() {
    let marks = [
        "@", "\\", "?", "#", ":", "/", ";", ",", "&", "=", ".", " ", "\t", "\n", "\0", ":80", "[", "]", "|", "%40", "%2f", "%5c", "%23", "%3f", "%00", "%0a",
        "%09", "%20", "%ff", "\u{ff0f}", "\u{ff20}", "\u{ff03}", "\u{3002}", "\u{200b}", "%2e", "!", "$",
    ];
    let mut wrong = Vec::new();
    let mut read = 0;
    let starts = ["http://", "https:", "http:/", "http:\\\\", "HTTPS:///", "http:/\\"];
    for (number, first) in marks.into_iter().enumerate() {
        for (second, start) in marks.into_iter().zip(starts.into_iter().cycle().skip(number)) {
            for third in ["", "@", "\\", "#", ".", ":"] {
                let link = format!("{start}taobao.com{first}{second}{third}evil.cn/");
                let right = flag_is_right(&link);
                read += usize::from(right.is_some());
                if right == Some(false) {
                    wrong.push(format!(
                        "{} ours {:?} flagged {} naive {:?}",
                        link.escape_default(),
                        ours(&link).and_then(|url| url.host().map(str::to_owned)),
                        is_flagged(&link),
                        naive_hosts(&link)
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {read}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Links as people write them: hardly one in a thousand may be flagged.
#[test]
fn plain_links_are_not_flagged() {
    let Some(data) = data() else { return };
    let mut corpora: Vec<(String, Vec<String>)> = Vec::new();
    for name in ["brave_short-sitelist", "brave_sitelist", "isaacs_files", "kasztp", "node_files", "userbait"] {
        let Ok(text) = fs::read_to_string(data.join(format!("g07-corpora/url-datasets/{name}.txt"))) else { continue };
        corpora.push((name.to_owned(), text.lines().map(str::to_owned).collect()));
    }
    let labelled = rows(&data.join("g08-labelled-urls/labelled-urls/urls.jsonl"));
    corpora.push(("labelled-urls".to_owned(), labelled.iter().filter_map(|row| text(row, "url")).map(str::to_owned).collect()));
    eprintln!("{:<22} {:>6} {:>7}", "corpus", "links", "flagged");
    for (name, links) in corpora {
        let flagged: Vec<&String> = links.iter().filter(|link| is_flagged(link)).collect();
        eprintln!("{name:<22} {:>6} {:>7}", links.len(), flagged.len());
        for link in flagged.iter().take(20) {
            eprintln!("    {}", link.escape_default());
        }
        assert!(flagged.len() * 1000 <= links.len(), "{name}: {} of {} links are flagged", flagged.len(), links.len());
    }
}
