//! Links of a running text, beside another reader of links and beside a mere count of `://`, on the same text.
//!
//! `cargo bench --bench extract` prints the time for the whole text of some megabytes; what counts are the ratios.

use divan::{Bencher, black_box, counter::BytesCount};
use memchr::memmem;
use outlink::extract::scan::links;
use outlink::extract::scan::options::Options;

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
