//! Bytes with room behind them, which are read and copied in whole windows.
//!
//! How long a text is differs from link to link, and a processor that guesses at it is often wrong: what it had begun is
//! thrown away then. So a text is taken by windows of one length, of which the first is nearly always enough, and what
//! stands behind it is masked or written over.

use std::borrow::Cow;

use crate::lanes;

/// A text with the bytes that stand behind it, as far as they are at hand.
#[derive(Debug, Clone, Copy)]
pub struct Roomy<'t> {
    text: &'t str,
    /// The text and what stands behind it.
    bytes: &'t [u8],
}

impl<'t> Roomy<'t> {
    /// A text by itself.
    #[must_use]
    pub const fn of(text: &'t str) -> Self {
        Self { text, bytes: text.as_bytes() }
    }

    /// A part of a text between two places; `None` where there is no such part.
    #[must_use]
    #[inline]
    pub fn within(whole: &'t str, start: usize, end: usize) -> Option<Self> {
        let rest = whole.get(start..)?;
        Some(Self { text: rest.get(..end.checked_sub(start)?)?, bytes: rest.as_bytes() })
    }

    /// The text.
    #[must_use]
    pub const fn text(self) -> &'t str {
        self.text
    }

    /// A part of the text; `None` where it does not have one.
    #[must_use]
    #[inline]
    pub fn slice(self, start: usize, end: usize) -> Option<Self> {
        Some(Self { text: self.text.get(start..end)?, bytes: self.bytes.get(start..)? })
    }

    /// The text and what stands behind it.
    #[must_use]
    pub(crate) const fn bytes(self) -> &'t [u8] {
        self.bytes
    }

    /// All of the text, to be copied.
    #[must_use]
    pub(crate) const fn whole(self) -> Span<'t> {
        Span { bytes: self.bytes, length: self.text.len() }
    }

    /// A part of the text, to be copied; nothing where it does not have one.
    #[must_use]
    #[inline]
    pub(crate) fn part(self, start: usize, end: usize) -> Span<'t> {
        self.whole().part(start, end)
    }
}

/// A text of its own with room behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RoomyBuf {
    /// The text with zeros behind it.
    padded: String,
    length: usize,
}

impl RoomyBuf {
    /// A text with room put behind it, for which it best has [`ROOM`] bytes to spare.
    pub(crate) fn new(mut text: String) -> Self {
        const ZEROS: &str = match std::str::from_utf8(&[0; ROOM]) {
            Ok(zeros) => zeros,
            Err(_) => "",
        };
        let length = text.len();
        text.push_str(ZEROS);
        Self { padded: text, length }
    }

    /// The text with its room.
    pub(crate) fn roomy(&self) -> Roomy<'_> {
        Roomy { text: self.text(), bytes: self.padded.as_bytes() }
    }

    /// The text.
    pub(crate) fn text(&self) -> &str {
        self.padded.get(..self.length).unwrap_or_default()
    }
}

/// How many bytes of room stand behind a text of its own, as many as records copy texts by.
pub(crate) const ROOM: usize = 96;

/// The same text on its own, with bytes to spare for room behind it.
pub(crate) fn with_spare(text: Cow<'_, str>) -> String {
    match text {
        Cow::Owned(text) => text,
        Cow::Borrowed(text) => {
            let mut own = String::with_capacity(text.len() + ROOM);
            own.push_str(text);
            own
        }
    }
}

/// Some bytes, of which the first ones count.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span<'t> {
    bytes: &'t [u8],
    /// At most as many as there are.
    length: usize,
}

/// How many bytes of a short span are taken together.
pub(crate) const SHORT: usize = 32;

impl<'t> Span<'t> {
    /// Some bytes with nothing behind them.
    pub(crate) const fn of(bytes: &'t [u8]) -> Self {
        Self { bytes, length: bytes.len() }
    }

    /// The first bytes of some.
    #[inline]
    pub(crate) fn first_of(bytes: &'t [u8], length: usize) -> Self {
        Self { bytes, length: length.min(bytes.len()) }
    }

