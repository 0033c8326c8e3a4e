//! From content to what is in it: each format's reader by one name.

use std::io::{self, Read};

use super::cursor::Cursor;
use super::format::{Format, Shape};
use super::found::{Event, Found, Role, See};
pub use super::reading::{Code, Options};
use super::running::links_in;
use super::{html, markdown};
use crate::source::Span;

/// Reads a text as a format; binary formats tell nothing here.
pub fn read_text(format: Format, text: &str, options: &Options, see: See<'_>) {
    match format {
        _ if format.shape() == Shape::Bytes => {}
        Format::Markdown => markdown::read(text, options, see),
        Format::Html => html::stream::read(text, options, see),
        _ => running_text(text, options, see),
    }
}

/// Reads bytes as a format that is no text.
pub fn read_bytes(format: Format, bytes: &[u8], options: &Options, see: See<'_>) {
    if format.shape() != Shape::Bytes {
        read_text(format, &String::from_utf8_lossy(bytes), options, see);
    }
}

/// Reads text as it comes, with bounded memory.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub fn read_stream(format: Format, mut reader: impl Read, options: &Options, see: See<'_>) -> io::Result<()> {
    if format == Format::Html {
        return html::stream::read_stream(reader, options, see);
    }
    let mut text = String::new();
    reader.read_to_string(&mut text)?;
    read_text(format, &text, options, see);
    Ok(())
}

fn running_text(text: &str, _options: &Options, see: See<'_>) {
    let mut cursor = Cursor::new(text, 1);
    for (start, url) in links_in(text) {
        let span = Span { start, end: start + url.len() };
        see(Event::Link(Found::at(url.into(), Role::Text, cursor.place(span), Some(span))));
    }
}
