//! From content to what is in it: each format's reader by one name.

use std::io::{self, Read};

use super::context::Context;
use super::cursor::Cursor;
use super::data::csv::Parting;
use super::data::value::Source;
use super::data::{csv, json, jsonl, toml, yaml};
use super::decode::Decoded;
use super::embedded::picture as embedded_picture;
use super::encoding::Choice;
use super::format::{Format, Shape};
use super::found::{Event, Fault, FaultKind, Found, Role, See, Spot};
use super::office::{docx, xlsx};
use super::package::Package;
use super::prose::{self, Start};
pub use super::reading::{Code, FindCodes, Hands, Options, Words, WordsSeen};
use super::text::link_of_line;
use super::{archive, asciidoc, html, latex, mail, markdown, picture, rst, xml};
use crate::message::content as message;
use crate::source::Span;

/// The most faults of one file that are told one by one; the rest is counted.
pub const FAULT_LIMIT: u64 = 50;

/// Reads a text as a format; binary formats tell nothing here.
pub fn read_text(format: Format, text: &str, options: &Options, see: See<'_>) {
    let mut context = Context::new(options, any);
    bounded(&mut context, see, |context, see| of_text(format, text, context, see));
}

/// Reads bytes as a format that is no text.
pub fn read_bytes(format: Format, bytes: &[u8], options: &Options, see: See<'_>) {
    let mut context = Context::new(options, any);
    bounded(&mut context, see, |context, see| any(format, bytes, context, see));
}

/// Reads text as it comes, with bounded memory where the format allows it.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub fn read_stream(format: Format, mut reader: impl Read, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut context = Context::new(options, any);
    bounded(&mut context, see, |context, see| match format {
        Format::Text => prose::read(reader, Start::default(), context.options, see),
        Format::Html => html::stream::read_stream(reader, context.options, see),
        Format::Jsonl => jsonl::read(reader, context.options, see),
        Format::Csv => csv::read(reader, Parting::Comma, context.options, see),
        Format::Tsv => csv::read(reader, Parting::Tab, context.options, see),
        _ => {
            let mut text = String::new();
            reader.read_to_string(&mut text)?;
            of_text(format, &text, context, see);
            Ok(())
        }
    })
}

/// Whether the reader of a format shares its own work between [`Options::hands`]: it does it better than who hands on what it tells.
#[must_use]
pub const fn takes_hands(format: Format) -> bool {
    matches!(format, Format::Markdown)
}

/// Reads the rest of a running text, from `start` on, as it comes.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub fn read_prose(reader: impl Read, start: Start, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut context = Context::new(options, any);
    bounded(&mut context, see, |context, see| prose::read(reader, start, context.options, see))
}

/// Reads some lines of a running text by themselves, which begin at `start`.
pub fn read_lines(bytes: &[u8], mut start: Start, options: &Options, see: See<'_>) {
    let mut context = Context::new(options, any);
    bounded(&mut context, see, |context, see| prose::tell(bytes, &mut start, context.options, see));
}

/// Lets a reader tell: pictures that stand in links are looked at in place of the links, and faults beyond a bound are counted.
fn bounded<T>(context: &mut Context<'_>, see: See<'_>, read: impl FnOnce(&mut Context<'_>, See<'_>) -> T) -> T {
    let mut faults = 0;
    let mut embedded = Context::new(context.options, any);
    let result = read(context, &mut |event| match event {
        Event::Fault(fault) => {
            faults += 1;
            if faults <= FAULT_LIMIT {
                see(Event::Fault(fault));
            }
        }
        Event::Link(found) => match embedded_picture(&found.text) {
            Some(bytes) => picture::read(&bytes, &mut embedded, &mut |event| see(stands_at(&found, event))),
            None => see(Event::Link(found)),
        },
        event => see(event),
    });
    if faults > FAULT_LIMIT {
        let sentence = message::more_faults(faults - FAULT_LIMIT);
        see(Event::Fault(Fault { kind: FaultKind::Bound, sentence, place: None, spot: Spot::default() }));
    }
    result
}

/// What is told of a picture that stands in a link: it stands where the link does.
fn stands_at<'e>(link: &Found<'_>, event: Event<'e>) -> Event<'e> {
    match event {
        Event::Link(found) => {
            let spot = Spot { picture: found.spot.picture, ..link.spot.clone() };
            Event::Link(Found { place: link.place, span: link.span, spot, ..found })
        }
        Event::Fault(fault) => Event::Fault(Fault { place: link.place, spot: link.spot.clone(), ..fault }),
        comment @ Event::Comment(_) => comment,
    }
}

/// Reads bytes as any format.
fn any(format: Format, bytes: &[u8], context: &mut Context<'_>, see: See<'_>) {
    match format {
        Format::Zip | Format::Docx | Format::Xlsx => {
            let mut package = Package::open(bytes, context, see);
            match format {
                Format::Docx => docx::read(&mut package, context, see),
                Format::Xlsx => xlsx::read(&mut package, context, see),
                _ if package.number("word/document.xml").is_some() => docx::read(&mut package, context, see),
                _ if package.number("xl/workbook.xml").is_some() => xlsx::read(&mut package, context, see),
                _ => archive::read(&mut package, context, see),
            }
        }
        Format::Eml => mail::read(bytes, context, see),
        Format::Picture => picture::read(bytes, context, see),
        format => {
            let mut text = String::new();
            // Bytes at hand cannot fail to be read.
            let mut decoded = Decoded::new(bytes, Choice::Auto);
            let _ = decoded.read_to_string(&mut text);
            let replaced = decoded.replaced();
            if replaced.count > 0 {
                let sentence = message::replaced(replaced.count, decoded.encoding().name());
                see(Event::Fault(Fault { kind: FaultKind::Malformed, sentence, place: replaced.first, spot: Spot::default() }));
            }
            of_text(format, &text, context, see);
        }
    }
}

fn of_text(format: Format, text: &str, context: &mut Context<'_>, see: See<'_>) {
    match format {
        Format::Urls => lines(text, see),
        Format::Markdown => markdown::read(text, context.options, see),
        Format::Html => html::stream::read(text, context.options, see),
        Format::Xml => xml::read(text, context.options, see),
        Format::Rst => rst::read(text, context.options, see),
        Format::Asciidoc => asciidoc::read(text, context.options, see),
        Format::Latex => latex::read(text, context.options, see),
        Format::Json => json::read(text, 1, Source::Whole, context.options, see),
        Format::Yaml => yaml::read(text, context.options, see),
        Format::Toml => toml::read(text, context.options, see),
        // A text at hand cannot fail to be read.
        Format::Jsonl => drop(jsonl::read(text.as_bytes(), context.options, see)),
        Format::Csv => drop(csv::read(text.as_bytes(), Parting::Comma, context.options, see)),
        Format::Tsv => drop(csv::read(text.as_bytes(), Parting::Tab, context.options, see)),
        _ if format.shape() == Shape::Bytes => {}
        _ => drop(prose::read(text.as_bytes(), Start::default(), context.options, see)),
    }
}

/// Reads a list of links that stands inside another file.
fn lines(text: &str, see: See<'_>) {
    let mut cursor = Cursor::new(text, 1);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() && !line.trim_start().starts_with('#') {
            let raw = link_of_line(line);
            let span = Span { start: start + raw.start, end: start + raw.start + raw.text.len() };
            see(Event::Link(Found { signals: raw.signals, ..Found::at(raw.text.into(), Role::Line, cursor.place(span), Some(span)) }));
        }
        start += line.len();
    }
}
