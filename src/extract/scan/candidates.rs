//! Places of a text at which a link may stand, by the rare characters that every link has.

use std::sync::LazyLock;

use memchr::{memchr2, memchr3_iter, memmem};

use super::patterns::Patterns;

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// A full stop.
    Dot,
    /// A colon.
    Colon,
    /// Two slashes.
    Slashes,
    /// One of [`DISGUISES`], or [`MIDDLE_DOT`].
    Disguise,
}

/// What stands for a dot or a colon in a link that programs are not to see, but for [`MIDDLE_DOT`]. None is shorter than three bytes:
/// by two, most Chinese characters begin like one of them.
const DISGUISES: [&str; 10] = ["点", "丶", "。", "．", "｡", "：", "dot", "DOT", "Dot", "dian"];

const COLON: &[u8] = "：".as_bytes();
const STOP: &[u8] = "。".as_bytes();
const WIDE_STOP: &[u8] = "．".as_bytes();
const HALF_STOP: &[u8] = "｡".as_bytes();

/// Whether a look at something that stands for a dot or colon is worth it, by what stands behind it: most full stops of Chinese have a
/// line break or a Chinese character there, and most colons no slash.
fn is_worth(mark: &[u8], behind: &[u8]) -> bool {
    match mark {
        COLON => matches!(behind, [b'/', ..] | [0xef, 0xbc, 0x8f, ..]),
        STOP | WIDE_STOP | HALF_STOP => match behind {
            [] => false,
            [byte @ ..0x80, ..] => byte.is_ascii_alphanumeric(),
            behind => !begins_with_han(behind),
        },
        _ => true,
    }
}

/// Whether a Han character stands at the beginning: one of U+4E00 to U+9FFF.
const fn begins_with_han(bytes: &[u8]) -> bool {
    matches!(bytes, [0xe4, 0xb8..=0xbf, ..] | [0xe5..=0xe9, ..])
}

/// Stands for a dot too.
const MIDDLE_DOT: &str = "·";

/// Finds [`DISGUISES`]: many bytes at a time where the processor can, else by an automaton.
static DISGUISE: LazyLock<Patterns> = LazyLock::new(|| Patterns::new(DISGUISES));

/// Made once: texts are often short.
static MIDDLE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(MIDDLE_DOT));

static SLASHES: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("//"));

/// Whether a link may stand anywhere in a text; `false` is certain.
pub(super) fn may_stand_in(text: &str) -> bool {
    may_stand_undisguised_in(text) || next_disguise(text.as_bytes(), 0).is_some() || MIDDLE.find(text.as_bytes()).is_some()
}

/// Where something stands for a dot or colon and is worth a look; those of [`MIDDLE_DOT`] come last.
pub(super) fn disguises_in(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    let first = next_disguise(bytes, 0);
    std::iter::successors(first, |at| next_disguise(bytes, at + 1)).chain(MIDDLE.find_iter(bytes))
}

/// The same of a text in which nothing stands for a dot or colon.
pub(super) fn may_stand_undisguised_in(text: &str) -> bool {
    let bytes = text.as_bytes();
    let counts = |at: usize| {
        let behind = bytes.get(at + 1).copied();
        match bytes.get(at) {
            Some(b'/') => behind == Some(b'/'),
            Some(b':') => behind.is_some_and(|byte| byte.is_ascii_graphic()),
            // Before a label, a bracket that closes around a dot, or a slash.
            _ => behind.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b']' | b')' | b'}' | b'>' | b'/' | 0x80..)),
        }
    };
    memchr3_iter(b'.', b':', b'/', bytes).any(counts)
}

/// The first thing from a byte on that stands for a dot or colon and is worth a look.
fn next_disguise(bytes: &[u8], from: usize) -> Option<usize> {
    let mut from = from;
    loop {
        let (start, end) = DISGUISE.find(bytes, from)?;
        if is_worth(bytes.get(start..end)?, bytes.get(end..).unwrap_or_default()) {
            return Some(start);
        }
        from = end;
    }
}

/// The places of a text, in ascending order.
#[derive(Debug)]
pub(super) struct Candidates<'t> {
    next_ascii: Option<usize>,
    slashes: Option<memmem::FindIter<'t, 'static>>,
    next_slashes: Option<usize>,
    looks_for_disguises: bool,
    next_disguise: Option<usize>,
    middles: Option<memmem::FindIter<'t, 'static>>,
    next_middle: Option<usize>,
    bytes: &'t [u8],
}

impl<'t> Candidates<'t> {
    pub(super) fn new(text: &'t str, slashes: bool, disguises: bool) -> Self {
        let mut slashes = slashes.then(|| SLASHES.find_iter(text.as_bytes()));
        let mut middles = disguises.then(|| MIDDLE.find_iter(text.as_bytes()));
        let mut candidates = Self {
            next_middle: middles.as_mut().and_then(Iterator::next),
            middles,
            next_ascii: memchr2(b'.', b':', text.as_bytes()),
            next_slashes: slashes.as_mut().and_then(Iterator::next),
            next_disguise: None,
            slashes,
            looks_for_disguises: disguises,
            bytes: text.as_bytes(),
        };
        candidates.next_disguise = candidates.disguise_from(0);
        candidates
    }

    /// Passes over the full stops and colons before a byte.
    pub(super) fn pass(&mut self, until: usize) {
        if self.next_ascii.is_some_and(|next| next < until) {
            self.next_ascii = self.ascii_from(until);
        }
    }

    fn disguise_from(&self, from: usize) -> Option<usize> {
        if self.looks_for_disguises { next_disguise(self.bytes, from) } else { None }
    }

    fn ascii_from(&self, from: usize) -> Option<usize> {
        memchr2(b'.', b':', self.bytes.get(from..)?).map(|at| from + at)
    }
}

impl Iterator for Candidates<'_> {
    type Item = (usize, Mark);

    fn next(&mut self) -> Option<Self::Item> {
        let ascii = self.next_ascii.unwrap_or(usize::MAX);
        let slashes = self.next_slashes.unwrap_or(usize::MAX);
        let middle = self.next_middle.unwrap_or(usize::MAX);
        let disguise = self.next_disguise.unwrap_or(usize::MAX).min(middle);
        if ascii < slashes && ascii < disguise {
            self.next_ascii = self.ascii_from(ascii + 1);
            let mark = if self.bytes.get(ascii) == Some(&b'.') { Mark::Dot } else { Mark::Colon };
            return Some((ascii, mark));
        }
        if slashes < disguise {
            self.next_slashes = self.slashes.as_mut().and_then(Iterator::next);
            return Some((slashes, Mark::Slashes));
        }
        if disguise == middle {
            self.next_middle?;
            self.next_middle = self.middles.as_mut().and_then(Iterator::next);
            return Some((middle, Mark::Disguise));
        }
        self.next_disguise = self.disguise_from(disguise + 1);
        Some((disguise, Mark::Disguise))
    }
}
