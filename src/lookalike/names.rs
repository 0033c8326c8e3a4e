//! The names that hosts are compared with, by their shapes.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::bits::Bits;
use super::shape::{self, Drawn};
use crate::ends;
use crate::lanes;
use crate::room::Span;

/// As powers of two, the bits for the shapes of names (for some thousand about one look in twenty goes on to the table for nothing), for
/// their last labels, of which there are some hundred, and for the shapes that are written otherwise and the labels inside names.
const SHAPE_BITS: u32 = 16;
const ENDING_BITS: u32 = 14;
const PART_BITS: u32 = 14;

/// Spreads the bits of a key; the golden ratio of 2^64, which is odd.
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The shortest word that stands for its site by itself.
const WORD_LENGTH: usize = 5;

/// One name of a known site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The host or domain, in canonical form.
    pub host: Box<str>,
    /// The caller's number for who runs it.
    pub owner: u16,
}

impl Name {
    /// Whether a label is one of the name's, other than its last.
    #[must_use]
    pub fn has_label(&self, label: &str) -> bool {
        self.host.rsplit('.').skip(1).any(|own| own == label)
    }
}

/// The names of known sites.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Vec<(Box<str>, Vec<Name>)>", into = "Vec<(Box<str>, Vec<Name>)>")]
pub struct Names {
    by_shape: HashMap<Box<str>, SmallVec<[Name; 1]>, foldhash::fast::FixedState>,
    /// The traces of the shapes.
    traces: Bits,
    /// The shapes of whole names, by their ends.
    shapes: Bits,
    /// The last labels of names, and filters before them.
    endings: HashSet<Box<str>, foldhash::fast::FixedState>,
    ending_bits: Bits,
    /// The shapes of names that are written otherwise, such as `l63.com`.
    drawn: Bits,
    /// The shapes of labels that are neither the first of a name nor its last.
    inner: Bits,
}

impl Default for Names {
    fn default() -> Self {
        let [traces, shapes, ending_bits, drawn, inner] = [SHAPE_BITS, SHAPE_BITS, ENDING_BITS, PART_BITS, PART_BITS].map(Bits::none);
        Self { by_shape: HashMap::default(), traces, shapes, endings: HashSet::default(), ending_bits, drawn, inner }
    }
}

/// By their shapes, in the order of these.
impl From<Names> for Vec<(Box<str>, Vec<Name>)> {
    fn from(names: Names) -> Self {
        let mut by_shape: Self = names.by_shape.into_iter().map(|(shape, names)| (shape, names.into_vec())).collect();
        by_shape.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        by_shape
    }
}

impl From<Vec<(Box<str>, Vec<Name>)>> for Names {
    fn from(by_shape: Vec<(Box<str>, Vec<Name>)>) -> Self {
        let mut names = Self::default();
        names.by_shape.reserve(by_shape.len());
        for (shape, own) in by_shape {
            for (_, ending) in own.iter().filter_map(|name| name.host.rsplit_once('.')) {
                names.note_ending(ending);
            }
            own.iter().for_each(|name| names.note(&shape, &name.host));
            names.by_shape.insert(shape, own.into());
        }
        names
    }
}

impl Names {
    /// Adds a host or domain in canonical form with its owner's number. Names of a single label are left out.
    pub fn add(&mut self, host: &str, owner: u16) {
        let Some((_, ending)) = host.rsplit_once('.') else { return };
        self.note_ending(ending);
        let word = host.split_once('.').filter(|(word, ending)| word.len() >= WORD_LENGTH && !ending.contains('.')).map(|(word, _)| shape::plain(word));
        for shape in shapes_of(host).into_iter().chain(word) {
            self.note(&shape, host);
            self.by_shape.entry(shape.into_boxed_str()).or_default().push(Name { host: host.into(), owner });
        }
    }

    /// Notes the last label of a host.
    fn note_ending(&mut self, ending: &str) {
        if !self.endings.contains(ending) {
            self.ending_bits.add(ending_hash(ending.as_bytes(), 0, ending.len()));
            self.endings.insert(ending.into());
        }
    }

    /// Notes the shape of a host, or of its first word.
    fn note(&mut self, shape: &str, host: &str) {
        self.traces.add(Trace::default().follow(shape.as_bytes()).0);
        self.shapes.add(ends::hash(shape.as_bytes()) >> (u64::BITS - SHAPE_BITS));
        // A word by itself is no name, and nobody asks for it here.
        if shape != host && shape.contains('.') {
            self.drawn.add(part_hash(shape.as_bytes()));
        }
        let mut labels = shape.as_bytes().split(|byte| *byte == b'.').skip(1).peekable();
        while let (Some(label), Some(_)) = (labels.next(), labels.peek()) {
            self.inner.add(part_hash(label));
        }
    }

    /// Whether a name with the shape that was followed may have been added; `false` is certain.
    #[must_use]
    pub fn may_have(&self, trace: Trace) -> bool {
        self.traces.may_have(trace.0)
    }

