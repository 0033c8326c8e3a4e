//! Reading a settings file: all faults at once, each with its place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::exception::{Exception, Tests};
use super::levels::Weight;
use super::model::{BASES, InputKeys, Keys, Override, Settings, THRESHOLDS};
use crate::canon;
use crate::diag::Diagnostic;
use crate::document::table::{Table, Value};
use crate::document::{self, Placed};
use crate::message::settings as text;
use crate::source::SourceFile;

type Problems = Vec<Diagnostic>;

/// Reads a settings file that stands in a folder.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(file: &SourceFile, folder: &Path) -> Result<Settings, Problems> {
    let mut problems = Problems::new();
    let settings = document::read(file, &mut problems, |top, problems| top_table(top, file, folder, problems));
    problems.sort_by_key(|problem| problem.span);
    if problems.is_empty() { Ok(settings) } else { Err(problems) }
}

fn top_table(mut top: Table<'_>, file: &SourceFile, folder: &Path, problems: &mut Problems) -> Settings {
    let root = top.flag("root", problems);
    let keys = keys(&mut top, problems);
    let basis = word(&mut top, "basis", BASES, problems);
    let strict = top.get("strict").and_then(|value| value.boolean(problems));
    let context = map(&mut top, "context", problems);
    let lists = map(&mut top, "lists", problems);
    let baseline = top.string("baseline", problems);
    let input = top.get("input").and_then(|value| value.table(problems)).map(|table| input(table, problems)).unwrap_or_default();
    let overrides = top.tables("override", problems).into_iter().filter_map(|table| one_override(table, problems)).collect();
    let exceptions = top.tables("exception", problems).into_iter().filter_map(|table| exception(table, file, folder, problems)).map(Arc::new).collect();
    top.finish(problems);
    Settings { file: file.clone(), folder: folder.to_owned(), root, keys, basis, strict, context, lists, baseline, input, overrides, exceptions }
}

fn keys(table: &mut Table<'_>, problems: &mut Problems) -> Keys {
    Keys {
        policies: strings(table, "policies", problems),
        scenes: strings(table, "scenes", problems),
        fail_on: word(table, "fail-on", THRESHOLDS, problems),
        levels: levels(table, problems),
    }
}

/// A list with its place, if it stands there.
fn strings(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Option<Placed<Vec<String>>> {
    let value = table.get(key)?;
    let items = value.strings(problems)?;
    Some(value.placed(items.into_iter().map(|item| item.value).collect()))
}

fn word(table: &mut Table<'_>, key: &'static str, words: &'static [&'static str], problems: &mut Problems) -> Option<Placed<String>> {
    let known = |word: &str| words.iter().find(|known| **known == word).map(|known| (*known).to_owned());
    table.get(key).and_then(|value| value.word(words, known, problems))
}

/// A table whose keys are the user's own, with strings as values.
fn map(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> BTreeMap<String, Placed<String>> {
    let Some(inner) = table.get(key).and_then(|value| value.table(problems)) else { return BTreeMap::new() };
    let entries = inner.open_entries();
    entries.into_iter().filter_map(|(name, value)| Some((name.value, value.string(problems)?))).collect()
}

fn levels(table: &mut Table<'_>, problems: &mut Problems) -> BTreeMap<String, Placed<Weight>> {
    let Some(inner) = table.get("levels").and_then(|value| value.table(problems)) else { return BTreeMap::new() };
    let weight = |value: Value<'_>, problems: &mut Problems| value.word(Weight::NAMES, Weight::parse, problems).map(|word| word.value);
    let read = |(name, value): (Placed<String>, Value<'_>)| Some((name.value, Placed { value: weight(value, problems)?, span: name.span }));
    inner.open_entries().into_iter().filter_map(read).collect()
}

fn globs(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Option<Placed<GlobSet>> {
    let value = table.get(key)?;
    let items = value.strings(problems)?;
    let mut builder = GlobSetBuilder::new();
    for item in items {
        // As in a .gitignore: a glob without a folder is for every folder.
        let pattern = if item.value.contains('/') { item.value.trim_start_matches('/').to_owned() } else { format!("**/{}", item.value) };
        match GlobBuilder::new(&pattern).literal_separator(true).build() {
            Ok(glob) => {
                builder.add(glob);
            }
            Err(error) => problems.push(Diagnostic::error("bad-glob", table.file(), item.span, text::bad_glob(&item.value, &error.kind().to_string()))),
        }
    }
    match builder.build() {
        Ok(set) => Some(value.placed(set)),
        Err(error) => {
            problems.push(value.error("bad-glob", text::bad_glob(key, &error.kind().to_string())));
            None
        }
    }
}

fn input(mut table: Table<'_>, problems: &mut Problems) -> InputKeys {
    let keys = InputKeys {
        include: globs(&mut table, "include", problems),
        exclude: globs(&mut table, "exclude", problems),
        code: word(&mut table, "code", &["read", "skip"], problems),
        columns: strings(&mut table, "columns", problems),
    };
    table.finish(problems);
    keys
}

fn one_override(mut table: Table<'_>, problems: &mut Problems) -> Option<Override> {
    let span = table.span();
    if table.require("files", problems).is_none() {
        keys(&mut table, problems);
        table.finish(problems);
        return None;
    }
    let files = globs(&mut table, "files", problems);
    let keys = keys(&mut table, problems);
    if keys == Keys::default() && problems.is_empty() {
        problems.push(Diagnostic::error("says-nothing", table.file(), span, text::override_says_nothing()));
    }
    table.finish(problems);
    Some(Override { files: files?.value, span, keys, applied: AtomicBool::new(false) })
}

fn exception(mut table: Table<'_>, file: &SourceFile, folder: &Path, problems: &mut Problems) -> Option<Exception> {
    let span = table.span();
    let rules = table.require("rules", problems).and_then(|value| value.strings(problems));
    let hosts = host_names(&mut table, "hosts", problems);
    let domains = host_names(&mut table, "domains", problems);
    let links = table.strings("links", problems).into_iter().map(|link| link.value).collect::<Vec<_>>();
    let files = globs(&mut table, "files", problems).map(|files| files.value);
    let reason = table.require_string("reason", problems);
    let until = table.time("until", problems).map(|until| until.value);
    let says_where = ["hosts", "domains", "links", "files"].iter().any(|key| table.has(key));
    if !says_where {
        problems.push(Diagnostic::error("says-nothing", file, span, text::exception_says_nothing()));
    }
    table.finish(problems);
    Some(Exception::new(file, folder, rules?, Tests { hosts, domains, links, files }, Placed { value: reason?.value, span }, until))
}

/// Host names in canonical form; another form would never match.
fn host_names(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<String> {
    let mut found = Vec::new();
    for host in table.strings(key, problems) {
        let canonical = canon::canonicalise(&format!("http://{}/", host.value)).url.ok().and_then(|url| url.host().map(str::to_owned));
        match canonical {
            Some(canonical) if canonical == host.value => found.push(host.value),
            canonical => {
                let help = canonical.map(|host| crate::message::document::canonical_host(&host));
                problems.push(Diagnostic::error("bad-host", table.file(), host.span, crate::message::document::bad_host(&host.value)).with_help(help));
            }
        }
    }
    found
}
