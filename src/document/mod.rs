//! TOML documents with the place of every key and value; all faults are collected, none stops the reading.

pub mod fields;
pub mod shape;
pub mod table;

use toml::Spanned;
use toml::de::DeTable;

use crate::diag::Diagnostic;
use crate::message::document as text;
use crate::source::{SourceFile, Span};

/// A value with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

impl<T> Placed<T> {
    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Placed<U> {
        Placed { value: change(self.value), span: self.span }
    }
}

/// A document that was parsed and not read yet.
#[derive(Debug)]
pub struct Parsed<'d> {
    file: &'d SourceFile,
    root: Spanned<DeTable<'d>>,
    errors: Vec<toml::de::Error>,
}

impl<'d> Parsed<'d> {
    /// Parses a file.
    #[must_use]
    pub fn of(file: &'d SourceFile) -> Self {
        let (root, errors) = DeTable::parse_recoverable(&file.text);
        Self { file, root, errors }
    }

    /// Hands the top table to `read`; faults of the TOML itself are collected first.
    pub fn read<T>(self, problems: &mut Vec<Diagnostic>, read: impl FnOnce(table::Table<'_>, &mut Vec<Diagnostic>) -> T) -> T {
        for error in self.errors {
            let span = error.span().map_or_else(Span::default, Span::from);
            problems.push(Diagnostic::error("toml", self.file, span, text::toml_fault(error.message())));
        }
        // The parser goes on behind a fault, and may find the same one again at the same place.
        problems.dedup();
        let span = Span { start: 0, end: 0 };
        let top = table::Table::new(self.file, self.root.get_ref(), span, "file");
        read(top, problems)
    }
}

/// Parses a document and hands its top table to `read`; faults of the TOML itself are collected first.
pub fn read<T>(file: &SourceFile, problems: &mut Vec<Diagnostic>, read: impl FnOnce(table::Table<'_>, &mut Vec<Diagnostic>) -> T) -> T {
    Parsed::of(file).read(problems, read)
}

/// Parses documents in their order, and hands each on while the next is parsed.
pub fn ahead(files: &[SourceFile], mut each: impl FnMut(Parsed<'_>)) {
    let (send, parsed) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let parser = move || files.iter().map(Parsed::of).try_for_each(|parsed| send.send(parsed));
        match std::thread::Builder::new().spawn_scoped(scope, parser) {
            Ok(_) => parsed.into_iter().for_each(&mut each),
            // Where there is no thread to be had, one after the other does as well.
            Err(_) => files.iter().map(Parsed::of).for_each(&mut each),
        }
    });
}

/// A table of a `[[list]]` of tables, as it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its `id`, where it has one.
    pub id: Option<String>,
    /// From its header up to the next one, or the end of the file.
    pub span: Span,
}

/// Every table of the file under a `[[header]]` of one word, in the order of the file.
#[must_use]
pub fn tables(file: &SourceFile) -> Vec<Listed> {
    let (root, _) = DeTable::parse_recoverable(&file.text);
    let mut found: Vec<Listed> = Vec::new();
    for value in root.get_ref().values() {
        let Some(items) = value.get_ref().as_array() else { continue };
        for item in items {
            let Some(table) = item.get_ref().as_table() else { continue };
            let id = table.get("id").and_then(|id| id.get_ref().as_str()).map(str::to_owned);
            found.push(Listed { id, span: Span { start: item.span().start, end: file.text.len() } });
        }
    }
    found.sort_by_key(|table| table.span.start);
    let starts: Vec<usize> = found.iter().skip(1).map(|table| table.span.start).collect();
    for (table, next) in found.iter_mut().zip(starts) {
        table.span.end = next;
    }
    found
}
