//! The diagnostics of reviewdog. Columns count bytes there, so they stand only where the line is at hand.

use std::io::{self, Write};

use serde::Serialize;

use super::present::{End, Presenter};
use super::words::{byte_columns, is_open, message, path, place};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::message::Lang;

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Change>,
}

#[derive(Serialize)]
struct Location {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize, Clone)]
struct Range {
    start: Position,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<Position>,
}

#[derive(Serialize, Clone)]
struct Position {
    line: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
}

#[derive(Serialize)]
struct Code {
    value: String,
}

#[derive(Serialize)]
struct Change {
    range: Range,
    text: String,
}

/// Writes findings as one document of diagnostics, one a line.
#[derive(Debug, Clone, Copy)]
pub struct Rdjson {
    lang: Lang,
    any: bool,
}

impl Rdjson {
    /// A writer in one language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang, any: false }
    }

    fn diagnostic(self, finding: &Finding) -> Diagnostic {
        let columns = byte_columns(finding);
        let range = finding.place.map(|place| Range {
            start: Position { line: place.line, column: columns.map(|(start, _)| start) },
            // Without columns a range would hold whole lines.
            end: columns.filter(|_| place.line == place.end_line).map(|(_, end)| Position { line: place.end_line, column: Some(end) }),
        });
        let replacement = finding.suggestion.as_ref().and_then(|suggestion| suggestion.replacement.clone());
        let whole = range.clone().filter(|range| range.end.is_some());
        let says = message(finding, self.lang);
        Diagnostic {
            message: if finding.place.is_some() { says } else { format!("{}: {says}", place(finding)) },
            location: Location { path: path(finding), range },
            severity: match finding.level {
                Level::Error => "ERROR",
                Level::Warning => "WARNING",
                Level::Note => "INFO",
            },
            code: Code { value: finding.rule.to_string() },
            suggestions: whole.zip(replacement).map(|(range, text)| Change { range, text }).into_iter().collect(),
        }
    }
}

impl FindingSink for Rdjson {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(out, &self.diagnostic(&finding))?)
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Rdjson {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"source\":{\"name\":\"outlink\"},\"diagnostics\":[")
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}
