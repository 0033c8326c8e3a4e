//! Readers of markup: rows of our own, and laws that hold for any text.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use outlink::extract::format::Format;
use outlink::extract::found::{Event, Place};
use outlink::extract::reader::{Code, Options, read_stream, read_text};
use proptest::prelude::*;
use serde::Deserialize;

const FORMATS: [Format; 6] = [Format::Markdown, Format::Html, Format::Xml, Format::Rst, Format::Asciidoc, Format::Latex];

#[derive(Debug, Deserialize)]
struct File {
    row: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    source: String,
    code: Option<String>,
    links: Vec<Link>,
    #[serde(default)]
    comments: Vec<String>,
    #[serde(default)]
    faults: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    role: String,
    slice: String,
    means: Option<String>,
    shown: Option<String>,
    leads: Option<String>,
}

/// What a reader told of a text.
#[derive(Debug, Default, PartialEq)]
struct Told {
    links: Vec<Link>,
    comments: Vec<String>,
    faults: Vec<String>,
}

fn options(code: Option<&str>) -> Options {
    Options { code: if code == Some("skip") { Code::Skip } else { Code::Read }, ..Options::default() }
}

/// The line and column of a byte, counted from the beginning.
fn line_and_column(text: &str, byte: usize) -> (u64, usize) {
    let before = &text.as_bytes()[..byte];
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    (line, text.get(start..byte).unwrap().chars().count() + 1)
}

/// Reads a text and holds what is told to the laws: spans are slices, they ascend, and places are theirs.
fn told(format: Format, text: &str, options: &Options) -> Told {
    let mut told = Told::default();
    let mut last = 0;
    let mut check = |span: outlink::source::Span, place: Place| {
        let slice = text.get(span.start..span.end).map(str::to_owned);
        assert!(slice.is_some(), "{span:?} is no slice of {text:?}");
        assert!(span.start >= last, "{span:?} stands before {last} in {text:?}");
        last = span.start;
        assert_eq!((place.line, place.column), line_and_column(text, span.start), "{span:?} of {text:?}");
        slice.unwrap()
    };
    read_text(format, text, options, &mut |event| match event {
        Event::Link(link) => {
            let slice = check(link.span.unwrap(), link.place.unwrap());
            let means = (slice != link.text).then(|| link.text.to_string());
            told.links.push(Link {
                role: link.role.as_str().to_owned(),
                slice,
                means,
                shown: link.shown.map(|shown| shown.into_owned()),
                leads: link.resolved,
            });
        }
        Event::Comment(comment) => {
            check(comment.span.unwrap(), comment.place);
            told.comments.push(comment.text.into_owned());
        }
        Event::Fault(fault) => told.faults.push(fault.kind.as_str().to_owned()),
    });
    told
}

fn rows(format: Format) -> Vec<Row> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/extract/markup/{}.toml", format.as_str()));
    toml::from_str::<File>(&fs::read_to_string(path).unwrap()).unwrap().row
}

#[test]
fn rows_of_every_format() {
    let (mut faults, mut links) = (Vec::new(), 0);
    for format in FORMATS {
        for row in rows(format) {
            let found = told(format, &row.source, &options(row.code.as_deref()));
            // A base that comes too late still has a form of its own by the first.
            let wanted: Vec<Link> = row.links.iter().map(|link| Link { leads: link.leads.clone().filter(|leads| !leads.is_empty()), ..link.clone() }).collect();
            links += wanted.len();
            let wanted = Told { links: wanted, comments: row.comments, faults: row.faults };
            if found != wanted {
                faults.push(format!("{}: {:?}\n  wanted {wanted:?}\n  found  {found:?}", format.as_str(), row.source));
            }
        }
    }
    assert!(faults.is_empty(), "{} rows differ:\n{}", faults.len(), faults.join("\n"));
    assert!(links >= 200, "only {links} links");
}

#[test]
fn a_document_cut_at_any_byte_is_read_as_far_as_it_goes() {
    for format in FORMATS {
        for row in rows(format) {
            for beginning in (0..row.source.len()).filter_map(|end| row.source.get(..end)) {
                told(format, beginning, &Options::default());
            }
        }
    }
}

