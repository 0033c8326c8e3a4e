//! A name with the places of its dots and hyphens, found in one look and asked for many times.

use crate::lanes;
use crate::room::{Roomy, Span};

/// How many bytes are looked at together.
const WINDOW: usize = 64;

/// A name, and where its dots and hyphens stand among its last bytes.
#[derive(Debug, Clone, Copy)]
pub struct Marked<'n> {
    name: Roomy<'n>,
    last: Window,
}

/// Some bytes of a name: a bit for each dot and each hyphen, the first byte in the lowest.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// Where it begins.
    begin: usize,
    dots: u64,
    hyphens: u64,
}

impl Window {
    /// The bytes before a place, as many as go into one window; what stands from there on is not looked at.
    #[inline(always)]
    fn before(bytes: &[u8], end: usize) -> Self {
        let begin = end.saturating_sub(WINDOW);
        let (mut window, mut at) = (Self { begin, dots: 0, hyphens: 0 }, begin);
        while at < end {
            let [dots, hyphens] = lanes::held_wide(bytes, at, |lanes| [lanes::equal(lanes, b'.'), lanes::equal(lanes, b'-')]);
            window.dots |= u64::from(dots) << (at - begin);
            window.hyphens |= u64::from(hyphens) << (at - begin);
            at += 32;
        }
        window.without(end)
    }

    /// The same without what stands from a place on, which is none before it.
    fn without(self, from: usize) -> Self {
        let kept = match u32::try_from(from.saturating_sub(self.begin)) {
            Ok(bytes) if bytes < u64::BITS => (1 << bytes) - 1,
            _ => u64::MAX,
        };
        Self { dots: self.dots & kept, hyphens: self.hyphens & kept, ..self }
    }

    const fn has(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Dots => self.dots,
            Kind::Marks => self.dots | self.hyphens,
        }
    }
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Dots,
    /// Dots and hyphens.
    Marks,
}

impl<'n> Marked<'n> {
    /// A name with its marks.
    #[must_use]
    #[inline]
    pub fn of(name: &'n str) -> Self {
        Self::roomy(Roomy::of(name))
    }

    /// The same of a name with room behind it, which takes less.
    #[must_use]
    #[inline(always)]
    pub fn roomy(name: Roomy<'n>) -> Self {
        Self { name, last: Window::before(name.bytes(), name.text().len()) }
    }

    /// The name.
    #[must_use]
    pub const fn name(&self) -> &'n str {
        self.name.text()
    }

    /// What stands from a place on, with the room behind it.
    #[must_use]
    pub(crate) fn span_from(&self, start: usize) -> Span<'n> {
        self.name.part(start, self.name().len())
    }

    /// The part of it before a place; all of it where that is past its end, nothing where it stands within a letter.
    #[must_use]
    #[inline(always)]
    pub fn before(&self, end: usize) -> Self {
        if end >= self.name().len() {
            return *self;
        }
        match self.name.slice(0, end) {
            Some(name) if end > self.last.begin => Self { name, last: self.last.without(end) },
            name => Self::roomy(name.unwrap_or(Roomy::of(""))),
        }
    }

    /// The places of its dots, the last one first.
    #[inline]
    pub const fn dots(&self) -> Backwards<'n> {
        self.backwards(Kind::Dots)
    }

    /// The places of its dots and hyphens, the last one first.
    #[inline]
    pub const fn marks(&self) -> Backwards<'n> {
        self.backwards(Kind::Marks)
    }

    /// Where its last dot stands, and where its last two labels begin; `None` where it has no dot.
    #[must_use]
    #[inline(always)]
    pub fn last_two_labels(&self) -> Option<(usize, usize)> {
        if self.last.begin > 0 {
            let mut dots = self.dots();
            return Some((dots.next()?, dots.next().map_or(0, |dot| dot + 1)));
        }
        // Whether there is another dot cannot be foretold, and need not be.
        let last = self.last.dots.checked_ilog2()?;
        let before = self.last.dots ^ 1 << last;
        Some((last as usize, (u64::BITS - before.leading_zeros()) as usize))
    }

    /// Its dots and hyphens, a bit for each byte, the first in the lowest, and its bytes with what stands behind them; `None` of a name
    /// that is longer than one look.
    #[must_use]
    #[inline]
    pub(crate) fn in_one_look(&self) -> Option<(u64, &'n [u8])> {
        (self.last.begin == 0).then(|| (self.last.has(Kind::Marks), self.name.bytes()))
    }

    /// The first dot from a place on.
    #[must_use]
    pub fn dot_from(&self, start: usize) -> Option<usize> {
        if start < self.last.begin {
            return memchr::memchr(b'.', self.name().as_bytes().get(start..)?).map(|at| start + at);
        }
        let behind = self.last.dots & !self.last.without(start).dots;
        (behind != 0).then(|| self.last.begin + behind.trailing_zeros() as usize)
    }

    const fn backwards(&self, kind: Kind) -> Backwards<'n> {
        Backwards { name: self.name().as_bytes(), kind, begin: self.last.begin, left: self.last.has(kind) }
    }
}

/// See [`Marked::dots`] and [`Marked::marks`].
#[derive(Debug, Clone)]
pub struct Backwards<'n> {
    name: &'n [u8],
    kind: Kind,
    /// Where the window begins, and which places of it are left.
    begin: usize,
    left: u64,
}

impl Iterator for Backwards<'_> {
    type Item = usize;

    #[inline(always)]
    fn next(&mut self) -> Option<usize> {
        while self.left == 0 {
            if self.begin == 0 {
                return None;
            }
            let window = Window::before(self.name, self.begin);
            (self.begin, self.left) = (window.begin, window.has(self.kind));
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

    proptest! {
        #[test]
        fn the_marks_are_where_they_stand(name in "[a.-]{0,80}|[a-c]{60,70}[.-][a-c]{0,70}|[.é-]{0,80}|[a-z.-]{100,200}", end in 0..210_usize) {
            let places = |name: &str, wanted: &[char]| name.match_indices(wanted).map(|(at, _)| at).rev().collect::<Vec<_>>();
            let whole = Marked::of(&name);
            for marked in [whole, whole.before(end), whole.before(end).before(end / 2)] {
                let name = marked.name();
                prop_assert_eq!(marked.dots().collect::<Vec<_>>(), places(name, &['.']));
                prop_assert_eq!(marked.marks().collect::<Vec<_>>(), places(name, &['.', '-']));
                let dots = places(name, &['.']);
                prop_assert_eq!(marked.last_two_labels(), dots.first().map(|last| (*last, dots.get(1).map_or(0, |dot| dot + 1))));
                let bits = places(name, &['.', '-']).iter().fold(0, |bits: u64, at| bits | 1_u64.checked_shl(u32::try_from(*at).unwrap()).unwrap_or(0));
                prop_assert!(marked.in_one_look().map_or(whole.name().len() > WINDOW, |(marks, _)| marks == bits));
                let behind = name.as_bytes().get(end..).unwrap_or_default();
                prop_assert_eq!(marked.dot_from(end), behind.iter().position(|byte| *byte == b'.').map(|at| end + at));
            }
            let expected = if end >= name.len() { name.as_str() } else { name.get(..end).unwrap_or_default() };
            prop_assert_eq!(whole.before(end).name(), expected);
        }
    }
}
