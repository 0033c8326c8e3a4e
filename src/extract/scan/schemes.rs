//! Schemes in a running text: where one begins, and which need no `//`.

use super::chars::{byte_at, char_before};
use crate::canon::look::is_hidden;

/// The most bytes of a scheme.
const SCHEME_LIMIT: usize = 40;

/// What a scheme without `//` must have behind its colon to be no mere word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behind {
    /// Something that is not blank.
    Anything,
    /// A digit, `+` or `*`.
    Number,
    /// A mail address, or at least a name.
    Name,
    /// A path or a file's name.
    Path,
    /// A question mark.
    Query,
    /// A media type or a comma, as in `data:,x` and `data:text/html,x`.
    Media,
}

/// Schemes that are links without `//`, and what must follow them.
const OPAQUE: &[(&str, Behind)] = &[
    ("mailto", Behind::Name),
    ("tel", Behind::Number),
    ("sms", Behind::Number),
    ("smsto", Behind::Number),
    ("mmsto", Behind::Number),
    ("callto", Behind::Name),
    ("facetime", Behind::Name),
    ("sip", Behind::Name),
    ("sips", Behind::Name),
    ("xmpp", Behind::Name),
    ("skype", Behind::Name),
    ("magnet", Behind::Query),
    ("bitcoin", Behind::Name),
    ("ethereum", Behind::Name),
    ("cid", Behind::Name),
    ("matrix", Behind::Name),
    ("intent", Behind::Name),
    ("view-source", Behind::Name),
    ("blob", Behind::Name),
    ("file", Behind::Path),
    ("git", Behind::Path),
    ("urn", Behind::Name),
    ("javascript", Behind::Anything),
    ("vbscript", Behind::Anything),
    ("data", Behind::Media),
];

/// What a scheme makes of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scheme {
    /// It names a host.
    Web,
    /// It starts an app or is handled by one.
    App,
}

/// Where `http` or `https` begins that ends before a colon; letters of other words may stand before it.
pub(super) fn web_start(text: &str, colon: usize, floor: usize) -> Option<usize> {
    let head = text.as_bytes().get(floor..colon)?;
    let plain = ["https", "http"].iter().find_map(|name| {
        let start = head.len().checked_sub(name.len())?;
        head.get(start..)?.eq_ignore_ascii_case(name.as_bytes()).then_some(floor + start)
    });
    plain.or_else(|| hidden_start(text.get(floor..colon)?).map(|start| floor + start))
}

/// Where `http` or `https` begins at the end of a text that holds characters nobody sees among its letters: what reads it leaves them out.
fn hidden_start(head: &str) -> Option<usize> {
    if !head.as_bytes().iter().rev().take(SCHEME_LIMIT).any(|byte| *byte >= 0x80) {
        return None;
    }
    ["https", "http"].iter().find_map(|name| {
        let mut shown = head.char_indices().rev().take(SCHEME_LIMIT).filter(|(_, c)| !is_hidden(*c));
        let mut letters = name.chars().rev();
        letters.try_fold(head.len(), |_, letter| shown.next().filter(|(_, c)| c.eq_ignore_ascii_case(&letter)).map(|(at, _)| at))
    })
}

/// Where the scheme before `://` begins, and its kind; `floor` is where the text not yet read begins.
pub(super) fn start_of(text: &str, colon: usize, floor: usize) -> Option<(usize, Scheme)> {
    if let Some(start) = web_start(text, colon, floor) {
        return Some((start, Scheme::Web));
    }
    let run = run_before(text, colon, floor)?;
    let name = text.get(run..colon)?;
    let start = run + name.find(|c: char| c.is_ascii_alphabetic())?;
    let before = byte_at(text, start.wrapping_sub(1));
    if start > run && (before.is_ascii_digit() || before == b'-') {
        return None;
    }
    let name = text.get(start..colon)?;
    let is_web = ["ftp", "ftps", "ws", "wss"].iter().any(|web| name.eq_ignore_ascii_case(web));
    Some((start, if is_web { Scheme::Web } else { Scheme::App }))
}

/// Where a scheme begins that needs no `//`, and what must follow it.
pub(super) fn opaque_before(text: &str, colon: usize, floor: usize) -> Option<(usize, &'static str, Behind)> {
    let bytes = text.as_bytes();
    if !bytes.get(colon.wrapping_sub(1)).is_some_and(u8::is_ascii_alphabetic) || byte_at(text, colon + 1) <= b' ' {
        return None;
    }
    let run = run_before(text, colon, floor)?;
    let name = text.get(run..colon)?;
    let (name, behind) = OPAQUE.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
    let is_edge = !char_before(text, run).is_some_and(|c| c == '_' || c.is_alphanumeric() && c.is_ascii());
    is_edge.then_some((run, *name, *behind))
}

/// Whether what stands behind the colon is what a scheme asks for.
pub(super) fn follows(text: &str, at: usize, behind: Behind) -> bool {
    let next = byte_at(text, at);
    match behind {
        Behind::Anything => next > b' ' && !matches!(next, b'`' | b'"' | b'\'' | b'<' | b'>' | b')' | b',' | b'*' | b'|' | b']' | b'}') && next < 0x80,
        Behind::Number => next.is_ascii_digit() || matches!(next, b'+' | b'*'),
        Behind::Name => next.is_ascii_alphanumeric(),
        Behind::Path => {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            next.is_ascii_alphanumeric() && rest.iter().take(64).take_while(|byte| byte.is_ascii_graphic()).any(|byte| matches!(byte, b'.' | b'/'))
        }
        Behind::Query => next == b'?',
        Behind::Media => {
            let rest = text.as_bytes().get(at..).unwrap_or_default();
            let is_media = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b';' | b'=' | b'-' | b'+' | b'.');
            let length = rest.iter().take(64).take_while(is_media).count();
            let media = rest.get(..length).unwrap_or_default();
            rest.get(length) == Some(&b',') && (media.is_empty() || media.contains(&b'/') || media.contains(&b';'))
        }
    }
}

/// Where the characters of a scheme before a colon begin.
fn run_before(text: &str, colon: usize, floor: usize) -> Option<usize> {
    let floor = floor.max(colon.saturating_sub(SCHEME_LIMIT));
    let head = text.as_bytes().get(floor..colon)?;
    let length = head.iter().rev().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    (length > 0).then_some(colon - length)
}
