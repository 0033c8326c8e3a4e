//! The links of an HTML document, tag by tag.

use std::borrow::Cow;

use html5gum::{State, Tokenizer};

use super::attributes::{Holds, holds, is_embedded, is_url_of_document, linked};
use super::context::{Anchor, Content, Context, SHOWN_LIMIT, Whole};
use super::css::{StyleKind, style_parts};
use super::emitter::{Attribute, Handler, Progress, Rest, Run, Tag, Tokens};
use super::json;
use super::lists::{refresh, sources, words};
use super::script;
use crate::extract::found::{FaultKind, Role};
use crate::extract::passage::Origin;
use crate::extract::reading::Code;
use crate::extract::teller::Teller;
use crate::message::extract as text;

/// How many documents are read one inside the other (`srcdoc`, conditional comments, HTML in scripts); what is deeper is running text.
const NESTED_LIMIT: u8 = 4;
/// The longest name of an attribute that is looked at.
const NAME_LIMIT: usize = 32;
/// How many attributes of a tag are compared with those behind them.
const ATTRIBUTE_LIMIT: usize = 64;

/// Where a reading begins, and whether more follows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) state: State,
    pub(super) rest: Rest,
}

/// Reads a text as HTML, as far as it is whole.
pub(super) fn walk(text: &str, origin: &Origin<'_>, part: Part, code: Code, context: &mut Context, teller: &mut Teller<'_>) -> Progress {
    let mut progress = Progress { done: 0, state: part.state, text_end: 0 };
    let mut last_start = std::mem::take(&mut context.last_start);
    let walk = Walk { text, outer: origin, code, context, teller };
    let mut tokenizer = Tokenizer::new_with_emitter(text, Tokens::new(text, part.rest, walk, &mut progress, &mut last_start));
    tokenizer.set_state(part.state);
    let Ok(()) = tokenizer.finish();
    context.last_start = last_start;
    progress
}

/// Reads a piece of HTML that stands in another format.
pub(in crate::extract) fn piece(text: &str, origin: &Origin<'_>, code: Code, context: &mut Context, teller: &mut Teller<'_>) {
    context.content = Content::Words;
    walk(text, origin, Part { state: State::Data, rest: Rest::Nothing }, code, context, teller);
}

/// Adds text that is shown for the link that is open, if one is.
pub(in crate::extract) fn show(text: &str, context: &mut Context, teller: &mut Teller<'_>) {
    let Some(anchor) = &mut context.anchor else { return };
    for c in text.chars() {
        if !c.is_whitespace() {
            anchor.shown.push(c);
        } else if !anchor.shown.is_empty() && !anchor.shown.ends_with(' ') {
            anchor.shown.push(' ');
        }
        if anchor.shown.len() > SHOWN_LIMIT {
            return close_link(context, teller);
        }
    }
}

/// Lets the link go that is open, if one is.
pub(in crate::extract) fn close_link(context: &mut Context, teller: &mut Teller<'_>) {
    if let Some(anchor) = context.anchor.take() {
        teller.show(anchor.ticket, anchor.shown.trim());
        teller.release(anchor.ticket);
    }
}

struct Walk<'w, 't> {
    text: &'w str,
    outer: &'w Origin<'w>,
    code: Code,
    context: &'w mut Context,
    teller: &'w mut Teller<'t>,
}

impl Handler for Walk<'_, '_> {
    fn start_tag(&mut self, tag: &Tag<'_>) -> Option<State> {
        if tag.name == "a" {
            close_link(self.context, self.teller);
        }
        for number in 0..tag.attributes.len() {
            self.attribute(tag, number);
        }
        self.context.content = Content::Words;
        let is_foreign = self.context.is_foreign();
        self.context.enter(tag.name, tag.is_empty);
        if is_foreign {
            return None;
        }
        let script = if tag.name == "script" { self.script_of(tag) } else { Content::Words };
        self.context.state_after(tag.name, script)
    }

    fn end_tag(&mut self, name: &str) {
        self.context.content = Content::Words;
        self.context.leave(name);
        if name == "a" {
            close_link(self.context, self.teller);
        }
    }

