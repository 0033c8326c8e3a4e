//! The links of a Markdown document, in one walk over the parser's events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options as Extensions, Parser, RefDefs, Tag, TagEnd};

use super::definitions::Definitions;
use super::destination::{borrowed, written};
use super::parts::Parts;
use super::piece::{Inline, Piece, Step};
use super::words::{Joined, Words};
use crate::extract::found::{Role, See};
use crate::extract::html::attributes::is_embedded;
use crate::extract::html::context::{Context, SHOWN_LIMIT};
use crate::extract::html::walk::{close_link, piece, show};
use crate::extract::passage::Origin;
use crate::extract::queue::Queue;
use crate::extract::reading::{Code, Options};
use crate::extract::teller::Teller;
use crate::source::Span;

/// GitHub's extensions and front matter. Math is left out: between two prices it would hide links.
pub(super) fn extensions() -> Extensions {
    Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Extensions::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
}

/// Reads a Markdown document.
pub(in crate::extract) fn read(text: &str, options: &Options, see: See<'_>) {
    match Parts::of(text, extensions()) {
        Some(parts) => read_parts(parts, text, options, see),
        None => read_whole(text, options, see),
    }
}

/// Reads a document part by part.
pub(super) fn read_parts<'t>(parts: Parts<'t>, text: &'t str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let mut walk = Walk::new(text, options, Definitions::default(), &mut queue, see);
    parts.each(options.hands, |part| {
        part.drain(|step| match step {
            Step::Plain(piece) => walk.plain(piece),
            // Nothing is used where nothing is defined.
            Step::Parsed((event, range)) => drop(walk.event(event, range)),
        });
    });
    walk.end();
}

/// Reads a document by the parser alone.
pub(super) fn read_whole(text: &str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let mut events = Parser::new_ext(text, extensions()).into_offset_iter();
    let definitions = Definitions::new(text, events.reference_definitions());
    let mut walk = Walk::new(text, options, definitions, &mut queue, see);
    while let Some((event, range)) = events.next() {
        walk.definitions_before(range.start);
        if let Some(used) = walk.event(event, range) {
            walk.used(&used, events.reference_definitions());
        }
    }
    walk.end();
}

/// What the text at hand is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Words,
    Code,
    Header,
    Html,
}

/// A link or image that is open.
struct Open<'t> {
    role: Role,
    kind: LinkType,
    destination: CowStr<'t>,
    id: CowStr<'t>,
    range: Range<usize>,
    /// The byte behind what stands in it, as far as it was seen.
    inner_end: usize,
    /// Where its shown text begins in the label.
    label: usize,
}

/// A use of a definition: the label it names, and the text that is shown.
struct Used<'t> {
    id: CowStr<'t>,
    shown: String,
}

struct Walk<'t, 's> {
    text: &'t str,
    code: Code,
    teller: Teller<'s>,
    html: Context,
    definitions: Definitions,
    words: Words,
    block: Block,
    links: Vec<Open<'t>>,
    /// The text shown for the links that are open.
    label: String,
}

impl<'t, 's> Walk<'t, 's> {
    fn new(text: &'t str, options: &'s Options, definitions: Definitions, queue: &'s mut Queue, see: See<'s>) -> Self
    where
        't: 's,
    {
        Self {
            text,
            code: options.code,
            teller: Teller::of_parts(text, options, queue, see),
            html: Context::of_pieces(),
            definitions,
            words: Words::default(),
            block: Block::Words,
            links: Vec::new(),
            label: String::new(),
        }
    }

