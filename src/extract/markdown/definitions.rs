//! The definitions of references, told in their place though the parser knows them from the beginning.

use pulldown_cmark::RefDefs;

use super::destination::{borrowed, written};
use crate::extract::queue::Ticket;
use crate::source::Span;

/// The label that people use for comments, as in `[//]: # (text)`.
const COMMENT: &str = "//";

/// A definition, such as `[label]: https://a.cn`.
#[derive(Debug)]
pub(super) struct Definition {
    /// The whole of it.
    pub(super) span: Span,
    /// Where its destination is written.
    pub(super) place: Span,
    /// What its destination means.
    pub(super) destination: String,
    /// The text of a comment that is written as a definition.
    pub(super) comment: Option<String>,
    /// The text shown where it was used first.
    pub(super) shown: Option<String>,
    /// Its place among what waits, once it is there.
    pub(super) ticket: Option<Ticket>,
}

/// All definitions, in their order.
#[derive(Debug, Default)]
pub(super) struct Definitions {
    all: Vec<Definition>,
    next: usize,
}

impl Definitions {
    pub(super) fn new(text: &str, known: &RefDefs<'_>) -> Self {
        let read = known.iter().map(|(label, definition)| {
            let span = Span::from(definition.span.clone());
            let place = borrowed(text, &definition.dest).or_else(|| written(text, span.start, span.end, "]:")).unwrap_or(span);
            let is_comment = label == COMMENT && &*definition.dest == "#";
            let comment = definition.title.as_ref().filter(|_| is_comment).map(ToString::to_string);
            Definition { span, place, destination: definition.dest.to_string(), comment, shown: None, ticket: None }
        });
        let mut all: Vec<Definition> = read.collect();
        all.sort_by_key(|definition| definition.span);
        Self { all, next: 0 }
    }

    /// Whether another definition begins before a byte.
    pub(super) fn has_before(&self, byte: usize) -> bool {
        self.all.get(self.next).is_some_and(|next| next.span.start < byte)
    }

    /// The next definition that begins before a byte.
    pub(super) fn next_before(&mut self, byte: usize) -> Option<&mut Definition> {
        let next = self.all.get_mut(self.next).filter(|next| next.span.start < byte)?;
        self.next += 1;
        Some(next)
    }

    /// The definition that begins at a byte.
    pub(super) fn at(&mut self, byte: usize) -> Option<&mut Definition> {
        let at = self.all.binary_search_by_key(&byte, |definition| definition.span.start).ok()?;
        self.all.get_mut(at)
    }

    /// The tickets of all that were told.
    pub(super) fn tickets(&self) -> impl Iterator<Item = Ticket> {
        self.all.iter().filter_map(|definition| definition.ticket)
    }
}
