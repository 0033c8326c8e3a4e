//! Pages and the list of signals for a terminal.

use textwrap::{Options, wrap};

use super::sheet::{Item, Sheet};
use crate::message::{Lang, Text, rules as text};
use crate::page::lints::LintPage;
use crate::report::escape::terminal;
use crate::report::palette::Palette;
use crate::signal::Signal;

/// The narrowest width that text is wrapped to, so that a tiny window does not give a word a line.
const LEAST_WIDTH: usize = 40;

/// Every signal with its sentence, `width` columns wide.
#[must_use]
pub fn list(lang: Lang, palette: Palette, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let sentences: Vec<Text> = Signal::ALL.iter().map(|signal| signal.sentence()).collect();
    let rows: Vec<(&str, &str)> = Signal::ALL.iter().zip(&sentences).map(|(signal, sentence)| (signal.id(), sentence.get(lang))).collect();
    let mut out = format!("{}\n\n", palette.heading(text::signals(Signal::ALL.len()).get(lang)));
    columns(&mut out, &rows, palette, width);
    out
}

/// Every lint with its sentence, `width` columns wide, and where the lists lead.
#[must_use]
pub fn lints(pages: &[LintPage], lang: Lang, palette: Palette, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let rows: Vec<(&str, &str)> = pages.iter().map(|page| (page.id.as_str(), page.what.get(lang))).collect();
    let mut out = format!("{}\n\n", palette.heading(text::lints(pages.len()).get(lang)));
    columns(&mut out, &rows, palette, width);
    out.push('\n');
    push(&mut out, text::how_to_go_on().get(lang), "", width, |line| palette.quiet(line));
    out
}

/// Ids with their sentences beside them.
fn columns(out: &mut String, rows: &[(&str, &str)], palette: Palette, width: usize) {
    let widest = rows.iter().map(|(id, _)| id.len()).max().unwrap_or(0);
    let hanging = " ".repeat(widest + 2);
    for (id, sentence) in rows {
        let lines = wrap(sentence, width.saturating_sub(widest + 2).max(LEAST_WIDTH / 2));
        out.push_str(&palette.heading(id));
        out.push_str(&" ".repeat(widest + 2 - id.len()));
        out.push_str(&lines.join(&format!("\n{hanging}")));
        out.push('\n');
    }
}

/// Pages one below the other, `width` columns wide.
#[must_use]
pub fn sheets(sheets: &[Sheet], lang: Lang, palette: Palette, width: usize) -> String {
    let width = width.max(LEAST_WIDTH);
    let shown: Vec<String> = sheets.iter().map(|sheet| one(sheet, lang, palette, width)).collect();
    shown.join("\n")
}

fn one(sheet: &Sheet, lang: Lang, palette: Palette, width: usize) -> String {
    let mut out = format!("{}\n", palette.heading(&terminal(&sheet.id)));
    push(&mut out, &sheet.sentence, "  ", width, str::to_owned);
    if !sheet.fields.is_empty() {
        out.push('\n');
    }
    for (label, value) in &sheet.fields {
        push(&mut out, text::field(label, value).get(lang), "  ", width, str::to_owned);
    }
    for section in &sheet.sections {
        out.push('\n');
        out.push_str(&palette.heading(&section.heading));
        out.push('\n');
        for item in &section.items {
            match item {
                Item::Text(text) => push(&mut out, text, "  ", width, str::to_owned),
                Item::Code(code) => {
                    for line in code.lines() {
                        out.push_str(format!("    {}", terminal(line)).trim_end());
                        out.push('\n');
                    }
                }
                Item::Sourced { text, source } => {
                    push(&mut out, text, "  ", width, str::to_owned);
                    // Not wrapped: an address that is cut cannot be copied.
                    out.push_str(&format!("    {}\n", palette.quiet(&terminal(source))));
                }
                // Nor is this, for the same reason.
                Item::Link { link, note } => {
                    out.push_str(&format!("  {}\n", terminal(link)));
                    push(&mut out, note, "    ", width, |line| palette.quiet(line));
                }
            }
        }
    }
    out
}

/// Adds a text, wrapped under an indent; Chinese characters count as two columns.
fn push(out: &mut String, text: &str, indent: &str, width: usize, paint: impl Fn(&str) -> String) {
    let text = terminal(text);
    for line in wrap(&text, Options::new(width.saturating_sub(indent.len())).break_words(false)) {
        out.push_str(indent);
        out.push_str(&paint(&line));
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_keep_to_the_width_in_both_languages() {
        let long = "这是一个很长的句子，用来检查换行。".repeat(8);
        let mut out = String::new();
        push(&mut out, &long, "  ", 60, str::to_owned);
        assert!(out.lines().count() > 3);
        for line in out.lines() {
            assert!(textwrap::core::display_width(line) <= 60, "{line}");
            assert!(!line.trim_start().starts_with(['，', '。']), "{line}");
        }
        assert!(list(Lang::En, Palette::Plain, 60).lines().all(|line| line.len() <= 60));
    }
}
