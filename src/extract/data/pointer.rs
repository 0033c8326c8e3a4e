//! JSON pointers while going through a document.

use std::fmt::Write as _;

/// The deepest level that is told apart.
pub(in crate::extract) const DEPTH_LIMIT: usize = 128;
/// The most bytes of a pointer.
const LENGTH_LIMIT: usize = 4 << 10;

/// A pointer (RFC 6901) that grows and shrinks with the level looked at.
#[derive(Debug, Default)]
pub(in crate::extract) struct Pointer {
    text: String,
    lengths: Vec<usize>,
}

impl Pointer {
    /// Goes into a member of an object.
    pub(in crate::extract) fn enter_key(&mut self, key: &str) {
        self.lengths.push(self.text.len());
        if self.text.len() > LENGTH_LIMIT {
            return;
        }
        self.text.push('/');
        let within = key.char_indices().map(|(at, _)| at).find(|at| *at > LENGTH_LIMIT).and_then(|at| key.get(..at));
        for letter in within.unwrap_or(key).chars() {
            match letter {
                '~' => self.text.push_str("~0"),
                '/' => self.text.push_str("~1"),
                other => self.text.push(other),
            }
        }
        if within.is_some() {
            self.text.push_str(&"…".repeat(LENGTH_LIMIT));
        }
    }

    /// Goes into an item of an array, counted from 0.
    pub(in crate::extract) fn enter_item(&mut self, number: usize) {
        self.lengths.push(self.text.len());
        if self.text.len() <= LENGTH_LIMIT {
            let _ = write!(self.text, "/{number}");
        }
    }

    /// Comes out again.
    pub(in crate::extract) fn out(&mut self) {
        if let Some(length) = self.lengths.pop() {
            self.text.truncate(length);
        }
    }

    /// The pointer; `None` for the whole document, and where it is too long to be told.
    pub(in crate::extract) fn told(&self) -> Option<String> {
        (!self.text.is_empty() && self.text.len() <= LENGTH_LIMIT).then(|| self.text.clone())
    }
}
