//! The slow road: every text, by way of the `url` crate, with a look at how it is written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use super::parse::{cleaned, parsed};
use super::{CanonError, Canonical, look, readings, refang, scheme};
use crate::signal::{Signal, SignalSet};
use crate::suffix::is_top_level;

/// Brings any text with a scheme, or beginning with a host, into canonical form.
///
/// A text that is no link as it stands, but would be one if it were not obfuscated, is read as that link and says so.
#[must_use]
pub fn canonicalise(text: &str) -> Canonical<'_> {
    let canonical = as_written(text);
    // What every reader takes away hides nothing: at both ends, and line breaks and tabs inside what begins like a link.
    let clean = cleaned(text);
    let is_masked = scheme::scheme_of(&clean).is_some_and(refang::is_masked);
    if canonical.url.is_ok() && !is_masked {
        return canonical;
    }
    let seen = if is_masked { &*clean } else { text.trim_matches(|c: char| c <= ' ' || c == '\u{feff}') };
    // What a masked scheme leads to is the same whether it is asked of the text or of its canonical form, where odd characters are escaped.
    let in_canonical_form = || canonical.url.as_ref().ok().and_then(|url| refang::refang(url.as_str()));
    let guess = |plain: String| {
        let Canonical { url, signals } = as_written(&plain);
        url.ok().map(|url| (url.into_owned(), signals))
    };
    let Some((url, signals)) = refang::refang(seen).and_then(guess).or_else(|| in_canonical_form().and_then(guess)) else { return canonical };
    let mut signals = signals.union(canonical.signals);
    signals.insert(Signal::Obfuscated);
    if refang::has_wide_scheme(text) {
        signals.insert(Signal::CompatibilityCharacters);
    }
    Canonical { url: Ok(url), signals }
}

/// The canonical form of a text as it stands.
fn as_written(text: &str) -> Canonical<'_> {
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
            if !readings::of_refused(text).is_empty() {
                signals.insert(Signal::AmbiguousHost);
            }
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
    let url = parsed(&completed, &mut signals);
    let is_ambiguous = match &url {
        Ok(url) => readings::is_ambiguous(text, url),
        Err(_) => !readings::of_refused(text).is_empty(),
    };
    if is_ambiguous {
        signals.insert(Signal::AmbiguousHost);
    }
    Canonical { url, signals }
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
