//! The authority of a link that is mended: user name, host and port.

use std::borrow::Cow;
use std::net::Ipv4Addr;

use percent_encoding::percent_decode;

use super::is_plain_tail;
use crate::canon::fast::{labels_end, number};
use crate::canon::{HostKind, Part, host, look};
use crate::lanes;
use crate::signal::{Signal, SignalSet};

/// What an authority holds.
pub(super) struct Found {
    /// Where the host stands that was written.
    pub(super) place: Part,
    pub(super) kind: HostKind,
    /// The port as it is given, the usual one too.
    pub(super) port: Option<u16>,
}

/// Writes a simple user name and the host of an authority, before a tail; `None` where careful parsers may read something else.
pub(super) fn mended(authority: &[u8], tail: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<Found> {
    let host = user_name(authority, tail, out, signals)?;
    let colon = lanes::find(host, 0, |lanes| lanes::equal(lanes, b':'));
    let (written, port) = host.split_at_checked(colon)?;
    let port = if port.is_empty() { None } else { Some(number(port.get(1..)?)?) };
    let start = out.len();
    let kind = if written.is_ascii() && !lanes::contains(written, b'%') {
        lower(written, out, signals);
        kind_of(out.get(start..)?)?
    } else {
        // Some unescape or unfold an authority before they part it: then a user name, or a query right behind it, might be read otherwise.
        (is_plain_tail(tail) && authority.len() == host.len()).then_some(())?;
        if written.is_ascii() {
            unescaped(written, out, signals)?
        } else {
            international(written, out, signals)?
        }
        HostKind::Name
    };
    Some(Found { place: Part::new(start, out.len()), kind, port })
}

/// Writes the user name, if there is a simple one, and gives what stands behind it.
fn user_name<'t>(authority: &'t [u8], tail: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<&'t [u8]> {
    let at = lanes::find(authority, 0, |lanes| lanes::equal(lanes, b'@'));
    let (user, host) = authority.split_at_checked(at)?;
    let Some(host) = host.get(1..) else { return Some(authority) };
    let is_simple = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    let mut words = user.splitn(2, |byte| *byte == b':');
    if !words.all(is_simple) || !is_plain_tail(tail) {
        return None;
    }
    signals.insert(Signal::Userinfo);
    out.extend_from_slice(user);
    out.push(b'@');
    Some(host)
}

/// Writes a host in small letters.
fn lower(host: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) {
    if host.iter().fold(false, |found, byte| found | byte.is_ascii_uppercase()) {
        signals.insert(Signal::UpperCaseHost);
    }
    let start = out.len();
    out.extend_from_slice(host);
    out.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
}

/// What a host is: a name of plain labels, or an address of four decimal numbers.
fn kind_of(host: &[u8]) -> Option<HostKind> {
    if is_name(host) {
        return Some(HostKind::Name);
    }
    let is_quad = host.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.') && std::str::from_utf8(host).ok()?.parse::<Ipv4Addr>().is_ok();
    is_quad.then_some(HostKind::Ip)
}

fn is_name(host: &[u8]) -> bool {
    labels_end(host, 0) == Some(host.len())
}

/// Writes a host some letters of which are escaped.
fn unescaped(host: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<()> {
    signals.insert(Signal::EscapedHost);
    let decoded: Cow<'_, [u8]> = percent_decode(host).into();
    let start = out.len();
    lower(&decoded, out, signals);
    is_name(out.get(start..)?).then_some(())
}

/// Writes a host with letters outside ASCII in Punycode (URL Standard, domain to ASCII). Each of these letters says no more than
/// that the host is international.
fn international(host: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<()> {
    let text = std::str::from_utf8(host).ok().filter(|text| text.chars().all(is_of_name))?;
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        signals.insert(Signal::UpperCaseHost);
    }
    let name = idna::domain_to_ascii_cow(text.as_bytes(), idna::AsciiDenyList::URL).ok()?;
    let mut labels = name.as_bytes().rsplit(|byte| *byte == b'.');
    // A label may become empty, or one of digits, which would be an address.
    let last = labels.next().filter(|last| last.first().is_some_and(u8::is_ascii_lowercase))?;
    let mut is_coded = last.starts_with(b"xn--");
    for label in labels {
        is_coded |= label.starts_with(b"xn--");
        (!label.is_empty()).then_some(())?;
    }
    // Where letters were mapped to ASCII, all of them or to marks that no host has, the slow road has more to look at.
    let is_plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'_'));
    (is_coded && is_plain).then_some(())?;
    signals.insert(Signal::IdnHost);
    out.extend_from_slice(name.as_bytes());
    Some(())
}

/// Whether a letter stands in names, and is a sign of nothing else.
const fn is_of_name(c: char) -> bool {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' => true,
        '\0'..='\u{7f}' | char::REPLACEMENT_CHARACTER => false,
        _ => !(look::is_dot_lookalike(c) || look::is_slash_lookalike(c) || look::is_compatibility_form(c) || host::is_unassigned(c)),
    }
}
