//! The file of a baseline: JSON, one entry a line, in the order of files, rules and links, so that a change is a small diff.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::message::{Text, baseline as text};

/// The version that is written and read.
pub const VERSION: u64 = 1;
/// The key that says what the file is.
const MARK: &str = "outlink-baseline";

/// Findings of one rule on one link in one file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The fingerprint of the first of them, 16 hexadecimal digits.
    pub fingerprint: String,
    /// The rule.
    pub rule: String,
    /// The canonical URL of the layer that brought it, else the link as written.
    pub link: String,
    /// The file, from the baseline's folder.
    pub file: String,
    /// How many there are.
    pub count: u64,
}

/// What stands in a baseline, by fingerprint.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Baseline(pub BTreeMap<String, Entry>);

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "outlink-baseline")]
    version: u64,
    entries: Vec<Entry>,
}

impl Baseline {
    /// Reads a baseline.
    ///
    /// # Errors
    /// It is none, is damaged, or is of another version.
    pub fn parse(written: &str) -> Result<Self, Text> {
        let value: serde_json::Value = serde_json::from_str(written).map_err(|error| text::damaged(&error.to_string()))?;
        if value.get(MARK).is_none() {
            return Err(text::foreign());
        }
        let document = Document::deserialize(value).map_err(|error| text::damaged(&error.to_string()))?;
        if document.version != VERSION {
            return Err(text::version(document.version, VERSION));
        }
        let mut entries = BTreeMap::new();
        for entry in document.entries {
            let is_print = entry.fingerprint.len() == 16 && entry.fingerprint.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
            if !is_print || entry.count == 0 {
                return Err(text::bad_entry(&entry.fingerprint));
            }
            let print = entry.fingerprint.clone();
            if entries.insert(entry.fingerprint.clone(), entry).is_some() {
                return Err(text::twice(&print));
            }
        }
        Ok(Self(entries))
    }

    /// The text of the file.
    #[must_use]
    pub fn write(&self) -> String {
        let mut entries: Vec<&Entry> = self.0.values().collect();
        entries.sort_by(|a, b| (&a.file, &a.rule, &a.link, &a.fingerprint).cmp(&(&b.file, &b.rule, &b.link, &b.fingerprint)));
        let line = |entry: &&Entry| {
            let Entry { fingerprint, rule, link, file, count } = entry;
            let quoted = |text: &String| serde_json::Value::String(text.clone()).to_string();
            format!("{{\"fingerprint\":\"{fingerprint}\",\"rule\":{},\"link\":{},\"file\":{},\"count\":{count}}}", quoted(rule), quoted(link), quoted(file))
        };
        let lines: Vec<String> = entries.iter().map(line).collect();
        let inner = if lines.is_empty() { String::new() } else { format!("\n{}\n", lines.join(",\n")) };
        format!("{{\"{MARK}\":{VERSION},\"entries\":[{inner}]}}\n")
    }
}
