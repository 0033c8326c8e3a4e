//! All records and the summary as one JSON document, written as it comes.

use std::io::{self, Write};

use super::finding::present::End;
use super::jsonl::Jsonl;
use super::statistics::{Facts, facts, summary};
use super::suggestion::Suggesting;
use crate::check::batch::RecordWriter;
use crate::check::outcome::LinkOutcome;
use crate::check::plain::Shares;
use crate::check::run::Run;
use crate::message::Lang;

/// Writes records with a comma before each.
#[derive(Debug, Clone)]
pub struct Elements<'r>(Jsonl<'r>);

impl<'r> Elements<'r> {
    /// A writer for a run.
    #[must_use]
    pub fn new(run: &'r Run<'r>, suggesting: Suggesting) -> Self {
        Self(Jsonl::new(run, suggesting))
    }
}

impl Shares for Elements<'_> {}

impl RecordWriter for Elements<'_> {
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>) {
        out.extend_from_slice(b",\n");
        self.0.record(out, file, outcome);
        let _ = out.pop_if(|last| *last == b'\n');
    }
}

/// An output that leaves out the first byte that is written to it: the comma before the first record.
pub struct AfterFirst<'o> {
    out: &'o mut dyn Write,
    is_first: bool,
}

impl std::fmt::Debug for AfterFirst<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AfterFirst").field("is_first", &self.is_first).finish_non_exhaustive()
    }
}

impl<'o> AfterFirst<'o> {
    /// Such an output before another one.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self { out, is_first: true }
    }
}

impl Write for AfterFirst<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (skipped, rest) = match bytes.split_first() {
            Some((_, rest)) if self.is_first => (1, rest),
            _ => (0, bytes),
        };
        self.is_first &= bytes.is_empty();
        self.out.write_all(rest)?;
        Ok(skipped + rest.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes what stands before the records.
///
/// # Errors
/// Writing failed.
pub fn begin(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{{\"v\":1,\"run\":\"{}\",\"records\":[", run.id)
}

/// Writes the summary, the statistics where they were asked for, and the end.
///
/// # Errors
/// Writing failed.
pub fn finish(end: End<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(b"\n],\n\"summary\":")?;
    serde_json::to_writer(&mut *out, &summary(end.run, end.tally, lang))?;
    if let Some(statistics) = end.statistics {
        out.write_all(b",\n\"statistics\":")?;
        serde_json::to_writer(&mut *out, &Facts { summary: None, ..facts(end.run, end.tally, statistics, lang) })?;
    }
    out.write_all(b"}\n")
}
