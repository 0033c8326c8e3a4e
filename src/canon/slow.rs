//! The slow road: every text, by way of the `url` crate.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::{Host, ParseError, Position, Url};

use super::{CanonError, Canonical, CanonicalUrl, Family, HostKind, Part, host, look, offset, readings, scheme};
use crate::signal::{Signal, SignalSet};
use crate::suffix::is_top_level;

/// Brings any text with a scheme, or beginning with a host, into canonical form.
#[must_use]
pub fn canonicalise(text: &str) -> Canonical<'_> {
    let mut signals = SignalSet::EMPTY;
    let clean = cleaned(text);
    let clean = clean.as_ref();
    if clean.is_empty() {
        return Canonical { url: Err(CanonError::Empty), signals };
    }
    let (completed, is_special) = match with_scheme(clean) {
        Ok(found) => found,
        Err(error) => {
            signals = look::signals(text, false);
            return Canonical { url: Err(error), signals };
        }
    };
    signals = signals.union(look::signals(&completed, is_special));
    if look::has_control(text.trim()) {
        signals.insert(Signal::ControlCharacters);
    }
    if let Cow::Owned(_) = completed {
        signals.insert(Signal::NoScheme);
    }
    let url = Url::parse(&completed).map_err(fault).and_then(|url| fold(url, &completed, &mut signals));
    if let Ok(url) = &url
        && readings::is_ambiguous(text, url)
    {
        signals.insert(Signal::AmbiguousHost);
    }
    Canonical { url, signals }
}

/// The canonical form of a text that has a scheme, without a look at its writing.
pub(super) fn parsed<'a>(text: &str) -> Result<CanonicalUrl<'a>, CanonError> {
    let mut unused = SignalSet::EMPTY;
    Url::parse(text).map_err(fault).and_then(|url| fold(url, text, &mut unused))
}

/// The text without what the URL Standard takes away before it parses: tabs and line breaks anywhere, control
/// characters and spaces at both ends.
#[must_use]
pub fn cleaned(text: &str) -> Cow<'_, str> {
    let outer = |c: char| c <= ' ' || c == '\u{feff}';
    if text.contains(['\t', '\n', '\r']) {
        let kept: String = text.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        Cow::Owned(kept.trim_matches(outer).to_owned())
    } else {
        Cow::Borrowed(text.trim_matches(outer))
    }
}

/// The text with a scheme, added where a host stands without one, and whether the scheme is a special one.
fn with_scheme(text: &str) -> Result<(Cow<'_, str>, bool), CanonError> {
    if text.starts_with(['/', '\\']) {
        let rest = text.trim_start_matches(['/', '\\']);
        let begins = |text: &str| scheme::begins_with_host(text, is_top_level);
        let host = text.len() - rest.len() > 1 && (begins(rest) || begins(&percent_decode_str(rest).decode_utf8_lossy()));
        return if host { Ok((Cow::Owned(format!("https:{text}")), true)) } else { Err(CanonError::NoLink) };
    }
    match scheme::scheme_of(text) {
        Some(_) if scheme::is_host_and_port(text) => Ok((Cow::Owned(format!("http://{text}")), true)),
        Some(name) => {
            let special = matches!(name.to_ascii_lowercase().as_str(), "http" | "https" | "ftp" | "ws" | "wss");
            Ok((Cow::Borrowed(text), special))
        }
        None if scheme::is_mail_address(text, is_top_level) => Ok((Cow::Owned(format!("mailto:{text}")), false)),
        None if scheme::begins_with_host(text, is_top_level) => Ok((Cow::Owned(format!("http://{text}")), true)),
        None => Err(CanonError::NoLink),
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
