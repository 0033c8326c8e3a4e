//! What every format of findings does: begin, take findings in their order, end.

use std::io::{self, Write};

use crate::check::batch::FindingSink;
use crate::check::run::Run;
use crate::check::statistics::Statistics;
use crate::check::tally::Tally;

/// How a run ended, for the end of a document.
#[derive(Debug, Clone, Copy)]
pub struct End<'e> {
    /// The run.
    pub run: &'e Run<'e>,
    /// Its counts.
    pub tally: &'e Tally,
    /// More counts, where they were asked for.
    pub statistics: Option<&'e Statistics>,
    /// The exit code.
    pub exit: u8,
}

/// A format of findings.
pub trait Presenter: FindingSink {
    /// Writes what stands before the first finding.
    ///
    /// # Errors
    /// Writing failed.
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()>;

    /// Writes what is left, and the end.
    ///
    /// # Errors
    /// Writing failed.
    fn finish(&mut self, end: End<'_>, out: &mut dyn Write) -> io::Result<()>;
}

/// Takes findings for a run whose output is its records.
#[derive(Debug, Clone, Copy)]
pub struct RecordsOnly;

impl FindingSink for RecordsOnly {
    fn finding(&mut self, _: crate::check::finding::Finding, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for RecordsOnly {
    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, _: End<'_>, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