    fn text(&mut self, run: &Run) {
        let (code, content, outer) = (self.code, self.context.content, self.outer);
        let Self { context, teller, .. } = self;
        let role = if context.is_in_code() { Role::Code } else { Role::Text };
        let is_skipped = role == Role::Code && code == Code::Skip;
        run.read(self.text, outer, |text, origin| match content {
            Content::Words if context.is_in_link() => {
                show(text, context, teller);
                if !context.is_in_link() && !is_skipped {
                    teller.running(text, origin, role);
                }
            }
            Content::Words if is_skipped => {}
            Content::Words => teller.running(text, origin, role),
            Content::Style => css(text, origin, teller),
            Content::Json => json::texts(text, origin, &mut |text, origin, role| teller.running(text, origin, role)),
            Content::Script if code == Code::Read => match script::plain(text) {
                Some(passage) => teller.running(passage.text(), &passage.origin(origin), Role::Code),
                None => teller.running(text, origin, Role::Code),
            },
            Content::Script => {}
            Content::Document => nested(text, origin, code, context, teller, Role::Text),
        });
    }

    fn comment(&mut self, start: usize, end: usize) {
        let written = self.text.get(start..end).unwrap_or_default();
        let open = if written.starts_with("<!--") { 4 } else { 2 };
        let close = ["-->", "--!>", ">"].into_iter().find(|mark| written.len() >= open + mark.len() && written.ends_with(mark)).map_or(0, str::len);
        let inner = written.get(open..written.len() - close).unwrap_or_default();
        let origin = self.outer.slice(start + open);
        self.teller.comment(inner, self.outer.span(start, end));
        if inner.trim_start().starts_with("[if") {
            let conditional = inner.rfind("<![endif").and_then(|end| inner.get(..end)).unwrap_or(inner);
            nested(conditional, &origin, self.code, self.context, self.teller, Role::Comment);
        } else {
            self.teller.running(inner, &origin, Role::Comment);
        }
    }

    fn unfinished(&mut self, start: usize) {
        let rest = self.text.get(start..).unwrap_or_default();
        if self.context.whole == Whole::Document {
            let byte = self.outer.span(start, start).start;
            self.teller.fault(FaultKind::Cut, text::tag_is_cut(), byte);
        }
        self.teller.running(rest, &self.outer.slice(start), Role::Text);
    }

    fn is_foreign(&self) -> bool {
        self.context.is_foreign()
    }
}

impl Walk<'_, '_> {
    fn attribute(&mut self, tag: &Tag<'_>, number: usize) {
        let Some(attribute) = tag.attributes.get(number) else { return };
        let written = attribute.name(self.text);
        if attribute.value.from == attribute.value.until || written.len() > NAME_LIMIT {
            return;
        }
        let mut buffer = [0; NAME_LIMIT];
        let name = lower(written, &mut buffer);
        let holds = holds(tag.name, name);
        // Of several attributes with one name the first counts. Past a number that no honest tag has, each is read.
        let is_repeated = |before: &Attribute| before.name(self.text).eq_ignore_ascii_case(written);
        if holds == Holds::Nothing || (holds != Holds::Other && tag.attributes.iter().take(number.min(ATTRIBUTE_LIMIT)).any(is_repeated)) {
            return;
        }
        let role = match holds {
            Holds::Linked => Some(self.value_of(tag, "rel").map_or(Role::Link, |rel| linked(&rel))),
            Holds::Link(role) => Some(role),
            Holds::Base => Some(Role::Attribute),
            _ => None,
        };
        let content = if holds == Holds::Content { self.content_of(tag) } else { MetaContent::Words };
        let (text, outer, code) = (self.text, self.outer, self.code);
        let Self { context, teller, .. } = self;
        attribute.value.read(text, outer, |value, origin| match (holds, role) {
            (_, Some(role)) => url(value, origin, role, tag, holds, context, teller),
            (Holds::Set, _) => stretches(value, origin, &sources(value), Role::Image, teller),
            (Holds::List, _) => stretches(value, origin, &words(value), Role::Attribute, teller),
            (Holds::Css, _) => css(value, origin, teller),
            (Holds::Script, _) if code == Code::Skip => {}
            (Holds::Script, _) => teller.running(value, origin, Role::Code),
            (Holds::Document, _) => nested(value, origin, code, context, teller, Role::Attribute),
            (Holds::Content, _) => match content {
                MetaContent::Refresh => stretches(value, origin, refresh(value).as_slice(), Role::Link, teller),
                MetaContent::Url => stretches(value, origin, trimmed(value).as_slice(), Role::Header, teller),
                MetaContent::Words => teller.running(value, origin, Role::Header),
            },
            (Holds::Words, _) => {
                if tag.name == "img" && name == "alt" {
                    show(value, context, teller);
                }
                teller.running(value, origin, Role::Attribute);
            }
            _ if value.contains("://") || value.contains(r":\/\/") => teller.running(value, origin, Role::Attribute),
            _ => {}
        });
    }

