//! Mending what lints find, where there is one right answer: by cuts alone, and only if no verdict changes.

use crate::classify::catalog::Catalog;
use crate::document;
use crate::lint::judged::{Finding, Mend, table_at};
use crate::policy::model::Policy;
use crate::policy_diff::diff::{Span as Time, diff};
use crate::policy_space::facts::Pair;
use crate::source::{SourceFile, Span};
use crate::suffix::SuffixList;

/// A file with its findings mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The whole text.
    pub text: String,
    /// How many findings that took care of.
    pub count: usize,
}

/// The file without what its findings have one right answer to; `None` where there is nothing of the kind. What the file
/// allows is left as it is.
#[must_use]
pub fn mend(file: &SourceFile, findings: &[Finding]) -> Option<Mended> {
    let tables = document::tables(file);
    let open = findings.iter().filter(|finding| finding.allowed.is_none() && finding.diagnostic.file == *file);
    let mut cuts: Vec<Span> = open
        .filter_map(|finding| match finding.mend? {
            Mend::Characters => Some(finding.diagnostic.span),
            Mend::Table => Some(whole_lines(&file.text, table_at(&tables, finding.diagnostic.span)?)),
        })
        .collect();
    if cuts.is_empty() {
        return None;
    }
    let count = cuts.len();
    cuts.sort();
    let (mut text, mut at) = (String::with_capacity(file.text.len()), 0);
    for cut in cuts {
        // A cut may lie within another one.
        text.push_str(file.text.get(at..cut.start).unwrap_or_default());
        at = at.max(cut.end);
    }
    text.push_str(file.text.get(at..).unwrap_or_default());
    Some(Mended { text, count })
}

/// The lines of a table: the comments right above its header are its own, those behind its last key are not.
fn whole_lines(text: &str, table: Span) -> Span {
    let mut start = table.start;
    while let Some(before) = text.get(..start).and_then(|text| text.strip_suffix('\n')) {
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        if !before.get(line..).is_some_and(|line| line.starts_with('#')) {
            break;
        }
        start = line;
    }
    let mut end = table.start;
    let mut at = table.start;
    for line in text.get(table.start..table.end).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            end = at;
        }
    }
    // Two blank lines would be left where one was on each side.
    let is_open = start == 0 || text.get(..start).is_some_and(|text| text.ends_with("\n\n") || text.ends_with("\n\r\n"));
    let blank = text.get(end..).map_or(0, |rest| if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) });
    Span { start, end: if is_open { end + blank } else { end } }
}

/// Whether two policies give every link the same verdict, proved; both were loaded with this catalog.
#[must_use]
pub fn is_same(old: &Policy, new: &Policy, catalog: &Catalog, suffixes: &dyn SuffixList) -> bool {
    let found = diff(Pair { old, new }, Time::Always, catalog, suffixes);
    found.entries.is_empty() && found.unproved.is_empty() && found.lone_scenes.old.is_empty() && found.lone_scenes.new.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_goes_with_its_own_comments_only() {
        let text = "a = 1\n\n# -- rules\n\n# of this one\n[[rule]]\nid = \"x\" # x\nmatch = [\n  1, # one\n]\n\n# -- others\n\n[[rule]]\nid = \"y\"\n";
        let tables = document::tables(&SourceFile::new("a", text));
        let cut = |number: usize| {
            let span = whole_lines(text, tables.get(number).unwrap().span);
            let (before, after) = (text.get(..span.start).unwrap(), text.get(span.end..).unwrap());
            format!("{before}{after}")
        };
        assert_eq!(cut(0), "a = 1\n\n# -- rules\n\n# -- others\n\n[[rule]]\nid = \"y\"\n");
        assert_eq!(cut(1), "a = 1\n\n# -- rules\n\n# of this one\n[[rule]]\nid = \"x\" # x\nmatch = [\n  1, # one\n]\n\n# -- others\n\n");
    }
}
