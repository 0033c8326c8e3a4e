//! Links of running texts: our own table `testdata/extract/running/*.toml`, and laws that hold for every text.

#![expect(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use crate::random::cases;
use std::fs;
use std::path::Path;

use outlink::extract::scan::found::{Form, Found};
use outlink::extract::scan::links;
use outlink::extract::scan::options::{Hosts, Look, Options};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: String,
    links: Vec<String>,
    options: Option<String>,
    #[serde(rename = "note")]
    _note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    row: Vec<Row>,
}

fn rows() -> Vec<(String, Row)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/extract/running");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    let named = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().flat_map(|path| toml::from_str::<Table>(&fs::read_to_string(path).unwrap()).unwrap().row.into_iter().map(|row| (named(path), row))).collect()
}

fn options(name: Option<&str>) -> Options {
    match name {
        None => Options::LINT,
        Some("liberal") => Options::LIBERAL,
        Some("schemes") => Options::SCHEMES,
        Some("no-code") => Options { code: Look::Skip, ..Options::LINT },
        Some(other) => panic!("no options are called {other}"),
    }
}

fn shown(text: &str, options: &Options) -> Vec<String> {
    links(text, options).map(|found| format!("{} {}", found.form.name(), found.slice(text))).collect()
}

#[test]
fn every_row_has_the_links_it_says() {
    let rows = rows();
    let mut faults = Vec::new();
    for (file, row) in &rows {
        let found = shown(&row.text, &options(row.options.as_deref()));
        if found != row.links {
            faults.push(format!("{file}: {:?}\n    expected {:?}\n    found    {found:?}", row.text, row.links));
        }
    }
    assert!(faults.is_empty(), "{} of {} rows:\n{}", faults.len(), rows.len(), faults.join("\n"));
    assert!(rows.len() >= 250, "{} rows", rows.len());
}

const ALL: [Options; 4] = [Options::LINT, Options::LIBERAL, Options::SCHEMES, Options { code: Look::Skip, mail: Look::Find, ..Options::LINT }];

/// What holds for the links of every text.
fn assert_laws(text: &str) {
    for options in &ALL {
        let mut end = 0;
        for found in links(text, options) {
            assert!(found.start >= end && found.end > found.start, "{found:?} in {text:?}");
            assert!(text.get(found.start..found.end).is_some(), "{found:?} in {text:?}");
            assert!(!found.slice(text).contains(char::is_whitespace) || found.form == Form::Obfuscated, "{found:?} in {text:?}");
            end = found.end;
        }
    }
}

