//! What the tokenizer says, put together to whole tags, texts and comments with the places they are written at.

use std::convert::Infallible;

use html5gum::{Emitter, Error, State};

use crate::extract::passage::{Origin, Passage};

/// A stretch of text or of an attribute's value. It is copied only where it is not written as it is meant.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// The byte at which it begins.
    pub(super) from: usize,
    /// The byte after its last.
    pub(super) until: usize,
    /// What it means, where entities stand in it.
    mixed: Option<Passage>,
}

impl Run {
    const fn at(byte: usize) -> Self {
        Self { from: byte, until: byte, mixed: None }
    }

    /// Gives what it means and where that stands in the text it was read from.
    pub(super) fn read<T>(&self, text: &str, outer: &Origin<'_>, read: impl FnOnce(&str, &Origin<'_>) -> T) -> T {
        match &self.mixed {
            Some(passage) => read(passage.text(), &passage.origin(outer)),
            None => read(text.get(self.from..self.until).unwrap_or_default(), &outer.slice(self.from)),
        }
    }

    /// Adds what the tokenizer gives; it has read up to `position`.
    fn push(&mut self, text: &str, piece: &[u8], position: usize) {
        let bytes = text.as_bytes();
        let is_at = |byte: usize| bytes.get(byte..byte + piece.len()) == Some(piece);
        let behind = self.until + piece.len();
        if (is_at(self.until) && (piece.first() != Some(&b'&') || behind == position)) || self.is_line_break(bytes, piece) {
            return self.push_same(text, self.until, behind);
        }
        // Line breaks are one character to the tokenizer, and a section of character data has a mark before it.
        if let Some(start) = position.checked_sub(piece.len())
            && start > self.until
            && is_at(start)
            && piece.first() != Some(&b'&')
        {
            let is_rest_of_break = bytes.get(self.until..start) == Some(b"\n");
            return self.push_same(text, if is_rest_of_break { self.until } else { start }, position);
        }
        let until = position.max(self.until);
        let meant = String::from_utf8_lossy(piece);
        let from = self.until;
        self.mixed(text).otherwise(&meant, from, until);
        self.until = until;
    }

    fn is_line_break(&self, bytes: &[u8], piece: &[u8]) -> bool {
        piece == b"\n" && bytes.get(self.until) == Some(&b'\r')
    }

    fn push_same(&mut self, text: &str, from: usize, until: usize) {
        if self.from == self.until && self.mixed.is_none() {
            self.from = from;
        } else if self.mixed.is_some() || from != self.until {
            self.mixed(text).same(text.get(from..until).unwrap_or_default(), from);
        }
        self.until = until;
    }

    fn mixed(&mut self, text: &str) -> &mut Passage {
        let (from, until) = (self.from, self.until);
        self.mixed.get_or_insert_with(|| {
            let mut passage = Passage::default();
            passage.same(text.get(from..until).unwrap_or_default(), from);
            passage
        })
    }
}

/// An attribute of a start tag.
#[derive(Debug, Default)]
pub(super) struct Attribute {
    name: (usize, usize),
    /// Its value.
    pub(super) value: Run,
}

impl Attribute {
    /// Its name as it is written.
    pub(super) fn name<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.name.0..self.name.1).unwrap_or_default()
    }
}

/// A start tag.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// Its name in small letters.
    pub(super) name: &'a str,
    /// Its attributes, in their order.
    pub(super) attributes: &'a [Attribute],
    /// Whether it ends with `/>`.
    pub(super) is_empty: bool,
}

/// Whom tokens are told.
pub(super) trait Handler {
    /// A start tag; gives what kind of text follows it.
    fn start_tag(&mut self, tag: &Tag<'_>) -> Option<State>;
    /// An end tag.
    fn end_tag(&mut self, name: &str);
    /// Text between tags.
    fn text(&mut self, run: &Run);
    /// A comment, from its `<` to behind its `>`.
    fn comment(&mut self, start: usize, end: usize);
    /// A tag that the end of the text cuts, from its `<` on.
    fn unfinished(&mut self, start: usize);
    /// Whether elements are those of another vocabulary, such as SVG.
    fn is_foreign(&self) -> bool;
}

/// How far a text was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    /// The byte behind the last whole token.
    pub(super) done: usize,
    /// The kind of text there.
    pub(super) state: State,
    /// The byte behind the text that follows it, as far as it was seen.
    pub(super) text_end: usize,
}

/// Whether a text goes on behind what is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rest {
    /// It ends here.
    Nothing,
    /// More follows, so that what is not whole is left for later.
    More,
    /// It was cut inside a text, which is told as far as it goes.
    Text,
}

/// Whether a comment at the end of a text has its end mark.
fn is_whole_comment(written: &str) -> bool {
    if written.starts_with("<!--") { written.ends_with("-->") || written.ends_with("--!>") } else { written.ends_with('>') }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Start,
    End,
}

