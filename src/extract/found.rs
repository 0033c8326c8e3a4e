//! What a reader of content tells: links with their places, comments, and what it could not read.

use std::borrow::Cow;
use std::fmt;

use crate::message::Text;
use crate::signal::SignalSet;
use crate::source::Span;
use crate::verdict::vocabulary;

vocabulary! {
    /// As what a link stands in its content.
    Role {
        /// A line of a list of links.
        Line = "line",
        /// Running text.
        Text = "text",
        /// A link of the markup, with shown text.
        Link = "link",
        /// An image or another thing that is loaded.
        Image = "image",
        /// The target of a reference that stands apart from its use.
        Reference = "reference",
        /// A link that the markup makes of its own text.
        Autolink = "autolink",
        /// An attribute that is neither a link nor an image.
        Attribute = "attribute",
        /// A style sheet.
        Style = "style",
        /// A code span or block.
        Code = "code",
        /// A comment.
        Comment = "comment",
        /// A value of structured data.
        Value = "value",
        /// A key of structured data.
        Key = "key",
        /// A cell of a table.
        Cell = "cell",
        /// A header, or data about the document.
        Header = "header",
        /// A code in a picture.
        Picture = "picture",
    }
}

/// Where a link stands in a text: lines and columns from 1, columns in Unicode scalar values, the end past the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The first line.
    pub line: u64,
    /// The first column.
    pub column: usize,
    /// The last line.
    pub end_line: u64,
    /// The column after the last, on the last line.
    pub end_column: usize,
}

impl Place {
    /// A place on one line.
    #[must_use]
    pub const fn on_line(line: u64, column: usize, end_column: usize) -> Self {
        Self { line, column, end_line: line, end_column }
    }
}

/// Where a link stands in a file that has more than lines; what does not apply is `None`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The file inside an archive, message or document, as `inner.zip!file.md` where they nest.
    pub inner: Option<String>,
    /// The JSON pointer of a value (RFC 6901); YAML and TOML likewise.
    pub pointer: Option<String>,
    /// The sheet of a cell.
    pub sheet: Option<String>,
    /// The cell, such as `B3`, or the name of a column.
    pub cell: Option<String>,
    /// The paragraph of a document, from 1.
    pub paragraph: Option<u64>,
    /// The part of a message, or the header.
    pub part: Option<String>,
    /// The number of the code in a picture, from 1.
    pub picture: Option<u32>,
}

impl Spot {
    /// No more than lines.
    pub const NONE: &'static Self = &Self { inner: None, pointer: None, sheet: None, cell: None, paragraph: None, part: None, picture: None };

    /// Whether there is nothing to tell beside lines and the file inside.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        matches!(self, Self { inner: _, pointer: None, sheet: None, cell: None, paragraph: None, part: None, picture: None })
    }
}

impl fmt::Display for Spot {
    /// What there is, each with its word: `sheet Menu, cell B3`. The words are keys of the record and stay as they are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts = [("pointer", &self.pointer), ("sheet", &self.sheet), ("cell", &self.cell), ("part", &self.part)];
        let texts = texts.into_iter().filter_map(|(word, text)| Some((word, text.clone()?)));
        let numbers = [("paragraph", self.paragraph), ("picture", self.picture.map(u64::from))];
        let numbers = numbers.into_iter().filter_map(|(word, number)| Some((word, number?.to_string())));
        for (at, (word, text)) in texts.chain(numbers).enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{word} {text}")?;
        }
        Ok(())
    }
}

/// A link found in content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'c> {
    /// The link as its format means it: entities and escapes undone.
    pub text: Cow<'c, str>,
    /// What it leads to, where that needs the document: a link without a scheme, brought together with the document's base.
    pub resolved: Option<String>,
    /// As what it stands.
    pub role: Role,
    /// Where it stands in the text, for formats that are text.
    pub place: Option<Place>,
    /// The bytes of the decoded text at which it is written, where the whole text is at hand.
    pub span: Option<Span>,
    /// Where it stands beside lines.
    pub spot: Spot,
    /// The text that is shown in its place, where there is one.
    pub shown: Option<Cow<'c, str>>,
    /// Signals about where it stands.
    pub signals: SignalSet,
}

impl<'c> Found<'c> {
    /// The same, independent of the text it was found in.
    #[must_use]
    pub fn into_owned(self) -> Found<'static> {
        let Found { text, resolved, role, place, span, spot, shown, signals } = self;
        let shown = shown.map(|shown| Cow::Owned(shown.into_owned()));
        Found { text: Cow::Owned(text.into_owned()), resolved, role, place, span, spot, shown, signals }
    }

    /// A link of a text at a place, with nothing more known.
    #[must_use]
    pub const fn at(text: Cow<'c, str>, role: Role, place: Place, span: Option<Span>) -> Self {
        let spot = Spot { inner: None, pointer: None, sheet: None, cell: None, paragraph: None, part: None, picture: None };
        Self { text, resolved: None, role, place: Some(place), span, spot, shown: None, signals: SignalSet::EMPTY }
    }
}

/// A comment, for directives such as suppressions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment<'c> {
    /// What stands between its marks.
    pub text: Cow<'c, str>,
    /// Where it stands, its marks included.
    pub place: Place,
    /// The bytes at which it is written, its marks included, where the whole text is at hand.
    pub span: Option<Span>,
}

vocabulary! {
    /// Why a part of a file was not read as what it is.
    FaultKind {
        /// It breaks the rules of its format; what could be read as text was.
        Malformed = "malformed",
        /// It ends too early.
        Cut = "cut",
        /// It is larger, deeper or more than is read.
        Bound = "bound",
        /// Its format or encoding is not read.
        Unsupported = "unsupported",
        /// It is protected by a password.
        Encrypted = "encrypted",
    }
}

/// A part of a file that was not read, or not as what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Why.
    pub kind: FaultKind,
    /// What was not read, in one sentence with a way out.
    pub sentence: Text,
    /// Where it begins, for formats that are text.
    pub place: Option<Place>,
    /// Where it stands beside lines.
    pub spot: Spot,
}

/// What a reader tells, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<'c> {
    /// A link.
    Link(Found<'c>),
    /// A comment.
    Comment(Comment<'c>),
    /// Something that was not read.
    Fault(Fault),
}

impl Event<'_> {
    /// The same, independent of the text it was found in.
    #[must_use]
    pub fn into_owned(self) -> Event<'static> {
        match self {
            Self::Link(found) => Event::Link(found.into_owned()),
            Self::Comment(Comment { text, place, span }) => Event::Comment(Comment { text: Cow::Owned(text.into_owned()), place, span }),
            Self::Fault(fault) => Event::Fault(fault),
        }
    }
}

/// Whom a reader tells.
pub type See<'s> = &'s mut dyn FnMut(Event<'_>);
