//! A change of a text as a unified diff.

use similar::TextDiff;

/// How many lines stand around a change.
const CONTEXT: usize = 3;

/// The unified diff of a file before and after; empty where nothing changes.
#[must_use]
pub fn unified(name: &str, before: &str, after: &str) -> String {
    let (old, new) = (format!("a/{name}"), format!("b/{name}"));
    TextDiff::from_lines(before, after).unified_diff().context_radius(CONTEXT).header(&old, &new).to_string()
}
