//! Where a text may hold a code that needs no word beside it: a run of letters and digits of the right length between marks.

use std::ops::Range;

use super::code_shape::{Alphabet, Closing, Delimited, Opening, Shape, is_filler, is_sign};

/// What a run has to be for one of some codes to stand in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Runs {
    /// The least and the most letters and digits.
    length: (usize, usize),
    /// What may stand right before it.
    before: Marks,
    /// What may stand right behind it.
    behind: Marks,
}

/// Characters with which marks begin or end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Marks {
    chars: Vec<char>,
    /// Whether any sign is one.
    signs: bool,
}

impl Marks {
    fn hold(&self, c: char) -> bool {
        self.chars.contains(&c) || (self.signs && is_sign(c))
    }
}

impl Runs {
    /// What holds for the runs of all shapes; `None` where some shape may stand anywhere.
    pub(super) fn of<'s>(shapes: impl Iterator<Item = &'s Shape>) -> Option<Self> {
        let mut runs = Self { length: (usize::MAX, 0), before: Marks::default(), behind: Marks::default() };
        for shape in shapes {
            let Shape::Delimited(shape) = shape else { return None };
            if shape.alphabet != Alphabet::Alnum || shape.length.0 == 0 {
                return None;
            }
            runs.length = (runs.length.0.min(shape.length.0), runs.length.1.max(shape.length.1));
            runs.add(shape)?;
        }
        Some(runs)
    }

    /// Adds the marks of a shape; `None` where it has none on one side, or one that could be a part of the run.
    fn add(&mut self, shape: &Delimited) -> Option<()> {
        let edge = |c: Option<char>| c.filter(|c| !c.is_ascii_alphanumeric() && !is_filler(*c));
        match &shape.open {
            Opening::Free => self.before.chars.push(edge(shape.prefix.chars().next_back())?),
            Opening::Sign => self.before.signs = true,
            Opening::OneOf(marks) => {
                for mark in marks {
                    self.before.chars.push(edge(mark.chars().next_back())?);
                }
            }
        }
        match (&shape.close, &shape.open) {
            (Closing::Anything, _) | (Closing::Same, Opening::Free) => return None,
            (Closing::Same, Opening::Sign) => self.behind.signs = true,
            (Closing::Same, Opening::OneOf(marks)) | (Closing::OneOf(marks), _) => {
                for mark in marks {
                    self.behind.chars.push(edge(mark.chars().next())?);
                }
            }
        }
        Some(())
    }

    /// The places of all such runs outside the links of a text, ascending. A run that is long enough covers one of any as many bytes
    /// that follow each other, so only every so many bytes are looked at.
    pub(super) fn places(&self, text: &str, links: &[Range<usize>], mut tell: impl FnMut(usize)) {
        let ends = links.iter().map(|link| (link.start, link.end)).chain([(text.len(), text.len())]);
        let mut floor = 0;
        for (start, end) in ends {
            let stretch = text.as_bytes().get(floor..start).unwrap_or_default();
            self.in_stretch(stretch, |from, until| {
                if self.stands_between(text, floor + from, floor + until) {
                    tell(floor + from);
                }
            });
            floor = end;
        }
    }

    /// The runs of the right length of a stretch without links.
    fn in_stretch(&self, stretch: &[u8], mut tell: impl FnMut(usize, usize)) {
        let step = self.length.0;
        let mut at = step.saturating_sub(1);
        while let Some(byte) = stretch.get(at) {
            if !byte.is_ascii_alphanumeric() {
                at += step;
                continue;
            }
            let (head, tail) = stretch.split_at(at);
            let start = at - head.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let end = at + tail.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            if (self.length.0..=self.length.1).contains(&(end - start)) {
                tell(start, end);
            }
            at = end + step;
        }
    }

    /// Whether marks stand on both sides of a run.
    fn stands_between(&self, text: &str, start: usize, end: usize) -> bool {
        let before = text.get(..start).and_then(|head| head.chars().rev().find(|c| !is_filler(*c)));
        let behind = text.get(end..).and_then(|tail| tail.chars().find(|c| !is_filler(*c)));
        before.is_some_and(|c| self.before.hold(c)) && behind.is_some_and(|c| self.behind.hold(c))
    }
}
