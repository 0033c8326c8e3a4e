//! The sheet of a lint.

use super::sheet::{Item, Sheet};
use crate::lint::level::default;
use crate::message::{Lang, rules as text};
use crate::page::lints::LintPage;

/// A lint's page in one language.
#[must_use]
pub fn sheet(page: &LintPage, lang: Lang) -> Sheet {
    let mut sheet = Sheet { id: page.id.clone(), sentence: page.what.get(lang).to_owned(), ..Sheet::default() };
    sheet.field(text::lint_of().get(lang), "outlink policy check".to_owned());
    sheet.field(text::lint_level().get(lang), default(&page.id).as_str().to_owned());
    sheet.section(text::why().get(lang), vec![Item::Text(page.why.get(lang).to_owned())]);
    sheet.section(text::lint_example().get(lang), vec![Item::Code(page.example.clone())]);
    sheet.section(text::action().get(lang), vec![Item::Text(page.action.get(lang).to_owned())]);
    sheet
}
