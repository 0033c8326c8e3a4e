//! The pages of lints: what each warns of, why, an example, and how to mend it.

use crate::diag::Diagnostic;
use crate::document::{self, table::Table};
use crate::message::Text;
use crate::source::SourceFile;

/// The page of one lint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LintPage {
    /// The lint's id.
    pub id: String,
    /// What it warns of.
    pub what: Text,
    /// Why it matters.
    pub why: Text,
    /// A piece of a policy that it warns of.
    pub example: String,
    /// How to mend it.
    pub action: Text,
}

/// The embedded pages, in the order of their ids.
///
/// # Errors
/// Every fault of the file; a test holds that there is none.
pub fn all() -> Result<Vec<LintPage>, Vec<Diagnostic>> {
    let file = SourceFile::new("<built-in>/lints.toml", include_str!("../../policies/lints.toml"));
    let mut problems = Vec::new();
    let pages = document::read(&file, &mut problems, |mut root, problems| {
        let pages: Vec<LintPage> = root.tables("lint", problems).into_iter().filter_map(|table| page(table, problems)).collect();
        root.finish(problems);
        pages
    });
    if problems.is_empty() { Ok(pages) } else { Err(problems) }
}

fn page(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<LintPage> {
    let mut text = |key, problems: &mut Vec<Diagnostic>| table.require(key, problems).and_then(|value| value.bilingual(problems)).map(|text| text.value);
    let (what, why, action) = (text("what", problems), text("why", problems), text("do", problems));
    let id = table.require_string("id", problems);
    let example = table.require_string("example", problems);
    table.finish(problems);
    Some(LintPage { id: id?.value, what: what?, why: why?, example: example?.value.trim().to_owned(), action: action? })
}
