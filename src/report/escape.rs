//! Escaping for where a text goes: nothing a link holds may act on a terminal or a spreadsheet.

use std::borrow::Cow;

use crate::canon::look::is_hidden;

/// The most characters of a link that are shown to people; machines get all of it.
pub const SHOWN_LIMIT: usize = 600;

/// A text that is safe to show in a terminal: control, bidi and invisible characters are written as `\u{..}`.
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    let harmful = |c: char| c.is_control() || is_hidden(c);
    if !text.contains(harmful) && text.len() <= SHOWN_LIMIT {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len().min(SHOWN_LIMIT * 4));
    for (count, c) in text.chars().enumerate() {
        if count == SHOWN_LIMIT {
            shown.push('…');
            break;
        }
        if harmful(c) {
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
}
