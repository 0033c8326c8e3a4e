//! The authority of a link that is mended: user name, host and port.

use std::net::Ipv4Addr;

use percent_encoding::percent_decode;

use super::{coded, is_plain_tail, is_shown, usual_port};
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

/// Whether an authority holds more than small letters, digits and marks of ASCII that are nothing but a host.
pub(super) fn is_odd(authority: &str) -> bool {
    let is_odd = |lanes| lanes::within(lanes, b'A', b'Z') | lanes::among(lanes, b"@:%") | lanes::within(lanes, 0x80, 0xff);
    lanes::find(authority.as_bytes(), 0, is_odd) < authority.len()
}

/// Writes a host that is not odd as it is.
pub(super) fn plain(host: &[u8], out: &mut Vec<u8>) -> Option<Found> {
    let start = out.len();
    out.extend_from_slice(host);
    Some(Found { place: Part::new(start, out.len()), kind: kind_of(host)?, port: None })
}

/// Writes a simple user name and the host of an authority, before a tail; `None` where careful parsers may read something else.
pub(super) fn mended(authority: &str, tail: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<Found> {
    let host = user_name(authority, tail, out, signals)?;
    let colon = lanes::find(host.as_bytes(), 0, |lanes| lanes::equal(lanes, b':'));
    let (written, port) = host.split_at_checked(colon)?;
    let port = if port.is_empty() { None } else { Some(number(port.as_bytes().get(1..)?)?) };
    let start = out.len();
    let kind = if written.is_ascii() && !lanes::contains(written.as_bytes(), b'%') {
        lower(written.as_bytes(), out, signals);
        kind_of(out.get(start..)?)?
    } else {
        // Some unescape or unfold an authority before they part it: then a user name, or a query right behind it, might be read otherwise.
        (is_plain_tail(tail) && authority.len() == host.len()).then_some(())?;
        if written.is_ascii() {
            unescaped(written.as_bytes(), out, signals)?
        } else {
            international(written, out, signals)?
        }
        HostKind::Name
    };
    Some(Found { place: Part::new(start, out.len()), kind, port })
}

/// Writes a host in ASCII without a user name, with its port if it is not the usual one. What else the host is made of is not
/// looked at.
pub(super) fn written(authority: &[u8], tail: &[u8], scheme: &str, out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<()> {
    let mark = lanes::find(authority, 0, |lanes| lanes::among(lanes, b"@:%"));
    (authority.get(mark) != Some(&b'@')).then_some(())?;
    let colon = if authority.get(mark) == Some(&b':') { mark } else { lanes::find(authority, mark, |lanes| lanes::equal(lanes, b':')) };
    let (host, port) = authority.split_at_checked(colon)?;
    if mark < colon {
        // As in `mended`: some unescape an authority before they part it.
        is_plain_tail(tail).then_some(())?;
        signals.insert(Signal::EscapedHost);
        let start = out.len();
        out.extend(percent_decode(host));
        let host = out.get_mut(start..)?;
        lowered(host, signals);
        // What ends a host ends none where it is escaped.
        (lanes::find(host, 0, |lanes| lanes::among(lanes, b"/:?#")) == host.len()).then_some(())?;
    } else {
        lower(host, out, signals);
    }
    if let Some(digits) = port.get(1..)
        && number(digits)? != usual_port(scheme)
    {
        out.extend_from_slice(port);
    }
    Some(())
}

/// Writes the user name, if there is a simple one, and gives what stands behind it.
fn user_name<'t>(authority: &'t str, tail: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<&'t str> {
    let at = lanes::find(authority.as_bytes(), 0, |lanes| lanes::equal(lanes, b'@'));
    let (user, host) = authority.split_at_checked(at)?;
    let Some(host) = host.get(1..) else { return Some(authority) };
    let is_simple = |word: &[u8]| !word.is_empty() && word.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'));
    let mut words = user.as_bytes().splitn(2, |byte| *byte == b':');
    if !words.all(is_simple) || !is_plain_tail(tail) {
        return None;
    }
    signals.insert(Signal::Userinfo);
    out.extend_from_slice(user.as_bytes());
    out.push(b'@');
    Some(host)
}

/// Writes a host in small letters.
fn lower(host: &[u8], out: &mut Vec<u8>, signals: &mut SignalSet) {
    let start = out.len();
    out.extend_from_slice(host);
    lowered(out.get_mut(start..).unwrap_or_default(), signals);
}

/// Makes the letters of a host small.
fn lowered(host: &mut [u8], signals: &mut SignalSet) {
    if lanes::find(host, 0, |lanes| lanes::within(lanes, b'A', b'Z')) < host.len() {
        signals.insert(Signal::UpperCaseHost);
        host.make_ascii_lowercase();
    }
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
    let start = out.len();
    out.extend(percent_decode(host));
    lowered(out.get_mut(start..)?, signals);
    is_name(out.get(start..)?).then_some(())
}

/// Writes a host with letters outside ASCII in Punycode (URL Standard, domain to ASCII). Each of these letters says no more than
/// that the host is international.
fn international(host: &str, out: &mut Vec<u8>, signals: &mut SignalSet) -> Option<()> {
    if lanes::find(host.as_bytes(), 0, |lanes| lanes::within(lanes, b'A', b'Z')) < host.len() {
        signals.insert(Signal::UpperCaseHost);
    }
    signals.insert(Signal::IdnHost);
    let start = out.len();
    coded::write(host, out).or_else(|| {
        out.truncate(start);
        host.chars().all(|c| is_of_name(c) && is_shown(c)).then(|| mapped(host, out))?
    })
}

/// As [`coded::write`], for any letters: the `idna` crate maps them.
fn mapped(host: &str, out: &mut Vec<u8>) -> Option<()> {
    let name = idna::domain_to_ascii_cow(host.as_bytes(), idna::AsciiDenyList::URL).ok()?;
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
