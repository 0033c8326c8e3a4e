//! The shape of a name: what is left when letters that look alike are one.
//!
//! Two names with the same shape can be taken for each other. For plain ASCII the shape is a matter of a few bytes
//! (`0` and `o`, `1` and `l`, `rn` and `m`, `vv` and `w`); for everything else it rests on the skeleton of UTS #39.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

use super::letters;
use crate::lanes::{self, Lanes};
use crate::room::Span;

/// The most shapes that one label has, where its letters have several looks.
pub const SHAPE_LIMIT: usize = 32;

/// The bytes of the shape of a plain name, from its end to its beginning.
pub fn bytes_backwards(name: &[u8]) -> impl Iterator<Item = u8> + '_ {
    let mut rest = name;
    std::iter::from_fn(move || {
        let (byte, left) = rest.split_last()?;
        let (shape, left) = match byte {
            b'0' => (b'o', left),
            b'1' => (b'l', left),
            b'n' => left.strip_suffix(b"r").map_or((b'n', left), |left| (b'm', left)),
            b'v' => left.strip_suffix(b"v").map_or((b'v', left), |left| (b'w', left)),
            byte => (*byte, left),
        };
        rest = left;
        Some(shape)
    })
}

/// What the shape of a plain name differs in from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// Nothing, as most names.
    Itself,
    /// Digits that are drawn like letters, one by one.
    Digits,
    /// Letters too, of which two are drawn like one.
    Letters,
}

/// What the shape of a plain name differs in from it.
#[must_use]
#[inline]
pub fn drawn(name: &[u8]) -> Drawn {
    let (mut at, mut last, mut digits) = (0, (0, 0), 0);
    while at < name.len() {
        let [like_letters, r, n, v] = lanes::held_wide(name, at, |lanes| {
            let of = |byte| lanes::equal(lanes, byte);
            [lanes::within(lanes, b'0', b'1'), of(b'r'), of(b'n'), of(b'v')]
        });
        if ((r << 1 | last.0) & n) | ((v << 1 | last.1) & v) != 0 {
            return Drawn::Letters;
        }
        digits |= like_letters;
        last = (r >> 31, v >> 31);
        at += 32;
    }
    if digits == 0 { Drawn::Itself } else { Drawn::Digits }
}

/// The same of a name with room behind it, which takes less.
#[must_use]
#[inline]
pub(super) fn drawn_in(name: Span<'_>) -> Drawn {
    let Some([a, b, c, d]) = name.short() else { return drawn(name.get()) };
    let lanes = |low: u64, high: u64| Lanes::from((u128::from(low) | u128::from(high) << 64).to_le_bytes());
    let (low, high) = (lanes(a, b), lanes(c, d));
    let held = |test: &dyn Fn(Lanes) -> Lanes| test(low).to_bitmask() | test(high).to_bitmask() << 16;
    let [r, n, v] = [b'r', b'n', b'v'].map(|byte| held(&|lanes| lanes::equal(lanes, byte)));
    if (r << 1 & n) | (v << 1 & v) != 0 {
        return Drawn::Letters;
    }
    if held(&|lanes| lanes::within(lanes, b'0', b'1')) == 0 { Drawn::Itself } else { Drawn::Digits }
}

/// Whether a plain name is its own shape.
#[must_use]
pub fn is_its_own(name: &[u8]) -> bool {
    drawn(name) == Drawn::Itself
}

/// Eight bytes of a plain name with `o` for each `0` and `l` for each `1`.
#[must_use]
#[inline]
pub const fn without_digits(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let apart = eight ^ (b'0' as u64).wrapping_mul(EACH);
    // Of each byte the highest bit where it is none of the two, and then the lowest where it is.
    let others = (apart & 0x7e7e_7e7e_7e7e_7e7e).wrapping_add(0x7f7f_7f7f_7f7f_7f7f) | apart;
    let digits = !others >> 7 & EACH;
    eight ^ digits.wrapping_mul((b'0' ^ b'o') as u64) ^ (apart & digits) << 1
}

