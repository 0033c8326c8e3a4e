//! Tables as text: every cell with its column, read as it comes.

use std::io::{self, Read};

use csv_core::{ReadFieldResult, Reader, ReaderBuilder};
use memchr::memchr;

use super::value::{Roles, Source, links_of_string, tell};
use super::written::{Style, Written};
use crate::extract::cursor::Cursor;
use crate::extract::found::{Event, Fault, FaultKind, Found, Role, See, Spot};
use crate::extract::reading::Options;
use crate::message::{Text, content as message};
use crate::source::Span;

/// The most bytes of a cell; a longer one is read in pieces, as running text.
const CELL_LIMIT: usize = 1 << 20;
/// How many bytes are read at once.
const STRETCH: usize = 64 << 10;
/// The most characters of a column's name.
const NAME_LIMIT: usize = 80;
/// The most columns with names.
const COLUMN_LIMIT: usize = 16 << 10;

/// How the cells of a table are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Parting {
    /// By commas, or what the first line has more of: semicolons or tabs.
    Comma,
    /// By tabs.
    Tab,
}

/// Tells the links of the cells of a table; only of some columns where those are given, by name or by number from 1.
///
/// # Errors
/// Reading failed; what was read before has been told.
pub(in crate::extract) fn read(mut reader: impl Read, parting: Parting, options: &Options, see: See<'_>) -> io::Result<()> {
    let mut input = Vec::new();
    let mut cell = vec![0; STRETCH];
    let mut table: Option<Table<'_, '_>> = None;
    let mut see = Some(see);
    let mut core = Reader::new();
    loop {
        input.clear();
        (&mut reader).take(STRETCH as u64).read_to_end(&mut input)?;
        if let Some(see) = see.take() {
            core = ReaderBuilder::new().delimiter(delimiter(parting, &input)).build();
            table = Some(Table::new(options, see));
        }
        let Some(table) = &mut table else { return Ok(()) };
        let mut rest = input.as_slice();
        // To the parser an empty stretch is the end of the table.
        while !rest.is_empty() || input.is_empty() {
            let (result, read, wrote) = core.read_field(rest, &mut cell);
            let (raw, after) = rest.split_at_checked(read).unwrap_or((rest, &[]));
            rest = after;
            table.piece(raw, cell.get(..wrote).unwrap_or_default());
            match result {
                ReadFieldResult::Field { record_end } => table.cell_ends(record_end),
                ReadFieldResult::OutputFull | ReadFieldResult::InputEmpty => {}
                ReadFieldResult::End => {
                    table.end();
                    return Ok(());
                }
            }
        }
    }
}

