//! From content to what is in it: each format's reader by one name.

use std::io::{self, Read};

use super::cursor::Cursor;
use super::data::csv::Parting;
use super::data::value::Source;
use super::data::{csv, json, jsonl, toml, yaml};
use super::format::{Format, Shape};
use super::found::{Event, Found, Role, See};
use super::text::urls_in_text;
use crate::source::Span;

/// Whether links in code spans and code blocks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Code {
    /// They are links like others.
    #[default]
    Read,
    /// They are passed over.
    Skip,
}

/// How content is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Links in code.
    pub code: Code,
    /// The columns of tables that are read, by name or by number from 1; all where empty.
    pub columns: Vec<String>,
}

/// Reads a text as a format; binary formats tell nothing here.
pub fn read_text(format: Format, text: &str, options: &Options, see: See<'_>) {
    match format {
        Format::Json => json::read(text, 1, Source::Whole, see),
        Format::Yaml => yaml::read(text, see),
        Format::Toml => toml::read(text, see),
        // A text at hand cannot fail to be read.
        Format::Jsonl | Format::Csv | Format::Tsv => drop(read_stream(format, text.as_bytes(), options, see)),
        _ if format.shape() == Shape::Bytes => {}
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
    match format {
        Format::Jsonl => jsonl::read(reader, see),
        Format::Csv => csv::read(reader, Parting::Comma, &options.columns, see),
        Format::Tsv => csv::read(reader, Parting::Tab, &options.columns, see),
        _ => {
            let mut text = String::new();
            reader.read_to_string(&mut text)?;
            read_text(format, &text, options, see);
            Ok(())
        }
    }
}

fn running_text(text: &str, _options: &Options, see: See<'_>) {
    let mut cursor = Cursor::new(text, 1);
    for (start, url) in urls_in_text(text) {
        let span = Span { start, end: start + url.len() };
        see(Event::Link(Found::at(url.into(), Role::Text, cursor.place(span), Some(span))));
    }
}
