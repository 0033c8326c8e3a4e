//! The report of Checkstyle, which many tools read.

use std::io::{self, Write};

use super::present::{End, Presenter};
use super::words::{is_open, message, path, place};
use super::xml::Xml;
use crate::check::batch::FindingSink;
use crate::check::finding::{Finding, Level};
use crate::message::Lang;

/// Writes findings below their files.
#[derive(Debug, Clone)]
pub struct Checkstyle {
    lang: Lang,
    /// The file whose element is open.
    file: Option<String>,
}

impl Checkstyle {
    /// A writer in one language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang, file: None }
    }

    fn close_file(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.file.take().is_some() { out.write_all(b"\n  </file>") } else { Ok(()) }
    }
}

impl FindingSink for Checkstyle {
    fn finding(&mut self, finding: Finding, out: &mut dyn Write) -> io::Result<()> {
        if !is_open(&finding) {
            return Ok(());
        }
        let path = path(&finding);
        if self.file.as_ref() != Some(&path) {
            self.close_file(out)?;
            out.write_all(b"\n  ")?;
            Xml::new(out).open("file", &[("name", &path)])?;
            self.file = Some(path);
        }
        let severity = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "info",
        };
        let mut says = message(&finding, self.lang);
        let mut attributes = Vec::new();
        let (line, column) = finding.place.map_or_else(Default::default, |place| (place.line.to_string(), place.column.to_string()));
        match finding.place {
            Some(_) => attributes.extend([("line", line.as_str()), ("column", column.as_str())]),
            None => says = format!("{}: {says}", place(&finding)),
        }
        let source = format!("outlink.{}", finding.rule);
        attributes.extend([("severity", severity), ("message", &says), ("source", &source)]);
        out.write_all(b"\n    ")?;
        Xml::new(out).empty("error", &attributes)
    }

    fn end_of_content(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl Presenter for Checkstyle {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Xml::new(out);
        xml.declare()?;
        xml.open("checkstyle", &[("version", concat!("outlink ", env!("CARGO_PKG_VERSION")))])
    }

    fn finish(&mut self, _: End<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.close_file(out)?;
        out.write_all(b"\n</checkstyle>\n")
    }
}
