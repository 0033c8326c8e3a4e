//! `XML` of any kind: feeds, sitemaps, `SVG`, `OPML`.

use std::borrow::Cow;

use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::found::{FaultKind, Role, See};
use super::html::attributes::{Holds, holds, is_embedded};
use super::html::context::Context;
use super::html::walk::{close_link, css, piece};
use super::passage::{Origin, Passage, byte_in};
use super::queue::Queue;
use super::reading::{Code, Options};
use super::teller::Teller;
use crate::canon::scheme::scheme_of;
use crate::message::extract as text;
use crate::source::Span;

/// The longest reference that is looked at, as `&#x10ffff;`.
const REFERENCE_LIMIT: usize = 12;

/// Reads an XML document. Only the five entities of XML and numbers are undone; those of a document type are left as they are.
pub(super) fn read(text: &str, options: &Options, see: See<'_>) {
    let mut queue = Queue::default();
    let teller = Teller::new(text, options, &mut queue, see);
    let mut walk = Walk { text, code: options.code, teller, element: "", words: None };
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(text.len());
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => walk.event(&event),
            Err(error) => {
                walk.flush();
                walk.teller.fault(FaultKind::Malformed, text::xml_is_malformed(&error.to_string()), before);
                walk.html(text.get(before..).unwrap_or_default(), &Origin::from(before));
                break;
            }
        }
    }
    walk.flush();
    walk.teller.finish();
}

struct Walk<'t, 's> {
    text: &'t str,
    code: Code,
    teller: Teller<'s>,
    /// The name of the element that was begun last, without its prefix.
    element: &'t str,
    /// The text that came together.
    words: Option<Span>,
}

