//! One line a finding: `file:line:column: level[rule] verdict in scenes: reason`.

use std::io::{self, Write};

use super::present::{End, Presenter};
use super::words::{is_open, message, written};
use crate::check::batch::FindingSink;
use crate::check::finding::Finding;
use crate::message::Lang;
use crate::report::escape::terminal;

/// Writes findings as single lines.
#[derive(Debug, Clone, Copy)]
pub struct Concise {
    /// The language of the reasons.
    pub lang: Lang,
}

impl FindingSink for Concise {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        let (place, says) = (written(&finding), message(&finding, self.lang));
        let line = [&terminal(&place), ": ", finding.level.as_str(), "[", &terminal(&finding.rule), "] ", &terminal(&says), "\n"];
        line.into_iter().try_for_each(|part| out.write_all(part.as_bytes()))
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Concise {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: End<'_>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