    /// A part of them; nothing where there is none.
    #[inline]
    pub(crate) fn part(self, start: usize, end: usize) -> Self {
        Self { bytes: self.bytes.get(start..).unwrap_or_default(), length: end.min(self.length).saturating_sub(start) }
    }

    pub(crate) const fn len(self) -> usize {
        self.length
    }

    /// The bytes that count.
    #[inline]
    pub(crate) fn get(self) -> &'t [u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    /// A short span as numbers, with zeros behind it; `None` of a longer one.
    #[inline(always)]
    pub(crate) fn short(self) -> Option<[u64; 4]> {
        if self.length > SHORT {
            return None;
        }
        let Some(window) = self.bytes.first_chunk::<SHORT>() else { return Some(short(self.get())) };
        Some(numbers(window, masks(self.length)?))
    }

    /// Its first and its last eight bytes as numbers. A shorter span is all in the first number, with zeros behind it, and the last one is zero.
    #[inline(always)]
    pub(crate) fn ends(self) -> (u64, u64) {
        let eight = |at: usize| self.bytes.get(at..).and_then(<[u8]>::first_chunk).map(|eight| u64::from_le_bytes(*eight));
        let (Some(first), Some(last)) = (eight(0), eight(self.length.saturating_sub(8))) else {
            return (u64::try_from(lanes::word(self.get())).unwrap_or_default(), 0);
        };
        // Both are read whatever the length is, which cannot be foretold.
        let is_long = u64::from(self.length >= 8).wrapping_neg();
        let shorter = (1 << (self.length * 8 % 64)) - 1;
        (first & (is_long | shorter), last & is_long)
    }

    /// Appends the bytes that count, by windows of a length: one is best that holds nearly all such spans.
    #[inline(always)]
    pub(crate) fn append<const WINDOW: usize>(self, out: &mut Vec<u8>) {
        let end = out.len() + self.length;
        let mut rest = self.bytes;
        while let Some((window, behind)) = rest.split_first_chunk::<WINDOW>() {
            out.extend_from_slice(window);
            if out.len() >= end {
                out.truncate(end);
                return;
            }
            rest = behind;
        }
        append_few(rest, end - out.len(), out);
    }

    /// Appends the bytes that count, something else, and the same bytes again: how many windows they take is asked once.
    #[inline(always)]
    pub(crate) fn append_twice<const WINDOW: usize>(self, between: &[u8], out: &mut Vec<u8>) {
        match self.bytes.first_chunk::<WINDOW>() {
            Some(window) if self.length <= WINDOW => {
                for behind in [between, b""] {
                    out.extend_from_slice(window);
                    out.truncate(out.len() - (WINDOW - self.length));
                    out.extend_from_slice(behind);
                }
            }
            _ => {
                self.append::<WINDOW>(out);
                out.extend_from_slice(between);
                self.append::<WINDOW>(out);
            }
        }
    }
}

/// Bytes that are appended to many records, kept with room behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    bytes: Box<[u8]>,
    length: usize,
}

/// The largest window of pieces.
const PIECE: usize = 128;

