//! Single letters: which ones a host may show, what they look like, and their classes.

use std::sync::LazyLock;

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use unicode_script::{Script, UnicodeScript as _};
use unicode_security::GeneralSecurityProfile as _;

/// Letters that UTS #39 allows in identifiers and browsers still refuse in a host, as ranges.
///
/// Source: Chromium's display policy. Punctuation that reads as a quotation mark, hyphen or slash; modifier letters;
/// the historic kra; and blocks of Latin, Greek and Cyrillic letters that living languages hardly use.
const REFUSED: &[(char, char)] = &[
    ('\u{138}', '\u{138}'),
    ('\u{1cd}', '\u{1dc}'),
    ('\u{2bb}', '\u{2bc}'),
    ('\u{2ec}', '\u{2ec}'),
    ('\u{338}', '\u{338}'),
    ('\u{58a}', '\u{58a}'),
    // Two letters that some systems draw as blanks: a Kashmiri letter and Tibetan signs of transliteration.
    ('\u{620}', '\u{620}'),
    ('\u{f8c}', '\u{f8f}'),
    ('\u{1c80}', '\u{1c8f}'),
    ('\u{1e00}', '\u{1e9b}'),
    ('\u{1f00}', '\u{1fff}'),
    ('\u{2010}', '\u{2010}'),
    ('\u{2019}', '\u{2019}'),
    ('\u{2027}', '\u{2027}'),
    ('\u{30a0}', '\u{30a0}'),
    ('\u{a640}', '\u{a69f}'),
    ('\u{a720}', '\u{a7ff}'),
];

/// Letters of the left side that a reader takes for the text of the right one, beyond the table of UTS #39.
///
/// Source: the additions that Chromium's checker makes to that table, and our own reading of common fonts.
const LOOKS: &[(&str, &str)] = &[
    ("θ", "0"),
    ("२২੨૨೩೭շ", "2"),
    ("зҙӡউउওਤ੩૩౩ဒვპკ", "3"),
    ("੫丩ㄐ", "4"),
    ("ճ", "6"),
    ("৪੪୫", "8"),
    ("૭୨౨", "9"),
    ("æӕ", "ae"),
    ("ьҍвƅ", "b"),
    ("ҫင", "c"),
    ("ԃძ", "d"),
    ("єҽҿၔ", "e"),
    ("ғӻ", "f"),
    ("ԍဌ", "g"),
    ("ħнћңҥӈӊԋԧԩ", "h"),
    ("၂", "j"),
    ("ĸκкқҝҟҡӄԟ", "k"),
    ("мӎ", "m"),
    ("ŋпԥกח", "n"),
    ("०০੦૦ଠ୦೦", "o"),
    ("ϼҏ", "p"),
    ("৭੧૧", "q"),
    ("ґ", "r"),
    ("ടรຣຮ", "s"),
    ("ŧтҭԏ七丅丆丁", "t"),
    ("บບ", "u"),
    ("ωшщพฟພຟ", "w"),
    ("χҳӽӿ乂", "x"),
    ("ұ丫", "y"),
    ("—一―⸺⸻", "-"),
];

/// The same by single letters, in their order: every letter outside ASCII of every host is looked up.
static LOOK_OF: LazyLock<Vec<(char, &str)>> = LazyLock::new(|| {
    let mut all: Vec<_> = LOOKS.iter().flat_map(|(letters, look)| letters.chars().map(|letter| (letter, *look))).collect();
    all.sort_unstable();
    all
});

/// Letters that can be taken for more than one text. Source: as for the other looks.
const SEVERAL_LOOKS: &[(char, &[&str])] = &[('þ', &["b", "p"]), ('œ', &["ce", "oe"]), ('ӏ', &["l", "i"])];

/// Whether a letter may be shown in a host at all: recommended or included by UTS #39, and not refused by browsers.
#[must_use]
pub fn is_allowed(letter: char) -> bool {
    if letter.is_ascii_alphanumeric() {
        return true;
    }
    letter.identifier_allowed() && !REFUSED.iter().any(|(first, last)| (*first..=*last).contains(&letter))
}

