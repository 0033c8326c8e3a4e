//! The catalog against other people's rules for jump pages, which lie beside the crate and not in it, and against files of
//! ordinary links, in which no hop may be invented.
//!
//! Of each rule that names a host and a parameter a link is made; it must lead to the target that was put in. Rules without a
//! host, and those that are regular expressions over the path, are counted and left. The folder is looked for as in
//! `suites_unwrap.rs`. `testdata/suites/rules-failures.txt` holds the hashes of the rules that are not followed, each with its
//! reason, and may only shrink. `testdata/suites/hops-reviewed.txt` holds the wrappers whose hops in ordinary links were read
//! by hand.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr, reason = "a test that cannot go on fails, and says what it did not compare")]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use base64::Engine as _;
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

const FAILURES: &str = "testdata/suites/rules-failures.txt";
const REVIEWED: &str = "testdata/suites/hops-reviewed.txt";
const TARGET: &str = "https://example.org/a/b?c=1&d=2";

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| builtin::catalog(&CompiledIn).unwrap_or_default());

/// What could be made of one rule.
enum Made {
    /// A link that must lead to the target.
    Link(String),
    /// The rule names no host, or is a regular expression over more than a parameter.
    Left,
}

fn data() -> Option<PathBuf> {
    let folder = match env::var_os("OUTLINK_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
    };
    if folder.join("g05-unwrapping").is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no rules in {}: nothing was compared. OUTLINK_DATA names another folder.", folder.display());
    None
}

fn lines(path: &Path) -> Vec<String> {
    read_text(path).map(|text| text.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect()).unwrap_or_default()
}

fn json(path: &Path) -> Value {
    serde_json::from_str(&read_text(path).unwrap()).unwrap()
}

fn own(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    lines(&path).into_iter().filter(|line| !line.starts_with('#')).collect()
}

fn hash(rule: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("rule", rule);
    hash.finish()
}

fn value(is_base64: bool) -> String {
    let written = if is_base64 { base64::engine::general_purpose::STANDARD.encode(TARGET) } else { TARGET.to_owned() };
    utf8_percent_encode(&written, NON_ALPHANUMERIC).to_string()
}

/// A link of a host, a path with stars, and a parameter.
fn link(place: &str, parameter: &str, is_base64: bool) -> Made {
    let place = place.replace("://*.", "://a.").replace(".*/", ".com/").replace('*', "x");
    let (host, path) = place.trim_start_matches("https://").split_once('/').unwrap_or((&place, ""));
    let host = host.trim_start_matches("https://");
    if !host.contains('.') || host.contains(['(', '[', '\\', ' ']) || parameter.contains(['(', '[', '\\']) {
        return Made::Left;
    }
    Made::Link(format!("https://{host}/{path}?{parameter}={}", value(is_base64)))
}

/// `||host/path^...$urlskip=?name`, with `-base64` or `-safebase64` behind it.
fn of_filter(rule: &str) -> Made {
    let Some((filter, options)) = rule.strip_prefix("||").and_then(|rest| rest.split_once('$')) else { return Made::Left };
    let Some(skip) = options.split_once("urlskip=").map(|(_, skip)| skip) else { return Made::Left };
    let name = skip.strip_prefix('?').map(|rest| rest.split([' ', ',']).next().unwrap_or_default().to_owned());
    let is_base64 = skip.contains("base64");
    let place = filter.split(['?', '^']).next().unwrap_or_default().trim_end_matches('*');
    match name {
        Some(name) if !skip.contains(" /") => link(place, &name, is_base64),
        None if skip.starts_with("&1") => Made::Link(format!("https://{place}?{}", value(true))),
        _ => Made::Left,
    }
}

fn of_debounce(rule: &Value) -> Vec<(String, Made)> {
    let (action, parameter) = (rule["action"].as_str().unwrap_or_default(), rule["param"].as_str().unwrap_or_default());
    let includes = rule["include"].as_array().map(Vec::as_slice).unwrap_or_default();
    let made = includes.iter().filter_map(Value::as_str).map(|include| {
        let place = include.replacen("*://", "https://", 1);
        let place = place.split('?').next().unwrap_or_default().trim_end_matches('*').trim_end_matches('/').to_owned();
        let made = if action.ends_with("redirect") && !include.contains("brave") { link(&place, parameter, action.contains("base64")) } else { Made::Left };
        (format!("{parameter} {include}"), made)
    });
    made.collect()
}

