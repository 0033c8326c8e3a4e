//! Neighbouring pieces of text, put together to what a reader sees as one.

use crate::extract::passage::{Origin, Passage, byte_in};

/// Text that stands together in the source; the parser gives it in pieces.
#[derive(Debug, Default)]
pub(super) struct Words {
    from: usize,
    until: usize,
    mixed: Option<Passage>,
}

/// Whether a piece went on what was there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    /// It did.
    Yes,
    /// Something stands between them.
    No,
}

impl Words {
    /// Adds a piece that is written from one byte to another.
    pub(super) fn push(&mut self, text: &str, piece: &str, from: usize, until: usize) -> Joined {
        let is_same = is_same(text, piece, from, until);
        if self.is_empty() {
            (self.from, self.until) = (from, from);
        }
        let gap = text.get(self.until..from);
        match gap {
            Some("") if is_same && self.mixed.is_none() => {}
            // A backslash that makes what follows plain text.
            Some("" | "\\") => {
                let (start, end) = (self.from, self.until);
                let passage = self.mixed.get_or_insert_with(|| {
                    let mut passage = Passage::default();
                    passage.same(text.get(start..end).unwrap_or_default(), start);
                    passage
                });
                if is_same {
                    passage.same(piece, from);
                } else {
                    passage.otherwise(piece, from, until);
                }
            }
            _ => return Joined::No,
        }
        self.until = until;
        Joined::Yes
    }

    /// Adds a piece though marks of the containers around it stand between.
    pub(super) fn push_line(&mut self, text: &str, piece: &str, from: usize, until: usize) {
        if self.push(text, piece, from, until) == Joined::Yes {
            return;
        }
        let (start, end) = (self.from, self.until);
        let passage = self.mixed.get_or_insert_with(|| {
            let mut passage = Passage::default();
            passage.same(text.get(start..end).unwrap_or_default(), start);
            passage
        });
        if is_same(text, piece, from, until) {
            passage.same(piece, from);
        } else {
            passage.otherwise(piece, from, until);
        }
        self.until = until;
    }

    /// Whether nothing was added.
    pub(super) const fn is_empty(&self) -> bool {
        self.from == self.until && self.mixed.is_none()
    }

    /// Takes what came together, with its place.
    pub(super) fn take(&mut self, text: &str, read: impl FnOnce(&str, &Origin<'_>)) {
        let words = std::mem::take(self);
        match &words.mixed {
            Some(passage) => read(passage.text(), &passage.origin(&Origin::WHOLE)),
            None if words.until > words.from => read(text.get(words.from..words.until).unwrap_or_default(), &Origin::from(words.from)),
            None => {}
        }
    }
}

/// Whether a piece is written just so from one byte to another; most are borrowed from there.
fn is_same(text: &str, piece: &str, from: usize, until: usize) -> bool {
    piece.len() == until.saturating_sub(from) && (byte_in(text, piece) == Some(from) || text.get(from..until) == Some(piece))
}
