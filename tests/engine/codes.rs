//! Share codes and payment codes: every row of `testdata/codes`, and no false alarms in ordinary texts.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, clippy::print_stderr, reason = "a test that cannot go on fails, reads files and says what it skips")]

use crate::random::cases;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use outlink::canon::canonicalise;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::classify::find_codes::CodeFinder;
use outlink::classify::{builtin, codes};
use outlink::extract::format::Format;
use outlink::extract::found::Event;
use outlink::extract::reader::{FindCodes as _, Options, Words, read_text};
use outlink::extract::text::link_of_line;
use outlink::signal::Signal;
use outlink::suffix::CompiledIn;
use outlink::verdict::Kind;
use proptest::prelude::*;
use serde::Deserialize;

static CATALOG: LazyLock<Option<Catalog>> = LazyLock::new(|| builtin::catalog(&CompiledIn).ok());

#[derive(Deserialize)]
struct Rows {
    row: Vec<Row>,
}

/// One text; what a row does not name is not checked. `none` and an empty string say that there is nothing.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: String,
    kind: Option<String>,
    code: Option<String>,
    owner: Option<String>,
    host: Option<String>,
    beside: Option<String>,
}

/// What the program sees in one text.
struct Seen {
    kind: Kind,
    code: String,
    owner: String,
    host: String,
    beside: String,
    share_text: bool,
}

fn see(catalog: &Catalog, text: &str) -> Seen {
    let raw = link_of_line(text);
    let classifier = Classifier { catalog, suffixes: &CompiledIn, moment: None };
    let chain = classifier.chain(raw.text, canonicalise(raw.text), &raw.further);
    let urls: Vec<&str> = std::iter::once(raw.text).chain(raw.further.iter().copied()).collect();
    let share_text = raw.signals.contains(Signal::ShareText);
    let beside = if share_text { codes::find_beside(text, &urls, &catalog.share_codes) } else { None };
    Seen {
        kind: chain.first.kind,
        code: chain.first.code.unwrap_or("none").to_owned(),
        owner: chain.first.owner.map(|owner| catalog.owner_name(owner)).unwrap_or_default().to_owned(),
        host: chain.first.host().unwrap_or_default().to_owned(),
        beside: beside.map(|code| code.id.clone()).unwrap_or_default(),
        share_text,
    }
}

#[test]
fn every_text_of_the_tables_is_seen_as_it_says() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let mut rows = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/codes")).unwrap() {
        let path = entry.unwrap().path();
        let table: Rows = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for row in table.row {
            rows += 1;
            let seen = see(&catalog, &row.text);
            let pairs = [
                ("kind", row.kind, seen.kind.as_str().to_owned()),
                ("code", row.code, seen.code),
                ("owner", row.owner, seen.owner),
                ("host", row.host, seen.host),
                ("beside", row.beside.clone(), seen.beside),
            ];
            for (what, wanted, found) in pairs {
                if wanted.as_ref().is_some_and(|wanted| *wanted != found) {
                    wrong.push(format!("{}: `{}`: {what} is `{found}`, not `{}`", path.display(), row.text, wanted.unwrap_or_default()));
                }
            }
            if row.beside.is_some() && !seen.share_text {
                wrong.push(format!("{}: `{}` is not seen as a share text", path.display(), row.text));
            }
        }
    }
    assert!(rows >= 300, "{rows} rows");
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is told of a text as content: each link with what it is and its code, if it has one.
fn told(catalog: &Catalog, format: Format, text: &str) -> Vec<(String, Kind, Option<String>)> {
    let options = Options { codes: Some(Arc::new(CodeFinder::new(catalog))), ..Options::default() };
    let classifier = Classifier { catalog, suffixes: &CompiledIn, moment: None };
    let mut told = Vec::new();
    let mut end = 0;
    read_text(format, text, &options, &mut |event| {
        let Event::Link(found) = event else { return };
        if let (Format::Text, Some(span)) = (format, found.span) {
            assert_eq!(text.get(span.start..span.end), Some(found.text.as_ref()), "{text}");
            assert!(end <= span.start, "{text}: {} overlaps what is before it", found.text);
            end = span.end;
        }
        let layer = classifier.chain(&found.text, canonicalise(&found.text), &[]).first;
        told.push((found.text.to_string(), layer.kind, layer.code.map(str::to_owned)));
    });
    told
}

