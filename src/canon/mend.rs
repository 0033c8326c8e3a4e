//! The mending road: links that one scan can bring into canonical form.
//!
//! Most links that are not canonical lack it for small things: capitals in the host, the usual port, a missing slash, a
//! character that has to be escaped, an address or a user name in the host's place. This road mends these and gives up on all
//! that could be read in more than one way. What it gives equals the slow road, signals included: `tests/engine/canon.rs` and the
//! fuzz target hold that promise.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use super::fast::{is_dot_segment, is_escaped_dot, labels_end, number};
use super::{Canonical, CanonicalUrl, Family, HostKind, Part, PathEscapes, look, offset};
use crate::signal::{Signal, SignalSet};

/// How many bytes more than the text the canonical form most often has at the most.
const ROOM: usize = 8;

const HEX: &[u8; 16] = b"0123456789ABCDEF";

/// The canonical form of a text, if one scan can make it.
#[must_use]
pub fn canonical(text: &str) -> Option<Canonical<'_>> {
    let (scheme, rest) = scheme(text)?;
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'?' | b'#' | b'\\')).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at_checked(end)?;
    if !is_read_alike(tail) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len() + ROOM);
    out.extend_from_slice(scheme.as_bytes());
    out.extend_from_slice(b"://");
    let mut signals = SignalSet::EMPTY;
    let host = user_name(authority, tail, &mut out, &mut signals)?;
    let (host, port) = match host.iter().position(|byte| *byte == b':') {
        Some(colon) => (host.get(..colon)?, Some(number(host.get(colon + 1..)?)?)),
        None => (host, None),
    };
    if host.iter().any(u8::is_ascii_uppercase) {
        signals.insert(Signal::UpperCaseHost);
    }
    let start = out.len();
    out.extend(host.iter().map(u8::to_ascii_lowercase));
    let host_kind = kind(out.get(start..)?)?;
    let host = Part::new(start, out.len());
    let port = port.filter(|port| *port != if scheme == "https" { 443 } else { 80 });
    if let Some(port) = port {
        out.push(b':');
        out.extend_from_slice(port.to_string().as_bytes());
    }
    let (path, query, fragment) = behind(tail, &mut out)?;
    // Neither a user name nor a host that gets this far has an entity in it.
    if memchr::memchr(b';', tail).is_some() && look::without_entities(text).is_some() {
        signals.insert(Signal::HtmlEntities);
    }
    let path_escapes = PathEscapes::of(out.get(path.start as usize..path.end as usize)?);
    let (scheme_end, text) = (offset(scheme.len()), Cow::Owned(String::from_utf8(out).ok()?));
    let url = CanonicalUrl { text, scheme_end, host, path, query, fragment, port, host_kind, family: Family::Web, path_escapes };
    Some(Canonical { url: Ok(url), signals })
}

/// The scheme, and what stands behind just two slashes.
fn scheme(text: &str) -> Option<(&'static str, &[u8])> {
    let bytes = text.as_bytes();
    let rest = |name: &str| {
        let (head, rest) = bytes.split_at_checked(name.len())?;
        head.eq_ignore_ascii_case(name.as_bytes()).then_some(rest)?.strip_prefix(b"://")
    };
    rest("https").map(|rest| ("https", rest)).or_else(|| rest("http").map(|rest| ("http", rest)))
}

/// Whether what follows the host up to the first slash is nothing that older parsers take for a part of the authority.
fn is_read_alike(tail: &[u8]) -> bool {
    match tail.first() {
        None | Some(b'/') => true,
        Some(b'\\') => false,
        Some(_) => {
            let end = memchr::memchr(b'/', tail).unwrap_or(tail.len());
            let old = tail.get(..end).unwrap_or_default();
            let behind = old.get(1..).unwrap_or_default();
            // Some unescape it before they part it.
            let is_dot = behind.first() == Some(&b'.') || behind.get(..3).is_some_and(|escape| escape.eq_ignore_ascii_case(b"%2e"));
            !is_dot && !old.iter().any(|byte| matches!(byte, b'@' | b'\\')) && !old.windows(3).any(|escape| escape == b"%40")
        }
    }
}

/// Writes the user name, if there is a simple one, and gives what stands behind it.
fn user_name<'t>(authority: &'t [u8], tail: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<&'t [u8]> {
    let Some(at) = memchr::memchr(b'@', authority) else { return Some(authority) };
    let (user, host) = (authority.get(..at)?, authority.get(at + 1..)?);
    let is_simple = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    let mut words = user.splitn(2, |byte| *byte == b':');
    if !words.all(is_simple) || !matches!(tail.first(), None | Some(b'/')) {
        return None;
    }
    signals.insert(Signal::Userinfo);
    out.extend_from_slice(user);
    out.push(b'@');
    Some(host)
}

/// What a host is: a name of plain labels, or an address of four decimal numbers.
fn kind(host: &[u8]) -> Option<HostKind> {
    if labels_end(host, 0) == Some(host.len()) {
        return Some(HostKind::Name);
    }
    let is_quad = host.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') && std::str::from_utf8(host).ok()?.parse::<Ipv4Addr>().is_ok();
    is_quad.then_some(HostKind::Ip)
}

/// Writes path, query and fragment, and gives their places.
fn behind(tail: &[u8], out: &mut Vec<u8>) -> Option<(Part, Option<Part>, Option<u32>)> {
    let start = out.len();
    if tail.first() != Some(&b'/') {
        out.push(b'/');
    }
    let end = tail.iter().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(tail.len());
    let (written, rest) = tail.split_at_checked(end)?;
    path(written, out)?;
    let path = Part::new(start, out.len());
    let (query, rest) = match rest.split_first() {
        Some((b'?', rest)) => {
            let end = memchr::memchr(b'#', rest).unwrap_or(rest.len());
            let (written, rest) = rest.split_at_checked(end)?;
            out.push(b'?');
            let start = out.len();
            escaped(written, out, |byte| matches!(byte, b'"' | b'<' | b'>' | b'\''))?;
            (Some(Part::new(start, out.len())), rest)
        }
        _ => (None, rest),
    };
    let fragment = match rest.split_first() {
        None => None,
        Some((_, written)) => {
            out.push(b'#');
            let start = out.len();
            escaped(written, out, |byte| matches!(byte, b'"' | b'<' | b'>' | b'`'))?;
            Some(offset(start))
        }
    };
    Some((path, query, fragment))
}

/// Writes a path without dot segments and backslashes (URL Standard, path percent-encode set).
fn path(written: &[u8], out: &mut Vec<u8>) -> Option<()> {
    let is_odd = |at: usize| match written.get(at) {
        Some(b'\\') => true,
        Some(b'%') => is_escaped_dot(written, at),
        Some(b'.') => is_dot_segment(written, at),
        _ => false,
    };
    if memchr::memchr3_iter(b'\\', b'%', b'.', written).any(is_odd) {
        return None;
    }
    escaped(written, out, |byte| matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'^'))
}

/// Writes graphic ASCII, some of it escaped; nothing else can be mended here.
fn escaped(written: &[u8], out: &mut Vec<u8>, is_escaped: impl Fn(u8) -> bool) -> Option<()> {
    if !written.iter().fold(true, |all, byte| all & byte.is_ascii_graphic()) {
        return None;
    }
    for byte in written {
        if is_escaped(*byte) {
            let digit = |half: u8| HEX.get(usize::from(half)).copied().unwrap_or_default();
            out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
        } else {
            out.push(*byte);
        }
    }
    Some(())
}
