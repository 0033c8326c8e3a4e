//! The word of a known site beside a word that asks for trust, as in `login-taobao.example` and `taobao-verify.example`.
//!
//! The idea is that of Chromium's "combo squatting". A known word alone proves nothing: sellers, fans and critics use it.

use super::names::{Name, Names, Trace};
use crate::lanes;

/// What pages that take passwords are called. Source: words that Chromium looks for too, less those that many honest names hold.
const BAITS: &[&str] =
    &["account", "accounts", "activate", "login", "logon", "passwd", "password", "recover", "secure", "signin", "signon", "unlock", "verify"];

/// Words that stand beside those and ask for nothing. Alone they are part of many honest names.
const FILLERS: &[&str] = &["online", "security", "www"];

/// The most words that are taken from the ends of one part.
const STRIP_LIMIT: usize = 3;

/// Whether a label is made of a known word that `counts`, at least one bait, and perhaps others.
#[must_use]
pub fn is_in(label: &str, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    let is_beside_www = label.starts_with("www-");
    // Nearly every host is passed over here.
    if !is_beside_www && !parts(label).any(may_hold) {
        return false;
    }
    let is_baited = is_beside_www || parts(label).any(|part| without_baits(part).1);
    let has_known = |word: &[u8]| {
        let word = std::str::from_utf8(word).ok().filter(|_| names.may_have(Trace::default().follow(word)));
        word.is_some_and(|word| names.with_word(word).iter().any(&counts))
    };
    is_baited && parts(label).any(|part| has_known(without_baits(part).0))
}

/// The parts of a label, held together by hyphens.
fn parts(label: &str) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(label.as_bytes());
    std::iter::from_fn(move || {
        let here = rest?;
        let end = lanes::find(here, 0, |lanes| lanes::equal(lanes, b'-'));
        rest = here.get(end + 1..);
        here.get(..end)
    })
}

/// A part of a label without baits and fillers at its ends, and whether it had a bait.
fn without_baits(part: &[u8]) -> (&[u8], bool) {
    let (mut rest, mut is_baited) = (part, false);
    let rounds = if may_hold(part) { STRIP_LIMIT } else { 0 };
    for _ in 0..rounds {
        let bare = without_ends(rest, BAITS);
        is_baited |= bare.len() < rest.len();
        rest = without_ends(bare, FILLERS);
    }
    (rest, is_baited)
}

/// Whether a part of a label begins or ends with four letters of a bait or a filler, or begins with `www`.
fn may_hold(part: &[u8]) -> bool {
    let (Some(first), Some(last)) = (part.first_chunk(), part.last_chunk()) else { return false };
    let is_likely = HEADS.has(u32::from_le_bytes(*first)) || TAILS.has(u32::from_le_bytes(*last));
    let fits = |word: &str| word.as_bytes().first_chunk() == Some(first) || word.as_bytes().last_chunk() == Some(last);
    part.starts_with(b"www") || is_likely && BAITS.iter().chain(FILLERS).any(|word| fits(word))
}

/// Whether one of the parts of a text from a place on may hold a bait, by the letters at its ends; `false` is certain. Parts are held together
/// by marks, whose places are bits.
#[must_use]
pub(super) fn may_be_in(text: &[u8], marks: u64, mut start: usize, end: usize) -> bool {
    let mut left = if start < 64 { marks & (u64::MAX << start) } else { 0 };
    let mut found = false;
    loop {
        let mark = end.min(left.trailing_zeros() as usize);
        found |= may_be_at(text, start, mark);
        if left == 0 {
            return found;
        }
        left &= left - 1;
        start = mark + 1;
    }
}

/// The same of one part between two places: what [`may_hold`] asks of a part by itself, without branches. Three letters are enough of `www`.
#[inline]
fn may_be_at(text: &[u8], start: usize, end: usize) -> bool {
    let four = |at: usize| text.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_le_bytes(*four));
    let (head, tail) = (four(start), four(end.saturating_sub(4)));
    let length = end.saturating_sub(start);
    (length >= 4) & (HEADS.has(head) | TAILS.has(tail)) | (length >= 3) & (head << 8 == u32::from_le_bytes(*b"\0www"))
}

