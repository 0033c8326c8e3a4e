//! What takes the results of a batch: records, findings, advice.

use std::io::{self, Write};
use std::sync::Arc;

use crate::check::finding::{Finding, Suggestion};
use crate::check::outcome::{At, LinkOutcome};
use crate::check::plain::{PlainLink, Shares};
use crate::extract::format::Format;
use crate::room::Piece;

/// Writes the record of one link; shared by all threads.
pub trait RecordWriter: Shares {
    /// Appends the record to a buffer; `file` is the name of the input.
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>);

    /// The name of an input as every record of it has it; nothing where each record writes it anew.
    fn name(&self, _file: &str) -> Piece {
        Piece::of(b"")
    }

    /// Appends the record of a plain link.
    fn plain(&self, out: &mut Vec<u8>, input: &InputName, link: &PlainLink<'_>, at: At<'_>) {
        self.record(out, &input.name, &link.outcome(at));
    }
}

/// The name of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputName {
    /// As people write it.
    pub name: Arc<str>,
    /// As its records have it.
    pub written: Piece,
}

/// Which inputs something is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// None.
    Nothing,
    /// Lists of links.
    Lists,
    /// Files of content.
    Content,
    /// All.
    Everything,
}

impl Scope {
    pub(super) const fn has(self, format: Format) -> bool {
        match self {
            Self::Nothing => false,
            Self::Lists => matches!(format, Format::Urls),
            Self::Content => !matches!(format, Format::Urls),
            Self::Everything => true,
        }
    }
}

/// Says what would help against a finding; shared by all threads.
pub trait Adviser: Sync {
    /// What would make a finding of a link go away, where something is known.
    fn advise(&self, outcome: &LinkOutcome<'_>, finding: &Finding) -> Option<Suggestion>;
}

/// Takes findings, in the order of the inputs.
pub trait FindingSink {
    /// Takes the next finding; what is ready may be written.
    ///
    /// # Errors
    /// Writing failed.
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()>;

    /// A file of content has ended.
    ///
    /// # Errors
    /// Writing failed.
    fn end_of_content(&mut self, out: &mut dyn Write) -> io::Result<()>;
}

impl FindingSink for Vec<Finding> {
    fn finding(&mut self, finding: Finding, _: &mut dyn Write) -> io::Result<()> {
        self.push(finding);
        Ok(())
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