    /// The value of an attribute, as it is meant.
    fn value_of(&self, tag: &Tag<'_>, name: &str) -> Option<String> {
        let attribute = tag.attributes.iter().find(|attribute| attribute.name(self.text).eq_ignore_ascii_case(name))?;
        Some(attribute.value.read(self.text, self.outer, |value, _| value.trim().to_owned()))
    }

    fn content_of(&self, tag: &Tag<'_>) -> MetaContent {
        if self.value_of(tag, "http-equiv").is_some_and(|value| value.eq_ignore_ascii_case("refresh")) {
            return MetaContent::Refresh;
        }
        let is_url = ["property", "name", "itemprop"].iter().any(|name| self.value_of(tag, name).is_some_and(|value| is_url_of_document(&value)));
        if is_url { MetaContent::Url } else { MetaContent::Words }
    }

    /// What the text of a script is, by its type.
    fn script_of(&self, tag: &Tag<'_>) -> Content {
        let Some(kind) = self.value_of(tag, "type") else { return Content::Script };
        let kind = kind.to_ascii_lowercase();
        match kind.split(';').next().unwrap_or_default().trim_end() {
            "importmap" | "speculationrules" => Content::Json,
            kind if kind.ends_with("json") => Content::Json,
            "text/html" | "text/template" | "text/ng-template" | "text/x-template" | "text/x-handlebars" | "text/x-handlebars-template" => Content::Document,
            _ => Content::Script,
        }
    }
}

/// What the content of a `<meta>` is.
#[derive(Clone, Copy)]
enum MetaContent {
    Refresh,
    Url,
    Words,
}

fn lower<'b>(name: &str, buffer: &'b mut [u8; NAME_LIMIT]) -> &'b str {
    let Some(there) = buffer.get_mut(..name.len()) else { return "" };
    there.copy_from_slice(name.as_bytes());
    there.make_ascii_lowercase();
    std::str::from_utf8(there).unwrap_or_default()
}

/// The stretch of a value without the white space around it.
fn trimmed(value: &str) -> Option<(usize, usize)> {
    let is_around = |c: char| c.is_ascii_whitespace() || c.is_ascii_control();
    let behind = value.trim_start_matches(is_around);
    let text = behind.trim_end_matches(is_around);
    let start = value.len() - behind.len();
    (!text.is_empty()).then_some((start, start + text.len()))
}

fn url(value: &str, origin: &Origin<'_>, role: Role, tag: &Tag<'_>, holds: Holds, context: &mut Context, teller: &mut Teller<'_>) {
    let Some((start, end)) = trimmed(value) else { return };
    let link = value.get(start..end).unwrap_or_default();
    if role != Role::Link && is_embedded(link) {
        return;
    }
    let span = origin.span(start, end);
    if role == Role::Link && tag.name == "a" && context.anchor.is_none() {
        let ticket = teller.hold(Cow::Borrowed(link), span, role);
        context.anchor = Some(Anchor { ticket, shown: String::new() });
    } else {
        teller.link(Cow::Borrowed(link), span, role);
    }
    if holds == Holds::Base {
        teller.set_base(link);
    }
}

fn stretches(value: &str, origin: &Origin<'_>, found: &[(usize, usize)], role: Role, teller: &mut Teller<'_>) {
    for (start, end) in found {
        let link = value.get(*start..*end).unwrap_or_default();
        if !is_embedded(link) {
            teller.link(Cow::Borrowed(link), origin.span(*start, *end), role);
        }
    }
}

/// Tells the links of a style sheet. In its comments stand rules that were taken out, in which `ul.top` is no host.
pub(in crate::extract) fn css(text: &str, origin: &Origin<'_>, teller: &mut Teller<'_>) {
    style_parts(text, &mut |part| match part.kind {
        StyleKind::Link if is_embedded(&part.text) => {}
        StyleKind::Link => teller.link(part.text, origin.span(part.start, part.end), Role::Style),
        StyleKind::Comment => teller.running_urls(&part.text, &origin.slice(part.start), Role::Comment),
    });
}

/// Reads a document inside another one; past the bound as running text.
fn nested(text: &str, origin: &Origin<'_>, code: Code, context: &Context, teller: &mut Teller<'_>, role: Role) {
    match context.inside(NESTED_LIMIT) {
        Some(mut inner) => {
            piece(text, origin, code, &mut inner, teller);
            close_link(&mut inner, teller);
        }
        None => teller.running(text, origin, role),
    }
}
