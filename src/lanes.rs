//! Bytes looked at sixteen at a time.

use wide::u8x16;

/// Sixteen bytes; where a test holds for one, all its bits are set.
pub(crate) type Lanes = u8x16;

/// The bytes that equal one.
#[inline(always)]
#[must_use]
pub(crate) fn equal(lanes: Lanes, byte: u8) -> Lanes {
    lanes.simd_eq(Lanes::splat(byte))
}

/// The bytes from one to another, both included.
#[inline(always)]
#[must_use]
pub(crate) fn within(lanes: Lanes, first: u8, last: u8) -> Lanes {
    let above = lanes - Lanes::splat(first);
    above.simd_eq(above.min(Lanes::splat(last.wrapping_sub(first))))
}

/// The bytes that equal one of some.
#[inline(always)]
#[must_use]
pub(crate) fn among<const N: usize>(lanes: Lanes, bytes: &[u8; N]) -> Lanes {
    bytes.iter().fold(Lanes::splat(0), |found, byte| found | equal(lanes, *byte))
}

/// Which of the sixteen bytes from a place on pass each test, the first in the lowest bit; bytes past the end pass none.
#[inline(always)]
pub(crate) fn held<const N: usize>(bytes: &[u8], from: usize, tests: impl Fn(Lanes) -> [Lanes; N]) -> [u32; N] {
    let rest = bytes.get(from..).unwrap_or_default();
    if let Some(chunk) = rest.first_chunk::<16>() {
        return tests(Lanes::from(*chunk)).map(Lanes::to_bitmask);
    }
    if let Some(chunk) = bytes.last_chunk::<16>() {
        // The last sixteen, of which the first are not asked about.
        let before = 16 - rest.len();
        return tests(Lanes::from(*chunk)).map(|held| held.to_bitmask() >> before);
    }
    tests(Lanes::from(word(rest).to_le_bytes())).map(|held| held.to_bitmask() & ((1 << rest.len()) - 1))
}

/// The same for thirty-two bytes from a place on: one window holds most parts of a link, whatever their length.
#[inline(always)]
pub(crate) fn held_wide<const N: usize>(bytes: &[u8], from: usize, tests: impl Fn(Lanes) -> [Lanes; N]) -> [u32; N] {
    let rest = bytes.get(from..).unwrap_or_default();
    let padded;
    let (window, asked) = match rest.first_chunk::<WIDE>() {
        Some(window) => (window, u32::MAX),
        None => {
            padded = followed_by_zeros(rest);
            (&padded, (1 << rest.len()) - 1)
        }
    };
    let (low, high) = window.split_at(16);
    let of = |half: &[u8]| tests(Lanes::from(half.first_chunk::<16>().copied().unwrap_or_default())).map(Lanes::to_bitmask);
    let (mut found, high) = (of(low), of(high));
    found.iter_mut().zip(high).for_each(|(low, high)| *low = (*low | high << 16) & asked);
    found
}

/// How many bytes a wide window holds.
const WIDE: usize = 32;

/// Fewer than thirty-two bytes with zeros behind them. Links of lists have the next line behind them and are never asked so; were this
/// put in place, each of the looks at them would carry it along.
#[inline(never)]
fn followed_by_zeros(bytes: &[u8]) -> [u8; WIDE] {
    let mut window = [0; WIDE];
    let (low, high) = bytes.split_at(bytes.len().min(16));
    let halves = [low, high].map(|half| word(half).to_le_bytes());
    window.iter_mut().zip(halves.as_flattened()).for_each(|(byte, half)| *byte = *half);
    window
}

/// At most sixteen bytes as one number, the first of them the lowest: two loads that overlap take the place of a loop.
#[inline(always)]
pub(crate) fn word(bytes: &[u8]) -> u128 {
    let ends = |first: u64, last: u64, width: usize| u128::from(first) | u128::from(last) << (8 * (bytes.len() - width));
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return ends(u64::from_le_bytes(*first), u64::from_le_bytes(*last), 8);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        return ends(u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into(), 4);
    }
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u128::from(*byte))
}

/// The place of the first byte from `from` on that passes a test, or the number of all bytes, or `from` where that is larger.
#[inline(always)]
pub(crate) fn find(bytes: &[u8], from: usize, test: impl Fn(Lanes) -> Lanes) -> usize {
    let mut rest = bytes.get(from..).unwrap_or_default();
    while let Some((chunk, behind)) = rest.split_first_chunk::<16>() {
        let held = test(Lanes::from(*chunk)).to_bitmask();
        if held != 0 {
            return bytes.len() - rest.len() + held.trailing_zeros() as usize;
        }
        rest = behind;
    }
    if rest.is_empty() {
        return bytes.len().max(from);
    }
    let at = bytes.len() - rest.len();
    let [held] = held(bytes, at, |lanes| [test(lanes)]);
    at + (held.trailing_zeros() as usize).min(rest.len())
}

