//! What a running text holds, as every reader of a format asks for it: its links, and the codes of platforms among its words.

use std::ops::Range;

use super::reading::Options;
use super::scan;
use super::sights::Sight;

/// How the names of the web's own vocabularies begin.
const VOCABULARIES: &str = "http://www.w3.org/";
/// The longest text, in bytes, of which it is asked first whether there is anything to look for in it. Markup has many short ones.
const SHORT: usize = 1024;
/// The most bytes before a link that are looked at for the name of an attribute.
const NAME_LIMIT: usize = 48;

/// Every link and code of a running text, in order, with the byte at which it begins.
///
/// Markup in a text, as scripts and data hold it, names the vocabularies of the web with URLs: `xmlns="http://www.w3.org/2000/svg"`.
/// These lead nowhere in markup itself, and nowhere in a text. Any other URL is told, whatever stands before it.
pub(in crate::extract) fn links_in<'t>(text: &'t str, options: &Options) -> impl Iterator<Item = (usize, &'t str)> + use<'t> {
    links_in_part(text, options, Sight::UNKNOWN)
}

/// As [`links_in`], of a part of a document; what was seen of it before spares looks at it.
pub(in crate::extract) fn links_in_part<'t>(text: &'t str, options: &Options, sight: Sight) -> impl Iterator<Item = (usize, &'t str)> + use<'t> {
    let is_link = |found: &scan::found::Found| !(found.slice(text).starts_with(VOCABULARIES) && names_vocabulary(text, found.start));
    let mut seen: Vec<Range<usize>> = Vec::new();
    // In long texts something stands that has to be looked at, and one look at all of it is enough.
    let may_hold = || if sight.disguises { scan::may_hold(text) } else { scan::may_hold_undisguised(text) };
    if text.len() > SHORT || may_hold() {
        seen.extend(scan::links(text, &scan::options::Options::LINT).filter(is_link).map(|found| found.start..found.end));
    }
    if let Some(finder) = &options.codes {
        let codes = finder.codes(text, &seen, sight.words);
        if !codes.is_empty() {
            seen.extend(codes);
            seen.sort_unstable_by_key(|range| range.start);
        }
    }
    seen.into_iter().filter_map(|range| Some((range.start, text.get(range)?)))
}

/// Whether the value that begins at a byte is that of `xmlns`, or of `xmlns:` and a prefix.
fn names_vocabulary(text: &str, start: usize) -> bool {
    let head = text.as_bytes().get(start.saturating_sub(NAME_LIMIT)..start).unwrap_or_default();
    let quotes = head.iter().rev().take_while(|byte| matches!(byte, b'"' | b'\'' | b'\\')).count();
    let Some(head) = head.len().checked_sub(quotes).and_then(|end| head.get(..end)).and_then(|head| head.strip_suffix(b"=")) else { return false };
    let length = head.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'-' | b'_')).count();
    let name = head.get(head.len() - length..).unwrap_or_default();
    quotes > 0 && (name == b"xmlns" || name.starts_with(b"xmlns:"))
}
