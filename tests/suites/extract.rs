//! Links in running text measured on other people's tables.
//!
//! The tables are not in this repository. They are looked for in the folder named by `OUTLINK_DATA`, else in `../shared/data`;
//! without it the test says so loudly and passes. `testdata/suites/extract-floors.txt` holds for each table how many of its
//! cases agree: fewer fail the test, and so do more, so that the numbers only rise.

#![expect(clippy::expect_used, clippy::disallowed_methods, clippy::print_stderr, reason = "a test that cannot go on fails, reads files and prints its table")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use outlink::extract::scan::found::Form;
use outlink::extract::scan::links;
use outlink::extract::scan::options::Options;
use regex::Regex;
use serde_json::Value;

/// A text and the links that others find in it.
struct Case {
    input: String,
    expected: Vec<String>,
}

/// How much of an answer is compared.
#[derive(Clone, Copy)]
enum Compared {
    /// The set of all links.
    Set,
    /// The first link only: the table tells no more.
    First,
}

struct Table {
    name: &'static str,
    compared: Compared,
    cases: Vec<Case>,
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let folder = folder.join("g03-link-extraction");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no tables in {}; name the data folder in OUTLINK_DATA", folder.display());
    None
}

fn rows(folder: &Path, name: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder.join(name)).expect("a table can be read");
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect()
}

fn text<'v>(row: &'v Value, key: &str) -> &'v str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