/// What a reader takes a letter for, if that is more than UTS #39 knows.
#[must_use]
pub fn look(letter: char) -> Option<&'static str> {
    let at = LOOK_OF.binary_search_by_key(&letter, |(known, _)| *known).ok()?;
    LOOK_OF.get(at).map(|(_, look)| *look)
}

/// The different texts that a letter can be taken for; empty for a letter with one look.
#[must_use]
pub fn several_looks(letter: char) -> &'static [&'static str] {
    SEVERAL_LOOKS.iter().find(|(known, _)| *known == letter).map_or(&[], |(_, looks)| looks)
}

/// Whether a letter that is no ASCII digit can be taken for one.
#[must_use]
pub fn looks_like_digit(letter: char) -> bool {
    !letter.is_ascii() && look(letter).is_some_and(|look| look.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Letters that IDNA 2003 and IDNA 2008 treat differently: the sharp s, the final sigma, and the two joiners (UTS #46).
#[must_use]
pub fn is_deviation(letter: char) -> bool {
    matches!(letter, 'ß' | 'ς' | '\u{200c}' | '\u{200d}')
}

/// The marks that combine with Latin, Greek and Cyrillic letters.
#[must_use]
pub fn is_accent(letter: char) -> bool {
    ('\u{300}'..='\u{339}').contains(&letter)
}

/// Whether a character is a mark that takes no room of its own.
#[must_use]
pub fn is_nonspacing(letter: char) -> bool {
    CodePointMapData::<GeneralCategory>::new().get(letter) == GeneralCategory::NonspacingMark
}

/// The zero of the numbering system that a decimal digit belongs to.
#[must_use]
pub fn zero_of(letter: char) -> Option<char> {
    if letter.is_ascii() {
        return letter.is_ascii_digit().then_some('0');
    }
    let is_digit = |letter: char| CodePointMapData::<GeneralCategory>::new().get(letter) == GeneralCategory::DecimalNumber;
    if !is_digit(letter) {
        return None;
    }
    // The ten digits of a system stand side by side, and the systems of living scripts do not touch.
    let below = |letter: char| u32::from(letter).checked_sub(1).and_then(char::from_u32).filter(|below| is_digit(*below));
    std::iter::successors(Some(letter), |letter| below(*letter)).take(10).last()
}

/// Whether a letter is of Latin, Greek or Cyrillic script, an accent of theirs, or plain ASCII of a host.
#[must_use]
pub fn is_european(letter: char) -> bool {
    letter.is_ascii() || is_accent(letter) || matches!(letter.script(), Script::Latin | Script::Greek | Script::Cyrillic)
}

/// Whether a letter is one of ASCII or an ideograph of the first block, which is never taken apart and carries no mark.
#[must_use]
pub const fn is_whole(letter: char) -> bool {
    letter.is_ascii() || matches!(letter, '\u{4e00}'..='\u{9fff}')
}

/// Whether a letter is used with one of some scripts (its script extensions).
#[must_use]
pub fn used_with(letter: char, scripts: &[Script]) -> bool {
    let extension = letter.script_extension();
    // What is common to all scripts belongs to none of them here.
    !extension.is_common() && !extension.is_inherited() && scripts.iter().any(|script| extension.contains_script(*script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_has_two_single_looks_and_none_is_plain() {
        let all: Vec<char> = LOOKS.iter().flat_map(|(letters, _)| letters.chars()).collect();
        for (at, letter) in all.iter().enumerate() {
            assert!(!letter.is_ascii() && !all.get(at + 1..).unwrap_or_default().contains(letter), "{letter}");
            assert!(several_looks(*letter).is_empty(), "{letter}");
        }
    }

    #[test]
    fn digits_of_one_system_share_their_zero() {
        assert!((0..0x80_u8).map(char::from).all(|letter| is_allowed(letter) == letter.identifier_allowed()));
        for (letter, zero) in [('7', Some('0')), ('٣', Some('٠')), ('९', Some('०')), ('๐', Some('๐')), ('a', None), ('一', None)] {
            assert_eq!(zero_of(letter), zero, "{letter}");
        }
    }
}
