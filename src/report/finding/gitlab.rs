//! The code quality report of GitLab: an array of issues.

use std::io::{self, Write};

use serde::Serialize;

use super::present::{End, Presenter};
use super::words::{is_open, message, path, place};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::check::fingerprint::Fingerprinter;
use crate::message::Lang;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u64,
    end: u64,
}

/// Writes findings as issues, one a line. A place without lines is told in the description, and the line is 1, for one is asked for.
#[derive(Debug, Clone)]
pub struct Gitlab {
    lang: Lang,
    prints: Fingerprinter,
    any: bool,
}

impl Gitlab {
    /// A writer in one language.
    #[must_use]
    pub fn new(lang: Lang) -> Self {
        Self { lang, prints: Fingerprinter::default(), any: false }
    }
}

impl FindingSink for Gitlab {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        // What is not told is counted all the same: what others are called must not depend on it.
        let print = self.prints.next(&finding);
        if !is_open(&finding) {
            return Ok(());
        }
        let says = message(&finding, self.lang);
        let issue = Issue {
            description: if finding.place.is_some() { says } else { format!("{}: {says}", place(&finding)) },
            check_name: finding.rule.to_string(),
            fingerprint: print.to_string(),
            severity: match finding.level {
                Level::Error => "major",
                Level::Warning => "minor",
                Level::Note => "info",
            },
            location: Location {
                path: path(&finding),
                lines: finding.place.map_or(Lines { begin: 1, end: 1 }, |place| Lines { begin: place.line, end: place.end_line }),
            },
        };
        out.write_all(if self.any { b",\n" } else { b"\n" })?;
        self.any = true;
        Ok(serde_json::to_writer(out, &issue)?)
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Gitlab {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"[")
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]\n")
    }
}
