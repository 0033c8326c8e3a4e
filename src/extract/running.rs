//! The scanner of running text, as every reader of a format asks it.

use super::scan;
use super::scan::options::Options;

/// Every link of a running text, in order, with the byte at which it begins.
pub(in crate::extract) fn links_in(text: &str) -> impl Iterator<Item = (usize, &str)> {
    scan::links(text, &Options::LINT).map(|found| (found.start, found.slice(text)))
}
