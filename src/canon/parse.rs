//! Parsing with the `url` crate, folding the host, and noting the places of the parts.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::{Host, ParseError, Position, Url};

use super::{CanonError, CanonicalUrl, Family, HostKind, Part, PathEscapes, host, look, offset};
use crate::signal::{Signal, SignalSet};

/// The canonical form of a text that has a scheme; what folding repairs is added to the signals.
pub(super) fn parsed<'a>(text: &str, signals: &mut SignalSet) -> Result<CanonicalUrl<'a>, CanonError> {
    match Url::parse(text) {
        Ok(url) => fold(as_the_standard_writes(url), text, signals),
        Err(error) => undecodable(text, signals).ok_or_else(|| fault(error)),
    }
}

/// Punycode in the middle of parsing: a prefix of the same length that the `url` crate does not decode.
const STAND_IN: &str = "xw--";

/// A URL whose host is ASCII and holds labels that begin with `xn--` and cannot be decoded. The URL Standard (its tests of 2026)
/// leaves such a host as it is, and so do browsers; the `url` crate refuses it. Refusing would hide the domain above it.
fn undecodable<'a>(text: &str, signals: &mut SignalSet) -> Option<CanonicalUrl<'a>> {
    let authority = look::authority(text);
    let (before, behind) = text.split_once(authority).filter(|_| !authority.is_empty())?;
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (authority.get(..=user.len()).unwrap_or_default(), host));
    let decoded = percent_decode_str(host).decode_utf8().ok()?.to_ascii_lowercase();
    // An escaped delimiter is no part of a host, and no delimiter either.
    let is_host = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'#' | b'/' | b'<' | b'>' | b'?' | b'@' | b'[' | b'\\' | b']' | b'^' | b'|' | b'%');
    if !decoded.bytes().all(is_host) || decoded.matches(':').count() != host.matches(':').count() {
        return None;
    }
    let labels: Vec<&str> = decoded.split('.').filter(|label| !label.is_empty()).collect();
    if !labels.iter().any(|label| label.starts_with("xn--")) {
        return None;
    }
    let masked: Vec<String> =
        decoded.split('.').map(|label| label.strip_prefix("xn--").map_or_else(|| label.to_owned(), |rest| format!("{STAND_IN}{rest}"))).collect();
    let url = Url::parse(&format!("{before}{user}{}{behind}", masked.join("."))).ok().filter(Url::is_special)?;
    let mut found = fold(as_the_standard_writes(url), text, signals).ok()?;
    let labels = found.host()?.split('.').zip(&labels).map(|(found, written)| match (found.strip_prefix(STAND_IN), written.starts_with("xn--")) {
        (Some(rest), true) => format!("xn--{rest}"),
        _ => found.to_owned(),
    });
    let host = labels.collect::<Vec<String>>().join(".");
    let (start, end) = (found.host.start as usize, found.host.end as usize);
    found.text = Cow::Owned([found.text.get(..start)?, &host, found.text.get(end..)?].concat());
    signals.insert(Signal::IdnHost);
    Some(found)
}

/// The URL with its path as the URL Standard writes it, where the `url` crate (2.5) leaves something as it was: `^` in a path
/// (path percent-encode set), the bar of a drive letter (path state), the last space of an opaque path before a query or
/// fragment (opaque path state).
fn as_the_standard_writes(url: Url) -> Url {
    let path = url.path();
    let drive = path.strip_prefix('/').and_then(|rest| rest.split_at_checked(2)).filter(|(drive, rest)| {
        url.scheme() == "file" && drive.ends_with('|') && drive.starts_with(|c: char| c.is_ascii_alphabetic()) && (rest.is_empty() || rest.starts_with('/'))
    });
    let path = match (url.cannot_be_a_base(), path.strip_suffix(' '), drive) {
        (true, Some(path), _) if url.query().is_some() || url.fragment().is_some() => format!("{path}%20"),
        (false, _, Some((drive, rest))) => format!("/{}:{}", drive.trim_end_matches('|'), rest.replace('^', "%5E")),
        (false, _, None) if path.contains('^') => path.replace('^', "%5E"),
        _ => return url,
    };
    let text = [&url[..Position::BeforePath], &path, &url[Position::AfterPath..]].concat();
    Url::parse(&text).unwrap_or(url)
}

