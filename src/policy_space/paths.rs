//! The paths that some patterns tell apart: one for each way in which they can match together.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::classify::download::is_download;
use crate::path::{PathPattern, Progress};

/// The most states of the patterns together that are walked through.
pub const STATE_LIMIT: usize = 4096;

/// A segment that no pattern names.
const OTHER: &str = "x1";
/// The extension of a file that is downloaded.
const DOWNLOAD: &str = "apk";

/// Whether it matters if a path ends like a download.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Downloads {
    /// It does.
    Matter,
    /// No statement asks.
    Ignored,
}

/// A path for every set of patterns that some path matches and no further one; shortest first.
///
/// Patterns look at segments one by one, and a segment matters only by the name or the extension that some pattern
/// asks for: so walking over those and one other segment reaches every state that any path reaches. `None` past
/// [`STATE_LIMIT`].
#[must_use]
pub fn classes(patterns: &[&PathPattern], downloads: Downloads) -> Option<Vec<String>> {
    let segments = segments(patterns, downloads);
    let accepted = |state: &[Progress], path: &str| {
        let matched: Vec<bool> = patterns.iter().zip(state).map(|(pattern, progress)| pattern.accepts(*progress)).collect();
        (matched, downloads == Downloads::Matter && is_download(path))
    };
    let start = vec![PathPattern::start(); patterns.len()];
    let mut found = BTreeMap::from([(accepted(&start, "/"), "/".to_owned())]);
    let mut seen = BTreeSet::from([(start.clone(), false)]);
    let mut todo = VecDeque::from([(start, String::new())]);
    let mut order = vec!["/".to_owned()];
    while let Some((state, path)) = todo.pop_front() {
        for segment in &segments {
            let next: Vec<Progress> = patterns.iter().zip(&state).map(|(pattern, progress)| pattern.step(*progress, segment)).collect();
            let path = format!("{path}/{segment}");
            let key = accepted(&next, &path);
            if !seen.insert((next.clone(), key.1)) {
                continue;
            }
            if seen.len() > STATE_LIMIT {
                return None;
            }
            if let std::collections::btree_map::Entry::Vacant(slot) = found.entry(key) {
                slot.insert(path.clone());
                order.push(path.clone());
            }
            todo.push_back((next, path));
        }
    }
    Some(order)
}

fn segments(patterns: &[&PathPattern], downloads: Downloads) -> Vec<String> {
    let names: BTreeSet<&str> = patterns.iter().flat_map(|pattern| pattern.names()).collect();
    let mut other = OTHER.to_owned();
    while names.contains(other.as_str()) {
        other.push('1');
    }
    let mut extensions: BTreeSet<&str> = patterns.iter().filter_map(|pattern| pattern.extension()).collect();
    if downloads == Downloads::Matter {
        extensions.insert(DOWNLOAD);
    }
    // The other segment first: paths that name nothing by chance read best.
    let mut all = vec![other.clone()];
    all.extend(names.into_iter().map(str::to_owned));
    all.extend(extensions.into_iter().map(|extension| format!("{other}.{extension}")));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(patterns: &[&str], downloads: Downloads) -> Vec<String> {
        let patterns: Vec<PathPattern> = patterns.iter().map(|text| PathPattern::parse(text).unwrap()).collect();
        classes(&patterns.iter().collect::<Vec<_>>(), downloads).unwrap()
    }

    #[test]
    fn every_way_to_match_is_drawn_once() {
        assert_eq!(drawn(&[], Downloads::Ignored), ["/"]);
        assert_eq!(drawn(&[], Downloads::Matter), ["/", "/x1.apk"]);
        assert_eq!(drawn(&["/s/**"], Downloads::Ignored), ["/", "/s"]);
        assert_eq!(drawn(&["/a/*", "/*/b"], Downloads::Ignored), ["/", "/x1/b", "/a/x1", "/a/b"]);
        assert_eq!(drawn(&["/dl/*.apk", "/dl/**"], Downloads::Matter), ["/", "/dl", "/x1.apk", "/dl/x1.apk", "/dl/x1/x1.apk"]);
        // A file of the second pattern is always one of the first, and `/s` names no file.
        assert_eq!(drawn(&["/**", "/*.zip"], Downloads::Matter), ["/", "/x1.apk", "/x1.zip"]);
    }

    #[test]
    fn steps_and_whole_matches_agree() {
        for pattern in ["/", "/**", "/a", "/a/*", "/a/**", "/a/*.apk", "/*/b/*.zip"] {
            let pattern = PathPattern::parse(pattern).unwrap();
            for path in ["/", "/a", "/a/", "/a/b", "/a/x.apk", "/x/b/y.ZIP", "/a/b/c.zip", "/a/b/c.zip/d"] {
                let progress = path.split('/').filter(|segment| !segment.is_empty()).fold(PathPattern::start(), |at, segment| pattern.step(at, segment));
                assert_eq!(pattern.accepts(progress), pattern.matches(path), "{pattern:?} on {path}");
            }
        }
    }
}