/// Puts tokens together.
pub(super) struct Tokens<'a, 't, H> {
    text: &'t str,
    rest: Rest,
    handler: H,
    progress: &'a mut Progress,
    position: usize,
    /// Where the tag or comment at hand begins.
    opened: usize,
    kind: Kind,
    is_empty: bool,
    name: Vec<u8>,
    last_start: &'a mut Vec<u8>,
    attributes: Vec<Attribute>,
    run: Run,
}

impl<'a, 't, H: Handler> Tokens<'a, 't, H> {
    pub(super) fn new(text: &'t str, rest: Rest, handler: H, progress: &'a mut Progress, last_start: &'a mut Vec<u8>) -> Self {
        let (name, attributes, run) = (Vec::new(), Vec::new(), Run::default());
        Self { text, rest, handler, progress, position: 0, opened: 0, kind: Kind::Start, is_empty: false, name, last_start, attributes, run }
    }

    fn flush_text(&mut self) {
        let run = std::mem::replace(&mut self.run, Run::at(self.position));
        if run.until > run.from {
            self.handler.text(&run);
        }
    }

    fn done(&mut self, state: State) {
        self.run = Run::at(self.position);
        *self.progress = Progress { done: self.position, state, text_end: self.position };
    }

    fn attribute(&mut self) -> Option<&mut Attribute> {
        self.attributes.last_mut()
    }
}

impl<H: Handler> Emitter for Tokens<'_, '_, H> {
    type Token = Infallible;

    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }

    fn set_last_start_tag(&mut self, name: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend(name.unwrap_or_default());
    }

    fn emit_eof(&mut self) {
        let text_end = self.run.until.max(self.progress.done);
        self.progress.text_end = text_end;
        if self.rest == Rest::More {
            return;
        }
        self.flush_text();
        if text_end < self.text.len() && self.rest == Rest::Nothing {
            self.handler.unfinished(text_end);
        }
        self.progress.done = self.text.len();
    }

    fn emit_error(&mut self, _error: Error) {}

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn pop_token(&mut self) -> Option<Infallible> {
        None
    }

    fn emit_string(&mut self, piece: &[u8]) {
        self.run.push(self.text, piece, self.position);
    }

    fn init_start_tag(&mut self) {
        self.name.clear();
        self.attributes.clear();
        self.is_empty = false;
        self.kind = Kind::Start;
    }

    fn init_end_tag(&mut self) {
        self.name.clear();
        self.attributes.clear();
        self.kind = Kind::End;
    }

    fn init_comment(&mut self) {}

    fn emit_current_tag(&mut self) -> Option<State> {
        self.flush_text();
        let name = std::str::from_utf8(&self.name).unwrap_or_default();
        let state = match self.kind {
            Kind::Start => {
                let state = self.handler.start_tag(&Tag { name, attributes: &self.attributes, is_empty: self.is_empty });
                self.last_start.clone_from(&self.name);
                state
            }
            Kind::End => {
                self.handler.end_tag(name);
                None
            }
        };
        self.done(state.unwrap_or(State::Data));
        state
    }

    fn emit_current_comment(&mut self) {
        // Without its end it is a comment for the parser too, but more of it may follow.
        if self.rest == Rest::More && self.position >= self.text.len() && !is_whole_comment(self.text.get(self.opened..).unwrap_or_default()) {
            return;
        }
        self.flush_text();
        self.handler.comment(self.opened, self.position);
        self.done(State::Data);
    }

    fn emit_current_doctype(&mut self) {
        self.flush_text();
        self.done(State::Data);
    }

    fn set_self_closing(&mut self) {
        self.is_empty = true;
    }

    fn set_force_quirks(&mut self) {}

    fn push_tag_name(&mut self, piece: &[u8]) {
        self.name.extend(piece);
    }

    fn push_comment(&mut self, _piece: &[u8]) {}

    fn push_doctype_name(&mut self, _piece: &[u8]) {}

    fn init_doctype(&mut self) {}

    fn init_attribute(&mut self) {
        let start = self.position.saturating_sub(1);
        self.attributes.push(Attribute { name: (start, start), value: Run::at(start) });
    }

    fn init_attribute_value(&mut self) {
        let position = self.position;
        if let Some(attribute) = self.attribute() {
            attribute.value = Run::at(position);
        }
    }

    fn push_attribute_name(&mut self, piece: &[u8]) {
        if let Some(attribute) = self.attribute() {
            attribute.name.1 += piece.len();
        }
    }

    fn push_attribute_value(&mut self, piece: &[u8]) {
        let (text, position) = (self.text, self.position);
        if let Some(attribute) = self.attribute() {
            attribute.value.push(text, piece, position);
        }
    }

    fn set_doctype_public_identifier(&mut self, _value: &[u8]) {}

    fn set_doctype_system_identifier(&mut self, _value: &[u8]) {}

    fn push_doctype_public_identifier(&mut self, _piece: &[u8]) {}

    fn push_doctype_system_identifier(&mut self, _piece: &[u8]) {}

    fn start_open_tag(&mut self) {
        self.opened = self.position.saturating_sub(1);
    }

    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.kind == Kind::End && !self.last_start.is_empty() && *self.last_start == self.name
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.handler.is_foreign()
    }
}