/// Pieces of which texts are made that come near to links.
const PIECES: &[&str] = &[
    "http://",
    "https://",
    "://",
    "//",
    ":",
    ".",
    "..",
    "/",
    "?",
    "#",
    "@",
    "a",
    "b.cn",
    "taobao.com",
    "a.b",
    "www.",
    "localhost:80",
    "1.2.3.4",
    "[::1]",
    "点",
    "。",
    "．",
    "dot",
    " dot ",
    "hxxp",
    "[.]",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "\"",
    "'",
    "`",
    "```",
    "*",
    "_",
    "~",
    "|",
    "\\",
    "\\n",
    "&amp;",
    "&gt;",
    "看",
    "中国",
    "，",
    "！",
    "“",
    "”",
    " ",
    "\n",
    "\u{200b}",
    "\u{202e}",
    "\u{feff}",
    "😀",
    "é",
    "ａ",
    "%e4",
    "-",
    "+",
    ",",
    ";",
    "=",
    "javascript:",
    "data:text/html,",
    "mailto:",
    "tel:",
    "magnet:?",
    "x@y.com",
    "com",
    ".com",
    ".中国",
    "weixin://",
    "html",
    "wiki/",
];

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn spans_are_in_order_and_slices_of_any_text(text in any::<String>()) {
        assert_laws(&text);
    }

    #[test]
    fn spans_are_in_order_and_slices_of_texts_near_links(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        assert_laws(&pieces.concat());
    }

    #[test]
    fn a_found_slice_alone_is_found_whole(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..16)) {
        let text = pieces.concat();
        for found in links(&text, &Options::SCHEMES) {
            let slice = found.slice(&text);
            let again: Vec<Found> = links(slice, &Options::SCHEMES).collect();
            // A character before a link can tell its end: without it, letters of Chinese may end it sooner.
            if slice.is_ascii() {
                prop_assert_eq!(again.first().map(|again| (again.start, again.end)), Some((0, slice.len())), "{:?} of {:?}", slice, text);
            }
        }
    }

    #[test]
    fn chinese_around_a_link_changes_nothing(before in "[看访问打开这个请]{0,5}", path in "(/[a-z0-9_%=-]{0,6}){0,3}", behind in "([，。！？、；：”）】」]|[吗复制查看了])[了的吗，]{0,3}") {
        let link = format!("https://shop.example.com{path}");
        let text = format!("{before}{link}{behind}");
        let found: Vec<Found> = links(&text, &Options::LINT).collect();
        prop_assert_eq!(found.iter().map(|found| found.slice(&text)).collect::<Vec<_>>(), vec![link.as_str()], "{}", text);
    }

    #[test]
    fn words_without_dots_colons_and_slashes_hold_no_link(text in "[a-zA-Z0-9 ,;!?()\\[\\]{}<>\"'`*_~|@#$%^&+=看中国，！\n-]{0,200}") {
        for options in [Options::LIBERAL, Options { disguised: Look::Skip, ..Options::LINT }] {
            prop_assert_eq!(shown(&text, &options), Vec::<String>::new());
        }
    }
}

/// Texts that would take a reader with a second look at the same characters quadratic time. A text takes about as long as its
/// hundred parts one by one, against a hundred times as long for such a reader; both are measured side by side, and a fifth of a
/// second is allowed for a busy machine: two looks at the same characters take many seconds.
#[test]
fn hostile_texts_take_linear_time() {
    let pieces = [
        "http://",
        "http://http://",
        ".",
        "a.",
        "a.a",
        "a@",
        "a.a@",
        "a@a.",
        ":",
        "://",
        "a://",
        "/",
        "//",
        "//a.",
        "(",
        ")",
        "()",
        "[",
        "[.]",
        "a[.]",
        "点",
        "a点",
        "a点a",
        "dot ",
        "a dot ",
        "`",
        "`` ` ",
        "```\n",
        "\\",
        "http:\\",
        "http:/",
        "中",
        "中.",
        "a.中",
        ".中",
        "http://中",
        "http://a.cn/中",
        "://中文",
        "http://a.cn/中/",
        "javascript:",
        "data:",
        "data:a",
        "1:",
        "1::",
        "&gt;",
        "'",
        "\u{200b}",
        "a\u{200b}.",
        "localhost:",
        "http[:]//",
        "hxxp://",
        "x.com@",
        "http://a@",
        "http://a:",
        "http://[",
        "。",
        "a。",
        "a。a",
        "http://a。",
        "%",
        "http://a.cn/http://",
        "http://a.cn/x?http://",
        "www.",
        "-.",
        "_.a",
    ];
    let time = |text: &str, times: usize, options: &Options| {
        let start = std::time::Instant::now();
        for _ in 0..times {
            assert!(links(text, options).count() <= text.len());
        }
        start.elapsed()
    };
    for piece in pieces {
        for options in &ALL {
            let (short, long) = (piece.repeat(1 + 300 / piece.len()), piece.repeat(100 * (1 + 300 / piece.len())));
            let is_linear = (0..3).any(|_| time(&long, 1, options) <= time(&short, 100, options) * 10 + std::time::Duration::from_millis(200));
            assert!(is_linear, "{piece:?} with {options:?}");
        }
    }
}

#[test]
fn where_hosts_are_not_looked_for_none_is_found() {
    let options = Options { hosts: Hosts::None, ..Options::LINT };
    assert_eq!(shown("taobao.com //jd.com localhost:80 a@b.com https://x.com", &options), ["url https://x.com"]);
}