/// Codes that are told only in lists, and not beside a link that stands between a code and the word it needs.
const LISTS_ONLY: [&str; 3] = ["wechat-payer", "alipay-payer", "unionpay-payer"];

#[test]
fn every_text_of_the_tables_is_seen_in_content_as_it_is_in_a_list() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let mut wrong = Vec::new();
    let mut rows = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/codes")).unwrap() {
        let table: Rows = toml::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        for row in table.row {
            let seen = see(&catalog, &row.text);
            if LISTS_ONLY.contains(&seen.code.as_str()) {
                continue;
            }
            rows += 1;
            let told = told(&catalog, Format::Text, &row.text);
            let codes: Vec<&str> = told.iter().filter_map(|(_, _, code)| code.as_deref()).collect();
            let is_right = if seen.code == "none" && seen.beside.is_empty() {
                codes.is_empty()
            } else if seen.code == "none" {
                told.iter().any(|(_, kind, _)| *kind == Kind::Web)
            } else {
                told.iter().any(|(_, kind, code)| *kind == seen.kind && code.as_ref() == Some(&seen.code))
            };
            if !is_right {
                wrong.push(format!("`{}`: {:?} {}, and in content {told:?}", row.text, seen.kind, seen.code));
            }
        }
    }
    assert!(rows >= 300, "{rows} rows");
    assert!(wrong.is_empty(), "{} of {rows} rows:\n{}", wrong.len(), wrong.join("\n"));
}

/// A format, a text in it, and what is told of it: each link or code with its kind.
type Told<'r> = (Format, &'r str, &'r [(&'r str, &'r str)]);

/// Content of each format with what is told of it: links with the codes they are, `-` where they are none.
#[test]
fn codes_are_told_in_every_format_and_beside_links() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let classic = ("￥aB3dE5gH7jK￥", "taobao-classic");
    let rows: &[Told<'_>] = &[
        (Format::Text, "看 https://a.cn/x ￥aB3dE5gH7jK￥ 复制\n下一行 ￥aB3dE5gH7jK￥", &[("https://a.cn/x", "-"), classic, classic]),
        (Format::Text, "https://a.cn/?k=$aB3dE5gH7jK$", &[("https://a.cn/?k=$aB3dE5gH7jK$", "-")]),
        (Format::Text, "福袋互助 60000000，另一个 70000000", &[("互助 60000000", "pinduoduo-lucky-bag")]),
        (Format::Text, "福袋\n60000000", &[]),
        (Format::Text, "点这个 #小程序://大众点评/aB3dE5g，一起拼", &[("#小程序://大众点评/aB3dE5g", "wechat-short-form")]),
        (Format::Text, "103943699192200119", &[]),
        (Format::Markdown, "# 标题\n\n复制 **￥aB3dE5gH7jK￥** 打开", &[classic]),
        (Format::Html, "<p>复制 &yen;aB3dE5gH7jK&yen; 打开", &[("¥aB3dE5gH7jK¥", "taobao-classic")]),
        (Format::Xml, "<m>￥aB3dE5gH7jK￥</m>", &[classic]),
        (Format::Json, r#"{"a":"\uffe5aB3dE5gH7jK\uffe5","n":"103943699192200119"}"#, &[classic]),
        (Format::Jsonl, "{\"a\":\"￥aB3dE5gH7jK￥\"}\n", &[classic]),
        (Format::Yaml, "a: ￥aB3dE5gH7jK￥\n", &[classic]),
        (Format::Toml, "a = '￥aB3dE5gH7jK￥'\n", &[classic]),
        (Format::Csv, "name,text\n甲,复制 ￥aB3dE5gH7jK￥ 打开\n", &[classic]),
        (Format::Rst, "复制 ￥aB3dE5gH7jK￥ 打开\n", &[classic]),
        (Format::Asciidoc, "复制 ￥aB3dE5gH7jK￥ 打开\n", &[classic]),
        (Format::Latex, "复制 ￥aB3dE5gH7jK￥ 打开\n", &[classic]),
    ];
    for (format, text, wanted) in rows {
        let told = told(&catalog, *format, text);
        let told: Vec<(&str, &str)> = told.iter().map(|(text, _, code)| (text.as_str(), code.as_deref().unwrap_or("-"))).collect();
        assert_eq!(told, *wanted, "{format:?} {text}");
    }
}

