//! A few short words, each at a place of its own: one look tells whether a text is likely one of them.

use crate::lanes;

/// How many places there are, as a power of two.
const BITS: u32 = 8;

/// The most bytes of a word.
const LONGEST: usize = 16;

/// The bit that capitals lack, in each byte of a word.
const SMALL: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;

/// Some words in small letters, digits and low lines; capitals count as small letters.
#[derive(Debug)]
pub(crate) struct Words {
    /// Spreads the words so that no two share a place.
    factor: u64,
    places: [u128; 1 << BITS],
    /// Which word stands at each place.
    numbers: [u8; 1 << BITS],
    words: &'static [&'static str],
}

impl Words {
    /// The words of a list, of at most [`LONGEST`] bytes each; the build does not end where one occurs twice.
    #[expect(clippy::indexing_slicing, reason = "const evaluation over the whole table; a wrong index fails the build")]
    #[expect(clippy::cast_possible_truncation, reason = "more words than a byte tells apart have no place of their own each")]
    pub(crate) const fn of(words: &'static [&'static str]) -> Self {
        let mut table = Self { factor: 0x9e37_79b9_7f4a_7c15, places: [0; 1 << BITS], numbers: [0; 1 << BITS], words };
        let mut at = 0;
        while at < words.len() {
            let word = small(number(words[at].as_bytes()));
            let place = table.place(word);
            if table.places[place] == 0 {
                table.places[place] = word;
                table.numbers[place] = at as u8;
                at += 1;
            } else {
                // The next odd factor is tried from the first word on.
                table = Self { factor: table.factor.wrapping_mul(3), places: [0; 1 << BITS], ..table };
                at = 0;
            }
        }
        table
    }

    /// Whether a text is one of the words, in any letters.
    pub(crate) fn has(&self, text: &[u8]) -> bool {
        if text.len() > LONGEST {
            return false;
        }
        let number = small(lanes::word(text));
        let word = || self.words.get(usize::from(*self.numbers.get(self.place(number))?));
        self.may_have(number) && word().is_some_and(|word| text.eq_ignore_ascii_case(word.as_bytes()))
    }

    /// The same of a text as a number, the first byte the lowest; `false` is certain, and a text may have control characters for
    /// digits.
    #[inline]
    pub(crate) fn may_have(&self, number: u128) -> bool {
        let word = small(number);
        self.places.get(self.place(word)) == Some(&word)
    }

    const fn place(&self, word: u128) -> usize {
        let [a, b, c, d, e, f, g, h, rest @ ..] = word.to_le_bytes();
        let (low, high) = (u64::from_le_bytes([a, b, c, d, e, f, g, h]), u64::from_le_bytes(rest));
        ((low ^ high.rotate_left(29)).wrapping_mul(self.factor) >> (u64::BITS - BITS)) as usize
    }
}

/// A text in small letters. Digits and what is no byte of the text have the bit, too.
const fn small(number: u128) -> u128 {
    number | SMALL
}

/// The bytes of a word as one number, the first of them the lowest.
#[expect(clippy::indexing_slicing, reason = "the loop begins with the end of the text")]
const fn number(text: &[u8]) -> u128 {
    let (mut number, mut at) = (0, text.len());
    while at > 0 {
        at -= 1;
        number = number << 8 | text[at] as u128;
    }
    number
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOME: &[&str] = &["a", "ab", "redirect_to", "7z", "abcdefghijklmnop", "go"];

    proptest! {
        #[test]
        fn words_are_told_in_any_letters(text in "(a|ab|redirect_to|7z|abcdefghijklmnop|go|[aA]{0,2}[bB]|[a-z]{0,18}|GO|\\x17z|go\\x7f|redirect\\x7fto)[_ 0]?") {
            const WORDS: Words = Words::of(SOME);
            let expected = SOME.iter().any(|word| text.eq_ignore_ascii_case(word));
            prop_assert_eq!(WORDS.has(text.as_bytes()), expected);
            prop_assert!(!expected || WORDS.may_have(lanes::word(text.as_bytes())));
        }
    }
}
