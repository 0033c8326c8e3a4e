//! Names of known sites that stand whole in the host of another, as in `www.qq.com.example.cn` and `taobao.com-item.example`.
//!
//! What counts is the whole name with its ending, for words like `apple` stand in many honest hosts. Its parts may be
//! held together by dots or hyphens. The idea is that of Chromium's "target embedding"; the bounds are our own.

use super::names::{Name, Names, Trace};
use super::shape;
use crate::lanes::{self, Lanes};
use crate::marked::Marked;

/// The most parts of a name that are put together: known names have at most five labels.
pub const PART_LIMIT: usize = 5;

/// The shortest word before a glued `com`, as in `taobaocom`, that is told from an ordinary word.
const GLUED_WORD: usize = 5;

/// Endings whose names also count where hyphens hold them together. Two words and a hyphen make many an honest name, and
/// the endings of small countries are words: `goo-gl`, `linux-do`.
const HYPHENATED_ENDINGS: &[&str] = &["cn", "com", "net", "org"];

/// Whether a name may stand in the first bytes of a text, the part of a host left of its public suffix, by the letters at the ends of its
/// parts; `false` is certain, and nearly every host ends here. The dots and hyphens among these bytes are bits.
#[must_use]
pub(super) fn may_stand_in(text: &[u8], mut marks: u64, length: usize, names: &Names) -> bool {
    let mut found = false;
    while marks != 0 {
        // How many marks a host has cannot be foretold. Most have no more than two, and of two nothing hangs on it.
        for _ in 0..2 {
            let (is_there, mark) = (marks != 0, marks.trailing_zeros() as usize);
            marks &= marks.wrapping_sub(1);
            let end = length.min(marks.trailing_zeros() as usize);
            found |= is_there & (names.may_be_ending(text, mark + 1, end) | is_behind_com(text, mark));
        }
    }
    found
}

/// Whether `com` stands right before a place that is not among the first four.
fn is_behind_com(text: &[u8], place: usize) -> bool {
    let four = text.get(place.wrapping_sub(4)..).and_then(<[u8]>::first_chunk).map_or(0, |four| u32::from_be_bytes(*four));
    four << 8 == u32::from_be_bytes(*b"com\0")
}

/// Whether a name that `counts` stands in the part of a host left of its public suffix.
#[must_use]
pub fn stands_in(left: &Marked<'_>, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    let (name, mut marks) = (left.name(), left.marks());
    let mut end = name.len();
    loop {
        let mark = marks.next();
        let start = mark.map_or(0, |mark| mark + 1);
        let part = name.as_bytes().get(start..end).unwrap_or_default();
        let is_last = start > 0 && names.may_be_ending(name.as_bytes(), start, end) && ends_here(name, start, end, names, &counts);
        if is_last || end < name.len() && is_glued(part, names, &counts) {
            return true;
        }
        let Some(mark) = mark else { return false };
        end = mark;
    }
}

/// Whether a word with a hyphen before its public suffix is a known host with a hyphen for a dot, as `item-taobao.com`.
#[must_use]
pub fn is_hyphenated(word: &str, suffix: &str, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    let trace = Trace::default().follow(suffix.as_bytes()).step(b'.').follow_dotted(word.as_bytes());
    names.may_have(trace) && names.with_shape(&shape::plain(&format!("{}.{suffix}", word.replace('-', ".")))).iter().any(counts)
}

/// Where the part begins that ends at a place: behind the dot or hyphen before it.
fn part_start(left: &str, end: usize) -> usize {
    let before = left.get(..end).unwrap_or_default();
    lanes::places_backwards(before.as_bytes(), is_mark).next().map_or(0, |at| at + 1)
}

/// What parts are held together by.
#[inline(always)]
fn is_mark(lanes: Lanes) -> Lanes {
    lanes::within(lanes, b'-', b'.')
}

/// Whether a name ends with the part between two places.
fn ends_here(left: &str, start: usize, end: usize, names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    let text = |from: usize, to: usize| left.get(from..to).unwrap_or_default();
    let mut trace = Trace::default().follow(text(start, end).as_bytes());
    let mut begin = start;
    for parts in 2..=PART_LIMIT {
        let Some(before) = begin.checked_sub(1) else { return false };
        begin = part_start(left, before);
        trace = trace.step(b'.').follow(text(begin, before).as_bytes());
        let stands = parts > 2 || !text(begin, end).contains('-') || HYPHENATED_ENDINGS.contains(&text(start, end));
        if stands && names.may_have(trace) && names.with_shape(&shape::plain(&text(begin, end).replace('-', "."))).iter().any(&counts) {
            return true;
        }
    }
    false
}

/// Whether a part is a name without its dot, as `taobaocom`.
fn is_glued(part: &[u8], names: &Names, counts: impl Fn(&Name) -> bool) -> bool {
    let Some(word) = part.strip_suffix(b"com").filter(|word| word.len() >= GLUED_WORD) else { return false };
    let trace = Trace::default().follow(b"com").step(b'.').follow(word);
    let Some(word) = std::str::from_utf8(word).ok().filter(|_| names.may_have(trace)) else { return false };
    names.with_shape(&shape::plain(&format!("{word}.com"))).iter().any(counts)
}
