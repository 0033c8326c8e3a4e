//! Reading a file of rows, with every fault at its place.

use std::collections::BTreeSet;

use super::keys;
use super::rows::{Expectation, Observed, Question, Row, Suite};
use crate::classify::read::read_schema;
use crate::diag::Diagnostic;
use crate::document::table::{Table, Value};
use crate::document::{self, Placed};
use crate::message::{document as shape, policy_test as text};
use crate::source::SourceFile;
use crate::verdict::{Uncertainty, Verdict};

/// Reads a file of rows; what cannot be read is left out and told in `problems`.
pub fn read(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Suite> {
    document::read(file, problems, |mut root, problems| {
        if root.has("schema") {
            read_schema(&mut root, problems);
        }
        let policy = root.require_string("policy", problems);
        let observed = basis(&mut root, problems).unwrap_or_default();
        let tables = root.tables("row", problems);
        let rows: Vec<Row> = tables.into_iter().filter_map(|table| row(table, observed, problems)).collect();
        keys::FILE.finish(root, problems);
        Some(Suite { file: file.clone(), policy: policy?, rows })
    })
}

fn basis(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<Observed> {
    let value = table.get("basis")?;
    value.word(keys::VIEWS, Observed::parse, problems).map(|word| word.value)
}

fn row(mut table: Table<'_>, observed: Observed, problems: &mut Vec<Diagnostic>) -> Option<Row> {
    let span = table.span();
    let plain = |strings: Vec<Placed<String>>| strings.into_iter().map(|string| string.value).collect::<Vec<_>>();
    let mut links = table.strings("links", problems);
    // An empty link is a link too: it must not open.
    if let Some(value) = table.get("link") {
        match value.any_string() {
            Some(link) => links.push(value.placed(link)),
            None => problems.push(value.wrong_type("string")),
        }
    }
    if links.is_empty() {
        problems.push(Diagnostic::error("missing-key", table.file(), span, shape::missing_key("row", "link")));
    }
    let as_of = table.require_string("as-of", problems);
    let question = Question {
        as_of: as_of.as_ref().map(|as_of| as_of.value.clone()).unwrap_or_default(),
        observed: basis(&mut table, problems).unwrap_or(observed),
        trials: plain(table.strings("trial", problems)),
        choice: table.string("choice", problems).map(|choice| choice.value),
        contexts: plain(table.strings("context", problems)),
        posted: table.string("posted", problems).map(|posted| posted.value),
    };
    let expected = expectations(&mut table, problems);
    let note = table.string("note", problems).map(|note| note.value);
    let todo = table.string("todo", problems).map(|todo| todo.value);
    keys::ROW.finish(table, problems);
    as_of?;
    (!links.is_empty()).then_some(Row { links, span, question, expected, note, todo })
}

fn expectations(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Expectation> {
    let mut all: Vec<Expectation> = Vec::new();
    if let Some(expect) = table.require("expect", problems)
        && let Some(scenes) = expect.table(problems)
    {
        let entries = scenes.open_entries();
        if entries.is_empty() {
            problems.push(expect.error("empty-list", shape::empty_list("expect")));
        }
        for (scene, value) in entries {
            let answer = answer(&value, problems);
            all.push(Expectation { scene: scene.value, span: value.span(), answer, uncertain: None });
        }
    }
    if let Some(scenes) = table.get("uncertain").and_then(|value| value.table(problems)) {
        for (scene, value) in scenes.open_entries() {
            let Some(items) = value.items(problems) else { continue };
            let reasons: BTreeSet<Uncertainty> =
                items.iter().filter_map(|item| item.word(Uncertainty::NAMES, Uncertainty::parse, problems)).map(|word| word.value).collect();
            match all.iter_mut().find(|known| known.scene == scene.value) {
                Some(known) => known.uncertain = Some(reasons),
                None => all.push(Expectation { scene: scene.value, span: value.span(), answer: None, uncertain: Some(reasons) }),
            }
        }
    }
    all
}

/// A verdict and the names behind it.
fn answer(value: &Value<'_>, problems: &mut Vec<Diagnostic>) -> Option<(Verdict, BTreeSet<String>)> {
    let written = value.string(problems)?;
    let mut words = written.value.split_whitespace();
    let verdict = words.next().and_then(Verdict::parse);
    let rules: BTreeSet<String> = words.map(str::to_owned).collect();
    match verdict {
        None => problems.push(value.error("unknown-word", text::no_verdict(&written.value))),
        Some(_) if rules.is_empty() => problems.push(value.error("no-rule", text::no_rule(&written.value))),
        Some(_) => {}
    }
    verdict.filter(|_| !rules.is_empty()).map(|verdict| (verdict, rules))
}