/// Texts made of what means something to one of the formats.
fn markup() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("https://a.cn/b"),
        Just("//a.cn"),
        Just("["),
        Just("]"),
        Just("]("),
        Just(")"),
        Just("!["),
        Just("<"),
        Just(">"),
        Just("<a href=\""),
        Just("\">"),
        Just("</a>"),
        Just("<!--"),
        Just("-->"),
        Just("<script>"),
        Just("</script>"),
        Just("<style>"),
        Just("</style>"),
        Just("url("),
        Just("&amp;"),
        Just("&#x41;"),
        Just("&not"),
        Just("&"),
        Just("`"),
        Just("``"),
        Just("```\n"),
        Just("\n"),
        Just("\r\n"),
        Just("    "),
        Just("> "),
        Just("- "),
        Just("\\"),
        Just("\\url{"),
        Just("}"),
        Just("%"),
        Just(".. "),
        Just("::"),
        Just("_"),
        Just("*"),
        Just("link:"),
        Just("image::"),
        Just("[x]: "),
        Just("---\n"),
        Just("| a |\n|---|\n"),
        Just("<![CDATA["),
        Just("]]>"),
        Just("<svg>"),
        Just("<title>"),
        Just("<base href=https://b.cn/>"),
        Just("srcset=\""),
        Just("style='"),
        Just("中"),
        Just("\u{feff}"),
        Just("\0"),
        Just("a"),
        Just(" "),
        Just("\""),
        Just("'"),
    ];
    prop::collection::vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_slice_and_ascend_in_any_text(text in markup()) {
        for format in FORMATS {
            told(format, &text, &Options::default());
        }
    }

    #[test]
    fn a_destination_of_markdown_is_found_again(path in "[a-z(\\\\)&;<_*\\[\\]]{0,12}", title in prop::option::of("[a-z ]{0,5}")) {
        let title = title.map_or(String::new(), |title| format!(" \"{title}\""));
        let text = format!("x [y](https://a.cn/{path}{title}) z");
        told(Format::Markdown, &text, &Options::default());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_stream_of_html_is_what_the_whole_is(text in markup(), again in 1_usize..60) {
        // Several windows long, so that some of it is cut.
        let long = format!("{text} {}", "<p>x <a href=https://a.cn>y</a> ".repeat(20_000 / again));
        let long = long.repeat(again.min(3));
        let mut whole = Vec::new();
        read_text(Format::Html, &long, &Options::default(), &mut |event| whole.push(format!("{event:?}")));
        let mut parts = Vec::new();
        read_stream(Format::Html, long.as_bytes(), &Options::default(), &mut |event| parts.push(format!("{event:?}"))).unwrap();
        prop_assert_eq!(whole.len(), parts.len());
        prop_assert!(whole == parts);
    }
}

#[test]
fn hostile_texts_take_time_in_proportion() {
    // Without optimisation a quarter is enough: time to the square of that is minutes.
    let length = if cfg!(debug_assertions) { 1 << 18 } else { 1 << 20 };
    let long = |part: &str| part.repeat(length / part.len());
    let nested = |part: &str| (0..200).map(|depth| format!("{}{part}https://a.cn\n", "  ".repeat(depth))).collect::<String>();
    let texts = [
        long("["),
        long("]("),
        long("<a "),
        long("!["),
        long("![]("),
        long("<"),
        long("<!--"),
        long("<a href="),
        long("&"),
        long("`"),
        long("``a"),
        long("<svg>"),
        long("<script>"),
        long("<a b>"),
        long("a="),
        long("<![CDATA["),
        long("\\url{"),
        long("\\begin{verbatim}"),
        long("https://a.cn/%41"),
        long("%41"),
        long(".. "),
        long("..\n"),
        long("`a <"),
        long("link:a"),
        long("link:a[b] "),
        long("[a]: b\n"),
        long("*a_"),
        long("<a href=https://a.cn>"),
        format!("<a {}>", long("href=x ")),
        long("a\n::\n\n b\n"),
        nested("- "),
        nested("> "),
        long("[a](b "),
        "> ".repeat(200) + &long("a "),
        long("<p srcdoc='"),
        long("<!--[if]>"),
        long("|a"),
        long("[^a]: "),
        long("---\n"),
    ];
    for text in &texts {
        for format in FORMATS {
            let begin = Instant::now();
            read_text(format, text, &Options::default(), &mut |_| {});
            let time = begin.elapsed();
            assert!(time < Duration::from_secs(20), "{} takes {time:?} for {:?}", format.as_str(), text.get(..20));
        }
    }
}