/// As [`find`], by thirty-two bytes at a time.
#[inline(always)]
pub(crate) fn find_wide(bytes: &[u8], from: usize, test: impl Fn(Lanes) -> Lanes) -> usize {
    let mut at = from;
    while at < bytes.len() {
        let held = held_by_end(bytes, at, &test);
        if held != 0 {
            return at + held.trailing_zeros() as usize;
        }
        at += WIDE;
    }
    bytes.len().max(from)
}

/// As [`held_wide`], for one test, and for texts that end with the bytes: near the end it looks at the last thirty-two bytes, of which
/// the first are not asked about.
#[inline(always)]
fn held_by_end(bytes: &[u8], from: usize, test: impl Fn(Lanes) -> Lanes) -> u32 {
    let start = from.min(bytes.len().saturating_sub(WIDE));
    let (window, before) = match bytes.get(start..).and_then(<[u8]>::first_chunk::<WIDE>) {
        Some(window) => (window, from - start),
        None => return held_wide(bytes, from, |lanes| [test(lanes)])[0],
    };
    held_wide(window, 0, |lanes| [test(lanes)])[0].checked_shr(u32::try_from(before).unwrap_or(u32::MAX)).unwrap_or_default()
}

/// Whether a byte stands anywhere.
#[inline(always)]
pub(crate) fn contains(bytes: &[u8], byte: u8) -> bool {
    find(bytes, 0, |lanes| equal(lanes, byte)) < bytes.len()
}

/// The characters of a text outside ASCII, with the bytes at which they begin.
pub(crate) fn foreign(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        if text.as_bytes().get(at)?.is_ascii() {
            at = find(text.as_bytes(), at, |lanes| within(lanes, 0x80, 0xff));
        }
        let (start, c) = (at, text.get(at..)?.chars().next()?);
        at += c.len_utf8();
        Some((start, c))
    })
}

/// The places of the bytes that pass a test, from the last to the first.
#[inline(always)]
pub(crate) const fn places_backwards<F: Fn(Lanes) -> Lanes>(bytes: &[u8], test: F) -> PlacesBackwards<'_, F> {
    PlacesBackwards { bytes, begin: bytes.len(), left: 0, test }
}

/// See [`places_backwards`].
#[derive(Debug)]
pub(crate) struct PlacesBackwards<'b, F> {
    bytes: &'b [u8],
    /// Where the window begins that was looked at last, and which places of it are left.
    begin: usize,
    left: u32,
    test: F,
}

impl<F: Fn(Lanes) -> Lanes> Iterator for PlacesBackwards<'_, F> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            let end = self.begin;
            self.begin = end.checked_sub(1)?.saturating_sub(15);
            let [found] = held(self.bytes, self.begin, |lanes| [(self.test)(lanes)]);
            // Fewer than sixteen are left where the window would begin before the first.
            self.left = found & ((1 << (end - self.begin)) - 1);
        }
        let last = self.left.ilog2();
        self.left ^= 1 << last;
        Some(self.begin + last as usize)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_few_bytes_make_one_number() {
        let bytes: Vec<u8> = (1..=16).collect();
        for length in 0..=16 {
            let mut padded = [0; 16];
            padded[..length].copy_from_slice(&bytes[..length]);
            assert_eq!(word(&bytes[..length]), u128::from_le_bytes(padded), "{length}");
        }
    }

    proptest! {
        #[test]
        fn a_wide_window_holds_two(bytes in prop::collection::vec(0_u8..4, 0..70), from in 0_usize..72) {
            let tests = |lanes| [equal(lanes, 0), equal(lanes, 3)];
            let [first, second] = [held(&bytes, from, tests), held(&bytes, from + 16, tests)];
            prop_assert_eq!(held_wide(&bytes, from, tests), [first[0] | second[0] << 16, first[1] | second[1] << 16]);
        }

        #[test]
        fn the_first_byte_is_found_wherever_it_stands(bytes in prop::collection::vec(any::<u8>(), 0..70), from in 0_usize..72, first: u8, last: u8) {
            // A test of one byte is a test of a range of one.
            for last in [first, last] {
                let lanes = |lanes| if first == last { equal(lanes, first) } else { within(lanes, first, last) };
                let passes = |at: &usize| bytes[*at].wrapping_sub(first) <= last.wrapping_sub(first);
                let expected = (from..bytes.len()).find(passes).unwrap_or(bytes.len().max(from));
                prop_assert_eq!([find(&bytes, from, lanes), find_wide(&bytes, from, lanes)], [expected; 2]);
                let places: Vec<usize> = places_backwards(&bytes, lanes).collect();
                prop_assert_eq!(places, (0..bytes.len()).rev().filter(passes).collect::<Vec<_>>());
            }
        }

        #[test]
        fn what_is_outside_ascii_is_found(text in "([a-z]{0,20}|[äя商😀]{0,3}){0,5}") {
            prop_assert!(foreign(&text).eq(text.char_indices().filter(|(_, c)| !c.is_ascii())));
        }
    }
}