/// A line of a list tells at most one code, and so may a hostile text; many of them take time in proportion.
#[test]
fn many_codes_and_what_only_begins_like_one_end() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let many = "￥aB3dE5gH7jK￥ ".repeat(20_000);
    assert_eq!(told(&catalog, Format::Text, &many).len(), 20_000);
    for piece in ["￥", "$", "￥aB3dE5gH7jK", "啊 ", "口令", ":/", "A:/ ", "#小程序://", "(aB3dE5gH7jK", "支付宝搜索"] {
        let _ = told(&catalog, Format::Text, &format!("口令 福袋 红包 aB3dE5gH7jK {}", piece.repeat(20_000)));
    }
}

#[test]
fn every_share_code_and_payment_code_of_the_catalog_has_a_row() {
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/codes");
    let mut seen = std::collections::BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let table: Rows = toml::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
        seen.extend(table.row.into_iter().flat_map(|row| [row.code, row.beside]).flatten());
    }
    let ids = catalog.share_codes.iter().map(|code| &code.id);
    let ids = ids.chain(catalog.prefixes.iter().map(|prefix| &prefix.id)).chain(catalog.payer_codes.iter().map(|code| &code.id));
    let missing: Vec<&String> = ids.filter(|id| !seen.contains(*id)).collect();
    assert!(missing.is_empty(), "no row in testdata/codes for {missing:?}");
}

proptest! {
    /// Whatever a text holds, looking for codes ends, and a code stays one with words around it that hold no sign.
    #[test]
    fn looking_never_fails_and_words_around_change_nothing(
        text in "[￥$👈🗝\u{fe0f}啊:/Z#@!！()（）a-zA-Z0-9 ]{0,40}",
        before in "[一-龥]{0,6}",
        code in "[A-Z][a-z]{5}[0-9]{5}",
    ) {
        let catalog = CATALOG.as_ref().unwrap();
        let _ = see(catalog, &text);
        let seen = see(catalog, &format!("{before}￥{code}￥{before}"));
        prop_assert_eq!((seen.kind, seen.code.as_str()), (Kind::ShareCode, "taobao-classic"));
        let longer = see(catalog, &format!("{before} ￥{code}x￥ {before}"));
        prop_assert_eq!(longer.code.as_str(), "none");
    }
}

fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no corpora in {}; name their folder in OUTLINK_DATA", folder.display());
    None
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The share of lines in which a code is seen, bare or beside a URL, may be one in a thousand. The corpora hold
/// articles, link lists and short messages; none of them is a place where people share codes.
#[test]
fn ordinary_texts_raise_no_alarm() {
    const ALLOWED_PER_THOUSAND: usize = 1;
    let Some(data) = data() else { return };
    let catalog = builtin::catalog(&CompiledIn).unwrap();
    let mut paths = Vec::new();
    for entry in fs::read_dir(data.join("g07-corpora/corpora")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("zh-") || name.starts_with("csv-chinese") {
            files(&path, &mut paths);
        }
    }
    let mut corpora = vec![("short messages", Vec::new()), ("Chinese texts", Vec::new())];
    let messages = fs::read_to_string(data.join("g08-labelled-urls/sms-spam/sms.jsonl")).unwrap();
    corpora[0].1.extend(messages.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned()));
    for path in paths {
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        corpora[1].1.extend(text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned));
    }
    let finder = CodeFinder::new(&catalog);
    for (name, lines) in corpora {
        let alarms: Vec<String> = lines
            .iter()
            .filter_map(|line| {
                let seen = see(&catalog, line);
                let code = if seen.kind == Kind::ShareCode || seen.kind == Kind::PaymentCode { seen.code } else { seen.beside };
                let links: Vec<_> =
                    outlink::extract::scan::links(line, &outlink::extract::scan::options::Options::LINT).map(|found| found.start..found.end).collect();
                let in_content = finder.codes(line, &links, Words::Perhaps).first().and_then(|range| line.get(range.clone())).unwrap_or_default().to_owned();
                let code = if code.is_empty() { in_content } else { code };
                (!code.is_empty()).then(|| format!("{code}: {}", line.chars().take(120).collect::<String>()))
            })
            .collect();
        eprintln!("{name}: {} false alarms in {} lines", alarms.len(), lines.len());
        assert!(lines.len() > 1000, "{name}: only {} lines", lines.len());
        assert!(alarms.len() * 1000 <= lines.len() * ALLOWED_PER_THOUSAND, "{name}:\n{}", alarms.join("\n"));
    }
}

/// Pieces of texts with codes: marks, runs of letters and digits of lengths around those of codes, words that codes need, and others.
const PIECES: [&str; 34] = [
    "￥",
    "¥",
    "$",
    "＄",
    "(",
    "（",
    ")/",
    "）/",
    "！",
    "!",
    "%",
    "@",
    "/",
    ":/",
    "Z:/",
    "#",
    "😆",
    "💰",
    "→",
    "微信",
    "啊",
    "abc12DEF34g",
    "aB3dE5gH7jK9",
    "aB3dE5gH7j",
    "JavaScript",
    "aB3dE5gH7jK9mN1",
    "500000000",
    "口令",
    "小红书",
    "支付宝搜索",
    "红包",
    " ",
    "字",
    "\n",
];

proptest! {
    #![proptest_config(cases(512))]

    /// The quick look over a text passes over no line that holds a code.
    #[test]
    fn a_code_is_found_where_its_line_alone_has_one(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..14)) {
        let Some(catalog) = CATALOG.as_ref() else { return Err(TestCaseError::fail("no catalog")) };
        let finder = CodeFinder::new(catalog);
        let text = pieces.concat();
        let found = finder.codes(&text, &[], Words::Perhaps);
        let mut start = 0;
        for line in text.split('\n') {
            let end = start + line.len();
            let is_found = found.iter().any(|code| start <= code.start && code.end <= end);
            prop_assert_eq!(is_found, codes::find(line, &catalog.share_codes).is_some(), "{:?} in {:?}: {:?}", line, text, found);
            start = end + 1;
        }
    }
    /// A part of a text that overlaps none of the words seen in the text holds just the codes that need none.
    #[test]
    fn words_seen_in_a_text_are_all_that_its_parts_have(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 1..14), cut in 0_usize..60, length in 0_usize..60) {
        let Some(catalog) = CATALOG.as_ref() else { return Err(TestCaseError::fail("no catalog")) };
        let finder = CodeFinder::new(catalog);
        let text = pieces.concat();
        let at_or_before = |byte: usize| (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let start = at_or_before(cut);
        let end = at_or_before(start + length);
        let part = text.get(start..end).unwrap();
        let seen = finder.words(&text);
        let has_words = seen.starts.iter().any(|at| *at < end && at + seen.longest > start);
        let words = if has_words { Words::Perhaps } else { Words::None };
        prop_assert_eq!(finder.codes(part, &[], words), finder.codes(part, &[], Words::Perhaps), "{:?} of {:?}", part, text);
    }
}
