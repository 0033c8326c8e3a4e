//! Hints of open redirects: a parameter that carries another link, on a host that is no known jump page.
//!
//! It is a signal and never a hop: sign-in pages, search pages and share buttons carry links too and lead elsewhere.

use super::decode;
use crate::canon::CanonicalUrl;
use crate::canon::scheme::behind_http;
use crate::lanes::{self, Lanes};
use crate::words::Words;

/// Parameters that redirects are commonly told their target by, in small letters.
static NAMES: Words = Words::of(&[
    "backurl",
    "callback",
    "continue",
    "dest",
    "destination",
    "fallback",
    "go",
    "goto",
    "gotourl",
    "gourl",
    "href",
    "jump",
    "jumpurl",
    "link",
    "linkurl",
    "murl",
    "next",
    "out",
    "redir",
    "redirect",
    "redirect_to",
    "redirect_uri",
    "redirect_url",
    "redirecturl",
    "return",
    "return_to",
    "return_url",
    "returnto",
    "returnurl",
    "target",
    "targeturl",
    "to",
    "u",
    "ued",
    "url",
]);

/// Whether a parameter of the query, or of a query in the fragment, has such a name and a link for a value.
#[must_use]
pub fn carries_link(url: &CanonicalUrl<'_>) -> bool {
    let in_fragment = url.fragment().and_then(|fragment| fragment.split_once('?')).map(|(_, query)| query);
    url.query().into_iter().chain(in_fragment).any(has_link)
}

/// Where values begin as links may, escaped or not. Nearly every query has none.
fn likely_values(query: &[u8]) -> impl Iterator<Item = usize> {
    let (mut next, mut last, mut left) = (0, 0, 0_u32);
    std::iter::from_fn(move || {
        while left == 0 {
            if next >= query.len() {
                return None;
            }
            let [equals, letters, others] = lanes::held(query, next, |lanes| {
                let letter = lanes::equal(lanes | Lanes::splat(0x20), b'h');
                [lanes::equal(lanes, b'='), letter, lanes::among(lanes, b"%/\\")]
            });
            left = (equals << 1 | last) & (letters | others);
            last = equals >> 15;
            next += 16;
        }
        let at = next - 16 + left.trailing_zeros() as usize;
        left &= left - 1;
        Some(at)
    })
}

fn has_link(query: &str) -> bool {
    let query = query.as_bytes();
    likely_values(query).any(|at| {
        let value = query.get(at..).unwrap_or_default();
        // Nearly every value ends the question here.
        if matches!(value, [b'h' | b'H', second, ..] if !matches!(second, b't' | b'T' | b'%')) {
            return false;
        }
        let head = query.get(..at - 1).unwrap_or_default();
        let start = lanes::places_backwards(head, |lanes| lanes::among(lanes, b"&?;=")).next().map_or(0, |before| before + 1);
        let name = head.get(start..).unwrap_or_default();
        is_redirect_name(name) && is_link(value)
    })
}

fn is_redirect_name(name: &[u8]) -> bool {
    if lanes::contains(name, b'%') { NAMES.has(&Unescaped(name.iter().copied()).collect::<Vec<u8>>()) } else { NAMES.has(name) }
}

/// Whether a value, unescaped a few times, begins like an absolute link to another host. It may end at an `&`.
fn is_link(value: &[u8]) -> bool {
    let once = || Unescaped(value.iter().copied().take_while(|byte| *byte != b'&'));
    is_plainly_link(value)
        || begins_like_link(once().0)
        || value.get(..EARLY).unwrap_or(value).contains(&b'%')
            && (begins_like_link(once()) || begins_like_link(Unescaped(once())) || begins_like_link(Unescaped(Unescaped(once()))))
}

/// Whether a value begins like an absolute link as nearly all that do: with each of its delimiters escaped, or none.
fn is_plainly_link(value: &[u8]) -> bool {
    let Some(rest) = behind_http(value) else { return false };
    let host = match if let [b's' | b'S', rest @ ..] = rest { rest } else { rest } {
        [b':', b'/', b'/', host @ ..] => host,
        [b'%', b'3', b'A' | b'a', b'%', b'2', b'F' | b'f', b'%', b'2', b'F' | b'f', host @ ..] => host,
        _ => return false,
    };
    !matches!(host.first(), None | Some(b'&'))
}

