//! What every reader of markup tells, with the places and the base of its document.

use std::borrow::Cow;

use url::Url;

use super::cursor::Cursor;
use super::found::{Comment, Event, Fault, FaultKind, Found, Place, Role, See, Spot};
use super::passage::Origin;
use super::queue::{Queue, Ticket};
use super::reading::Options;
use super::running::{links_in, links_in_part};
use super::sights::{Sight, Sights};
use crate::canon::parse::cleaned;
use crate::canon::scheme::scheme_of;
use crate::message::Text;
use crate::source::Span;

/// Tells events of a text, or of a window of it.
pub(super) struct Teller<'t> {
    options: &'t Options,
    queue: &'t mut Queue,
    see: See<'t>,
    cursor: Cursor<'t>,
    /// The byte of the whole text at which this window begins.
    window: usize,
    /// What relative links of the document are relative to.
    base: Option<Url>,
    /// What was seen of the text, where it is read in many short parts.
    sights: Option<Sights<'t>>,
}

impl<'t> Teller<'t> {
    /// A teller of a whole text.
    pub(super) fn new(text: &'t str, options: &'t Options, queue: &'t mut Queue, see: See<'t>) -> Self {
        Self { options, queue, see, cursor: Cursor::new(text, 1), window: 0, base: None, sights: None }
    }

    /// A teller of a whole text of which the slices are told in the order in which they stand.
    pub(super) fn of_parts(text: &'t str, options: &'t Options, queue: &'t mut Queue, see: See<'t>) -> Self {
        Self { sights: Some(Sights::of(text, options)), ..Self::new(text, options, queue, see) }
    }

    /// A teller of a window, which begins at a byte and a place of the whole text.
    pub(super) fn of_window(
        text: &'t str,
        (window, place): (usize, Place),
        base: Option<Url>,
        options: &'t Options,
        queue: &'t mut Queue,
        see: See<'t>,
    ) -> Self {
        Self { options, queue, see, cursor: Cursor::going_on(text, place), window, base, sights: None }
    }

    /// What relative links are relative to.
    pub(super) const fn base(&self) -> Option<&Url> {
        self.base.as_ref()
    }

    /// Sets what later relative links are relative to; what is no absolute URL changes nothing.
    pub(super) fn set_base(&mut self, text: &str) {
        let text = if text.starts_with("//") { Cow::Owned(format!("https:{text}")) } else { Cow::Borrowed(text) };
        if let Ok(url) = Url::parse(&text)
            && self.base.is_none()
        {
            self.base = Some(url);
        }
    }

    /// The place of a byte of this window.
    pub(super) fn place(&mut self, byte: usize) -> Place {
        self.cursor.place(Span { start: byte, end: byte })
    }

    fn found<'f>(&mut self, text: Cow<'f, str>, span: Span, role: Role) -> Found<'f> {
        let place = self.cursor.place(span);
        let resolved = self.with_host(&text).or_else(|| self.with_base(&text));
        Found { resolved, ..Found::at(text, role, place, Some(self.whole(span))) }
    }

    const fn whole(&self, span: Span) -> Span {
        Span { start: self.window + span.start, end: self.window + span.end }
    }

    /// What a link leads to that begins with its host. Browsers leave out line breaks, tabs, and blanks at the ends before they look.
    fn with_host(&self, text: &str) -> Option<String> {
        if text.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric) {
            return None;
        }
        let has_host = matches!(cleaned(text).as_bytes(), [b'/' | b'\\', b'/' | b'\\', ..]);
        let scheme = self.base.as_ref().map_or("https", Url::scheme);
        has_host.then(|| format!("{scheme}:{}", text.trim_start_matches(|c| c <= ' ')))
    }

    /// What a link without a scheme leads to by the base of the document.
    fn with_base(&self, text: &str) -> Option<String> {
        let base = self.base.as_ref().filter(|_| scheme_of(&cleaned(text)).is_none())?;
        base.join(text).ok().map(String::from)
    }

    /// Tells a link.
    pub(super) fn link(&mut self, text: Cow<'_, str>, span: Span, role: Role) {
        let found = self.found(text, span, role);
        self.queue.send(Event::Link(found), self.see);
    }

    /// Tells a link with the text that is shown for it.
    pub(super) fn shown_link(&mut self, text: Cow<'_, str>, span: Span, role: Role, shown: &str) {
        let found = self.found(text, span, role);
        let shown = (!shown.is_empty()).then_some(Cow::Borrowed(shown));
        self.queue.send(Event::Link(Found { shown, ..found }), self.see);
    }

    /// Tells a mail address without a scheme that the markup makes a link of.
    pub(super) fn mail(&mut self, text: Cow<'_, str>, span: Span) {
        let resolved = Some(format!("mailto:{text}"));
        let found = Found { resolved, ..self.found(text, span, Role::Autolink) };
        self.queue.send(Event::Link(found), self.see);
    }

    /// Holds a link back until the text that is shown for it is known.
    pub(super) fn hold(&mut self, text: Cow<'_, str>, span: Span, role: Role) -> Ticket {
        let found = self.found(text, span, role);
        self.queue.hold(found, self.see)
    }

    /// Gives a link that is held the text that is shown for it.
    pub(super) fn show(&mut self, ticket: Ticket, shown: &str) {
        if !shown.is_empty() {
            self.queue.show(ticket, shown);
        }
    }

    /// Lets a held link go.
    pub(super) fn release(&mut self, ticket: Ticket) {
        self.queue.release(ticket, self.see);
    }

    /// Tells all that waits.
    pub(super) fn finish(&mut self) {
        self.queue.finish(self.see);
    }

    /// Tells every link of a running text. The base of the document is for its markup: a host among words is a host.
    pub(super) fn running(&mut self, text: &str, origin: &Origin<'_>, role: Role) {
        for (start, url) in links_in_part(text, self.options, self.sight(text, origin)) {
            let span = origin.span(start, start + url.len());
            let place = self.cursor.place(span);
            let found = Found { resolved: self.with_host(url), ..Found::at(Cow::Borrowed(url), role, place, Some(self.whole(span))) };
            self.queue.send(Event::Link(found), self.see);
        }
    }

    /// What a running text may hold.
    fn sight(&mut self, text: &str, origin: &Origin<'_>) -> Sight {
        let part = self.sights.as_mut().zip(origin.byte());
        part.map_or(Sight::UNKNOWN, |(sights, start)| sights.part(start..start + text.len()))
    }

    /// Tells every link of a running text that has `//` in it: hosts alone are none there.
    pub(super) fn running_urls(&mut self, text: &str, origin: &Origin<'_>, role: Role) {
        for (start, url) in links_in(text, self.options).filter(|(_, url)| url.contains("//")) {
            self.link(Cow::Borrowed(url), origin.span(start, start + url.len()), role);
        }
    }

    /// Tells a comment.
    pub(super) fn comment(&mut self, text: &str, span: Span) {
        let place = self.cursor.place(span);
        let comment = Comment { text: Cow::Borrowed(text), place, span: Some(self.whole(span)) };
        self.queue.send(Event::Comment(comment), self.see);
    }

    /// Tells what was not read, from a byte of this window on.
    pub(super) fn fault(&mut self, kind: FaultKind, sentence: Text, byte: usize) {
        let place = Some(self.place(byte));
        self.queue.send(Event::Fault(Fault { kind, sentence, place, spot: Spot::default() }), self.see);
    }
}
