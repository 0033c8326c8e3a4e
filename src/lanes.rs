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
    let mut padded = [0; 16];
    padded.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
    tests(Lanes::from(padded)).map(|held| held.to_bitmask() & ((1 << rest.len()) - 1))
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

/// Whether a byte stands anywhere.
#[inline(always)]
pub(crate) fn contains(bytes: &[u8], byte: u8) -> bool {
    find(bytes, 0, |lanes| equal(lanes, byte)) < bytes.len()
}

/// The place of the last byte before `until` that passes a test.
#[inline(always)]
pub(crate) fn find_last(bytes: &[u8], until: usize, test: impl Fn(Lanes) -> Lanes) -> Option<usize> {
    let mut end = until.min(bytes.len());
    while end > 0 {
        let begin = end.saturating_sub(16);
        let [held] = held(bytes, begin, |lanes| [test(lanes)]);
        // Fewer than sixteen are left where the window would begin before the first.
        if let Some(last) = (held & ((1 << (end - begin)) - 1)).checked_ilog2() {
            return Some(begin + last as usize);
        }
        end = begin;
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_byte_is_found_wherever_it_stands(bytes in prop::collection::vec(any::<u8>(), 0..70), from in 0_usize..72, first: u8, last: u8) {
            // A test of one byte is a test of a range of one.
            for last in [first, last] {
                let lanes = |lanes| if first == last { equal(lanes, first) } else { within(lanes, first, last) };
                let passes = |at: &usize| bytes[*at].wrapping_sub(first) <= last.wrapping_sub(first);
                prop_assert_eq!(find(&bytes, from, lanes), (from..bytes.len()).find(passes).unwrap_or(bytes.len().max(from)));
                prop_assert_eq!(find_last(&bytes, from, lanes), (0..from.min(bytes.len())).rfind(passes));
            }
        }
    }
}
