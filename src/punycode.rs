//! Punycode (RFC 3492) of single labels, for those whose letters are known to need nothing else of UTS #46.
//!
//! The `idna` crate maps, normalises and checks all that it codes, which takes ten times as long as the coding.

use smallvec::SmallVec;

/// The letters of a label.
pub(crate) type Letters = SmallVec<[char; 32]>;

/// The most letters that are coded here: as many as a label of the domain name system has bytes. No number of so few overflows.
pub(crate) const LETTER_LIMIT: usize = 63;

/// Where the letters outside ASCII begin.
const FIRST_LETTER: u32 = 0x80;

// The parameters of RFC 3492, section 5.
const BASE: u32 = 36;
const LEAST: u32 = 1;
const MOST: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const FIRST_BIAS: u32 = 72;

/// Writes the coded form of at most [`LETTER_LIMIT`] letters, without the prefix.
pub(crate) fn encode(letters: &[char], out: &mut Vec<u8>) {
    let mut done = 0;
    for plain in letters.iter().filter_map(|letter| u8::try_from(*letter).ok().filter(u8::is_ascii)) {
        out.push(plain);
        done += 1;
    }
    let plain = done;
    if plain > 0 {
        out.push(b'-');
    }
    let letters = letters.iter().map(|letter| u32::from(*letter));
    let (mut code, mut delta, mut bias) = (FIRST_LETTER, 0, FIRST_BIAS);
    let mut next = letters.clone().filter(|letter| *letter >= FIRST_LETTER).min();
    while let Some(now) = next {
        next = None;
        delta += (now - code) * (done + 1);
        for letter in letters.clone() {
            if letter < now {
                delta += 1;
            } else if letter > now {
                next = Some(next.map_or(letter, |next| letter.min(next)));
            } else {
                number(delta, bias, out);
                bias = adapted(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta += 1;
        code = now + 1;
    }
}

/// The letters of a coded form without its prefix; `None` where it is too long, has no letter outside ASCII, or breaks a rule.
pub(crate) fn decode(coded: &[u8]) -> Option<Letters> {
    let mark = memchr::memrchr(b'-', coded);
    let (plain, numbers) = mark.map_or(Some((&[][..], coded)), |mark| Some((coded.get(..mark)?, coded.get(mark + 1..)?)))?;
    if mark == Some(0) || numbers.is_empty() || coded.len() > LETTER_LIMIT || !plain.is_ascii() {
        return None;
    }
    let mut letters: Letters = plain.iter().map(|byte| char::from(*byte)).collect();
    let (mut code, mut at, mut bias) = (FIRST_LETTER, 0_u32, FIRST_BIAS);
    let mut rest = numbers.iter();
    while !rest.as_slice().is_empty() {
        let before = at;
        let (mut weight, mut place) = (1_u32, BASE);
        loop {
            let digit = value(*rest.next()?)?;
            at = digit.checked_mul(weight).and_then(|delta| at.checked_add(delta))?;
            let least = threshold(place, bias);
            if digit < least {
                break;
            }
            weight = weight.checked_mul(BASE - least)?;
            place += BASE;
        }
        let room = u32::try_from(letters.len()).ok()? + 1;
        bias = adapted(at - before, room, before == 0);
        code = code.checked_add(at / room)?;
        at %= room;
        letters.insert(usize::try_from(at).ok()?, char::from_u32(code)?);
        at += 1;
    }
    Some(letters)
}

/// Writes a number whose digits say where it ends.
fn number(mut rest: u32, bias: u32, out: &mut Vec<u8>) {
    let mut place = BASE;
    loop {
        let least = threshold(place, bias);
        if rest < least {
            return out.push(digit(rest));
        }
        out.push(digit(least + (rest - least) % (BASE - least)));
        rest = (rest - least) / (BASE - least);
        place += BASE;
    }
}

/// The least digit behind which a number goes on.
fn threshold(place: u32, bias: u32) -> u32 {
    place.saturating_sub(bias).clamp(LEAST, MOST)
}

fn adapted(delta: u32, letters: u32, is_first: bool) -> u32 {
    let mut delta = if is_first { delta / DAMP } else { delta / 2 };
    delta += delta / letters;
    let mut bias = 0;
    while delta > (BASE - LEAST) * MOST / 2 {
        delta /= BASE - LEAST;
        bias += BASE;
    }
    bias + (BASE - LEAST + 1) * delta / (delta + SKEW)
}

fn digit(value: u32) -> u8 {
    const DIGITS: &[u8; BASE as usize] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    DIGITS.get(value as usize).copied().unwrap_or_default()
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn encoded(letters: &[char]) -> String {
        let mut out = Vec::new();
        encode(letters, &mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    proptest! {
        #[test]
        fn a_label_is_coded_as_the_idna_crate_codes_it(letters in prop::collection::vec(prop_oneof![any::<char>(), prop::char::range('a', 'z'), prop::char::range('一', '鿿'), Just('-')], 0..=LETTER_LIMIT)) {
            let label: String = letters.iter().collect();
            let ours = encoded(&letters);
            prop_assert_eq!(Some(ours.clone()), idna::punycode::encode_str(&label));
            if ours.len() <= LETTER_LIMIT && !label.is_ascii() {
                prop_assert_eq!(decode(ours.as_bytes()).map(|letters| letters.to_vec()), Some(letters));
            }
        }

        #[test]
        fn what_is_decoded_is_what_the_idna_crate_decodes(coded in "([a-z0-9-]{0,63}|[a-z]{0,4}-[a-z0-9]{0,12})") {
            if let Some(letters) = decode(coded.as_bytes()) {
                prop_assert_eq!(Some(letters.to_vec()), idna::punycode::decode(&coded));
            } else {
                // What is left to others has no letter outside ASCII, or a hyphen before all of them, or no meaning.
                let theirs = idna::punycode::decode(&coded);
                prop_assert!(theirs.is_none_or(|letters| letters.iter().all(char::is_ascii) || coded.starts_with('-')), "{}", coded);
            }
        }
    }
}
