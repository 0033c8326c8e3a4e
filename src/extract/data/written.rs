//! From what a string means back to where it is written.

use std::ops::Range;

use crate::source::Span;

/// How a format writes what a string cannot hold as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Style {
    /// Everything stands for itself, but line breaks and indents may be folded.
    Plain,
    /// `\n`, `\u5317`, `\/` and the like.
    Escapes,
    /// This character is written twice.
    Doubled(char),
}

/// A string as it is written beside what it means.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Written<'t> {
    /// What it means.
    pub(in crate::extract) text: &'t str,
    /// What stands between its quotes.
    raw: &'t str,
    style: Style,
    /// The byte of the source at which `raw` begins.
    start: usize,
    /// How far the two were gone through side by side.
    at_text: usize,
    at_raw: usize,
}

impl<'t> Written<'t> {
    pub(in crate::extract) const fn new(text: &'t str, raw: &'t str, style: Style, start: usize) -> Self {
        Self { text, raw, style, start, at_text: 0, at_raw: 0 }
    }

    /// Where a stretch of the meaning is written; stretches are asked for in ascending order. All of the string from where the two
    /// cannot be brought together any more.
    pub(in crate::extract) fn span(&mut self, stretch: &Range<usize>) -> Span {
        if self.raw == self.text {
            return Span { start: self.start + stretch.start, end: self.start + stretch.end };
        }
        match self.go_to(stretch.start).and_then(|from| Some((from, self.end_at(stretch.end)?))) {
            Some((from, end)) => Span { start: self.start + from, end: self.start + end },
            None => Span { start: self.start + self.at_raw, end: self.start + self.raw.len() },
        }
    }

    /// The byte of `raw` at which the character at a byte of the meaning begins, without blanks and folds before it.
    fn go_to(&mut self, text: usize) -> Option<usize> {
        self.advance(text)?;
        let mut rest = self.raw.get(self.at_raw..)?;
        let next = self.text.get(text..)?.chars().next()?;
        while let Some(length) = self.nothing(rest, next) {
            self.at_raw += length;
            rest = rest.get(length..)?;
        }
        Some(self.at_raw)
    }

    fn end_at(&mut self, text: usize) -> Option<usize> {
        self.advance(text)?;
        Some(self.at_raw)
    }

    fn advance(&mut self, text: usize) -> Option<()> {
        while self.at_text < text {
            let next = self.text.get(self.at_text..)?.chars().next()?;
            self.at_raw += self.length(next)?;
            self.at_text += next.len_utf8();
        }
        Some(())
    }

    /// How many bytes the next character takes where it is written, what means nothing before it included.
    fn length(&self, next: char) -> Option<usize> {
        let mut skipped = 0;
        loop {
            let rest = self.raw.get(self.at_raw + skipped..)?;
            let first = rest.chars().next();
            match self.style {
                Style::Escapes if first == Some('\\') => {
                    if let Some(length) = escape(rest, next) {
                        return Some(skipped + length);
                    }
                }
                Style::Doubled(quote) if next == quote && first == Some(quote) => {
                    return Some(skipped + quote.len_utf8() * usize::from(rest.chars().nth(1) == Some(quote)) + quote.len_utf8());
                }
                _ if first == Some(next) => return Some(skipped + next.len_utf8()),
                _ => {}
            }
            match self.nothing(rest, next) {
                Some(length) => skipped += length,
                // A folded line break is written as nothing more than what was skipped.
                None if next == ' ' || next == '\n' => {
                    let blank = rest.chars().next().filter(|c| c.is_whitespace()).map_or(0, char::len_utf8);
                    return Some(skipped + blank);
                }
                None => return None,
            }
        }
    }

    /// How many bytes at a place mean nothing: folds and indents before the next character, escaped line breaks.
    fn nothing(&self, rest: &str, next: char) -> Option<usize> {
        let mut letters = rest.chars();
        match letters.next()? {
            '\\' if self.style == Style::Escapes => {
                let after = letters.as_str();
                let blank = after.len() - after.trim_start_matches([' ', '\t', '\r', '\n']).len();
                after.get(..blank).is_some_and(|blank| blank.contains('\n')).then_some(1 + blank)
            }
            blank if blank.is_whitespace() && !next.is_whitespace() => Some(blank.len_utf8()),
            _ => None,
        }
    }
}

/// The length of an escape that stands for a character.
fn escape(rest: &str, next: char) -> Option<usize> {
    match rest.as_bytes().get(1)? {
        b'u' if next as u32 > 0xffff => Some(12),
        b'u' => Some(6),
        b'U' => Some(10),
        b'x' => Some(4),
        b'\n' | b'\r' | b' ' | b'\t' => None,
        _ => Some(1 + rest.chars().nth(1)?.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_brought_together_stands_behind_what_could() {
        // A parser that goes on behind an escape of no meaning leaves it out.
        let (text, raw) = ("https://a.cn and https://b.cn", r"https://a.cn \^and https://b.cn");
        let mut written = Written::new(text, raw, Style::Escapes, 7);
        let spans = [0..12, 17..29].map(|stretch| written.span(&stretch));
        assert_eq!(spans[0], Span { start: 7, end: 19 });
        assert!(spans[1].start >= spans[0].end && spans[1].end == 7 + raw.len(), "{spans:?}");
    }

    #[test]
    fn meanings_lead_back_to_what_is_written() {
        for (text, raw, style, wanted, expected) in [
            ("看 https://a.cn/b", r"看 https:\/\/a.cn\/b", Style::Escapes, "https://a.cn/b", r"https:\/\/a.cn\/b"),
            ("\u{1f600}\u{5317}https://a.cn", r"\ud83d\ude00\u5317https://a.cn", Style::Escapes, "https://a.cn", "https://a.cn"),
            ("a \"b\" https://a.cn", "a \"\"b\"\" https://a.cn", Style::Doubled('"'), "https://a.cn", "https://a.cn"),
            ("one\ntwo https://a.cn x", "\n    one\n    two https://a.cn x", Style::Plain, "https://a.cn", "https://a.cn"),
            ("one two https://a.cn", "one\n   two\n  https://a.cn", Style::Plain, "https://a.cn", "https://a.cn"),
            ("one https://a.cn/x", "one \\\n    https://a.cn/\\x78", Style::Escapes, "https://a.cn/x", "https://a.cn/\\x78"),
        ] {
            let at = text.find(wanted).unwrap();
            let span = Written::new(text, raw, style, 0).span(&(at..at + wanted.len()));
            assert_eq!(raw.get(span.start..span.end), Some(expected), "{raw}");
        }
    }
}
