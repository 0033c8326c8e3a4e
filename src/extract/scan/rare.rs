//! A quick look for rare characters in a short text: a search made for long ones costs more to begin than such a text to go through.

/// The longest text that is gone through, in bytes.
pub const SHORT: usize = 384;

/// A set of characters, told apart by their bytes.
///
/// ASCII and characters of three bytes are told exactly, but for the lead byte of the latter; others by their first byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rare {
    /// ASCII characters, as bits.
    ascii: u128,
    /// The last two bytes of characters of three bytes: a word for the second byte, a bit for the third.
    three: [u64; 64],
    /// The first bytes of other characters, from 0xc0 on, as bits.
    leads: u64,
}

impl Rare {
    /// The set of some characters.
    #[must_use]
    pub fn new(chars: impl IntoIterator<Item = char>) -> Self {
        let mut set = Self { ascii: 0, three: [0; 64], leads: 0 };
        for c in chars {
            let mut bytes = [0; 4];
            match c.encode_utf8(&mut bytes).as_bytes() {
                [byte] => set.ascii |= 1 << byte,
                [_, second, third] => {
                    if let Some(word) = set.three.get_mut(usize::from(second & 0x3f)) {
                        *word |= 1 << (third & 0x3f);
                    }
                }
                bytes => set.leads |= bytes.first().map_or(0, |lead| 1 << (lead & 0x3f)),
            }
        }
        set
    }

    /// Whether a text may hold one of the characters, at which `counts` says that it counts; `false` is certain.
    #[must_use]
    pub fn is_in(&self, text: &str, counts: impl Fn(&[u8]) -> bool) -> bool {
        let mut rest = text.as_bytes();
        loop {
            let (is_one, length) = match rest {
                [] => return false,
                [byte @ ..0x80, ..] => (self.ascii >> byte & 1 == 1, 1),
                [0xe0..0xf0, second, third, ..] => (self.three.get(usize::from(second & 0x3f)).is_some_and(|word| word >> (third & 0x3f) & 1 == 1), 3),
                [lead, ..] => (self.leads >> (lead & 0x3f) & 1 == 1, if *lead < 0xe0 { 2 } else { 4 }),
            };
            if is_one && counts(rest) {
                return true;
            }
            rest = rest.get(length..).unwrap_or_default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_a_text_is_seen() {
        let set = Rare::new(['.', '点', '·', '😆', '：']);
        for (text, expected) in [
            ("a.b", true),
            ("a点b", true),
            ("a·b", true),
            ("a：b", true),
            ("😆", true),
            ("", false),
            ("plain words", false),
            ("这是一句话，没有别的", false),
            ("ab\u{7ff}", false),
        ] {
            assert_eq!(set.is_in(text, |_| true), expected, "{text}");
        }
        assert!(!set.is_in("a.b", |rest| rest.starts_with(b"..")));
    }
}
