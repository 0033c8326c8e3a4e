//! Links of a running text, beside another reader of links and beside a mere count of `://`, on the same text; and links of a
//! Markdown document, extracted and judged, beside the parser alone.
//!
//! `cargo bench --bench extract` prints the time for the whole text of some megabytes; what counts are the ratios.

use std::sync::Arc;

use divan::{Bencher, black_box, counter::BytesCount};
use encoding_rs::Encoding;
use memchr::memmem;
use outlink::check::batch::RecordWriter;
use outlink::check::content::{Asked, Detail, Told, check_text};
use outlink::check::finding::Finding;
use outlink::check::measures::PLAIN;
use outlink::check::outcome::{At, LinkOutcome};
use outlink::check::plain::{PlainLink, PlainRoad, Shares};
use outlink::check::run::{Run, RunPolicy, Strictness, Threshold};
use outlink::check::standing::Standing;
use outlink::classify::builtin;
use outlink::classify::chain::Classifier;
use outlink::classify::find_codes::CodeFinder;
use outlink::engine::compile::Matcher;
use outlink::engine::view::View;
use outlink::extract::format::Format;
use outlink::extract::found::{Event, Fault};
use outlink::extract::reader::Hands;
use outlink::extract::reader::{self, read_text};
use outlink::extract::scan::links;
use outlink::extract::scan::options::Options;
use outlink::input::files::Disk;
use outlink::policy::load::Loader;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;
use pulldown_cmark::{Options as Extensions, Parser};

fn main() {
    divan::main();
}

/// A line of the text, by its number: prose and code without links, lists of links, Chinese, mail addresses.
fn line(number: usize) -> String {
    match number % 12 {
        0 => format!("* [Project {number}](https://github.com/example/project-{number}) - A small library for parsing. Fast, well tested.\n"),
        1 => format!("请看https://www.example.cn/p/{number}，复制后打开。\n"),
        2 => "The quick brown fox jumps over the lazy dog. It was late, e.g. after nine; nobody saw it. No link here at all.\n".to_owned(),
        3 => format!("let value_{number} = self.inner.get(index).map(|item| item.name.clone()); // see src/main.rs\n"),
        4 => "项目的目标是让初学者也能看懂，代码简单，文档齐全。本期共有三十个项目，来自不同的语言。\n".to_owned(),
        5 => format!("Write to user.{number}@example.com or visit example.com/{number} for more.\n"),
        6 => "## 第三章 安装\n\n先安装依赖，然后运行 `cargo build`，最后查看 target/debug 目录。\n".to_owned(),
        7 => format!("| [{number}](https://example.org/wiki/A_(b{number})) | <https://example.net/x?y={number}&z=1#top> | 1.2.{number} |\n"),
        _ => format!("Paragraph {number} goes on with words, commas, and full stops. It says nothing of note. Then it ends.\n"),
    }
}

fn text() -> String {
    (0..60_000).map(line).collect()
}

#[divan::bench(args = ["lint", "liberal", "schemes"])]
fn outlink_links(bencher: Bencher<'_, '_>, name: &str) {
    let text = text();
    let options = match name {
        "lint" => Options::LINT,
        "liberal" => Options::LIBERAL,
        _ => Options::SCHEMES,
    };
    bencher.counter(BytesCount::of_str(&text)).bench(|| links(black_box(&text), &options).count());
}

#[divan::bench(args = ["schemes", "bare"])]
fn linkify_links(bencher: Bencher<'_, '_>, name: &str) {
    let text = text();
    let mut finder = linkify::LinkFinder::new();
    finder.url_must_have_scheme(name == "schemes");
    bencher.counter(BytesCount::of_str(&text)).bench(|| finder.links(black_box(&text)).count());
}

#[divan::bench]
fn count_of_colon_slash_slash(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| memmem::find_iter(black_box(text.as_bytes()), "://").count());
}

/// What the repository holds of Markdown for its tests, and a list of links, repeated to four megabytes.
fn document() -> String {
    let pieces = [
        include_str!("../testdata/content/posts.md"),
        include_str!("../testdata/verdicts/README.md"),
        include_str!("../testdata/suites/README.md"),
        include_str!("../testdata/extract/markup/README.md"),
        include_str!("../testdata/links.txt"),
    ];
    let once = pieces.join("\n\n");
    once.repeat((4 << 20) / once.len())
}

#[divan::bench]
fn markdown_parser_alone(bencher: Bencher<'_, '_>) {
    let text = document();
    let extensions = Extensions::ENABLE_TABLES | Extensions::ENABLE_FOOTNOTES | Extensions::ENABLE_STRIKETHROUGH | Extensions::ENABLE_TASKLISTS;
    bencher.counter(BytesCount::of_str(&text)).bench(|| Parser::new_ext(black_box(&text), extensions).into_offset_iter().count());
}

#[divan::bench(args = [Format::Markdown, Format::Text])]
fn links_of_a_document(bencher: Bencher<'_, '_>, format: Format) {
    let text = document();
    let options = reader::Options::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut count = 0_usize;
        read_text(format, black_box(&text), &options, &mut |event| count += usize::from(matches!(event, Event::Link(_))));
        count
    });
}

/// Writes no records.
struct Silent;

impl Shares for Silent {}

impl RecordWriter for Silent {
    fn record(&self, _: &mut Vec<u8>, _: &str, _: &LinkOutcome<'_>) {}
}

/// Counts the links that are told.
struct Count(u64);

impl Told for Count {
    fn detail(&self) -> Detail {
        Detail::Counts
    }

    fn plain(&mut self, _: &PlainLink<'_>, _: At<'_>) {
        self.0 += 1;
    }

    fn link(&mut self, _: &LinkOutcome<'_>, _: Vec<Finding>, _: Standing) {
        self.0 += 1;
    }

    fn inside(&mut self) {}

    fn fault(&mut self, _: Fault) {}

    fn suppressions(&mut self, _: Vec<Finding>, _: u64) {}

    fn other_code(&mut self) {}

    fn encoding(&mut self, _: &'static Encoding) {}
}

#[divan::bench(args = [Format::Markdown, Format::Text])]
#[expect(clippy::expect_used, reason = "a bench without a policy measures nothing")]
fn links_of_a_document_judged(bencher: Bencher<'_, '_>, format: Format) {
    let text = document();
    let mut catalog = builtin::catalog(&CompiledIn).unwrap_or_default();
    let policy = Loader::new(&mut catalog, &Disk).load("wechat").expect("the built-in policy is valid");
    let as_of = AsOf::parse("2026-11-22").expect("a day");
    let matcher = Matcher::compile(&policy, &catalog, View::plain(&policy, as_of.instant(policy.zone))).expect("few contexts");
    let run = Run {
        classifier: Classifier { catalog: &catalog, suffixes: &CompiledIn, moment: None },
        resolver: None,
        policies: vec![RunPolicy::new(matcher, vec![0])],
        as_of,
        threshold: Threshold { fail_on: None, strictness: Strictness::Plain },
        id: String::new(),
    };
    let options = reader::Options { codes: Some(Arc::new(CodeFinder::new(&catalog))), ..reader::Options::default() };
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let mut count = Count(0);
        let mut road = PlainRoad::new(&run, &Silent);
        let asked = Asked { run: &run, measures: &PLAIN, file: &"a.md".into(), options: &options, hands: Hands::One };
        check_text(asked, Some(&mut road), format, black_box(&text), &mut count);
        count.0
    });
}