impl Piece {
    /// Some bytes as a piece.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut padded = bytes.to_vec();
        padded.resize(bytes.len().next_multiple_of(PIECE).max(PIECE), 0);
        Self { bytes: padded.into(), length: bytes.len() }
    }

    /// Appends the piece by windows of a length, at most [`PIECE`].
    #[inline(always)]
    pub(crate) fn append<const WINDOW: usize>(&self, out: &mut Vec<u8>) {
        Span { bytes: &self.bytes, length: self.length }.append::<WINDOW>(out);
    }

    /// The bytes.
    #[must_use]
    pub fn get(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Appends the first bytes of some that fill no window.
#[inline(never)]
fn append_few(bytes: &[u8], length: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(bytes.get(..length).unwrap_or_default());
}

/// A short text by itself as numbers.
#[inline(never)]
fn short(text: &[u8]) -> [u64; 4] {
    let (low, high) = text.split_at(text.len().min(16));
    let half = |word: u128| u64::try_from(word & u128::from(u64::MAX)).unwrap_or(0);
    let [low, high] = [low, high].map(lanes::word);
    [half(low), half(low >> 64), half(high), half(high >> 64)]
}

/// The bits of the first bytes of a window, at most [`SHORT`].
#[inline(always)]
fn masks(length: usize) -> Option<&'static [u8; SHORT]> {
    const KEPT: [u8; 2 * SHORT] = {
        let mut kept = [0; 2 * SHORT];
        let (first, _) = kept.split_at_mut(SHORT);
        let mut at = 0;
        while let Some((byte, _)) = first.split_at_mut(at + 1).0.split_last_mut() {
            *byte = u8::MAX;
            at += 1;
            if at == SHORT {
                break;
            }
        }
        kept
    };
    KEPT.get(SHORT.checked_sub(length)?..)?.first_chunk()
}

/// What a mask keeps of a window, as numbers.
#[inline(always)]
fn numbers(window: &[u8; SHORT], kept: &[u8; SHORT]) -> [u64; 4] {
    let number = |bytes: &[u8; SHORT], at: usize| bytes.get(at * 8..).and_then(<[u8]>::first_chunk).map_or(0, |eight| u64::from_le_bytes(*eight));
    [0, 1, 2, 3].map(|at| number(window, at) & number(kept, at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_counts_is_all_that_is_taken(text in "[a-zä]{0,150}", start in 0_usize..160, length in 0_usize..160, before in "[a-z]{0,9}") {
            let end = start + length;
            let expected = text.get(start..end);
            let roomy = Roomy::within(&text, start, end);
            prop_assert_eq!(roomy.map(Roomy::text), expected);
            for (roomy, expected) in [roomy, expected.map(Roomy::of)].into_iter().flatten().zip(expected.into_iter().cycle()) {
                let mut out = before.clone().into_bytes();
                let own = RoomyBuf::new(with_spare(expected.into()));
                prop_assert_eq!((own.text(), own.roomy().text(), own.roomy().bytes().len()), (expected, expected, expected.len() + ROOM));
                own.roomy().whole().append::<64>(&mut out);
                roomy.part(length / 3, length / 2).append::<32>(&mut out);
                Piece::of(expected.as_bytes()).append::<64>(&mut out);
                let half = roomy.part(length / 3, length / 2);
                let written = [before.as_bytes(), expected.as_bytes(), half.get(), expected.as_bytes()].concat();
                prop_assert_eq!(&out, &written);
                roomy.whole().append_twice::<64>(b"--", &mut out);
                prop_assert_eq!(out, [written.as_slice(), expected.as_bytes(), b"--", expected.as_bytes()].concat());
                let (first, last) = roomy.whole().ends();
                let (head, tail) = expected.as_bytes().first_chunk::<8>().zip(expected.as_bytes().last_chunk::<8>()).unzip();
                prop_assert_eq!(u128::from(first), lanes::word(head.map_or(expected.as_bytes(), |head| head)));
                prop_assert_eq!(u128::from(last), lanes::word(tail.map_or(&[], |tail| tail)));
                let slice = roomy.slice(length / 3, length / 2);
                prop_assert_eq!(slice.map(Roomy::text), expected.get(length / 3..length / 2));
                prop_assert!(slice.is_none_or(|slice| slice.bytes().starts_with(slice.text().as_bytes())));
                prop_assert_eq!(half.get(), expected.as_bytes().get(length / 3..length / 2).unwrap_or_default());
                let mut short = expected.as_bytes().to_vec();
                short.resize(SHORT.max(short.len()), 0);
                let short: Vec<u64> = short.chunks_exact(8).map(|eight| u64::from_le_bytes(*eight.first_chunk().unwrap())).collect();
                prop_assert_eq!(roomy.whole().short().map(Vec::from), (expected.len() <= SHORT).then_some(short));
            }
        }
    }
}
