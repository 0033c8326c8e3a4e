//! What a tool would change in a text, line by line, safe to show in a terminal.

use super::escape::terminal;
use crate::message::{Lang, authoring as text};

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 3;

/// A unified diff of a file before and after; empty where nothing changes.
#[must_use]
pub fn text_diff(name: &str, before: &str, after: &str, lang: Lang) -> String {
    let diff = similar::TextDiff::from_lines(before, after);
    let old = format!("{name}\t({})", text::as_is().get(lang));
    let new = format!("{name}\t({})", text::as_formatted().get(lang));
    let unified = diff.unified_diff().context_radius(CONTEXT).header(&old, &new).to_string();
    let mut out = String::with_capacity(unified.len());
    for line in unified.lines() {
        // A line of a file may be longer than what people are shown of a link: it is escaped piece by piece.
        let mut parts = line.split('\t');
        out.push_str(&terminal_whole(parts.next().unwrap_or_default()));
        for part in parts {
            out.push('\t');
            out.push_str(&terminal_whole(part));
        }
        out.push('\n');
    }
    out
}

/// A text escaped for the terminal and never cut.
fn terminal_whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        out.push_str(&terminal(c.encode_utf8(&mut [0; 4])));
    }
    out
}
