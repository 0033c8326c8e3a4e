//! Finding and reading other people's suites.

use std::fs;
use std::path::{Path, PathBuf};

use outlink::canon::{CanonicalUrl, canonicalise};
use serde_json::Value;

/// The folder of the suites, if there is one; else a loud line says that nothing was compared.
pub(crate) fn data() -> Option<PathBuf> {
    let folder = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no suites in {}; name their folder in OUTLINK_DATA", folder.display());
    None
}

/// The cases of a file: a JSON array, or JSON lines. Lone surrogates are read as U+FFFD.
pub(crate) fn rows(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).expect("a suite can be read");
    let lines = || text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    if path.extension().is_some_and(|extension| extension == "jsonl") {
        return lines();
    }
    let value: Value = serde_json::from_str(&without_lone_surrogates(&text)).expect("a suite is JSON");
    value.as_array().cloned().unwrap_or_default()
}

/// JSON text in which escapes of half a surrogate pair, which no Rust string can hold, are those of U+FFFD.
pub(crate) fn without_lone_surrogates(json: &str) -> String {
    let unit = |at: usize| json.get(at..at + 6).filter(|text| text.starts_with("\\u")).and_then(|text| u16::from_str_radix(text.get(2..)?, 16).ok());
    let mut kept = String::with_capacity(json.len());
    let mut at = 0;
    while let Some(rest) = json.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, lone) = match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (12, false),
            (Some(high), _) => (6, matches!(high, 0xd800..=0xdfff)),
            (None, _) if rest.starts_with('\\') => (2, false),
            (None, _) => (rest.chars().next().map_or(1, char::len_utf8), false),
        };
        kept.push_str(if lone { "\\ufffd" } else { rest.get(..length).unwrap_or_default() });
        at += length;
    }
    kept
}

pub(crate) fn text<'v>(row: &'v Value, key: &str) -> Option<&'v str> {
    row.get(key).and_then(Value::as_str)
}

/// The canonical URL of a text.
pub(crate) fn ours(input: &str) -> Option<CanonicalUrl<'_>> {
    canonicalise(input).url.ok()
}

/// The cases of a JSON object of named groups, each with a list `tests`.
pub(crate) fn grouped(path: &Path) -> Vec<Value> {
    let file: Value = serde_json::from_str(&fs::read_to_string(path).expect("a suite can be read")).expect("a suite is JSON");
    file.as_object().into_iter().flatten().filter_map(|(_, group)| group.get("tests")?.as_array().cloned()).flatten().collect()
}
