//! The shape of a name: what is left when letters that look alike are one.
//!
//! Two names with the same shape can be taken for each other. For plain ASCII the shape is a matter of a few bytes
//! (`0` and `o`, `1` and `l`, `rn` and `m`, `vv` and `w`); for everything else it rests on the skeleton of UTS #39.

use unicode_normalization::UnicodeNormalization as _;
use unicode_security::skeleton;

use super::letters;
use crate::lanes;

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

/// Whether a plain name is its own shape, as most names are.
#[must_use]
pub fn is_its_own(name: &[u8]) -> bool {
    let (mut at, mut last) = (0, (0, 0));
    while at < name.len() {
        let [digits, r, n, v] = lanes::held(name, at, |lanes| {
            let of = |byte| lanes::equal(lanes, byte);
            [lanes::within(lanes, b'0', b'1'), of(b'r'), of(b'n'), of(b'v')]
        });
        if digits | ((r << 1 | last.0) & n) | ((v << 1 | last.1) & v) != 0 {
            return false;
        }
        last = (r >> 15, v >> 15);
        at += 16;
    }
    true
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

    #[test]
    fn letters_with_several_looks_give_several_shapes_and_no_more_than_the_limit() {
        assert_eq!(of_label("þe"), ["be", "pe"]);
        assert!(of_label(&"þœӏ".repeat(20)).len() <= SHAPE_LIMIT);
    }
}
