//! What a running text holds, as every reader of a format asks for it: its links, and the codes of platforms among its words.

use std::ops::Range;

use super::reading::Options;
use super::scan;

/// Every link and code of a running text, in order, with the byte at which it begins.
pub(in crate::extract) fn links_in<'t>(text: &'t str, options: &Options) -> impl Iterator<Item = (usize, &'t str)> + use<'t> {
    let mut links = scan::links(text, &scan::options::Options::LINT).map(|found| found.start..found.end);
    let (links, seen): (_, Vec<Range<usize>>) = match &options.codes {
        None => (Some(links), Vec::new()),
        Some(finder) => {
            let mut seen: Vec<Range<usize>> = links.by_ref().collect();
            let codes = finder.codes(text, &seen);
            if !codes.is_empty() {
                seen.extend(codes);
                seen.sort_unstable_by_key(|range| range.start);
            }
            (None, seen)
        }
    };
    links.into_iter().flatten().chain(seen).filter_map(|range| Some((range.start, text.get(range)?)))
}
