//! The scanner of running text, as every reader of a format asks it.

use super::text::urls_in_text;

/// Every link of a running text, in order, with the byte at which it begins.
pub(in crate::extract) fn links_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    urls_in_text(text)
}