fn strings(value: Option<&Value>) -> Vec<String> {
    value.and_then(Value::as_array).map(|list| list.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
}

fn is_empty(row: &Value, key: &str) -> bool {
    row.get(key).and_then(Value::as_array).is_none_or(Vec::is_empty)
}

fn case(input: &str, expected: Vec<String>) -> Case {
    Case { input: input.to_owned(), expected }
}

fn twitter(folder: &Path, file: &str) -> Vec<Case> {
    rows(folder, file).iter().map(|row| case(text(row, "input"), strings(row.get("urls")))).collect()
}

/// Tables that tell only the first link; those whose answer is a mail address are left out.
fn first_matches(rows: &[Value]) -> Vec<Case> {
    let is_mail = |first: &&str| first.contains('@') && !first.contains("://");
    let judged = rows.iter().filter(|row| row.get("first_match").and_then(Value::as_str).filter(is_mail).is_none());
    judged.map(|row| case(text(row, "input"), row.get("first_match").and_then(Value::as_str).map(str::to_owned).into_iter().collect())).collect()
}

fn linkify_rs(folder: &Path, bare: bool) -> Vec<Case> {
    let rows = rows(folder, "linkify-rs/cases.jsonl");
    let is_bare = |row: &Value| text(row, "file") == "domains" || text(row, "mode").contains("without_protocol");
    let judged = rows.iter().filter(|row| text(row, "file") != "email" && is_bare(row) == bare && !row.get("links").is_some_and(Value::is_null));
    judged.map(|row| case(text(row, "input"), strings(row.get("links")))).collect()
}

/// Tables with links and mail addresses apart; cases with mail addresses alone are left out.
fn apart(rows: &[Value]) -> Vec<Case> {
    let judged = rows.iter().filter(|row| !is_empty(row, "urls") || is_empty(row, "emails"));
    judged.map(|row| case(text(row, "input"), strings(row.get("urls")))).collect()
}

fn bluesky(folder: &Path) -> Vec<Case> {
    let rows = rows(folder, "bluesky-richtext/link_facets.jsonl");
    let mentions = |row: &Value| row.get("segments").is_some_and(|segments| segments.to_string().contains("did:fake"));
    let judged = rows.iter().filter(|row| !is_empty(row, "urls") || !mentions(row));
    judged
        .map(|row| {
            let urls = row.get("urls").and_then(Value::as_array).map(|urls| urls.iter().map(|url| text(url, "text").to_owned()).collect());
            case(text(row, "input"), urls.unwrap_or_default())
        })
        .collect()
}

/// The tests of options, of limits and of mail addresses are left out.
fn urlextract(folder: &Path) -> Vec<Case> {
    let rows = rows(folder, "urlextract/cases.jsonl");
    let is_option = |row: &Value| {
        let (file, test) = (text(row, "file"), text(row, "test"));
        let of_lists = ["permit", "ignore", "limit", "allow"].iter().any(|word| file.contains(word));
        let of_options = ["schema_only", "custom", "enabled", "mixed_case_disabled", "has_urls", "unique"].iter().any(|word| test.contains(word));
        of_lists || of_options || !row.get("expected").is_some_and(Value::is_array)
    };
    let link = |value: &Value| value.as_str().or_else(|| value.get(0).and_then(Value::as_str)).map(str::to_owned);
    let judged = rows.iter().filter(|row| !is_option(row));
    judged
        .map(|row| {
            let expected = row.get("expected").and_then(Value::as_array).map(|list| list.iter().filter_map(link).collect());
            case(text(row, "input"), expected.unwrap_or_default())
        })
        .collect()
}

/// The linked spans of a text, by laying the linked HTML over it: what stands outside of anchors must be the text itself.
fn aligned(input: &str, html: &str, anchors: &Regex) -> Option<Vec<String>> {
    let mut between = Vec::new();
    let mut shown = Vec::new();
    let mut last = 0;
    for found in anchors.captures_iter(html) {
        let whole = found.get(0)?;
        between.push(html.get(last..whole.start())?);
        shown.push(html_escape::decode_html_entities(found.get(1)?.as_str()).into_owned());
        last = whole.end();
    }
    let tail = html.get(last..)?;
    let (mut at, mut spans) = (0, Vec::new());
    for (index, anchor) in shown.iter().enumerate() {
        let head = between.get(index).copied()?;
        let start = input.get(at..)?.starts_with(head).then_some(at + head.len())?;
        let next = between.get(index + 1).copied();
        let end = match next {
            None => input.ends_with(tail).then_some(input.len() - tail.len())?,
            Some("") => input.get(start..)?.find(anchor.as_str())? + start + anchor.len(),
            Some(next) => input.get(start + anchor.len()..)?.find(next)? + start + anchor.len(),
        };
        spans.push(input.get(start..end)?.to_owned());
        at = end;
    }
    (!shown.is_empty() || input == html).then_some(spans)
}

/// Cases that give linked HTML. Those with HTML or entities in the input, with links of other kinds, or with options that
/// change what is linked are left out.
fn html_cases(rows: &[Value], is_left_out: impl Fn(&Value) -> bool) -> Vec<Case> {
    let anchors = Regex::new(r#"(?s)<a [^>]*>(.*?)</a>"#).expect("a pattern");
    let entities = Regex::new(r"&#?\w+;").expect("a pattern");
    let judged = rows.iter().filter(|row| {
        let (input, html) = (text(row, "input"), text(row, "html"));
        let is_markup = input.contains('<') || entities.is_match(input);
        !is_markup && !html.contains("href=\"mailto:") && !html.contains("href=\"tel:") && !is_left_out(row)
    });
    judged.filter_map(|row| Some(case(text(row, "input"), aligned(text(row, "input"), text(row, "html"), &anchors)?))).collect()
}

fn autolinker(folder: &Path, part: &str) -> Vec<Case> {
    let rows = rows(folder, "autolinker-js/cases.jsonl");
    let option = |row: &Value, name: &str| row.get("options").and_then(|options| options.get(name)).cloned().unwrap_or(Value::Null);
    html_cases(&rows, |row| {
        let is_combined = text(row, "suite").contains("combination") && !text(row, "suite").contains("combination matches");
        let own = match (is_combined, text(row, "file").contains("protocol-relative")) {
            (false, _) => "hand",
            (true, false) => "comb",
            (true, true) => "comb //",
        };
        let is_on = |name: &str| matches!(option(row, name), Value::Bool(true) | Value::String(_) | Value::Object(_));
        let changes = matches!(option(row, "urls"), Value::Object(_) | Value::Bool(false))
            || ["truncate", "sanitizeHtml", "email", "phone", "mention", "hashtag"].iter().any(|name| is_on(name));
        own != part || changes
    })
}

fn bleach(folder: &Path) -> Vec<Case> {
    let rows = rows(folder, "bleach-linkify/cases.jsonl");
    html_cases(&rows, |row| row.get("options").is_some_and(|options| options.get("parse_email").is_some()))
}

fn tables(folder: &Path) -> Vec<Table> {
    let set = |name, cases| Table { name, compared: Compared::Set, cases };
    let first = |name, cases| Table { name, compared: Compared::First, cases };
    let relaxed: Vec<Value> = rows(folder, "xurls/cases.jsonl").into_iter().filter(|row| !text(row, "suite").starts_with("Strict")).collect();
    vec![
        set("twitter extract_urls", twitter(folder, "twitter-text/extract_urls.jsonl")),
        set("twitter tlds", twitter(folder, "twitter-text/tlds.jsonl")),
        first("linkify-it cases", first_matches(&rows(folder, "linkify-it/cases.jsonl"))),
        set("linkify-rs scheme-only", linkify_rs(folder, false)),
        set("linkify-rs bare", linkify_rs(folder, true)),
        set("linkifyjs tokens", apart(&rows(folder, "linkifyjs/tokens.jsonl"))),
        set("autolinker hand", autolinker(folder, "hand")),
        set("autolinker comb", autolinker(folder, "comb")),
        set("autolinker comb //", autolinker(folder, "comb //")),
        set("bleach", bleach(folder)),
        set("urlextract", urlextract(folder)),
        first("xurls relaxed", first_matches(&relaxed)),
        set("tdlib find_urls", apart(&rows(folder, "tdlib/find_urls.jsonl"))),
        set("bluesky", bluesky(folder)),
    ]
}

/// What we find: links, but for mail addresses and scripts, which no table asks for.
fn found<'t>(input: &'t str, options: &Options) -> Vec<&'t str> {
    links(input, options).filter(|link| !matches!(link.form, Form::Mail | Form::Script)).map(|link| link.slice(input)).collect()
}