    /// A piece of a plain block: no link is open, nor any block but this one.
    fn plain(&mut self, piece: Piece) {
        let text = self.text;
        let of = |span: Span| text.get(span.start..span.end).unwrap_or_default();
        match piece {
            Piece::Words(span) if self.html.is_in_link() || self.html.is_in_code() => self.piece(of(span), span.start..span.end),
            Piece::Words(span) => self.teller.running(of(span), &Origin::from(span.start), Role::Text),
            Piece::Code(span) => self.code_span(of(Span { start: span.start + 1, end: span.end - 1 }), span.start..span.end),
            Piece::Link(Inline { role, shown, destination }) => {
                self.flush();
                let url = of(destination);
                if role != Role::Image || !is_embedded(url) {
                    self.teller.shown_link(Cow::Borrowed(url), destination, role, of(shown).trim());
                }
            }
            Piece::Break if self.html.is_in_link() => {
                self.flush();
                self.shown(" ");
            }
            Piece::Break | Piece::End => self.flush(),
        }
    }

    fn event(&mut self, event: Event<'t>, range: Range<usize>) -> Option<Used<'t>> {
        if let Some(open) = self.links.last_mut().filter(|_| !matches!(event, Event::End(TagEnd::Link | TagEnd::Image))) {
            open.inner_end = open.inner_end.max(range.end.min(open.range.end));
        }
        match event {
            Event::Text(piece) => self.piece(&piece, range),
            Event::Html(piece) => self.words.push_line(self.text, &piece, range.start, range.end),
            Event::InlineHtml(piece) => self.inline_html(&piece, range),
            Event::Code(piece) => self.code_span(&piece, range),
            Event::SoftBreak | Event::HardBreak => {
                self.flush();
                self.shown(" ");
            }
            Event::Start(tag) => self.start(tag, range),
            Event::End(TagEnd::Link | TagEnd::Image) => return self.link(range),
            Event::End(tag) => {
                self.flush();
                if matches!(tag, TagEnd::HtmlBlock | TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) {
                    self.block = Block::Words;
                }
            }
            Event::FootnoteReference(_) | Event::Rule | Event::TaskListMarker(_) | Event::InlineMath(_) | Event::DisplayMath(_) => self.flush(),
        }
        None
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        self.flush();
        match tag {
            Tag::CodeBlock(_) => self.block = Block::Code,
            Tag::MetadataBlock(_) => self.block = Block::Header,
            Tag::HtmlBlock => self.block = Block::Html,
            Tag::Link { link_type, dest_url, id, .. } => self.open(Role::Link, link_type, dest_url, id, range),
            Tag::Image { link_type, dest_url, id, .. } => self.open(Role::Image, link_type, dest_url, id, range),
            _ => {}
        }
    }

    fn open(&mut self, role: Role, kind: LinkType, destination: CowStr<'t>, id: CowStr<'t>, range: Range<usize>) {
        self.links.push(Open { role, kind, destination, id, inner_end: range.start, label: self.label.len(), range });
    }

    /// A piece of text.
    fn piece(&mut self, piece: &str, range: Range<usize>) {
        if !self.links.is_empty() || self.html.is_in_link() {
            self.flush();
            self.shown(piece);
            // The text of a link is told with it, and not by itself.
            if !self.links.is_empty() || self.html.is_in_link() {
                return;
            }
        }
        if self.words.push(self.text, piece, range.start, range.end) == Joined::No {
            self.flush();
            self.words.push(self.text, piece, range.start, range.end);
        }
    }

    /// Adds text that is shown for the links that are open.
    fn shown(&mut self, piece: &str) {
        if let Some(first) = self.links.first()
            && self.label.len() - first.label < SHOWN_LIMIT
        {
            self.label.push_str(piece);
        }
        if self.links.is_empty() {
            show(piece, &mut self.html, &mut self.teller);
        }
    }

    fn code_span(&mut self, piece: &str, range: Range<usize>) {
        self.flush();
        self.shown(piece);
        if self.code == Code::Skip || !self.links.is_empty() {
            return;
        }
        let written = self.text.get(range.clone()).unwrap_or_default();
        let ticks = written.bytes().take_while(|byte| *byte == b'`').count();
        let inner = written.get(ticks..written.len().saturating_sub(ticks)).unwrap_or_default();
        self.teller.running(inner, &Origin::from(range.start + ticks), Role::Code);
    }

    fn is_in_image(&self) -> bool {
        self.links.iter().any(|outer| outer.role == Role::Image)
    }

    fn inline_html(&mut self, written: &str, range: Range<usize>) {
        self.flush();
        if self.is_in_image() {
            return;
        }
        let mut words = Words::default();
        words.push(self.text, written, range.start, range.end);
        words.take(self.text, |text, origin| piece(text, origin, self.code, &mut self.html, &mut self.teller));
    }

    /// Reads the text that came together.
    fn flush(&mut self) {
        if self.words.is_empty() {
            return;
        }
        let Self { text, code, teller, html, words, block, .. } = self;
        let is_code = *block == Block::Code || (*block == Block::Words && html.is_in_code());
        words.take(text, |text, origin| match block {
            _ if is_code && *code == Code::Skip => {}
            _ if is_code => teller.running(text, origin, Role::Code),
            Block::Words | Block::Code => teller.running(text, origin, Role::Text),
            Block::Header => teller.running(text, origin, Role::Header),
            Block::Html => {
                piece(text, origin, *code, html, teller);
                close_link(html, teller);
            }
        });
    }

    /// The end of a link or image.
    fn link(&mut self, range: Range<usize>) -> Option<Used<'t>> {
        self.flush();
        let open = self.links.pop()?;
        let shown = self.label.get(open.label..).unwrap_or_default();
        let span = match open.kind {
            LinkType::Inline => borrowed(self.text, &open.destination).or_else(|| written(self.text, open.inner_end, range.end, "](")),
            LinkType::Autolink | LinkType::Email => Some(Span { start: range.start + 1, end: range.end.saturating_sub(1) }),
            _ => None,
        };
        let text = Cow::Borrowed(&*open.destination);
        // What stands in the text of an image is words, whatever it looks like.
        let is_in_image = self.is_in_image();
        let used = match (open.kind, span) {
            _ if is_in_image => None,
            (LinkType::Inline, _) if open.role == Role::Image && is_embedded(&text) => None,
            (LinkType::Inline, span) => {
                self.teller.shown_link(text, span.unwrap_or(Span::from(range.clone())), open.role, shown.trim());
                None
            }
            (LinkType::Autolink, Some(span)) => {
                self.teller.link(text, span, Role::Autolink);
                None
            }
            (LinkType::Email, Some(span)) => {
                self.teller.mail(text, span);
                None
            }
            _ => Some(Used { id: open.id, shown: shown.trim().to_owned() }),
        };
        if self.links.is_empty() {
            self.label.clear();
        }
        if let Some(outer) = self.links.last_mut() {
            outer.inner_end = outer.inner_end.max(range.end);
        }
        used
    }

