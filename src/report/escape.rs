//! Escaping for where a text goes: nothing a link holds may act on a terminal or a spreadsheet.

use std::borrow::Cow;
use std::ops::Range;

use textwrap::core::display_width;

use crate::canon::look::is_hidden;
use crate::source::Span;

/// The most characters of a link that are shown to people; machines get all of it.
pub const SHOWN_LIMIT: usize = 600;

/// Whether a character may act on who reads it, or cannot be seen.
#[must_use]
pub fn is_harmful(c: char) -> bool {
    c.is_control() || is_hidden(c)
}

/// A text that is safe to show in a terminal: control, bidi and invisible characters are written as `\u{..}`.
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if (is_plain || !text.contains(is_harmful)) && text.len() <= SHOWN_LIMIT {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(SHOWN_LIMIT * 4));
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN_LIMIT {
            shown.push('…');
            break;
        }
        if is_harmful(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

/// A text that no spreadsheet takes for a formula: a quote stands before what would begin one.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Text that Markdown takes for text alone, on one line.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in terminal(text).chars() {
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | '-' | '(' | ')' | '/' | ':' | ';' | '?' | '=' | '%' | '\'' | '"') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as code of Markdown, in a fence longer than any run of backticks in it, fit for a cell of a table.
#[must_use]
pub fn markdown_code(text: &str) -> String {
    let text = terminal(text);
    let text = if text.is_empty() { " ".into() } else { text.replace('|', "\\|") };
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// A stretch of a line around a marked part, safe to show in a terminal, with the bytes of the marked part in it. `lead`, `inside`
/// and `trail` are how many columns are shown before, of and after the part; what is cut is marked by `…`.
#[must_use]
pub fn marked(text: &str, span: Span, (lead, inside, trail): (usize, usize, usize)) -> (String, Range<usize>) {
    let (before, part, after) = (text.get(..span.start), text.get(span.start..span.end), text.get(span.end..));
    let (Some(before), Some(part), Some(after)) = (before, part, after) else { return (String::new(), 0..0) };
    let mut shown: Vec<String> = Vec::new();
    let mut width = 0;
    for c in before.chars().rev() {
        let piece = harmless(c);
        width += display_width(&piece);
        if width > lead {
            shown.push("…".to_owned());
            break;
        }
        shown.push(piece);
    }
    shown.reverse();
    let mut out = shown.concat();
    let start = out.len();
    push_some(&mut out, part, inside);
    let end = out.len();
    push_some(&mut out, after, trail);
    (out, start..end)
}

fn push_some(out: &mut String, text: &str, most: usize) {
    let mut width = 0;
    for c in text.chars() {
        let piece = harmless(c);
        width += display_width(&piece);
        if width > most {
            out.push('…');
            return;
        }
        out.push_str(&piece);
    }
}

fn harmless(c: char) -> String {
    if c == '\t' {
        " ".to_owned()
    } else if is_harmful(c) {
        c.escape_unicode().to_string()
    } else {
        c.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts_on_a_terminal_or_a_sheet() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c"), "a\\u{1b}[31mb\\u{202e}c");
        assert_eq!(terminal("https://a.cn/中"), "https://a.cn/中");
        assert_eq!(cell("=cmd()"), "'=cmd()");
        assert_eq!(cell("https://a.cn"), "https://a.cn");
    }

    #[test]
    fn nothing_acts_as_markdown() {
        assert_eq!(markdown("[a](b) <c> `d` | e_f"), "\\[a\\](b) \\<c\\> \\`d\\` \\| e\\_f");
        assert_eq!(markdown_code("a``b|c"), "``` a``b\\|c ```");
    }

    #[test]
    fn the_mark_stays_on_the_part() {
        let text = format!("{}\u{202e}看 http://a.cn/{} 后{}", "x".repeat(99), "y".repeat(99), "z".repeat(99));
        let start = text.find("http").unwrap();
        let end = text.find(" 后").unwrap();
        let (shown, range) = marked(&text, Span { start, end }, (20, 30, 10));
        assert_eq!(shown.get(range), Some(format!("http://a.cn/{}…", "y".repeat(18)).as_str()));
        assert!(shown.starts_with("…xxxxxxxxx\\u{202e}看 http"), "{shown}");
        assert!(shown.ends_with(" 后zzzzzzz…"), "{shown}");
        assert_eq!(marked("中", Span { start: 1, end: 2 }, (9, 9, 9)), (String::new(), 0..0));
    }
}