fn agrees(case: &Case, compared: Compared, options: &Options) -> bool {
    let found = found(&case.input, options);
    match compared {
        Compared::First => found.first().copied() == case.expected.first().map(String::as_str),
        Compared::Set => found.into_iter().collect::<BTreeSet<_>>() == case.expected.iter().map(String::as_str).collect(),
    }
}

/// For each table how many cases it had and how many agreed, and the best that another implementation reached, in percent.
fn floors() -> BTreeMap<String, (usize, usize, f64)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/suites/extract-floors.txt");
    let text = fs::read_to_string(path).expect("the floors can be read");
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            let number = |at: usize| fields.get(at).and_then(|field: &&str| field.parse().ok()).expect("a number");
            (
                fields.first().copied().unwrap_or_default().to_owned(),
                (number(1), number(2), fields.get(3).and_then(|field| field.parse().ok()).expect("a percentage")),
            )
        })
        .collect()
}

#[test]
fn the_tables_agree_at_least_as_much_as_with_the_best_other_reader() {
    let Some(folder) = data() else { return };
    let (floors, shows) = (floors(), std::env::var("OUTLINK_SHOW").unwrap_or_default());
    let mut faults = Vec::new();
    eprintln!("{:<24} {:>6} {:>9} {:>9} {:>9} {:>9}", "table", "cases", "liberal", "best else", "lint", "schemes");
    for table in tables(&folder) {
        let count = |options: &Options| table.cases.iter().filter(|case| agrees(case, table.compared, options)).count();
        let (agreeing, all) = (count(&Options::LIBERAL), table.cases.len());
        let percent = |count: usize| 100.0 * f64::from(u32::try_from(count).unwrap_or(u32::MAX)) / f64::from(u32::try_from(all.max(1)).unwrap_or(1));
        let (cases, floor, best) = floors.get(table.name).copied().unwrap_or((0, 0, 100.0));
        eprintln!(
            "{:<24} {all:>6} {:>9.1} {best:>9.1} {:>9.1} {:>9.1}",
            table.name,
            percent(agreeing),
            percent(count(&Options::LINT)),
            percent(count(&Options::SCHEMES))
        );
        if cases == all && agreeing != floor {
            faults.push(format!("{}: {agreeing} of {all} agree, the floor says {floor}", table.name));
        }
        if percent(agreeing) + 0.05 < best {
            faults.push(format!("{}: {:.1} %, others reach {best}", table.name, percent(agreeing)));
        }
        if !shows.is_empty() && (shows == "all" || table.name.contains(&shows)) {
            for case in table.cases.iter().filter(|case| !agrees(case, table.compared, &Options::LIBERAL)) {
                eprintln!("    {:?}\n        expected {:?}\n        found    {:?}", case.input, case.expected, found(&case.input, &Options::LIBERAL));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}
