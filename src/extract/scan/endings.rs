//! How much the ending of a name tells: whether it is a top-level domain, and whether it is seldom anything else.

use crate::suffix::{is_public_name, is_top_level};

/// What an ending says of the name before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ending {
    /// It is no top-level domain.
    Unknown,
    /// It is one, and as often the ending of a file or a word.
    Weak,
    /// It is one and hardly anything else.
    Plain,
}

/// Top-level domains that are hardly anything else in a text: neither endings of files nor words of English or of code.
///
/// Countries are those whose two letters are no such word; the others are generic ones under which sites for the public stand.
const PLAIN: &[&str] = &[
    "asia", "au", "bg", "biz", "br", "ca", "ch", "cl", "club", "cn", "com", "cyou", "cz", "de", "dev", "dk", "edu", "ee", "es", "eu", "fi", "fm", "fr", "gg",
    "gov", "gr", "hk", "hr", "hu", "icu", "ie", "il", "int", "io", "ir", "jp", "ke", "kr", "kz", "lk", "loan", "lt", "ltd", "lv", "ly", "mil", "mo", "mobi",
    "mx", "net", "ng", "nl", "nz", "online", "org", "ph", "pk", "pt", "ren", "ro", "ru", "sa", "se", "sg", "shop", "site", "sk", "su", "th", "top", "tv", "tw",
    "ua", "uk", "vip", "vn", "wang", "xin", "xyz", "za",
];

/// Endings that are no top-level domains and lead somewhere all the same.
const SPECIAL: &[&str] = &["onion", "i2p", "local"];

/// What the last label of a name says.
pub(super) fn ending(label: &str) -> Ending {
    if label.is_ascii() {
        if label.len() < 2 || !label.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
            return Ending::Unknown;
        }
        if label.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return ending_of_lower(label);
        }
        return ending_of_lower(&label.to_ascii_lowercase());
    }
    if is_top_level(label) { Ending::Plain } else { Ending::Unknown }
}

fn ending_of_lower(label: &str) -> Ending {
    if PLAIN.binary_search(&label).is_ok() {
        Ending::Plain
    } else if is_top_level(label) || SPECIAL.contains(&label) {
        if label.starts_with("xn--") { Ending::Plain } else { Ending::Weak }
    } else {
        Ending::Unknown
    }
}

/// Whether the last two labels of a name are a public suffix of their own, as `co.uk` and `com.cn`.
pub(super) fn is_two_part(name: &str) -> bool {
    let Some((rest, last)) = name.rsplit_once('.') else { return false };
    let before = rest.rsplit('.').next().unwrap_or_default();
    last.len() == 2
        && matches!(before.to_ascii_lowercase().as_str(), "com" | "co" | "net" | "org" | "gov" | "edu" | "ac" | "or" | "ne" | "go")
        && rest.contains('.')
        && is_public_name(&format!("{before}.{last}").to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plain_endings_are_sorted_and_known() {
        assert!(PLAIN.is_sorted());
        let unknown: Vec<&&str> = PLAIN.iter().filter(|name| !is_top_level(name) && !is_public_name(&format!("co.{name}"))).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn endings_tell_what_they_are() {
        for (label, expected) in [
            ("com", Ending::Plain),
            ("CN", Ending::Plain),
            ("中国", Ending::Plain),
            ("xn--fiqs8s", Ending::Plain),
            ("rs", Ending::Weak),
            ("onion", Ending::Weak),
            ("js", Ending::Unknown),
            ("1", Ending::Unknown),
            ("", Ending::Unknown),
        ] {
            assert_eq!(ending(label), expected, "{label}");
        }
        assert!(is_two_part("a.co.in") && is_two_part("x.com.cn") && !is_two_part("a.in") && !is_two_part("co.in"));
    }
}