impl<'t> Walk<'t, '_> {
    fn event(&mut self, event: &Event<'t>) {
        match event {
            Event::Text(part) => self.word(part, 0, 0),
            // The mark and the semicolon around a reference belong to the text.
            Event::GeneralRef(part) => self.word(part, 1, 1),
            Event::CData(part) => {
                self.flush();
                self.read_words(part, byte_in(self.text, part));
            }
            Event::Comment(part) => self.comment(part),
            Event::Start(tag) => self.tag(tag),
            Event::Empty(tag) => {
                self.tag(tag);
                self.element = "";
            }
            Event::End(_) => {
                self.flush();
                self.element = "";
            }
            Event::PI(part) => {
                self.flush();
                if part.target() == "xml-stylesheet" {
                    self.attributes("link", part.attributes());
                }
            }
            Event::DocType(part) => {
                self.flush();
                self.entities(part);
            }
            Event::Decl(_) | Event::Eof => self.flush(),
        }
    }

    /// Reads what a document type sets for its entities: they are not put in their places, and a link in them is one all the same.
    fn entities(&mut self, part: &str) {
        let (Some(subset), Some(start)) = (part.find('['), byte_in(self.text, part)) else { return };
        self.teller.running(part.get(subset..).unwrap_or_default(), &Origin::from(start + subset), Role::Attribute);
    }

    fn word(&mut self, part: &str, before: usize, behind: usize) {
        let Some(start) = byte_in(self.text, part) else { return };
        let span = Span { start: start.saturating_sub(before), end: (start + part.len() + behind).min(self.text.len()) };
        self.words = Some(self.words.map_or(span, |words| Span { start: words.start, end: span.end }));
    }

    /// Reads the text that came together.
    fn flush(&mut self) {
        let Some(words) = self.words.take() else { return };
        let written = self.text.get(words.start..words.end).unwrap_or_default();
        if written.contains('&') {
            let passage = unescaped(written, words.start);
            self.read_at(passage.text(), &passage.origin(&Origin::WHOLE));
        } else {
            self.read_words(written, Some(words.start));
        }
    }

    fn read_words(&mut self, text: &str, start: Option<usize>) {
        if let Some(start) = start {
            self.read_at(text, &Origin::from(start));
        }
    }

    fn read_at(&mut self, text: &str, origin: &Origin<'_>) {
        match self.element {
            "style" => return css(text, origin, &mut self.teller),
            "script" if self.code == Code::Skip => return,
            "script" => return self.teller.running(text, origin, Role::Code),
            _ => {}
        }
        let url = text.trim();
        if text.contains('<') {
            self.html(text, origin);
        } else if scheme_of(url).is_some_and(|scheme| scheme.len() > 2) && !url.contains(char::is_whitespace) && leads(self.element) {
            let start = byte_in(text, url).unwrap_or(0);
            self.teller.link(Cow::Borrowed(url), origin.span(start, start + url.len()), Role::Link);
        } else {
            self.teller.running(text, origin, Role::Text);
        }
    }

    fn html(&mut self, text: &str, origin: &Origin<'_>) {
        let mut context = Context::of_pieces();
        piece(text, origin, self.code, &mut context, &mut self.teller);
        close_link(&mut context, &mut self.teller);
    }

    fn comment(&mut self, part: &str) {
        self.flush();
        if let Some(start) = byte_in(self.text, part) {
            self.teller.comment(part, Span { start: start.saturating_sub(4), end: (start + part.len() + 3).min(self.text.len()) });
            self.teller.running(part, &Origin::from(start), Role::Comment);
        }
    }

    fn tag(&mut self, tag: &BytesStart<'t>) {
        self.flush();
        let Some(start) = byte_in(self.text, tag) else { return };
        let name = self.text.get(start..start + tag.name().0.len()).unwrap_or_default();
        self.element = name.rsplit(':').next().unwrap_or(name);
        let element = self.element.to_ascii_lowercase();
        self.attributes(&element, tag.attributes());
    }

    fn attributes(&mut self, element: &str, mut attributes: quick_xml::events::attributes::Attributes<'_>) {
        for attribute in attributes.with_checks(false).flatten() {
            let Some(start) = byte_in(self.text, &attribute.value) else { continue };
            let name = attribute.key.0.to_ascii_lowercase();
            if attribute.value.contains('&') {
                let passage = unescaped(&attribute.value, start);
                self.value(element, &name, passage.text(), &passage.origin(&Origin::WHOLE));
            } else {
                self.value(element, &name, &attribute.value, &Origin::from(start));
            }
        }
    }

    fn value(&mut self, element: &str, name: &str, value: &str, origin: &Origin<'_>) {
        let url = value.trim();
        let role = match (element, name, holds(element, name)) {
            (_, "xml:base", _) => Role::Attribute,
            ("enclosure" | "thumbnail" | "content", "url", _) => Role::Image,
            ("link", ..) if name == "href" => Role::Link,
            (_, _, Holds::Link(role)) => role,
            (_, _, Holds::Css) => return css(value, origin, &mut self.teller),
            (_, _, Holds::Nothing | Holds::Base) => return,
            (_, _, Holds::Script) => return self.teller.running(value, origin, Role::Code),
            _ => return self.teller.running(value, origin, Role::Attribute),
        };
        if url.is_empty() || (role != Role::Link && is_embedded(url)) {
            return;
        }
        let start = byte_in(value, url).unwrap_or(0);
        self.teller.link(Cow::Borrowed(url), origin.span(start, start + url.len()), role);
        if name == "xml:base" {
            self.teller.set_base(url);
        }
    }
}

/// Whether the whole text of an element can be a link, whatever it looks like. Names of vocabularies are not.
fn leads(element: &str) -> bool {
    !matches!(element, "namespace" | "generator")
}

/// A text with its references undone, each with its place.
fn unescaped(written: &str, from: usize) -> Passage {
    let mut passage = Passage::default();
    let mut at = 0;
    while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.find('&').unwrap_or(rest.len());
        passage.same(rest.get(..plain).unwrap_or_default(), from + at);
        let reference = rest.get(plain..).unwrap_or_default();
        let end = reference.bytes().take(REFERENCE_LIMIT).position(|byte| byte == b';').map_or(1, |end| end + 1).min(reference.len());
        let named = reference.get(..end).unwrap_or_default();
        match unescape(named) {
            Ok(meant) if end > 1 && meant != named => passage.otherwise(&meant, from + at + plain, from + at + plain + end),
            _ => passage.same(named, from + at + plain),
        }
        at += plain + end;
    }
    passage
}
