//! What of an HTML document is known at a place in it.

use html5gum::State;

use crate::extract::queue::Ticket;

/// The most bytes that are kept of the text shown for a link; the link is let go when it has more.
pub(in crate::extract) const SHOWN_LIMIT: usize = 512;
/// How many elements of other vocabularies are followed one inside the other.
const FOREIGN_LIMIT: usize = 64;

/// What a text between tags is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Content {
    /// Words that people read.
    #[default]
    Words,
    /// A script.
    Script,
    /// JSON.
    Json,
    /// A style sheet.
    Style,
    /// HTML that is kept as text.
    Document,
}

/// Where HTML is read from, which says what an end in the middle of a tag means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::extract) enum Whole {
    /// From a document of its own: it was cut.
    #[default]
    Document,
    /// From a piece in another format: it is no tag.
    Piece,
}

/// A link whose shown text is still coming.
#[derive(Debug)]
pub(super) struct Anchor {
    pub(super) ticket: Ticket,
    pub(super) shown: String,
}

/// What is known of a document, between one piece of it and the next.
#[derive(Debug, Default)]
pub(in crate::extract) struct Context {
    pub(super) whole: Whole,
    pub(super) content: Content,
    pub(super) last_start: Vec<u8>,
    pub(super) anchor: Option<Anchor>,
    /// Elements of other vocabularies that are open, and those of HTML inside them: `true` for the former.
    foreign: Vec<(String, bool)>,
    /// How many elements of code are open.
    code: u32,
    /// How many documents this one stands in.
    pub(super) depth: u8,
}

impl Context {
    /// The context of HTML in pieces of another format.
    pub(in crate::extract) fn of_pieces() -> Self {
        Self { whole: Whole::Piece, ..Self::default() }
    }

    /// The context of a document inside this one; `None` where it is too deep.
    pub(super) fn inside(&self, limit: u8) -> Option<Self> {
        (self.depth < limit).then(|| Self { whole: Whole::Piece, depth: self.depth + 1, ..Self::default() })
    }

    /// Whether the text that comes is shown for a link.
    pub(in crate::extract) const fn is_in_link(&self) -> bool {
        self.anchor.is_some()
    }

    /// Whether the text that comes is code, as `<code>` says.
    pub(in crate::extract) const fn is_in_code(&self) -> bool {
        self.code > 0
    }

    pub(super) fn is_foreign(&self) -> bool {
        self.foreign.last().is_some_and(|(_, is_foreign)| *is_foreign)
    }

    /// Enters an element, where it is one of code, or one at which another vocabulary begins or ends.
    pub(super) fn enter(&mut self, name: &str, is_empty: bool) {
        let is_foreign = self.is_foreign();
        let next = match name {
            // As in browsers, one that is not closed goes on to the end.
            "code" | "kbd" | "samp" | "tt" if !is_foreign => {
                self.code = self.code.saturating_add(u32::from(!is_empty));
                return;
            }
            "svg" | "math" => true,
            "foreignobject" | "desc" | "title" | "annotation-xml" if is_foreign => false,
            _ => return,
        };
        if !is_empty && self.foreign.len() < FOREIGN_LIMIT {
            self.foreign.push((name.to_owned(), next));
        }
    }

    /// Leaves an element.
    pub(super) fn leave(&mut self, name: &str) {
        if matches!(name, "code" | "kbd" | "samp" | "tt") {
            self.code = self.code.saturating_sub(1);
        }
        if let Some(at) = self.foreign.iter().rposition(|(open, _)| open == name) {
            self.foreign.truncate(at);
        }
    }

    /// What kind of text follows a start tag of HTML.
    pub(super) fn state_after(&mut self, name: &str, script: Content) -> Option<State> {
        let (state, content) = match name {
            "textarea" | "title" => (State::RcData, Content::Words),
            "script" => (State::ScriptData, script),
            "style" => (State::RawText, Content::Style),
            "iframe" | "noembed" | "noframes" => (State::RawText, Content::Document),
            "xmp" => (State::RawText, Content::Words),
            "plaintext" => (State::PlainText, Content::Words),
            _ => return None,
        };
        self.content = content;
        Some(state)
    }
}
