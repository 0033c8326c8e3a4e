//! How content is read: what a user may choose, and who finds the codes of platforms in it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Whether links in code spans and code blocks are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Code {
    /// They are links like others.
    #[default]
    Read,
    /// They are passed over.
    Skip,
}

/// How many threads one file may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hands {
    /// One does all.
    #[default]
    One,
    /// One goes ahead of another.
    Two,
}

/// Finds what opens an app and is no URL, such as share codes. What a code looks like is known further up.
pub trait FindCodes: fmt::Debug + Send + Sync {
    /// The bytes of every code of a running text, ascending; none overlaps another, or the links of the text, which are given
    /// in the same order.
    fn codes(&self, text: &str, links: &[Range<usize>], words: Words) -> Vec<Range<usize>>;

    /// Where words stand in a text that codes need beside them, or with which they begin.
    fn words(&self, text: &str) -> WordsSeen;
}

/// Whether words may stand in a text that codes need beside them, or with which they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    /// They may.
    Perhaps,
    /// None of them does.
    None,
}

/// Words that codes need, as they stand in a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordsSeen {
    /// Where each begins, ascending.
    pub starts: Vec<usize>,
    /// No longer than so many bytes is any of them.
    pub longest: usize,
}

/// How content is read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Links in code.
    pub code: Code,
    /// The columns of tables that are read, by name or by number from 1; all where empty.
    pub columns: Vec<String>,
    /// Who finds codes in running text; without one only URLs are found.
    pub codes: Option<Arc<dyn FindCodes>>,
    /// How many threads a reader may take that knows how to share its work; see [`super::reader::takes_hands`].
    pub hands: Hands,
}
