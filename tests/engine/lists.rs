//! Users' own lists: the table of cases, and laws that hold for any text.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::collections::BTreeMap;
use std::path::Path;

use outlink::canon;
use outlink::classify::hosts::HostTable;
use outlink::classify::listed::ListReach;
use outlink::list::report::{Loaded, Why};
use outlink::list::{self, Column, Fault, Format, Naming, Request, Shelf, Target};
use outlink::suffix::CompiledIn;
use proptest::prelude::*;
use serde::Deserialize;

/// The cases that must at least be there, so that a lost file does not pass.
const LEAST_CASES: usize = 35;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Case {
    format: String,
    #[serde(default)]
    text: String,
    path: Option<String>,
    #[serde(default)]
    files: BTreeMap<String, String>,
    reach: Option<String>,
    column: Option<toml::Value>,
    entry: Option<String>,
    #[serde(default, rename = "in")]
    members: Vec<String>,
    #[serde(default, rename = "out")]
    others: Vec<String>,
    #[serde(default)]
    unsupported: Vec<String>,
    #[serde(default)]
    exceptions: usize,
    #[serde(default)]
    repeated: usize,
    #[serde(default)]
    disabled: usize,
    #[serde(default)]
    broad: usize,
    fault: Option<String>,
}

/// Files in memory.
struct Memory(BTreeMap<String, Vec<u8>>);

impl Shelf for Memory {
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        Ok(self.0.get(path).map(|bytes| (path.to_owned(), bytes.clone())))
    }

    fn names(&mut self, folder: &str) -> Result<Vec<String>, String> {
        Ok(self.0.keys().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/')).map(str::to_owned).collect())
    }
}

fn one_file(bytes: &[u8]) -> Memory {
    Memory(BTreeMap::from([("list".to_owned(), bytes.to_vec())]))
}

fn read(request: &Request, path: &str, shelf: &mut Memory, naming: Naming) -> (HostTable, Result<Loaded, Fault>) {
    let mut table = HostTable::default();
    let loaded = list::read(request, path, shelf, Target { table: &mut table, bit: 4, suffixes: &CompiledIn, naming });
    (table, loaded)
}

fn is_member(table: &HostTable, link: &str) -> bool {
    let canonical = canon::canonicalise(link).url.unwrap();
    canonical.host().is_some_and(|host| table.lookup(host, &canonical).lists == 4)
}

fn request(case: &Case) -> Request {
    let mut request = Request::plain(Format::parse(&case.format).unwrap());
    if case.reach.as_deref() == Some("exact") {
        request.reach = ListReach::Exact;
    }
    match &case.column {
        Some(toml::Value::Integer(number)) => request.column = Column::Number(usize::try_from(*number).unwrap()),
        Some(toml::Value::String(name)) => request.column = Column::Named(name.clone()),
        _ => {}
    }
    request.entry.clone_from(&case.entry);
    request
}

fn check(case: &Case) -> Vec<String> {
    let mut files: BTreeMap<String, Vec<u8>> = case.files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    files.entry("list".to_owned()).or_insert_with(|| case.text.clone().into_bytes());
    let (table, loaded) = read(&request(case), case.path.as_deref().unwrap_or("list"), &mut Memory(files), Naming::Hosts);
    let loaded = match (loaded, &case.fault) {
        (Ok(loaded), None) => loaded,
        (Err(fault), Some(said)) if fault.title.en.contains(said) => return Vec::new(),
        (Err(fault), _) => return vec![format!("it cannot be read: {}", fault.title.en)],
        (Ok(_), Some(said)) => return vec![format!("it was read, but `{said}` was expected")],
    };
    let mut wrong = Vec::new();
    for (links, expected) in [(&case.members, true), (&case.others, false)] {
        wrong.extend(links.iter().filter(|link| is_member(&table, link) != expected).map(|link| format!("{link} should be in the list: {expected}")));
    }
    let unsupported: Vec<String> = loaded.examples.iter().map(|example| format!("{} {}", example.line, example.why.as_str())).collect();
    if unsupported != case.unsupported || loaded.skipped() != unsupported.len() {
        wrong.push(format!("unsupported: {unsupported:?}, expected {:?}", case.unsupported));
    }
    for example in &loaded.examples {
        let line = example.file.text.get(..example.span.start).unwrap().matches('\n').count() + 1;
        if line != example.line {
            wrong.push(format!("`{}` stands in line {line}, not {}", example.text, example.line));
        }
    }
    let counts = (loaded.exceptions, loaded.repeated, loaded.disabled, loaded.broad);
    let expected = (case.exceptions, case.repeated, case.disabled, case.broad);
    if counts != expected {
        wrong.push(format!("exceptions, repeated, disabled, broad: {counts:?}, expected {expected:?}"));
    }
    wrong
}

