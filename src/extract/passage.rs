//! Text that was taken out of another text, and the way back to where it was written.

use crate::source::Span;

/// The byte of a text at which a part that was borrowed from it begins; `None` for any other text.
pub(super) fn byte_in(text: &str, part: &str) -> Option<usize> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (start + part.len() <= text.len()).then_some(start)
}

/// A stretch of a passage and the stretch it was written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The byte of the passage at which it begins.
    at: usize,
    /// The first byte at which it is written.
    from: usize,
    /// The byte after the last at which it is written.
    until: usize,
    written: Written,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Byte for byte.
    Same,
    /// In another way, as an entity or escape is: it has no parts.
    Otherwise,
}

/// A text that is put together from pieces of another one.
#[derive(Debug, Clone, Default)]
pub(super) struct Passage {
    text: String,
    steps: Vec<Step>,
}

impl Passage {
    /// The text as it is meant.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a piece that is written just so.
    pub(super) fn same(&mut self, piece: &str, from: usize) {
        let until = from + piece.len();
        match self.steps.last_mut() {
            Some(last) if last.written == Written::Same && last.until == from => last.until = until,
            _ => self.steps.push(Step { at: self.text.len(), from, until, written: Written::Same }),
        }
        self.text.push_str(piece);
    }

    /// Adds a piece that is written in another way.
    pub(super) fn otherwise(&mut self, piece: &str, from: usize, until: usize) {
        self.steps.push(Step { at: self.text.len(), from, until, written: Written::Otherwise });
        self.text.push_str(piece);
    }

    /// Where its bytes stand.
    pub(super) fn origin<'o>(&'o self, outer: &'o Origin<'o>) -> Origin<'o> {
        Origin { steps: Steps::Many(&self.steps), outer: Some(outer) }
    }
}

#[derive(Debug, Clone, Copy)]
enum Steps<'o> {
    From(usize),
    Many(&'o [Step]),
}

/// Where the bytes of a text stand in the whole text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'o> {
    steps: Steps<'o>,
    outer: Option<&'o Origin<'o>>,
}

impl Origin<'static> {
    /// The whole text itself.
    pub(super) const WHOLE: Self = Self::from(0);

    /// A slice of the whole text that begins at a byte.
    pub(super) const fn from(byte: usize) -> Self {
        Self { steps: Steps::From(byte), outer: None }
    }
}

impl Origin<'_> {
    /// A slice of this text that begins at a byte.
    pub(super) const fn slice(&self, byte: usize) -> Origin<'_> {
        Origin { steps: Steps::From(byte), outer: Some(self) }
    }

    /// The byte at which a text begins that is a slice of the whole text; `None` where it was put together.
    pub(super) const fn byte(&self) -> Option<usize> {
        match (self.steps, self.outer) {
            (Steps::From(byte), None) => Some(byte),
            _ => None,
        }
    }

    /// The bytes of the whole text at which a stretch is written.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let own = match self.steps {
            Steps::From(byte) => Span { start: byte + start, end: byte + end },
            Steps::Many(steps) => Span { start: Self::start(steps, start), end: Self::end(steps, start, end) },
        };
        self.outer.map_or(own, |outer| outer.span(own.start, own.end))
    }

    fn step(steps: &[Step], byte: usize) -> Option<Step> {
        steps.get(steps.partition_point(|step| step.at <= byte).checked_sub(1)?).copied()
    }

    fn start(steps: &[Step], byte: usize) -> usize {
        match Self::step(steps, byte) {
            Some(step) if step.written == Written::Same => (step.from + byte - step.at).min(step.until),
            Some(step) => step.from,
            None => 0,
        }
    }

    fn end(steps: &[Step], start: usize, end: usize) -> usize {
        if end <= start {
            return Self::start(steps, start);
        }
        match Self::step(steps, end - 1) {
            Some(step) if step.written == Written::Same => (step.from + end - step.at).min(step.until),
            Some(step) => step.until,
            None => 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_lead_back_through_two_texts() {
        // Written: `xx&amp;amp;yy`; meant by the outer text `xx&amp;yy`, by the inner one `xx&yy`.
        let mut outer = Passage::default();
        outer.same("xx", 0);
        outer.otherwise("&", 2, 7);
        outer.same("amp;yy", 7);
        let mut inner = Passage::default();
        inner.same("xx", 0);
        inner.otherwise("&", 2, 7);
        inner.same("yy", 7);
        let whole = Origin::WHOLE;
        let outer_origin = outer.origin(&whole);
        let origin = inner.origin(&outer_origin);
        assert_eq!((outer.text(), inner.text()), ("xx&amp;yy", "xx&yy"));
        for (stretch, written) in [((0, 2), (0, 2)), ((1, 3), (1, 11)), ((2, 3), (2, 11)), ((3, 5), (11, 13)), ((0, 5), (0, 13)), ((5, 5), (13, 13))] {
            assert_eq!(origin.span(stretch.0, stretch.1), Span { start: written.0, end: written.1 }, "{stretch:?}");
        }
    }
}
