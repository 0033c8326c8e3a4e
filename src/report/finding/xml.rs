//! Elements of XML with their attributes; the text of links cannot break out of them.

use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::report::escape::terminal;

/// Writes elements, one below the other.
pub struct Xml<'o>(Writer<&'o mut dyn Write>);

impl std::fmt::Debug for Xml<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Xml")
    }
}

impl<'o> Xml<'o> {
    /// A writer that goes on with a document.
    pub fn new(out: &'o mut dyn Write) -> Self {
        Self(Writer::new_with_indent(out, b' ', 2))
    }

    /// The declaration.
    ///
    /// # Errors
    /// Writing failed.
    pub fn declare(&mut self) -> io::Result<()> {
        self.0.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))
    }

    /// Opens an element.
    ///
    /// # Errors
    /// Writing failed.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    /// Writes an element without content.
    ///
    /// # Errors
    /// Writing failed.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// Writes an element that holds only text.
    ///
    /// # Errors
    /// Writing failed.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        let lines: Vec<_> = text.lines().map(terminal).collect();
        self.0.write_event(Event::Text(BytesText::new(&allowed(&lines.join("\n")))))?;
        self.close(name)
    }

    /// Closes an element.
    ///
    /// # Errors
    /// Writing failed.
    pub fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }
}

/// Control characters cannot stand in XML at all; with what is invisible they are written as `\u{..}`, as for people. So are the
/// two that are no characters and that XML forbids as well.
fn start<'s>(name: &'s str, attributes: &[(&str, &str)]) -> BytesStart<'s> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, allowed(&terminal(value)).as_str()));
    }
    element
}

fn allowed(text: &str) -> String {
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
