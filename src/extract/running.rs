//! The scanner of running text, as every reader of a format asks it.

use super::scan;
use super::scan::options::Options;

/// How the names of the web's own vocabularies begin.
const VOCABULARIES: &str = "http://www.w3.org/";
/// The most bytes before a link that are looked at for the name of an attribute.
const NAME_LIMIT: usize = 48;

/// Every link of a running text, in order, with the byte at which it begins.
///
/// Markup in a text, as scripts and data hold it, names the vocabularies of the web with URLs: `xmlns="http://www.w3.org/2000/svg"`.
/// These lead nowhere in markup itself, and nowhere in a text. Any other URL is told, whatever stands before it.
pub(in crate::extract) fn links_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    scan::links(text, &Options::LINT)
        .filter(|found| !(found.slice(text).starts_with(VOCABULARIES) && names_vocabulary(text, found.start)))
        .map(|found| (found.start, found.slice(text)))
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
