//! What is told of one string: the link it is, or the links in it.

use std::borrow::Cow;
use std::ops::Range;

use super::written::Written;
use crate::canon::fast;
use crate::canon::parse::cleaned;
use crate::canon::scheme::scheme_of;
use crate::extract::cursor::Cursor;
use crate::extract::found::{Comment, Event, Found, Role, See, Spot};
use crate::extract::reading::Options;
use crate::extract::running::links_in;
use crate::extract::text::stands_alone;
use crate::signal::SignalSet;
use crate::source::Span;

/// Schemes without `//` with which a whole string is a link; other words before a colon are seldom one.
const OPAQUE: [&str; 9] = ["javascript", "vbscript", "data", "mailto", "tel", "sms", "view-source", "blob", "weixin"];

/// Whether the spans of links are told: only where the whole source is at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Source {
    /// All of it.
    Whole,
    /// A stretch.
    Stretch,
}

/// The roles of what is found in a string.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Roles {
    /// The string is one link.
    pub(in crate::extract) alone: Role,
    /// The link stands in it among other words.
    pub(in crate::extract) among: Role,
}

impl Roles {
    /// The same, however it stands.
    pub(in crate::extract) const fn all(role: Role) -> Self {
        Self { alone: role, among: role }
    }
}

/// Tells the links of a string in ascending order.
pub(in crate::extract) fn tell(
    mut string: Written<'_>,
    roles: Roles,
    spot: impl Fn() -> Spot,
    options: &Options,
    source: Source,
    cursor: &mut Cursor<'_>,
    see: See<'_>,
) {
    let text = string.text;
    for (stretch, is_alone) in links_of_string(text, options) {
        let span = string.span(&stretch);
        see(Event::Link(Found {
            text: Cow::Borrowed(text.get(stretch).unwrap_or_default()),
            resolved: None,
            role: if is_alone { roles.alone } else { roles.among },
            place: Some(cursor.place(span)),
            span: (source == Source::Whole).then_some(span),
            spot: spot(),
            shown: None,
            signals: SignalSet::EMPTY,
        }));
    }
}

/// Tells a comment that stands at a span, marks included, and the links in it.
pub(in crate::extract) fn comment(raw: &str, text: &str, span: Span, options: &Options, source: Source, cursor: &mut Cursor<'_>, see: See<'_>) {
    let whole = |span| (source == Source::Whole).then_some(span);
    see(Event::Comment(Comment { text: text.into(), place: cursor.place(span), span: whole(span) }));
    for (start, url) in links_in(raw, options) {
        let span = Span { start: span.start + start, end: span.start + start + url.len() };
        see(Event::Link(Found::at(url.into(), Role::Comment, cursor.place(span), whole(span))));
    }
}

/// The links of a string, each with whether it is all of the string.
pub(in crate::extract) fn links_of_string(text: &str, options: &Options) -> Vec<(Range<usize>, bool)> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    if is_link(trimmed) {
        return vec![(start..start + trimmed.len(), true)];
    }
    let alone = |url: &str| url.len() == trimmed.len();
    links_in(text, options).map(|(at, url)| (at..at + url.len(), alone(url))).collect()
}

/// Whether a string is one link, beyond doubt: words before a colon are no scheme.
fn is_link(text: &str) -> bool {
    if fast::canonical(text).is_some() {
        return true;
    }
    // A page that points to the string reads it without tabs and line breaks.
    let clean = cleaned(text);
    let Some(scheme) = scheme_of(&clean) else { return false };
    let rest = clean.get(scheme.len() + 1..).unwrap_or_default();
    let is_opaque = OPAQUE.iter().any(|name| scheme.eq_ignore_ascii_case(name)) && !rest.is_empty() && !rest.starts_with(char::is_whitespace);
    let is_url = rest.starts_with("//") && rest.len() > 2 && !text.contains(char::is_whitespace);
    (is_opaque || is_url) && stands_alone(&clean)
}
