//! One table of a document: keys are asked for by name, and those nobody asked for are errors.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Placed;
use crate::diag::{Diagnostic, nearest};
use crate::message::document as text;
use crate::source::{SourceFile, Span};

/// A table being read.
#[derive(Debug)]
pub struct Table<'d> {
    pub(super) file: &'d SourceFile,
    entries: &'d DeTable<'d>,
    span: Span,
    what: &'static str,
    asked: Vec<&'static str>,
}

/// A value of a table, with the key it stands under.
#[derive(Debug, Clone, Copy)]
pub struct Value<'d> {
    pub(super) file: &'d SourceFile,
    pub(super) value: &'d Spanned<DeValue<'d>>,
    pub(super) key: &'static str,
}

impl<'d> Table<'d> {
    pub(super) fn new(file: &'d SourceFile, entries: &'d DeTable<'d>, span: Span, what: &'static str) -> Self {
        Self { file, entries, span, what, asked: Vec::new() }
    }

    /// The file the table stands in.
    #[must_use]
    pub const fn file(&self) -> &'d SourceFile {
        self.file
    }

    /// Where the table stands: its header, or an inline table's braces.
    #[must_use]
    pub const fn span(&self) -> Span {
        self.span
    }

    /// Whether a key stands in the table, without asking for it.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// The value under a key.
    pub fn get(&mut self, key: &'static str) -> Option<Value<'d>> {
        self.asked.push(key);
        let value = self.entries.get(key)?;
        Some(Value { file: self.file, value, key })
    }

    /// The value under a key that must be there.
    pub fn require(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Value<'d>> {
        let value = self.get(key);
        if value.is_none() {
            problems.push(Diagnostic::error("missing-key", self.file, self.span, text::missing_key(self.what, key)));
        }
        value
    }

    /// The tables of `[[key]]`, in the order of the file.
    pub fn tables(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Table<'d>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(items) = value.value.get_ref().as_array() else {
            problems.push(value.wrong_type("[[table]]"));
            return Vec::new();
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.get_ref().as_table() {
                Some(entries) => tables.push(Table::new(self.file, entries, item.span().into(), key)),
                None => problems.push(Value { file: self.file, value: item, key }.wrong_type("table")),
            }
        }
        tables
    }

    /// Every key with its value, for tables whose keys are the user's own; in the order of the file.
    #[must_use]
    pub fn open_entries(&self) -> Vec<(Placed<String>, Value<'d>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&'d Spanned<Cow<'d, str>>, &'d Spanned<DeValue<'d>>)| {
            let name = Placed { value: key.get_ref().to_string(), span: key.span().into() };
            (name, Value { file: self.file, value, key: self.what })
        };
        entries.into_iter().map(entry).collect()
    }

    /// Reports every key that was never asked for, with the nearest known one.
    pub fn finish(mut self, problems: &mut Vec<Diagnostic>) {
        let asked = std::mem::take(&mut self.asked);
        self.finish_among(&asked, problems);
    }

    /// Reports every key that is not among these, with the nearest one that is.
    pub fn finish_among(self, known: &[&str], problems: &mut Vec<Diagnostic>) {
        let mut unknown: Vec<_> = self.entries.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())).collect();
        unknown.sort_by_key(|(key, _)| key.span().start);
        for (key, _) in unknown {
            let name = key.get_ref().as_ref();
            let help = nearest(name, known.iter().copied()).map(text::did_you_mean);
            let help = help.or_else(|| Some(text::known_keys(&known.join(", "))));
            let title = text::unknown_key(self.what, name);
            problems.push(Diagnostic::error("unknown-key", self.file, key.span().into(), title).with_help(help));
        }
    }
}

impl<'d> Value<'d> {
    /// Where the value stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.value.span().into()
    }

    /// An error at this value.
    #[must_use]
    pub fn error(&self, code: &'static str, title: crate::message::Text) -> Diagnostic {
        Diagnostic::error(code, self.file, self.span(), title)
    }

    /// The error for a value of another type than the one that belongs here.
    #[must_use]
    pub fn wrong_type(&self, expected: &str) -> Diagnostic {
        self.error("wrong-type", text::wrong_type(self.key, expected, self.value.get_ref().type_str()))
    }

    /// The value as an inline table.
    pub fn table(&self, problems: &mut Vec<Diagnostic>) -> Option<Table<'d>> {
        match self.value.get_ref().as_table() {
            Some(entries) => Some(Table::new(self.file, entries, self.span(), self.key)),
            None => {
                problems.push(self.wrong_type("table"));
                None
            }
        }
    }

    /// The items of an array; one value that is no array counts as an error.
    pub fn items(&self, problems: &mut Vec<Diagnostic>) -> Option<Vec<Value<'d>>> {
        match self.value.get_ref().as_array() {
            Some(items) => Some(items.iter().map(|value| Value { file: self.file, value, key: self.key }).collect()),
            None => {
                problems.push(self.wrong_type("array"));
                None
            }
        }
    }

    /// The value with its place, converted by `read`.
    pub fn placed<T>(&self, value: T) -> Placed<T> {
        Placed { value, span: self.span() }
    }
}
