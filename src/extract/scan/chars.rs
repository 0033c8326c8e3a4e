//! What characters are to a link that stands in a running text.

use crate::canon::look::is_hidden;

/// What a character is to a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// ASCII that may stand in a link, and letters of scripts that part words by blanks.
    Inside,
    /// A letter of a script that writes words without blanks, or a full-width letter: a link may be glued to it.
    Wide,
    /// A sign or picture: part of a link only inside of it.
    Sign,
    /// A character that is not shown.
    Hidden,
    /// Blanks, control characters, quotes and punctuation that no link holds.
    Outside,
}

/// What a character is to a link.
#[must_use]
pub const fn class(c: char) -> Class {
    match c {
        '\0'..='\x20' | '\x7f'..='\u{a0}' | '"' | '<' | '>' | '`' => Class::Outside,
        '!'..='~' => Class::Inside,
        _ if is_punctuation(c) || is_blank(c) || is_bidi(c) => Class::Outside,
        '\u{fe00}'..='\u{fe0f}' => Class::Sign,
        _ if is_hidden(c) => Class::Hidden,
        _ if is_wide(c) => Class::Wide,
        _ if is_sign(c) => Class::Sign,
        _ => Class::Inside,
    }
}

/// Han characters, kana, Hangul and full-width letters and digits.
#[must_use]
pub const fn is_wide(c: char) -> bool {
    is_cjk(c) || matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}')
}

/// Han characters, kana and Hangul.
#[must_use]
pub const fn is_cjk(c: char) -> bool {
    // First the block that nearly all of them are of.
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30fa}'
        | '\u{30fc}'..='\u{318f}' | '\u{31a0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

/// Chinese and full-width punctuation, typographic quotes, dashes, arrows and lines of boxes.
#[must_use]
pub const fn is_punctuation(c: char) -> bool {
    matches!(c, '\u{ab}' | '\u{bb}' | '\u{2014}' | '\u{2016}' | '\u{2018}'..='\u{201f}' | '\u{2022}' | '\u{2025}' | '\u{2026}'
        | '\u{2039}' | '\u{203a}' | '\u{203b}' | '\u{2190}'..='\u{21ff}' | '\u{2500}'..='\u{25a0}' | '\u{3001}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}' | '\u{30fb}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffee}'
        | '\u{fff9}'..='\u{ffff}')
}

/// Marks of writing direction: they stand around a link, never in it.
const fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const fn is_blank(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

const fn is_sign(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2bff}' | '\u{3012}' | '\u{1f000}'..='\u{1faff}')
}

/// A full stop that stands for a dot in hosts: `。`, `．`, `｡`.
#[must_use]
pub const fn is_wide_dot(c: char) -> bool {
    matches!(c, '\u{3002}' | '\u{ff0e}' | '\u{ff61}')
}

/// The character that begins at a byte.
#[must_use]
pub fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends before a byte.
#[must_use]
pub fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The byte at a place; 0 behind the end.
#[must_use]
pub fn byte_at(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_have_their_class() {
        for (class_of, text) in [
            (Class::Outside, "\u{a0} \t\n\"<>`，。；：！？、（）「」『』【】《》“”‘’…—｜～→\u{3000}\u{202e}\u{fffc}"),
            (Class::Inside, "aZ0'()[]{}*_~|éяع́"),
            (Class::Wide, "中国のカ한ａＺ０々"),
            (Class::Sign, "✪😀☞―"),
            (Class::Hidden, "\u{200b}\u{200d}\u{feff}\u{ad}"),
        ] {
            for c in text.chars() {
                assert_eq!(class(c), class_of, "{c:?}");
            }
        }
    }
}