    /// Whether a name that a plain text is not may have its shape; `false` is certain.
    #[must_use]
    #[inline(always)]
    pub(super) fn may_be_drawn(&self, text: Span<'_>) -> bool {
        match shape::drawn_in(text) {
            Drawn::Itself => self.drawn.may_have(ends::hash_span(text) >> (u64::BITS - PART_BITS)),
            Drawn::Digits => self.shapes.may_have(ends::hash_as(text.get(), shape::without_digits) >> (u64::BITS - SHAPE_BITS)),
            Drawn::Letters => self.may_have(Trace::default().follow_backwards(shape::bytes_backwards(text.get()))),
        }
    }

    /// Whether a plain label may have the shape of one that is neither the first of a name nor its last; `false` is certain.
    #[must_use]
    pub(super) fn may_be_inner(&self, label: Span<'_>) -> bool {
        match shape::drawn_in(label) {
            Drawn::Itself => self.inner.may_have(ends::hash_span(label) >> (u64::BITS - PART_BITS)),
            Drawn::Digits => self.inner.may_have(ends::hash_as(label.get(), shape::without_digits) >> (u64::BITS - PART_BITS)),
            Drawn::Letters => true,
        }
    }

    /// Whether a label is the last one of a name.
    #[must_use]
    pub(super) fn is_ending(&self, label: &str) -> bool {
        self.endings.contains(label)
    }

    /// The same of a label between two places of a text; `false` is certain.
    #[must_use]
    #[inline]
    pub(super) fn may_be_ending(&self, text: &[u8], start: usize, end: usize) -> bool {
        self.ending_bits.may_have(ending_hash(text, start, end))
    }

    /// The names with a shape.
    #[must_use]
    pub fn with_shape(&self, shape: &str) -> &[Name] {
        self.by_shape.get(shape).map_or(&[], |names| names.as_slice())
    }

    /// The names whose first label has the shape of a word, where the word is long enough to be telling.
    #[must_use]
    pub fn with_word(&self, word: &str) -> &[Name] {
        // Names have a dot, so words stand in the same table without being taken for one.
        if word.contains('.') { &[] } else { self.with_shape(&shape::plain(word)) }
    }

    /// How many shapes are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_shape.len()
    }

    /// Whether there is no name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_shape.is_empty()
    }
}

/// The shapes of a whole host in canonical form.
fn shapes_of(host: &str) -> Vec<String> {
    if !host.contains("xn--") && host.is_ascii() {
        return vec![shape::plain(host)];
    }
    let (unicode, _) = idna::domain_to_unicode(host);
    let mut shapes = vec![String::new()];
    for label in unicode.split('.') {
        let of_label = shape::of_label(label);
        shapes =
            shapes.iter().flat_map(|head| of_label.iter().map(move |label| if head.is_empty() { label.clone() } else { format!("{head}.{label}") })).collect();
        shapes.truncate(shape::SHAPE_LIMIT);
    }
    shapes
}

/// A hash of a shape that grows from its end to its beginning, so that one walk meets every ending of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Trace(u64);

impl Trace {
    /// The trace with a plain text before it.
    #[must_use]
    pub fn follow(self, text: &[u8]) -> Self {
        if shape::is_its_own(text) {
            return self.follow_backwards(text.iter().rev().copied());
        }
        self.follow_backwards(shape::bytes_backwards(text))
    }

    fn follow_backwards(self, bytes: impl Iterator<Item = u8>) -> Self {
        bytes.fold(self, Self::step)
    }

    /// The trace with a plain text before it whose parts are held together by dots, whatever holds them together as it is written.
    #[must_use]
    pub fn follow_dotted(self, text: &[u8]) -> Self {
        self.follow_backwards(shape::bytes_backwards(text).map(|byte| if byte == b'-' { b'.' } else { byte }))
    }

    /// The trace with one byte of a shape before it.
    #[must_use]
    pub const fn step(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u64).wrapping_mul(ODD).rotate_left(23))
    }
}

/// The hash of a last label between two places of a text, by its length and its first four letters: every part of every host asks for it.
#[inline]
fn ending_hash(text: &[u8], start: usize, end: usize) -> u64 {
    let length = end.wrapping_sub(start);
    let alone = || u32::try_from(lanes::word(text.get(start..end).unwrap_or_default())).unwrap_or_default();
    let four = text.get(start..).and_then(<[u8]>::first_chunk).map_or_else(alone, |four| u32::from_le_bytes(*four));
    let kept = if length < 4 { (1 << (8 * length)) - 1 } else { u32::MAX };
    (u64::from(four & kept) | (length as u64) << u32::BITS).wrapping_mul(ODD) >> (u64::BITS - ENDING_BITS)
}

/// The hash of a shape, or of a label of one.
fn part_hash(shape: &[u8]) -> u64 {
    ends::hash(shape) >> (u64::BITS - PART_BITS)
}
