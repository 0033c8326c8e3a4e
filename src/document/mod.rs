//! TOML documents with the place of every key and value; all faults are collected, none stops the reading.

pub mod fields;
pub mod shape;
pub mod table;

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

/// Parses a document and hands its top table to `read`; faults of the TOML itself are collected first.
pub fn read<T>(file: &SourceFile, problems: &mut Vec<Diagnostic>, read: impl FnOnce(table::Table<'_>, &mut Vec<Diagnostic>) -> T) -> T {
    let (root, errors) = DeTable::parse_recoverable(&file.text);
    for error in errors {
        let span = error.span().map_or_else(Span::default, Span::from);
        problems.push(Diagnostic::error("toml", file, span, text::toml_fault(error.message())));
    }
    // The parser goes on behind a fault, and may find the same one again at the same place.
    problems.dedup();
    let span = Span { start: 0, end: 0 };
    let top = table::Table::new(file, root.get_ref(), span, "file");
    read(top, problems)
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
