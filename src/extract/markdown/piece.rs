//! What is handed from the readers of blocks to who makes links of it.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::extract::found::Role;
use crate::source::Span;

/// An event of the parser with the bytes of the document it stands for.
pub(super) type Ranged<'t> = (Event<'t>, Range<usize>);

/// What a plain block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words that are shown as they are written.
    Words(Span),
    /// A code span, its marks included.
    Code(Span),
    /// A link or an image.
    Link(Inline),
    /// The end of a line that the next one goes on.
    Break,
    /// The end of a paragraph, a heading or an item.
    End,
}

/// A link or an image that holds nothing but words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Inline {
    pub(super) role: Role,
    /// What stands between its brackets.
    pub(super) shown: Span,
    pub(super) destination: Span,
}

/// Some blocks in their order.
#[derive(Debug, Default)]
pub(super) struct Part<'t> {
    runs: Vec<Run>,
    plain: Vec<Piece>,
    parsed: Vec<Ranged<'t>>,
    /// How many of the pieces and events are in runs.
    told: (usize, usize),
}

/// How many follow each other.
#[derive(Debug, Clone, Copy)]
enum Run {
    Plain(usize),
    Parsed(usize),
}

/// A step through a part.
#[derive(Debug)]
pub(super) enum Step<'t> {
    Plain(Piece),
    Parsed(Ranged<'t>),
}

impl<'t> Part<'t> {
    pub(super) fn clear(&mut self) {
        self.runs.clear();
        self.plain.clear();
        self.parsed.clear();
        self.told = (0, 0);
    }

    /// Where the pieces of plain blocks come; they take their place in the order with [`Part::add_plain`].
    pub(super) const fn plain(&mut self) -> &mut Vec<Piece> {
        &mut self.plain
    }

    pub(super) fn add_plain(&mut self) {
        let new = self.plain.len() - std::mem::replace(&mut self.told.0, self.plain.len());
        match self.runs.last_mut() {
            Some(Run::Plain(count)) => *count += new,
            _ => self.runs.push(Run::Plain(new)),
        }
    }

    /// Forgets the pieces that are in no run yet.
    pub(super) fn forget_plain(&mut self) {
        self.plain.truncate(self.told.0);
    }

    /// Where the events of the parser come; they take their place in the order with [`Part::add_parsed`].
    pub(super) const fn parsed(&mut self) -> &mut Vec<Ranged<'t>> {
        &mut self.parsed
    }

    pub(super) fn add_parsed(&mut self) {
        let new = self.parsed.len() - std::mem::replace(&mut self.told.1, self.parsed.len());
        self.runs.push(Run::Parsed(new));
    }

    /// Takes out all steps in their order.
    pub(super) fn drain(&mut self, mut take: impl FnMut(Step<'t>)) {
        let (mut plain, mut parsed) = (self.plain.drain(..), self.parsed.drain(..));
        for run in self.runs.drain(..) {
            match run {
                Run::Plain(count) => plain.by_ref().take(count).for_each(|piece| take(Step::Plain(piece))),
                Run::Parsed(count) => parsed.by_ref().take(count).for_each(|event| take(Step::Parsed(event))),
            }
        }
        drop((plain, parsed));
        self.told = (0, 0);
    }
}
