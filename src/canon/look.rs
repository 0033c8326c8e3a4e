//! The first look at the raw text: what normalisation repairs is a signal and must not be lost.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::signal::{Signal, SignalSet};

/// Whether a character is not shown, or changes only how others are shown (Unicode default-ignorable and bidi controls).
#[must_use]
pub const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character only looks like a slash or backslash.
#[must_use]
pub const fn is_slash_lookalike(c: char) -> bool {
    matches!(
        c,
        '\u{2044}'
            | '\u{2215}'
            | '\u{29f8}'
            | '\u{29f5}'
            | '\u{29f9}'
            | '\u{2571}'
            | '\u{2572}'
            | '\u{ff0f}'
            | '\u{ff3c}'
            | '\u{fe68}'
            | '\u{1735}'
            | '\u{2afd}'
            | '\u{3033}'
            | '\u{30ce}'
            | '\u{4e3f}'
    )
}

/// The delimiter of a URL that compatibility mapping (NFKC) makes of a character, alone or as its first part.
#[must_use]
pub const fn plain_delimiter(c: char) -> Option<char> {
    Some(match c {
        '\u{ff0f}' | '\u{2100}' | '\u{2101}' | '\u{2105}' | '\u{2106}' => '/',
        '\u{ff3c}' | '\u{fe68}' => '\\',
        '\u{ff1f}' | '\u{fe56}' | '\u{fe16}' | '\u{2047}' | '\u{2048}' => '?',
        '\u{ff03}' | '\u{fe5f}' => '#',
        '\u{ff20}' | '\u{fe6b}' => '@',
        '\u{3000}' => ' ',
        _ => return None,
    })
}

/// Whether a character stands for a dot in a host.
#[must_use]
pub const fn is_dot_lookalike(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{ff0e}' | '\u{ff61}' | '\u{2024}' | '\u{fe52}' | '\u{b7}' | '\u{30fb}' | '\u{ff65}')
}

/// Whether a character is a variant that compatibility mapping turns into plain ASCII.
#[must_use]
pub const fn is_compatibility_form(c: char) -> bool {
    matches!(c, '\u{ff01}'..='\u{ff0d}' | '\u{ff10}'..='\u{ff5e}' | '\u{2460}'..='\u{24ff}' | '\u{1d400}'..='\u{1d7ff}'
        | '\u{2100}'..='\u{214f}' | '\u{1f100}'..='\u{1f1ff}' | '\u{2070}'..='\u{209c}' | '\u{fb00}'..='\u{fb06}'
        | '\u{aa}' | '\u{ba}' | '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{3250}'..='\u{33ff}')
}

/// The raw authority of a text that has a scheme: what stands between the slashes and the next delimiter.
///
/// Backslashes count as slashes, as they do for the URL Standard's special schemes.
#[must_use]
pub fn authority(text: &str) -> &str {
    let after = super::scheme::scheme_of(text).map_or(0, |scheme| scheme.len() + 1);
    let rest = text.get(after..).unwrap_or_default().trim_start_matches(['/', '\\']);
    let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default()
}

/// The signals of a raw text that has a scheme; `special` says whether the scheme is one of the web's.
#[must_use]
pub fn signals(text: &str, special: bool) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    if !text.is_ascii() && text.chars().any(is_hidden) {
        found.insert(Signal::HiddenCharacters);
    }
    if has_control(text) {
        found.insert(Signal::ControlCharacters);
    }
    if without_entities(text).is_some() {
        found.insert(Signal::HtmlEntities);
    }
    if !special {
        return found;
    }
    found = found.union(slash_signals(text));
    let authority = authority(text);
    let host = match authority.rsplit_once('@') {
        Some((_, host)) => {
            found.insert(Signal::Userinfo);
            host
        }
        None => authority,
    };
    found.union(host_signals(host))
}

/// Whether a control character stands in the text; those of ASCII and those of Latin-1 alike.
#[must_use]
pub fn has_control(text: &str) -> bool {
    let ascii = text.bytes().fold(false, |found, byte| found | (byte < 0x20) | (byte == 0x7f));
    ascii || (!text.is_ascii() && text.chars().any(char::is_control))
}

/// The text that a page shows for one with HTML entities; `None` where it holds none.
#[must_use]
pub fn without_entities(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    memchr::memchr(b';', bytes).and_then(|_| memchr::memchr(b'&', bytes))?;
    ampersands_alone(text).or_else(|| any_entities(text))
}

/// The same of a text in which every semicolon ends `&amp;`, as in nearly all that hold entities; without a semicolon the text as it is.
fn ampersands_alone(text: &str) -> Option<String> {
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(end) = memchr::memchr(b';', rest.as_bytes()) {
        plain.push_str(rest.get(..end)?.strip_suffix("amp").filter(|before| before.ends_with('&'))?);
        rest = rest.get(end + 1..)?;
    }
    plain.push_str(rest);
    Some(plain)
}

fn any_entities(text: &str) -> Option<String> {
    match html_escape::decode_html_entities(text) {
        Cow::Owned(plain) if plain != text => Some(plain),
        _ => None,
    }
}

/// Signals about the slashes between scheme and host, and backslashes up to the query.
fn slash_signals(text: &str) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    let after = super::scheme::scheme_of(text).map_or(0, |scheme| scheme.len() + 1);
    let rest = text.get(after..).unwrap_or_default();
    let slashes = rest.bytes().take_while(|b| matches!(b, b'/' | b'\\')).count();
    if slashes != 2 {
        found.insert(Signal::OddSlashes);
    }
    let end = rest.find(['?', '#']).unwrap_or(rest.len());
    if rest.get(..end).unwrap_or_default().contains('\\') {
        found.insert(Signal::Backslash);
    }
    found
}

/// Signals about the host as it was written, a port behind it included. Escapes are looked at and looked through: the digits
/// of an escape are no letters of the host, and what it stands for is.
fn host_signals(host: &str) -> SignalSet {
    let mut found = SignalSet::EMPTY;
    if host.contains('%') {
        found.insert(Signal::EscapedHost);
    }
    for c in percent_decode_str(host).decode_utf8_lossy().chars() {
        match c {
            'A'..='Z' => found.insert(Signal::UpperCaseHost),
            '\0'..='\u{7f}' | char::REPLACEMENT_CHARACTER => {}
            c if is_dot_lookalike(c) => found.insert(Signal::DotLookalike),
            c if is_slash_lookalike(c) => found.insert(Signal::SlashLookalike),
            c if is_compatibility_form(c) => found.insert(Signal::CompatibilityCharacters),
            c if is_hidden(c) => found.insert(Signal::HiddenCharacters),
            _ => found.insert(Signal::IdnHost),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn ampersands_alone_are_read_as_all_entities_are(text in "(&|a|amp|;|&amp;|&amp;&amp;|&lt;|&#38;|商|=){0,8}") {
            let alone = ampersands_alone(&text).filter(|plain| *plain != text);
            prop_assert!(alone.is_none() || alone == any_entities(&text), "{:?}", alone);
        }
    }
}
