//! What a lint is.

use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::Text;

/// One lint.
#[derive(Debug, Clone, Copy)]
pub struct Lint {
    /// The id, as warnings show it.
    pub id: &'static str,
    /// What it warns of, in one sentence.
    pub about: fn() -> Text,
    check: fn(Subject<'_>) -> Vec<Diagnostic>,
}

impl Lint {
    /// A lint; only the files of lints make them.
    pub(super) const fn new(id: &'static str, about: fn() -> Text, check: fn(Subject<'_>) -> Vec<Diagnostic>) -> Self {
        Self { id, about, check }
    }

    /// What it finds.
    #[must_use]
    pub fn run(&self, subject: Subject<'_>) -> Vec<Diagnostic> {
        (self.check)(subject)
    }
}