/// A regular expression that is a host, a path and `name=(...)`.
fn of_pattern(pattern: &str) -> Made {
    let plain = pattern
        .replace("(?:[a-z0-9-]+\\.)*?", "")
        .replace("(?:\\.[a-z]{2,}){1,}", ".com")
        .replace("\\.", ".")
        .replace("\\/", "/")
        .replace("\\?", "?")
        .replace("^https?", "https");
    let Some((before, _)) = plain.split_once("=(") else { return Made::Left };
    let name_at = before.rfind(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))).map_or(0, |at| at + 1);
    let (place, name) = before.split_at(name_at);
    let place = place.split(['?', '&']).next().unwrap_or_default().replace(".*", "");
    if before.contains("(?:") { Made::Left } else { link(place.trim_end_matches('?'), name, false) }
}

fn of_tidy(rule: &Value) -> Made {
    let host = rule["match"]["regex"].as_str().unwrap_or_default().trim_start_matches('^').replace("\\.", ".").replace("\\/", "/");
    let place = format!("https://{}", host.replace(".*.", "a."));
    match (rule["redirect"].as_str(), rule["decode"]["param"].as_str()) {
        (Some(name), _) if !name.is_empty() => link(&place, name, false),
        (_, Some(name)) if rule["decode"]["encoding"] == "base64" => link(&place, name, true),
        _ => Made::Left,
    }
}

fn rules(folder: &Path) -> BTreeMap<&'static str, Vec<(String, Made)>> {
    let folder = folder.join("g05-unwrapping");
    let text = |value: &Value| value["rule"].as_str().unwrap_or_default().to_owned();
    let ubo = lines(&folder.join("ubo-urlskip/urlskip_rules.jsonl"));
    let ubo = ubo.iter().map(|line| text(&serde_json::from_str(line).unwrap())).map(|rule| (rule.clone(), of_filter(&rule)));
    let brave = json(&folder.join("brave-debounce/debounce.json"));
    let brave = brave.as_array().unwrap().iter().flat_map(of_debounce);
    let clearurls = json(&folder.join("clearurls/data.min.json"));
    let clearurls = clearurls["providers"].as_object().unwrap().values().filter_map(|provider| provider["redirections"].as_array());
    let clearurls = clearurls.flatten().filter_map(Value::as_str).map(|pattern| (pattern.to_owned(), of_pattern(pattern)));
    let tidy = json(&folder.join("tidy-url/rules.json"));
    let tidy = tidy.as_array().unwrap().iter().filter(|rule| rule["redirect"].as_str().is_some_and(|name| !name.is_empty()) || rule["decode"].is_object());
    let tidy = tidy.map(|rule| (rule["name"].as_str().unwrap_or_default().to_owned(), of_tidy(rule)));
    BTreeMap::from([("ubo-urlskip", ubo.collect()), ("brave", brave.collect()), ("clearurls", clearurls.collect()), ("tidy-url", tidy.collect())])
}

/// Where a link leads, and by which wrapper; an empty target for a jump page that does not tell.
fn hop(link: &str) -> Option<(String, String)> {
    let chain = Classifier { catalog: &CATALOG, suffixes: &CompiledIn, moment: None }.chain(link, canonicalise(link), &[]);
    let wrapper = chain.first.wrapper.and_then(|id| CATALOG.wrapper_entry(id))?;
    let found = chain.deeper.iter().filter(|layer| layer.parent == 0 && matches!(layer.via, Via::Wrapper(_))).find_map(|layer| layer.canonical());
    Some((wrapper.named.id.clone(), found.map(CanonicalUrl::as_str).unwrap_or_default().to_owned()))
}

#[test]
fn links_made_of_other_rules_lead_to_their_target() {
    let Some(folder) = data() else { return };
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for line in own(FAILURES) {
        let (rule, reason) = line.split_once('\t').unwrap();
        assert!(!reason.trim().is_empty(), "{FAILURES}: no reason: {line}");
        known.insert(rule.to_owned(), reason.to_owned());
    }
    let mut faults = Vec::new();
    eprintln!("{:<12}{:>7}{:>7}{:>7}", "rules", "all", "made", "agree");
    for (suite, rules) in rules(&folder) {
        let mut counts = (0, 0, 0);
        for (rule, made) in rules {
            counts.0 += 1;
            let Made::Link(link) = made else { continue };
            counts.1 += 1;
            let found = hop(&link);
            let is_right = found.as_ref().is_some_and(|(_, target)| target == TARGET);
            counts.2 += usize::from(is_right);
            if is_right == known.contains_key(&hash(&rule)) {
                faults.push(format!("{suite}\t{}\t{rule}\t{link}\t{found:?}", hash(&rule)));
            }
        }
        eprintln!("{suite:<12}{:>7}{:>7}{:>7}", counts.0, counts.1, counts.2);
    }
    assert!(faults.is_empty(), "{} rules differ from {FAILURES}:\n{}", faults.len(), faults.join("\n"));
}

