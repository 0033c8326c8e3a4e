//! Pages and the list of signals as Markdown.

use super::sheet::{Item, Sheet};
use crate::message::{Lang, rules as text};
use crate::page::lints::LintPage;
use crate::report::escape::terminal;
use crate::signal::Signal;

/// Every signal with its sentence, as a list.
#[must_use]
pub fn list(lang: Lang) -> String {
    let mut out = format!("# {}\n\n", text::signals(Signal::ALL.len()).get(lang));
    for signal in Signal::ALL {
        out.push_str(&format!("- `{}`: {}\n", signal.id(), plain(signal.sentence().get(lang))));
    }
    out
}

/// Every lint with its sentence, as a list.
#[must_use]
pub fn lints(pages: &[LintPage], lang: Lang) -> String {
    let mut out = format!("# {}\n\n", text::lints(pages.len()).get(lang));
    for page in pages {
        out.push_str(&format!("- `{}`: {}\n", page.id, plain(page.what.get(lang))));
    }
    out
}

/// Pages one below the other.
#[must_use]
pub fn sheets(sheets: &[Sheet], lang: Lang) -> String {
    let shown: Vec<String> = sheets.iter().map(|sheet| one(sheet, lang)).collect();
    shown.join("\n")
}

fn one(sheet: &Sheet, lang: Lang) -> String {
    let mut out = format!("# {}\n\n{}\n", code(&sheet.id), plain(&sheet.sentence));
    if !sheet.fields.is_empty() {
        out.push('\n');
    }
    for (label, value) in &sheet.fields {
        out.push_str(&format!("- {}\n", text::field(label, &plain(value)).get(lang)));
    }
    for section in &sheet.sections {
        out.push_str(&format!("\n## {}\n\n", section.heading));
        for item in &section.items {
            match item {
                Item::Text(text) => out.push_str(&format!("{}\n", plain(text))),
                // Four spaces make code of whatever stands behind them.
                Item::Code(code) => code.lines().for_each(|line| out.push_str(&format!("    {}\n", terminal(line)))),
                Item::Sourced { text, source } => out.push_str(&format!("- {} ({})\n", plain(text), plain(source))),
                Item::Link { link, note } => out.push_str(&format!("- {}: {}\n", code(link), plain(note))),
            }
        }
    }
    out
}

/// Text that Markdown takes for text; what stands between backticks stays as it is.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    for c in terminal(text).chars() {
        in_code ^= c == '`';
        if !in_code && matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as code, in a fence longer than any run of backticks in it.
fn code(text: &str) -> String {
    let text = terminal(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_acts_as_markdown() {
        assert_eq!(plain("[a](b) `*` <c>"), "\\[a\\](b) `*` \\<c\\>");
        assert_eq!(code("a``b"), "``` a``b ```");
        assert_eq!(code("a"), "`a`");
    }
}