/// The first four letters of the baits and fillers, and the last four; but for `www`.
const HEADS: Letters = Letters::of(BAITS, Side::Head).and(FILLERS, Side::Head);
const TAILS: Letters = Letters::of(BAITS, Side::Tail).and(FILLERS, Side::Tail);

/// Which letters of a word are looked at.
#[derive(Clone, Copy)]
enum Side {
    Head,
    Tail,
}

/// A filter of four letters each, as bits: wrong for one in a hundred, and only on the side of yes, which a look at the words confirms.
struct Letters([u64; 1 << (BITS - 6)]);

/// How many bits there are, as a power of two.
const BITS: u32 = 11;

impl Letters {
    const fn of(words: &[&str], side: Side) -> Self {
        Self([0; 1 << (BITS - 6)]).and(words, side)
    }

    #[expect(clippy::indexing_slicing, reason = "const evaluation over the whole list; a wrong index fails the build")]
    const fn and(mut self, words: &[&str], side: Side) -> Self {
        let mut at = 0;
        while at < words.len() {
            let word = words[at].as_bytes();
            let letters = match side {
                Side::Head => word.first_chunk(),
                Side::Tail => word.last_chunk(),
            };
            if let Some(letters) = letters {
                let place = place(u32::from_le_bytes(*letters));
                self.0[place.0] |= place.1;
            }
            at += 1;
        }
        self
    }

    fn has(&self, letters: u32) -> bool {
        let (word, bit) = place(letters);
        self.0.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// The place of four letters in a filter.
const fn place(letters: u32) -> (usize, u64) {
    let hash = letters.wrapping_mul(0x9e37_79b9) >> (u32::BITS - BITS);
    ((hash >> 6) as usize, 1 << (hash & 63))
}

/// A part without a word of a list at its beginning or end.
fn without_ends<'p>(part: &'p [u8], words: &[&str]) -> &'p [u8] {
    let strip = |word: &&str| part.strip_prefix(word.as_bytes()).or_else(|| part.strip_suffix(word.as_bytes()));
    words.iter().find_map(strip).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parts_are_what_hyphens_hold_together() {
        for label in ["", "-", "a", "a-", "-a", "a-b--c", "a-label-that-is-longer-than-sixteen-bytes"] {
            assert!(parts(label).eq(label.as_bytes().split(|byte| *byte == b'-')), "{label}");
        }
    }

    #[test]
    fn the_quick_look_misses_no_word() {
        for word in BAITS.iter().chain(FILLERS) {
            let (before, after) = (format!("{word}taobao"), format!("taobao{word}"));
            assert!(may_hold(before.as_bytes()), "{before}");
            assert!(may_hold(after.as_bytes()) || *word == "www", "{after}");
        }
        assert!(!may_hold(b"example") && !may_hold(b"a"));
    }

    proptest! {
        #[test]
        fn one_look_misses_no_part(
            front in "([a-z]{0,3}[.-]){0,3}",
            words in proptest::collection::vec("(www|online|login|verify|security|[a-z]{1,5}){0,3}", 1..4),
            behind in "([.][a-z]{0,9})?",
        ) {
            let label = words.join("-");
            let (start, end, text) = (front.len(), front.len() + label.len(), format!("{front}{label}{behind}"));
            // Longer texts are not asked for.
            prop_assume!(end <= 64);
            let marks = text.match_indices(['.', '-']).filter(|(at, _)| *at < end).fold(0_u64, |marks, (at, _)| marks | 1 << at);
            let is_likely = label.starts_with("www-") || parts(&label).any(may_hold);
            prop_assert!(!is_likely || may_be_in(text.as_bytes(), marks, start, end), "{}", text);
        }
    }
}
