//! Places of a text at which a link may stand, by the rare characters that every link has.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::{memchr2, memmem};

use super::rare::{Rare, SHORT};

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

/// Stands for a dot too.
const MIDDLE_DOT: &str = "·";

/// None begins another, so the kind of match changes nothing but the speed.
static DISGUISE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(DISGUISES).ok());

/// Made once: texts are often short.
static MIDDLE: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new(MIDDLE_DOT));

static SLASHES: LazyLock<memmem::Finder<'static>> = LazyLock::new(|| memmem::Finder::new("//"));

/// The first characters of all that is looked for.
static RARE: LazyLock<Rare> = LazyLock::new(|| Rare::new(DISGUISES.iter().chain([&MIDDLE_DOT]).filter_map(|mark| mark.chars().next()).chain(['.', ':', '/'])));

/// Whether a link may stand anywhere in a text; `false` is certain, and told of short texts only.
pub(super) fn may_stand_in(text: &str) -> bool {
    let counts = |rest: &[u8]| match rest {
        [b'd' | b'D', next, ..] => matches!(next, b'o' | b'O' | b'i'),
        [b'd' | b'D'] => false,
        [b'/', next @ ..] => next.first() == Some(&b'/'),
        _ => true,
    };
    text.len() > SHORT || RARE.is_in(text, counts)
}

/// The places of a text, in ascending order.
#[derive(Debug)]
pub(super) struct Candidates<'t> {
    next_ascii: Option<usize>,
    slashes: Option<memmem::FindIter<'t, 'static>>,
    next_slashes: Option<usize>,
    disguises: Option<aho_corasick::FindIter<'static, 't>>,
    next_disguise: Option<usize>,
    middles: Option<memmem::FindIter<'t, 'static>>,
    next_middle: Option<usize>,
    bytes: &'t [u8],
}

impl<'t> Candidates<'t> {
    pub(super) fn new(text: &'t str, slashes: bool, disguises: bool) -> Self {
        let mut slashes = slashes.then(|| SLASHES.find_iter(text.as_bytes()));
        let mut disguises = DISGUISE.as_ref().filter(|_| disguises).map(|finder| finder.find_iter(text));
        let mut middles = disguises.is_some().then(|| MIDDLE.find_iter(text.as_bytes()));
        Self {
            next_middle: middles.as_mut().and_then(Iterator::next),
            middles,
            next_ascii: memchr2(b'.', b':', text.as_bytes()),
            next_slashes: slashes.as_mut().and_then(Iterator::next),
            next_disguise: disguises.as_mut().and_then(Iterator::next).map(|found| found.start()),
            slashes,
            disguises,
            bytes: text.as_bytes(),
        }
    }

    /// Passes over the full stops and colons before a byte.
    pub(super) fn pass(&mut self, until: usize) {
        if self.next_ascii.is_some_and(|next| next < until) {
            self.next_ascii = self.ascii_from(until);
        }
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
        self.next_disguise = self.disguises.as_mut().and_then(Iterator::next).map(|found| found.start());
        Some((disguise, Mark::Disguise))
    }
}