/// How many bytes at most write the beginning of a link, with each byte escaped three times, and each byte of its escapes.
const EARLY: usize = 27 * "https://h".len();

/// Bytes with their escapes undone, read no further than they are asked for.
#[derive(Clone)]
struct Unescaped<I>(I);

impl<I: Iterator<Item = u8> + Clone> Iterator for Unescaped<I> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        let byte = self.0.next()?;
        if byte == b'%' {
            let mut behind = self.0.clone();
            if let (Some(high), Some(low)) = (behind.next(), behind.next())
                && let Some(byte) = decode::escape([high, low])
            {
                self.0 = behind;
                return Some(byte);
            }
        }
        Some(byte)
    }
}

fn begins_like_link(bytes: impl Iterator<Item = u8>) -> bool {
    let (mut head, mut length) = (*b"https://h", 0);
    for (place, byte) in head.iter_mut().zip(bytes) {
        *place = if byte == b'\\' { b'/' } else { byte.to_ascii_lowercase() };
        length += 1;
    }
    let head = head.get(..length).unwrap_or_default();
    let rest = head.strip_prefix(b"https:").or_else(|| head.strip_prefix(b"http:")).unwrap_or(head);
    rest.strip_prefix(b"//").is_some_and(|host| !host.is_empty())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::canon::canonicalise;

    /// The same without a bound on what is read.
    fn is_link_all_of_it(value: &str) -> bool {
        let mut value = Cow::Borrowed(value.split('&').next().unwrap_or_default());
        for _ in 0..3 {
            if begins_like_link(value.bytes()) {
                return true;
            }
            value = decode::percent(value);
        }
        begins_like_link(value.bytes())
    }

    fn escaped(text: &str, round: usize) -> String {
        if round == 0 { text.to_owned() } else { escaped(&text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>(), round - 1) }
    }

    proptest! {
        #[test]
        fn a_value_is_a_link_as_the_whole_of_it_tells(
            head in "(%?[hH])?(ttps?)?(:|%3[aA])?(/|%2[fF]|\\\\|%255[cC]|%25252F){0,3}([a-z]|%D6|%|&|é){0,3}",
            rounds in 0_usize..4,
            tail in "[a-z%&]{0,3}",
        ) {
            for value in [format!("{head}{tail}"), format!("{}{tail}", escaped(&head, rounds)), escaped(&format!("{head}{tail}"), rounds)] {
                prop_assert_eq!(is_link(value.as_bytes()), is_link_all_of_it(&value), "{}", value);
            }
        }
    }

    #[test]
    fn the_quick_look_misses_no_value_wherever_it_stands() {
        for length in 2..70 {
            let dull = "x".repeat(length);
            assert_eq!(likely_values(dull.as_bytes()).next(), None, "{length}");
            for at in 0..length - 1 {
                let query = format!("{}=H{}", "x".repeat(at), "x".repeat(length - 2 - at));
                assert_eq!(likely_values(query.as_bytes()).collect::<Vec<_>>(), [at + 1], "{query}");
            }
        }
    }

    #[test]
    fn links_in_parameters_are_seen_and_paths_are_not() {
        for (text, expected) in [
            ("https://a.cn/login?next=https%3A%2F%2Fb.cn%2Fx", true),
            ("https://a.cn/login?a=1&returnUrl=http://b.cn", true),
            ("https://a.cn/x?url=//b.cn/y", true),
            ("https://a.cn/x?url=%252F%252Fb.cn", true),
            ("https://a.cn/x?url=\\\\b.cn", true),
            ("https://a.cn/#/jump?target=https://b.cn", true),
            ("https://a.cn/x?URL=HTTPS://b.cn", true),
            ("https://a.cn/login?next=/home", false),
            ("https://a.cn/x?q=https://b.cn", false),
            ("https://a.cn/x?next=%2Fhome", false),
            ("https://a.cn/x?url=hello", false),
            ("https://a.cn/x?url=//", false),
            ("https://a.cn/https://b.cn", false),
        ] {
            assert_eq!(carries_link(&canonicalise(text).url.unwrap()), expected, "{text}");
        }
    }
}