/// What parts the cells, by the first line.
fn delimiter(parting: Parting, head: &[u8]) -> u8 {
    if parting == Parting::Tab {
        return b'\t';
    }
    let line = head.split(|byte| *byte == b'\n').find(|line| !line.trim_ascii().is_empty()).unwrap_or_default();
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut is_quoted = false;
    for byte in line {
        is_quoted ^= *byte == b'"';
        if let Some((_, count)) = counts.iter_mut().find(|(mark, _)| mark == byte && !is_quoted) {
            *count += 1;
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(mark, _)| *mark)
}

/// What is known of the first row.
enum Header {
    /// It is being read: its cells.
    Reading(Vec<Cell>),
    /// It names the columns.
    Names(Vec<String>),
    /// There is none.
    None,
}

/// A cell with its place.
#[derive(Default)]
struct Cell {
    raw: Vec<u8>,
    text: Vec<u8>,
    line: u64,
    column: usize,
}

struct Table<'c, 's> {
    options: &'c Options,
    header: Header,
    cell: Cell,
    /// The number of the column, from 0.
    number: usize,
    /// Where what was read ends.
    line: u64,
    column: usize,
    /// Whether the cell is so long that it was told in part.
    in_pieces: bool,
    see: See<'s>,
}

impl<'c, 's> Table<'c, 's> {
    fn new(options: &'c Options, see: See<'s>) -> Self {
        let cell = Cell { line: 1, column: 1, ..Cell::default() };
        Self { options, header: Header::Reading(Vec::new()), cell, number: 0, line: 1, column: 1, in_pieces: false, see }
    }

    fn piece(&mut self, raw: &[u8], text: &[u8]) {
        // What stands before a cell that is no part of one, such as an empty line, moves its place.
        self.cell.raw.extend_from_slice(raw);
        self.cell.text.extend_from_slice(text);
        if self.cell.raw.len() > CELL_LIMIT {
            self.cut();
        }
    }

    fn cell_ends(&mut self, is_last: bool) {
        let (line, column) = (self.cell.line, self.cell.column);
        (self.line, self.column) = end_of(&self.cell.raw, line, column);
        let mut cell = std::mem::take(&mut self.cell);
        if self.in_pieces {
            self.in_pieces = false;
            self.running(&cell);
        } else if let Header::Reading(cells) = &mut self.header
            && cells.len() < COLUMN_LIMIT
        {
            cells.push(std::mem::take(&mut cell));
        } else {
            self.tell(&cell, self.number);
        }
        // The next cell is read into the room of this one.
        cell.raw.clear();
        cell.text.clear();
        self.cell = Cell { line: self.line, column: self.column, ..cell };
        self.number += 1;
        if is_last {
            self.number = 0;
            self.header_ends();
        }
    }

    fn end(&mut self) {
        self.header_ends();
    }

    /// Settles, with the first row read, whether it names the columns.
    fn header_ends(&mut self) {
        let Header::Reading(cells) = &mut self.header else { return };
        let cells = std::mem::take(cells);
        let names: Vec<String> = cells.iter().map(|cell| String::from_utf8_lossy(&cell.text).trim().to_owned()).collect();
        let is_asked = names.iter().any(|name| self.options.columns.contains(name));
        let is_header = is_asked || is_header(&names, self.options);
        self.header = if is_header { Header::Names(names) } else { Header::None };
        if !cells.is_empty() {
            self.missing_columns();
        }
        // Names can hold links too, where somebody asked for a column of that name.
        for (number, cell) in cells.iter().enumerate() {
            self.tell(cell, number);
        }
    }

    /// Tells which of the columns that were asked for are not there.
    fn missing_columns(&mut self) {
        let known = match &self.header {
            Header::Names(names) => names.clone(),
            _ => Vec::new(),
        };
        for wanted in &self.options.columns {
            if !known.contains(wanted) && wanted.parse::<usize>().is_err() {
                let there = known.iter().map(|name| name.chars().take(NAME_LIMIT).collect::<String>()).take(20).collect::<Vec<_>>().join(", ");
                let place = Some(Cursor::new("", 1).place(Span::default()));
                (self.see)(Event::Fault(Fault { kind: FaultKind::Unsupported, sentence: message::no_column(wanted, &there), place, spot: Spot::default() }));
            }
        }
    }

    fn is_asked(&self, number: usize) -> bool {
        let by_number = |wanted: &String| wanted.parse() == Ok(number + 1);
        self.options.columns.is_empty() || self.options.columns.iter().any(|wanted| Some(wanted.as_str()) == name(&self.header, number) || by_number(wanted))
    }

    fn tell(&mut self, cell: &Cell, number: usize) {
        if !self.is_asked(number) {
            return;
        }
        let (Ok(raw), Ok(text)) = (std::str::from_utf8(&cell.raw), std::str::from_utf8(&cell.text)) else { return };
        // What stands before the cell in its bytes: line breaks of empty lines. The mark behind it is its last byte.
        let breaks = raw.len() - raw.trim_start_matches(['\r', '\n']).len();
        let blank = |c: char| c == ' ';
        let unquoted = raw.get(breaks..).unwrap_or_default();
        let is_quoted = unquoted.starts_with('"');
        let before = breaks + usize::from(is_quoted);
        let inner = raw.get(before..).unwrap_or_default();
        let style = if is_quoted { Style::Doubled('"') } else { Style::Plain };
        let inner = if is_quoted || inner.len() < text.len() { inner } else { inner.get(..text.len()).unwrap_or(inner) };
        let mut cursor = Cursor::from(raw, cell.line, cell.column);
        let header = &self.header;
        let spot = || Spot { cell: Some(label(header, number)), ..Spot::default() };
        let written = Written::new(text, inner, style, before);
        let roles = Roles { alone: Role::Cell, among: Role::Text };
        let whole = text.trim_matches(blank);
        if !self.options.columns.is_empty() && !whole.trim().is_empty() && links_of_string(text, self.options).is_empty() && !self.is_name(cell) {
            // The column was asked for: what stands in it is meant as a link.
            let start = text.find(whole.trim()).unwrap_or(0);
            let mut written = written;
            let span = written.span(&(start..start + whole.trim().len()));
            let place = cursor.place(span);
            (self.see)(Event::Link(Found { spot: spot(), ..Found::at(whole.trim().into(), Role::Cell, place, None) }));
            return;
        }
        tell(written, roles, spot, self.options, Source::Stretch, &mut cursor, self.see);
    }

    /// Whether a cell stands in the row of names.
    fn is_name(&self, cell: &Cell) -> bool {
        matches!(self.header, Header::Names(_)) && cell.line == 1
    }

    /// Tells a cell that is too long to keep, but for its last word.
    fn cut(&mut self) {
        if !self.in_pieces {
            self.in_pieces = true;
            self.header_ends();
            let place = Some(Cursor::from("", self.cell.line, self.cell.column).place(Span::default()));
            self.fault(message::long_cell(CELL_LIMIT), place);
        }
        let raw = &self.cell.raw;
        let word = raw.iter().rposition(|byte| byte.is_ascii_whitespace()).map_or(raw.len(), |at| at + 1);
        let rest = raw.get(word..).unwrap_or_default().to_vec();
        let (line, column) = (self.cell.line, self.cell.column);
        let mut told = std::mem::take(&mut self.cell);
        (told.line, told.column) = (line, column);
        told.raw.truncate(word);
        (self.cell.line, self.cell.column) = end_of(&told.raw, line, column);
        self.cell.raw = rest;
        self.running(&told);
    }

    fn fault(&mut self, sentence: Text, place: Option<crate::extract::found::Place>) {
        (self.see)(Event::Fault(Fault { kind: FaultKind::Bound, sentence, place, spot: Spot::default() }));
    }

    /// Tells a stretch of a long cell as it is written.
    fn running(&mut self, cell: &Cell) {
        if !self.is_asked(self.number) {
            return;
        }
        let raw = String::from_utf8_lossy(&cell.raw);
        let (header, number) = (&self.header, self.number);
        let spot = || Spot { cell: Some(label(header, number)), ..Spot::default() };
        let mut cursor = Cursor::from(&raw, cell.line, cell.column);
        tell(Written::new(&raw, &raw, Style::Plain, 0), Roles::all(Role::Text), spot, self.options, Source::Stretch, &mut cursor, self.see);
    }
}

/// The name of a column, by its number from 0.
fn name(header: &Header, number: usize) -> Option<&str> {
    let Header::Names(names) = header else { return None };
    names.get(number).map(String::as_str).filter(|name| !name.is_empty())
}

/// What a column is called: by its name, else by its number from 1.
fn label(header: &Header, number: usize) -> String {
    name(header, number).map_or_else(|| (number + 1).to_string(), |name| name.chars().take(NAME_LIMIT).collect())
}

/// Where bytes end that begin at a line and column.
fn end_of(raw: &[u8], line: u64, column: usize) -> (u64, usize) {
    if raw.is_ascii() && memchr(b'\n', raw).is_none() {
        return (line, column + raw.len());
    }
    let text = String::from_utf8_lossy(raw);
    let end = Cursor::from(&text, line, column).place(Span { start: text.len(), end: text.len() });
    (end.line, end.column)
}

/// Whether the first row names the columns: every cell a short name of its own, none a link or a number.
fn is_header(names: &[String], options: &Options) -> bool {
    let is_name = |name: &String| {
        !name.is_empty()
            && name.chars().count() <= NAME_LIMIT
            && !name.contains('\n')
            && name.parse::<f64>().is_err()
            && links_of_string(name, options).is_empty()
    };
    let mut sorted: Vec<&String> = names.iter().collect();
    sorted.sort_unstable();
    names.iter().all(is_name) && !sorted.windows(2).any(|pair| pair.first() == pair.last())
}
