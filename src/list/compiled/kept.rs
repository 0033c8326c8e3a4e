//! What is kept of a list when it is compiled: its report, and what it says beside plain names.

use serde::{Deserialize, Serialize};

use super::super::Naming;
use super::super::report::{Example, Loaded, Why};
use crate::classify::packed::ListBits;
use crate::classify::refined::KeptEntries;
use crate::source::{SourceFile, Span};

/// What stands between the head and the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Contents {
    pub(super) lists: Vec<KeptList>,
    pub(super) sets: Vec<ListBits>,
}

/// A list as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptList {
    /// Its id.
    pub id: String,
    /// A hash of its files and of how they were read.
    pub content: u64,
    /// What its names stand for.
    pub naming: Naming,
    /// The suffix list by which it was read.
    pub suffixes: String,
    /// What it says beside plain names.
    pub entries: Option<KeptEntries>,
    report: Report,
}

/// A [`Loaded`] without the texts its examples stood in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Report {
    entries: usize,
    exceptions: usize,
    repeated: usize,
    disabled: usize,
    broad: usize,
    broad_example: Option<String>,
    unusable: Vec<(String, usize)>,
    examples: Vec<KeptExample>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptExample {
    file: String,
    line: usize,
    text: String,
    why: String,
}

impl KeptList {
    /// What is to be kept of a list that was read.
    #[must_use]
    pub fn new(id: &str, content: u64, naming: Naming, suffixes: &str, entries: Option<KeptEntries>, loaded: &Loaded) -> Self {
        let example = |example: &Example| KeptExample {
            file: example.file.name.to_string(),
            line: example.line,
            text: example.text.clone(),
            why: example.why.as_str().to_owned(),
        };
        let report = Report {
            entries: loaded.entries,
            exceptions: loaded.exceptions,
            repeated: loaded.repeated,
            disabled: loaded.disabled,
            broad: loaded.broad,
            broad_example: loaded.broad_example.clone(),
            unusable: loaded.unusable.iter().map(|(why, count)| (why.as_str().to_owned(), *count)).collect(),
            examples: loaded.examples.iter().map(example).collect(),
        };
        Self { id: id.to_owned(), content, naming, suffixes: suffixes.to_owned(), entries, report }
    }

    /// What the list brought when it was read. Examples have their line and text, and no file around them.
    #[must_use]
    pub fn loaded(&self) -> Loaded {
        let report = &self.report;
        let example = |kept: &KeptExample| {
            let file = SourceFile::new(&kept.file, "");
            Some(Example { file, line: kept.line, span: Span::default(), text: kept.text.clone(), why: Why::parse(&kept.why)? })
        };
        Loaded {
            entries: report.entries,
            exceptions: report.exceptions,
            repeated: report.repeated,
            disabled: report.disabled,
            broad: report.broad,
            broad_example: report.broad_example.clone(),
            unusable: report.unusable.iter().filter_map(|(why, count)| Some((Why::parse(why)?, *count))).collect(),
            examples: report.examples.iter().filter_map(example).collect(),
        }
    }
}
