//! From a page's file to the page; every fault is collected.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::{Example, ExampleLink, Fact, Level, Need, PADDING_LIMIT, Page};
use crate::diag::Diagnostic;
use crate::document::{self, table::Table};
use crate::message::Text;
use crate::signal::Signal;
use crate::source::SourceFile;
use crate::verdict::Grade;

/// How deep a layer an example may name; a chain has fewer.
const LAYER_LIMIT: i64 = 64;

/// Reads the page of one signal.
///
/// # Errors
/// Every fault of the file, in no promised order.
pub fn page(file: &SourceFile) -> Result<Page, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let page = document::read(file, &mut problems, root);
    match page {
        Some(page) if problems.is_empty() => Ok(page),
        _ => Err(problems),
    }
}

fn root(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Page> {
    let id = table.require("id", problems).and_then(|value| value.word(Signal::IDS, Signal::parse, problems));
    let level = table.require("level", problems).and_then(|value| value.word(Level::NAMES, Level::parse, problems));
    let needs = table.get("needs").and_then(|value| value.word(Need::NAMES, Need::parse, problems));
    let what = text(&mut table, "what", problems);
    let why = text(&mut table, "why", problems);
    let action = text(&mut table, "do", problems);
    let see = table.require("see", problems).and_then(|value| value.words(Signal::IDS, Signal::parse, problems));
    let facts = table.tables("fact", problems).into_iter().filter_map(|table| fact(table, problems)).collect();
    let examples = table.tables("example", problems).into_iter().filter_map(|table| example(table, problems)).collect();
    let counter_examples = table.tables("counter-example", problems).into_iter().filter_map(|table| example(table, problems)).collect();
    table.finish(problems);
    Some(Page {
        signal: id?.value,
        level: level?.value,
        needs: needs.map(|needs| needs.value),
        what: what?,
        why: why?,
        action: action?,
        see: see?.into_iter().map(|signal| signal.value).collect(),
        facts,
        examples,
        counter_examples,
    })
}

fn text(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Text> {
    table.require(key, problems).and_then(|value| value.bilingual(problems)).map(|text| text.value)
}

fn fact(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Fact> {
    let platform = table.string("platform", problems);
    let rule = table.string("rule", problems);
    let note = text(&mut table, "note", problems);
    let source = table.require_string("source", problems);
    let grade = table.require("grade", problems).and_then(|value| value.word(Grade::NAMES, Grade::parse, problems));
    table.finish(problems);
    Some(Fact { platform: platform.map(|platform| platform.value), rule: rule.map(|rule| rule.value), note: note?, source: source?.value, grade: grade?.value })
}

fn example(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Example> {
    let layer = table.get("layer").and_then(|value| value.integer(1, LAYER_LIMIT, problems));
    let note = text(&mut table, "note", problems);
    let link = if table.has("link-base64") { bytes(&mut table, problems) } else { written(&mut table, problems) };
    table.finish(problems);
    let layer = layer.and_then(|layer| usize::try_from(layer.value).ok()).unwrap_or(0);
    Some(Example { link: link?, layer, note: note? })
}

fn bytes(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<ExampleLink> {
    let value = table.get("link-base64")?;
    let decode = |text: &str| BASE64_STANDARD.decode(text).ok();
    value.word(&["base64"], decode, problems).map(|bytes| ExampleLink::Bytes(bytes.value))
}

fn written(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<ExampleLink> {
    let most = i64::try_from(PADDING_LIMIT).unwrap_or(i64::MAX);
    let padding = table.get("padding").and_then(|value| value.integer(1, most, problems));
    let link = table.require_string("link", problems)?.value;
    Some(match padding.and_then(|padding| usize::try_from(padding.value).ok()) {
        Some(letters) => ExampleLink::Padded(link, letters),
        None => ExampleLink::Text(link),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_page_shows_every_fault() {
        let text = "id = \"ip-hots\"\nlevel = \"stop\"\nwhat = { en = \"a\" }\nwhy = { en = \"a\", zh = \"a\" }\ndo = { en = \"a\", zh = \"a\" }\nsee = []\nseee = 1\n\
                    [[example]]\nlink-base64 = \"?\"\nnote = { en = \"a\", zh = \"a\" }\n[[example]]\npadding = 0\nnote = { en = \"a\", zh = \"a\" }\n";
        let mut found: Vec<&str> = page(&SourceFile::new("page.toml", text)).unwrap_err().iter().map(|problem| problem.code).collect();
        found.sort_unstable();
        assert_eq!(found, ["empty-list", "missing-key", "missing-key", "out-of-range", "unknown-key", "unknown-word", "unknown-word"]);
    }
}