#[test]
fn every_case_names_its_links_and_its_unsupported_lines() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/lists/cases.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(cases.case.len() >= LEAST_CASES, "only {} cases", cases.case.len());
    let mut failures = Vec::new();
    for (number, case) in cases.case.iter().enumerate() {
        let wrong = check(case);
        if !wrong.is_empty() {
            failures.push(format!("case {} ({}):\n  {}", number + 1, case.format, wrong.join("\n  ")));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A field of a protobuf message with bytes in it.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![number << 3 | 2, u8::try_from(bytes.len()).unwrap()];
    out.extend_from_slice(bytes);
    out
}

fn domain(kind: u8, value: &str, attributes: &[&str]) -> Vec<u8> {
    let mut message = vec![1 << 3, kind];
    message.extend(field(2, value.as_bytes()));
    attributes.iter().for_each(|attribute| message.extend(field(3, &[field(1, attribute.as_bytes()), vec![2 << 3, 1]].concat())));
    field(2, &message)
}

fn compiled() -> Vec<u8> {
    let first = [field(1, b"OTHER"), domain(2, "other.com", &[])].concat();
    let second = [
        field(1, b"SHOPS"),
        domain(2, "root.com", &["cn"]),
        domain(3, "full.com", &["cn", "ads"]),
        domain(0, "word", &[]),
        domain(1, "^x", &["cn"]),
        domain(2, "abroad.com", &[]),
        domain(2, "", &[]),
    ];
    [field(1, &first), field(1, &second.concat())].concat()
}

#[test]
fn a_compiled_file_gives_the_list_asked_for() {
    let ask = |entry: Option<&str>| {
        let request = Request { entry: entry.map(str::to_owned), ..Request::plain(Format::Geosite) };
        read(&request, "list", &mut one_file(&compiled()), Naming::Hosts)
    };
    let (table, loaded) = ask(Some("shops"));
    let loaded = loaded.unwrap();
    assert_eq!((loaded.entries, loaded.unusable), (3, BTreeMap::from([(Why::NoHost, 1), (Why::Keyword, 1), (Why::Regex, 1)])));
    for (link, expected) in [("https://a.root.com/", true), ("https://full.com/", true), ("https://a.full.com/", false), ("https://other.com/", false)] {
        assert_eq!(is_member(&table, link), expected, "{link}");
    }
    let (table, _) = ask(Some("SHOPS@cn@-ads"));
    assert!(is_member(&table, "https://root.com/") && !is_member(&table, "https://full.com/") && !is_member(&table, "https://abroad.com/"));
    let (_, fault) = ask(Some("shop"));
    assert_eq!(fault.unwrap_err().title.en, "there is no list `shop` in the file; did you mean `shops`?");
    assert!(ask(None).1.is_err());
}

#[test]
fn filings_stand_for_their_registrable_domain() {
    let text = b"www.filed.cn\nother.com.cn\ncom.cn\n192.0.2.7\n";
    let (table, loaded) = read(&Request::plain(Format::Domains), "list", &mut one_file(text), Naming::Filings);
    assert_eq!(loaded.unwrap().unusable, BTreeMap::from([(Why::NoDomain, 1)]));
    for (link, expected) in [
        ("https://filed.cn/", true),
        ("https://a.filed.cn/", true),
        ("https://a.other.com.cn/", true),
        ("https://x.com.cn/", false),
        ("http://192.0.2.7/", true),
    ] {
        assert_eq!(is_member(&table, link), expected, "{link}");
    }
}

/// Texts that look like lists.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-c]{1,2}\\.(com|example|co\\.uk)",
        Just("||a.com^".to_owned()),
        Just("@@||b.a.com^$important".to_owned()),
        Just("$ORIGIN x.".to_owned()),
        Just("CNAME .".to_owned()),
        Just("include:list @a".to_owned()),
        Just("server=/a.com/#".to_owned()),
        Just("[\"a.com\"]".to_owned()),
        Just("*.a.com".to_owned()),
        "\\PC{0,6}",
        "[ -~\n\t]{0,8}",
    ];
    proptest::collection::vec((word, prop_oneof![Just("\n"), Just(" "), Just(","), Just("/")]), 0..12)
        .prop_map(|words| words.into_iter().flat_map(|(word, end)| [word, end.to_owned()]).collect())
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(bytes in prop_oneof![text().prop_map(String::into_bytes), proptest::collection::vec(any::<u8>(), 0..200)]) {
        for format in Format::ALL {
            for entry in [None, Some("list@a".to_owned())] {
                let request = Request { entry, ..Request::plain(*format) };
                let (table, loaded) = read(&request, "list", &mut one_file(&bytes), Naming::Hosts);
                let _ = is_member(&table, "https://b.a.com/x?y");
                if let Ok(loaded) = loaded {
                    prop_assert!(loaded.examples.len() <= loaded.skipped());
                    prop_assert!(loaded.examples.iter().all(|example| example.file.text.get(example.span.start..example.span.end).is_some()));
                }
            }
        }
    }

    #[test]
    fn damaged_compiled_files_are_refused_or_read(cut in 0..200_usize, at in 0..200_usize, byte in any::<u8>()) {
        let mut bytes = compiled();
        bytes.truncate(cut.max(1));
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        let request = Request { entry: Some("shops".to_owned()), ..Request::plain(Format::Geosite) };
        let _ = read(&request, "list", &mut one_file(&bytes), Naming::Hosts);
    }

    #[test]
    fn a_list_of_domains_names_what_stands_at_or_below_one(
        names in proptest::collection::vec("([a-c]\\.){0,2}(com|example|co\\.uk)", 1..8),
        hosts in proptest::collection::vec("([a-c]\\.){0,3}(com|example|co\\.uk)", 1..8),
    ) {
        let (table, _) = read(&Request::plain(Format::Domains), "list", &mut one_file(names.join("\n").as_bytes()), Naming::Hosts);
        for host in hosts {
            let naive = names.iter().any(|name| host == *name || host.ends_with(&format!(".{name}")));
            prop_assert_eq!(is_member(&table, &format!("https://{host}/")), naive, "{} in {:?}", host, names);
        }
    }

    #[test]
    fn exceptions_beat_what_is_not_important(
        rules in proptest::collection::vec(("(@@)?", "([a-b]\\.){0,2}com", any::<bool>()), 1..8),
        hosts in proptest::collection::vec("([a-b]\\.){0,3}com", 1..6),
    ) {
        let written: Vec<String> = rules.iter().map(|(at, name, important)| format!("{at}||{name}^{}", if *important { "$important" } else { "" })).collect();
        let (table, _) = read(&Request::plain(Format::Adblock), "list", &mut one_file(written.join("\n").as_bytes()), Naming::Hosts);
        for host in hosts {
            let has = |exception: bool, important: bool| rules.iter().any(|(at, name, weight)| {
                at.is_empty() != exception && *weight == important && (host == *name || host.ends_with(&format!(".{name}")))
            });
            let expected = !has(true, true) && (has(false, true) || (has(false, false) && !has(true, false)));
            prop_assert_eq!(is_member(&table, &format!("https://{host}/")), expected, "{} in {:?}", host, written);
        }
    }
}
