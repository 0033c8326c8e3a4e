//! Issues of Azure Pipelines: logging commands.

use std::io::{self, Write};

use super::present::{End, Presenter};
use super::words::{is_open, message, path, place};
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::message::Lang;
use crate::report::escape::terminal;

/// Writes findings as logging commands. There are only errors and warnings; a note is a warning.
#[derive(Debug, Clone, Copy)]
pub struct Azure {
    /// The language of the reasons.
    pub lang: Lang,
}

/// Text as the agent undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

impl FindingSink for Azure {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        let kind = if finding.level == Level::Error { "error" } else { "warning" };
        write!(out, "##vso[task.logissue type={kind};sourcepath={};", property(&path(&finding)))?;
        let mut says = message(&finding, self.lang);
        match finding.place {
            Some(place) => write!(out, "linenumber={};columnnumber={};", place.line, place.column)?,
            None => says = format!("{}: {says}", place(&finding)),
        }
        writeln!(out, "code={};]{}", property(&finding.rule), data(&terminal(&says)))
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Azure {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: End<'_>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