/// The shape of a plain name; letters outside ASCII stay as they are.
#[must_use]
pub fn plain(name: &str) -> String {
    if is_its_own(name.as_bytes()) {
        return name.to_owned();
    }
    let mut bytes: Vec<u8> = bytes_backwards(name.as_bytes()).collect();
    bytes.reverse();
    // Only ASCII bytes are replaced, so what was UTF-8 stays UTF-8.
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// Every shape of a label in the spelling that readers see, at most [`SHAPE_LIMIT`].
#[must_use]
pub fn of_label(label: &str) -> Vec<String> {
    if label.is_ascii() {
        return vec![plain(label)];
    }
    let mut spellings = vec![String::new()];
    for letter in without_accents(label).chars() {
        let looks = letters::several_looks(letter);
        if looks.is_empty() || spellings.len() * looks.len() > SHAPE_LIMIT {
            let look = letters::look(letter);
            for spelling in &mut spellings {
                match look {
                    Some(look) => spelling.push_str(look),
                    None => spelling.push(letter),
                }
            }
        } else {
            spellings = spellings.iter().flat_map(|spelling| looks.iter().map(move |look| format!("{spelling}{look}"))).collect();
        }
    }
    spellings.iter().map(|spelling| plain(&skeleton(spelling).flat_map(char::to_lowercase).collect::<String>())).collect()
}

/// A label of European letters without its accents; any other label as it is, for marks belong to its letters.
fn without_accents(label: &str) -> String {
    if !label.chars().all(letters::is_european) {
        return label.to_owned();
    }
    let bare = label.nfd().filter(|letter| !letters::is_nonspacing(*letter)).nfc();
    // Strokes through a letter do not come apart by normalisation.
    bare.map(|letter| match letter {
        'ł' => 'l',
        'ø' => 'o',
        'đ' => 'd',
        other => other,
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_agrees_with_the_long_one() {
        for label in [
            "paypal",
            "paypa1",
            "rnicrosoft",
            "vvechat",
            "0o1l",
            "arrrn",
            "vvv",
            "m",
            "a-b",
            "360",
            "xn--a",
            "an-even-longer-rn",
            "letters-are-fi-rn",
            "letters-are-fi-vv",
        ] {
            let long: String = skeleton(label).flat_map(char::to_lowercase).collect();
            assert_eq!(plain(&long), plain(label), "{label}");
            assert_eq!(plain(&plain(label)), plain(label), "{label}");
        }
    }

    proptest::proptest! {
        #[test]
        fn digits_are_read_as_letters_eight_at_a_time(eight: [u8; 8], name in "[a-z01.-]{8}") {
            for eight in [eight, *name.as_bytes().first_chunk().unwrap()] {
                let expected = eight.map(|byte| match byte { b'0' => b'o', b'1' => b'l', byte => byte });
                proptest::prop_assert_eq!(without_digits(u64::from_le_bytes(eight)).to_le_bytes(), expected);
            }
        }

        #[test]
        fn what_is_drawn_otherwise_is_told(name in "[a-z01]{0,3}(rn|vv|[rnv01a]{1,30}){0,3}") {
            let shape: Vec<u8> = bytes_backwards(name.as_bytes()).collect();
            let expected = match (shape.len() == name.len(), name.bytes().rev().eq(shape)) {
                (true, true) => Drawn::Itself,
                (true, false) => Drawn::Digits,
                (false, _) => Drawn::Letters,
            };
            proptest::prop_assert_eq!(drawn(name.as_bytes()), expected);
            let behind = format!("{name}n.v.1rn and more than thirty-two");
            proptest::prop_assert_eq!(drawn_in(Span::first_of(behind.as_bytes(), name.len())), expected);
        }
    }

    #[test]
    fn letters_with_several_looks_give_several_shapes_and_no_more_than_the_limit() {
        assert_eq!(of_label("þe"), ["be", "pe"]);
        assert!(of_label(&"þœӏ".repeat(20)).len() <= SHAPE_LIMIT);
    }
}
