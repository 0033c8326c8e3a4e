//! Hints of open redirects: a parameter that carries another link, on a host that is no known jump page.
//!
//! It is a signal and never a hop: sign-in pages, search pages and share buttons carry links too and lead elsewhere.

use std::borrow::Cow;

use super::decode;
use crate::canon::CanonicalUrl;
use crate::lanes::{self, Lanes};

/// Parameters that redirects are commonly told their target by, in lower case and order.
const NAMES: &[&str] = &[
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
];

/// The length of the longest of them.
const LONGEST_NAME: usize = 12;

/// How often a value is unescaped before it is looked at.
const ROUNDS: usize = 3;

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
    likely_values(query.as_bytes()).any(|at| {
        let value = query.get(at..).unwrap_or_default();
        // Nearly every value ends the question here.
        if matches!(value.as_bytes(), [b'h' | b'H', second, ..] if !matches!(second, b't' | b'T' | b'%')) {
            return false;
        }
        let head = query.get(..at - 1).unwrap_or_default();
        let start = head.bytes().rposition(|byte| matches!(byte, b'&' | b'?' | b';' | b'=')).map_or(0, |before| before + 1);
        let name = head.get(start..).unwrap_or_default();
        is_redirect_name(name) && is_link(value.split('&').next().unwrap_or_default())
    })
}

fn is_redirect_name(name: &str) -> bool {
    if memchr::memchr(b'%', name.as_bytes()).is_some() {
        return is_plain_redirect_name(&decode::percent(name));
    }
    is_plain_redirect_name(name)
}

fn is_plain_redirect_name(name: &str) -> bool {
    let mut lower = [0; LONGEST_NAME];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    NAMES.binary_search_by(|known| known.as_bytes().cmp(lower)).is_ok()
}

/// Whether a value, unescaped a few times, begins like an absolute link to another host.
fn is_link(value: &str) -> bool {
    let mut value = Cow::Borrowed(value);
    for _ in 0..ROUNDS {
        if begins_like_link(&value) {
            return true;
        }
        if !value.contains('%') {
            return false;
        }
        value = decode::percent(value);
    }
    begins_like_link(&value)
}

fn begins_like_link(value: &str) -> bool {
    let head: String = value.chars().take(8).map(|c| if c == '\\' { '/' } else { c.to_ascii_lowercase() }).collect();
    let rest = head.strip_prefix("https:").or_else(|| head.strip_prefix("http:")).unwrap_or(&head);
    rest.strip_prefix("//").is_some_and(|host| value.len() > head.len() || !host.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::canonicalise;

    #[test]
    fn names_are_in_order_and_not_longer_than_is_said() {
        assert!(NAMES.is_sorted());
        assert_eq!(NAMES.iter().map(|name| name.len()).max(), Some(LONGEST_NAME));
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
