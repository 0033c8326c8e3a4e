//! What the tables of a language may hold, as data: keys in their order, what each takes, and what it means. Readers check
//! unknown keys and bounds against it; the formatter takes its order, and the JSON Schema its words.

use super::table::Table;
use crate::diag::Diagnostic;

/// One table of a language.
#[derive(Debug)]
pub struct TableShape {
    /// Its key, as in `[[rule]]`; `file` for the top.
    pub name: &'static str,
    /// What it is, in English and in Chinese.
    pub about: (&'static str, &'static str),
    /// Its keys, in the order in which they are best written.
    pub keys: &'static [Key],
    /// What the keys demand of each other.
    pub demands: &'static [Demand],
}

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Whether it must stand there.
    pub need: Need,
    /// What it takes.
    pub takes: Takes,
    /// What it means, in English and in Chinese.
    pub about: (&'static str, &'static str),
}

/// Whether a key must stand in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// Just this number.
    Version(i64),
    /// Any text that is not empty.
    Text,
    /// Any text, the empty one too.
    AnyText,
    /// Lower-case words with hyphens.
    Id,
    /// A distance from UTC, such as `+08:00`.
    Offset,
    /// A TOML date, or date with time.
    Time,
    /// `true` or `false`.
    Flag,
    /// A whole number within these bounds.
    Number(i64, i64),
    /// `{ en = "...", zh = "..." }`.
    Bilingual,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A text, or a whole number within these bounds.
    TextOrNumber(i64, i64),
    /// A text, or texts.
    TextOrTexts,
    /// Texts, at least one.
    Texts(&'static [&'static str]),
    /// Some of these words, at least one.
    Words(&'static [&'static str]),
    /// Some of these words, or none.
    WordsOrNone(&'static [&'static str]),
    /// Dates.
    Times,
    /// Whole numbers within these bounds, at least one.
    Numbers(i64, i64),
    /// A table whose keys and values are among these words.
    WordMap(&'static [&'static str]),
    /// A table whose keys are the user's own and whose values are texts.
    OpenText,
    /// A table whose keys are the user's own and whose values are lists of texts, at least one key.
    OpenTexts,
    /// A table whose keys are the user's own and whose values are some of these words, or none.
    OpenWords(&'static [&'static str]),
    /// A table of this shape.
    Table(&'static TableShape),
    /// Tables of this shape inside the value, at least one.
    Inner(&'static TableShape),
    /// `[[key]]`: tables of this shape.
    Tables(&'static TableShape),
}

/// What the keys of a table demand of each other.
#[derive(Debug, Clone, Copy)]
pub enum Demand {
    /// Just one of these keys stands there.
    JustOne(&'static [&'static str]),
    /// At least one of these keys stands there.
    AtLeastOne(&'static [&'static str]),
    /// Where the first key is missing, all of these must stand there.
    Unless(&'static str, &'static [&'static str]),
    /// The second key stands there just where the first has this word.
    JustWith(&'static str, &'static str, &'static str),
    /// The table has at least one key.
    NotEmpty,
    /// A key does not have this word.
    Never(&'static str, &'static str),
}

impl TableShape {
    /// One of its keys.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Reports every key of a table that this shape does not have, with the nearest one that it has.
    pub fn finish(&self, table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let known: Vec<&str> = self.keys.iter().map(|key| key.name).collect();
        table.finish_among(&known, problems);
    }
}