    /// Tells the definitions that stand before a byte.
    fn definitions_before(&mut self, byte: usize) {
        if self.definitions.has_before(byte) {
            self.flush();
        }
        while let Some(definition) = self.definitions.next_before(byte) {
            match (&definition.comment, &definition.shown) {
                (Some(comment), _) => self.teller.comment(comment, definition.span),
                (None, Some(shown)) => self.teller.shown_link(Cow::Borrowed(&definition.destination), definition.place, Role::Reference, shown),
                (None, None) => definition.ticket = Some(self.teller.hold(Cow::Borrowed(&definition.destination), definition.place, Role::Reference)),
            }
        }
    }

    /// Keeps the text that is shown where a definition is used.
    fn used(&mut self, used: &Used<'_>, known: &RefDefs<'_>) {
        let Some(definition) = known.get(&used.id).and_then(|known| self.definitions.at(known.span.start)) else { return };
        match definition.ticket {
            Some(ticket) => self.teller.show(ticket, &used.shown),
            None if !used.shown.is_empty() => definition.shown = definition.shown.take().or_else(|| Some(used.shown.clone())),
            None => {}
        }
    }

    fn end(&mut self) {
        self.flush();
        self.definitions_before(usize::MAX);
        close_link(&mut self.html, &mut self.teller);
        for ticket in self.definitions.tickets() {
            self.teller.release(ticket);
        }
        self.teller.finish();
    }
}
