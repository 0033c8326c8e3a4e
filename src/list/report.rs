//! What a list brought, and what of it could not be used.

use std::collections::BTreeMap;

use crate::message::{Text, list as text};
use crate::source::{SourceFile, Span};

/// How many unusable entries are kept with their places; all are counted.
pub const EXAMPLE_LIMIT: usize = 20;

/// How many characters of one are kept.
pub const EXAMPLE_LENGTH: usize = 200;

crate::verdict::vocabulary! {
    /// Why an entry of a list cannot be used.
    Why {
        /// It is no host.
        NoHost = "no-host",
        /// The line is not UTF-8.
        NotUtf8 = "not-utf8",
        /// The line is longer than is read.
        TooLong = "too-long",
        /// It hides parts of pages, not links.
        Cosmetic = "cosmetic",
        /// It is a regular expression.
        Regex = "regex",
        /// It asks whether a word stands anywhere in the host.
        Keyword = "keyword",
        /// It has a modifier that is not understood, so all of it is left out.
        Modifier = "modifier",
        /// It is a pattern that is not tied to a whole host, or has a wildcard inside.
        Pattern = "pattern",
        /// It is triggered by an address or a name server.
        Trigger = "trigger",
        /// It is no statement about names.
        Statement = "statement",
        /// It is about a scheme without a host.
        Scheme = "scheme",
        /// The row lacks the column.
        NoCell = "no-cell",
        /// The name has no registrable domain, so nothing can be filed under it.
        NoDomain = "no-domain",
    }
}

/// An entry with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The file.
    pub file: SourceFile,
    /// The line, from 1; in a compiled file the number of the entry.
    pub line: usize,
    /// The place in the file's text.
    pub span: Span,
    /// The entry as it stands there.
    pub text: String,
    /// What is wrong with it.
    pub why: Why,
}

/// What a list brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The entries that were used.
    pub entries: usize,
    /// Those among them that take links out.
    pub exceptions: usize,
    /// Entries that say what an earlier one said already.
    pub repeated: usize,
    /// Entries that were switched off by others (`$badfilter`).
    pub disabled: usize,
    /// Entries that reach beyond one site: a public suffix or a single label with all below it.
    pub broad: usize,
    /// The first of those.
    pub broad_example: Option<String>,
    /// The entries that cannot be used, by reason.
    pub unusable: BTreeMap<Why, usize>,
    /// The first of those, at most [`EXAMPLE_LIMIT`].
    pub examples: Vec<Example>,
}

impl Loaded {
    /// How many entries cannot be used.
    #[must_use]
    pub fn skipped(&self) -> usize {
        self.unusable.values().sum()
    }
}

impl Why {
    /// The reason as a sentence about the entry.
    #[must_use]
    pub fn sentence(self, line: usize, entry: &str) -> Text {
        match self {
            Self::NoHost => text::no_host(line, entry),
            Self::NotUtf8 => text::not_utf8(line),
            Self::TooLong => text::too_long(line, super::LINE_LIMIT),
            Self::Cosmetic => text::cosmetic(line, entry),
            Self::Regex => text::regex(line, entry),
            Self::Keyword => text::keyword(line, entry),
            Self::Modifier => text::modifier(line, entry),
            Self::Pattern => text::pattern(line, entry),
            Self::Trigger => text::trigger(line, entry),
            Self::Statement => text::statement(line, entry),
            Self::Scheme => text::scheme(line, entry),
            Self::NoCell => text::no_cell(line),
            Self::NoDomain => text::no_domain(line, entry),
        }
    }
}