/// The text without what the URL Standard takes away before it parses: tabs and line breaks anywhere, control
/// characters and spaces at both ends.
#[must_use]
pub fn cleaned(text: &str) -> Cow<'_, str> {
    let outer = |c: char| c <= ' ' || c == '\u{feff}';
    if memchr::memchr3(b'\t', b'\n', b'\r', text.as_bytes()).is_some() {
        let kept: String = text.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        Cow::Owned(kept.trim_matches(outer).to_owned())
    } else {
        Cow::Borrowed(text.trim_matches(outer))
    }
}

/// Folds the host and notes the places of the parts.
fn fold<'a>(mut url: Url, written: &str, signals: &mut SignalSet) -> Result<CanonicalUrl<'a>, CanonError> {
    if let Some(name) = url.domain() {
        let is_special = matches!(url.scheme(), "http" | "https" | "ftp" | "ws" | "wss");
        if let Cow::Owned(folded) = host::fold_dots(name)
            && is_special
        {
            signals.insert(Signal::ExtraDots);
            if folded.is_empty() {
                return Err(CanonError::Host);
            }
            url.set_host(Some(&folded)).map_err(fault)?;
        }
    }
    if let Some(Host::Ipv6(address)) = url.host()
        && let Some(embedded) = host::embedded_ipv4(address)
    {
        signals.insert(Signal::OddIp);
        url.set_ip_host(embedded.into()).map_err(|()| CanonError::Host)?;
    }
    if let Some(Host::Ipv4(_)) = url.host() {
        let raw = look::authority(written);
        let raw = raw.rsplit('@').next().unwrap_or_default();
        if !raw.starts_with('[') && !host::is_dotted_quad(raw.split(':').next().unwrap_or_default()) {
            signals.insert(Signal::OddIp);
        }
    }
    if let Some(name) = url.domain()
        && name.split('.').any(|label| label.starts_with("xn--"))
    {
        signals.insert(Signal::IdnHost);
        if url.is_special() && host::holds_unassigned(look::authority(written)) {
            return Err(CanonError::Host);
        }
    }
    Ok(places(&url))
}

/// The places of the parts inside the serialisation.
fn places<'a>(url: &Url) -> CanonicalUrl<'a> {
    let at = |position: Position| url[..position].len();
    let (mut host_start, mut host_end) = (at(Position::BeforeHost), at(Position::AfterHost));
    let host_kind = match url.host() {
        None | Some(Host::Domain("")) => HostKind::None,
        Some(Host::Ipv4(_)) => HostKind::Ip,
        Some(Host::Ipv6(_)) => {
            host_start += 1;
            host_end -= 1;
            HostKind::Ip
        }
        Some(Host::Domain(_)) if url.is_special() => HostKind::Name,
        Some(Host::Domain(_)) => HostKind::Opaque,
    };
    CanonicalUrl {
        scheme_end: offset(url.scheme().len()),
        host: Part::new(host_start, host_end),
        path: Part::new(at(Position::BeforePath), at(Position::AfterPath)),
        query: url.query().map(|_| Part::new(at(Position::BeforeQuery), at(Position::AfterQuery))),
        fragment: url.fragment().map(|_| offset(at(Position::BeforeFragment))),
        port: url.port(),
        host_kind,
        family: if matches!(url.scheme(), "http" | "https") { Family::Web } else { Family::Other },
        path_escapes: PathEscapes::of(url.path().as_bytes()),
        text: Cow::Owned(url.as_str().to_owned()),
    }
}

/// The reason the `url` crate gives, in our words.
fn fault(error: ParseError) -> CanonError {
    match error {
        ParseError::EmptyHost
        | ParseError::IdnaError
        | ParseError::InvalidIpv4Address
        | ParseError::InvalidIpv6Address
        | ParseError::InvalidDomainCharacter => CanonError::Host,
        ParseError::InvalidPort => CanonError::Port,
        ParseError::RelativeUrlWithoutBase | ParseError::RelativeUrlWithCannotBeABaseBase => CanonError::NoLink,
        _ => CanonError::Other("the URL Standard does not allow it"),
    }
}
