//! The mending road: links that one scan can bring into canonical form.
//!
//! Most links that are not canonical lack it for small things: capitals in the host, the usual port, a missing slash, a
//! character that has to be escaped, a dot segment, a host in the letters of its readers or with escaped ones, an address or a
//! user name in the host's place. This road mends these and gives up on all that could be read in more than one way. What it
//! gives equals the slow road, signals included: `tests/engine/canon.rs` and the fuzz target hold that promise.

mod coded;
mod host;
mod tail;

use std::borrow::Cow;
use std::string::FromUtf8Error;

use super::{Canonical, CanonicalUrl, Family, PathEscapes, fast, look, offset};
use crate::lanes;
use crate::signal::{Signal, SignalSet};

/// How many bytes more than the text the canonical form most often has at the most.
const ROOM: usize = 8;
/// How many times as long as the text it most often is at the most, where that has letters outside ASCII.
const WIDE: usize = 2;

/// The canonical form of a text, if one scan can make it.
#[must_use]
pub fn canonical(text: &str) -> Option<Canonical<'_>> {
    let (scheme, rest) = scheme(text)?;
    let end = lanes::find(rest.as_bytes(), 0, |lanes| lanes::among(lanes, b"/?#\\"));
    let (authority, behind) = rest.split_at_checked(end)?;
    let tail = behind.as_bytes();
    if !is_read_alike(tail) {
        return None;
    }
    let is_ascii = text.is_ascii();
    // What stands before the first slash may be more than a host. The letters of a host are looked at where it is written.
    if !(is_ascii || is_plain_tail(tail) && lanes::foreign(behind).all(|(_, c)| is_shown(c))) {
        return None;
    }
    let mut out = Vec::with_capacity(if is_ascii { text.len() + ROOM } else { text.len() * WIDE });
    out.extend_from_slice(scheme.as_bytes());
    out.extend_from_slice(b"://");
    let is_plain = !host::is_odd(authority);
    // Where the text begins as it should, the fast road has refused what is behind that.
    let is_behind = is_plain && text.as_bytes().starts_with(&out) && tail.first() == Some(&b'/');
    if is_ascii && !is_behind {
        let start = out.len();
        match up_to_its_host(scheme, authority, tail, out) {
            Ok(found) => return Some(found),
            Err(room) => out = room,
        }
        out.truncate(start);
    }
    let mut signals = SignalSet::EMPTY;
    let host::Found { place, kind, port } =
        if is_plain { host::plain(authority.as_bytes(), &mut out)? } else { host::mended(authority, tail, &mut out, &mut signals)? };
    let port = port.filter(|port| *port != usual_port(scheme));
    if let Some(port) = port {
        out.push(b':');
        out.extend_from_slice(port.to_string().as_bytes());
    }
    let tail::Places { path, query, fragment } = tail::mended(tail, &mut out)?;
    // Neither a user name nor a host that gets this far has an entity in it.
    if lanes::contains(tail, b';') && look::without_entities(text).is_some() {
        signals.insert(Signal::HtmlEntities);
    }
    let path_escapes = PathEscapes::of(out.get(path.start as usize..path.end as usize)?);
    let (scheme_end, text) = (offset(scheme.len()), Cow::Owned(String::from_utf8(out).ok()?));
    let url = CanonicalUrl { text, scheme_end, host: place, path, query, fragment, port, host_kind: kind, family: Family::Web, path_escapes };
    Some(Canonical { url: Ok(url), signals })
}

/// The canonical form of a link in ASCII that has nothing to mend behind its host, as most have: the fast road proves that. `out` holds the
/// scheme, and is given back where there is more to mend.
fn up_to_its_host(scheme: &str, authority: &str, tail: &[u8], mut out: Vec<u8>) -> Result<Canonical<'static>, Vec<u8>> {
    let mut signals = SignalSet::EMPTY;
    if host::written(authority.as_bytes(), tail, scheme, &mut out, &mut signals).is_none() {
        return Err(out);
    }
    if tail.first() != Some(&b'/') {
        out.push(b'/');
    }
    out.extend_from_slice(tail);
    let text = String::from_utf8(out).map_err(FromUtf8Error::into_bytes)?;
    match fast::proved(&text) {
        Some(proved) => Ok(Canonical { url: Ok(proved.of(Cow::Owned(text))), signals }),
        None => Err(text.into_bytes()),
    }
}

/// Whether a letter is nothing but itself: what is hidden or controls something is a signal wherever it stands, and words may stand behind
/// a blank. Blanks and control characters of ASCII are met where the parts are written.
fn is_shown(c: char) -> bool {
    c.is_ascii() || !(look::is_hidden(c) || c.is_control() || c.is_whitespace())
}

/// The port that a link need not name.
fn usual_port(scheme: &str) -> u16 {
    if scheme == "https" { 443 } else { 80 }
}

/// The scheme, and what stands behind just two slashes.
fn scheme(text: &str) -> Option<(&'static str, &str)> {
    let rest = |name: &str| {
        let (head, rest) = text.split_at_checked(name.len())?;
        head.eq_ignore_ascii_case(name).then_some(rest)
    };
    rest("https://").map(|rest| ("https", rest)).or_else(|| rest("http://").map(|rest| ("http", rest)))
}

/// Whether what follows the host is nothing, or begins with a slash: no parser takes it for a part of the authority then.
fn is_plain_tail(tail: &[u8]) -> bool {
    matches!(tail.first(), None | Some(b'/'))
}

/// Whether what follows the host up to the first slash is nothing that older parsers take for a part of the authority.
fn is_read_alike(tail: &[u8]) -> bool {
    if is_plain_tail(tail) {
        return true;
    }
    if tail.first() == Some(&b'\\') {
        return false;
    }
    let end = memchr::memchr(b'/', tail).unwrap_or(tail.len());
    let old = tail.get(..end).unwrap_or_default();
    let behind = old.get(1..).unwrap_or_default();
    // Some unescape it before they part it.
    let is_dot = behind.first() == Some(&b'.') || behind.get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case(b"%2e"));
    !is_dot && !old.iter().any(|byte| matches!(byte, b'@' | b'\\')) && !old.windows(3).any(|escape| escape == b"%40")
}