/// Links of one row of the table of facts: every host with its first path and parameter.
fn of_fact(cells: &[&str]) -> Vec<Made> {
    let [_, hosts, path, parameter, encoding, ..] = cells else { return Vec::new() };
    let name = parameter.split([' ', ',']).next().unwrap_or_default();
    let is_name =
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') && !matches!(name, "path" | "rest" | "fragment" | "none" | "whole" | "same");
    // Rows that say more of their paths than one word stand in testdata/unwrap/encodings.toml.
    let is_name = is_name && !["see", "contains", "and"].iter().any(|word| path.split(' ').any(|part| part == *word));
    let path = match path.split(' ').next().unwrap_or_default() {
        "path" => "web/tc".to_owned(),
        "any" => String::new(),
        path => path.trim_start_matches('/').replace("(s)", "s").replace("<token>", "x").replace("...", "x").replace("<id>", "1"),
    };
    let hosts = hosts.split([' ', '/']).filter(|host| host.contains('.') && !host.contains(['(', ')']));
    let made = hosts.map(|host| {
        let host = host.replace("*.", "a.").replace("<cc>", "com").replace("<region>", "eu");
        match (is_name, *parameter) {
            (true, _) => link(&format!("https://{host}/{path}"), name, encoding.contains("base64") && !encoding.contains("custom")),
            (false, "whole query" | "whole query string") => Made::Link(format!("https://{host}/{path}?{TARGET}")),
            _ => Made::Left,
        }
    });
    made.collect()
}

#[test]
fn every_row_of_the_table_of_facts_is_a_jump_page() {
    let Some(folder) = data() else { return };
    let rows = lines(&folder.join("../wrappers.tsv"));
    let (mut made, mut faults) = (0, Vec::new());
    for row in rows.iter().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let is_opaque = row.contains("OPAQUE") || row.contains("not confirmed");
        for case in of_fact(&cells) {
            let Made::Link(link) = case else { continue };
            made += 1;
            let target = hop(&link).map(|(_, target)| target);
            let is_right = target.as_deref().is_some_and(|target| target == TARGET || is_opaque);
            if !is_right {
                faults.push(format!("{}\t{link}\t{target:?}", cells[0]));
            }
        }
    }
    eprintln!("{} rows, {made} links made", rows.len().saturating_sub(1));
    assert!(faults.is_empty(), "{} links of rows are not followed:\n{}", faults.len(), faults.join("\n"));
}

/// The links in a text, as far as plain characters go.
fn links(text: &str) -> Vec<&str> {
    let ends = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | '}' | '`' | '\\' | '|' | '，' | '。' | '）');
    let at = text.match_indices("http").filter_map(|(at, _)| text.get(at..));
    at.filter(|rest| rest.starts_with("http://") || rest.starts_with("https://")).map(|rest| rest.split(ends).next().unwrap_or_default()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in walk(folder) {
        if entry.is_dir() { found.extend(files(&entry)) } else { found.push(entry) }
    }
    found
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = folder.read_dir().map(|entries| entries.flatten().map(|entry| entry.path()).collect()).unwrap_or_default();
    entries.sort();
    entries
}

#[test]
fn no_hop_in_ordinary_links_is_unread() {
    let Some(folder) = data() else { return };
    let reviewed: BTreeSet<String> = own(REVIEWED).into_iter().collect();
    let (mut seen, mut hops) = (BTreeSet::new(), BTreeMap::<String, Vec<String>>::new());
    for file in files(&folder.join("g07-corpora")) {
        let Ok(text) = read_text(&file) else { continue };
        for link in links(&text.replace("&amp;", "&")) {
            if seen.insert(link.to_owned())
                && let Some((wrapper, target)) = hop(link)
            {
                hops.entry(wrapper).or_default().push(format!("{link}\n      {target}"));
            }
        }
    }
    let count: usize = hops.values().map(Vec::len).sum();
    eprintln!("{} links, {count} hops by {} wrappers", seen.len(), hops.len());
    let unread: Vec<String> = hops
        .iter()
        .filter(|(id, _)| !reviewed.contains(*id))
        .map(|(id, links)| format!("{id} ({})\n   {}", links.len(), links.iter().take(400).cloned().collect::<Vec<_>>().join("\n   ")))
        .collect();
    assert!(unread.is_empty(), "not read by hand yet, and not in {REVIEWED}:\n{}", unread.join("\n"));
}

#[test]
fn generic_redirect_parameters_of_unknown_hosts_are_no_hops() {
    let Some(folder) = data() else { return };
    for line in lines(&folder.join("g05-unwrapping/skip-redirect/cases.jsonl")) {
        let case: Value = serde_json::from_str(&line).unwrap();
        let input = case["input"].as_str().unwrap();
        assert_eq!(hop(input), None, "{input}");
    }
}
