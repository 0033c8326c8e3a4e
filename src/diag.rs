//! Diagnostics: what is wrong with a text someone wrote, where, and the way out. They know no rule.

use crate::message::Text;
use crate::source::{SourceFile, Span};

/// How much a diagnostic weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do at once.
    Note,
    /// Most likely not meant; the text is used all the same.
    Warning,
    /// The text cannot be used, or must not stay as it is.
    Error,
}

impl Severity {
    /// The word that reports use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A second place that belongs to a diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The file.
    pub file: SourceFile,
    /// The place.
    pub span: Span,
    /// What stands there.
    pub label: Text,
}

/// One thing wrong, at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// A short stable id, such as `unknown-key`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// What is wrong.
    pub title: Text,
    /// The file.
    pub file: SourceFile,
    /// The place.
    pub span: Span,
    /// The way out, where one is known.
    pub help: Option<Text>,
    /// A second place, where one matters.
    pub related: Option<Related>,
}

impl Diagnostic {
    /// An error at a place.
    #[must_use]
    pub fn error(code: &'static str, file: &SourceFile, span: Span, title: Text) -> Self {
        Self { code, severity: Severity::Error, title, file: file.clone(), span, help: None, related: None }
    }

    /// A warning at a place.
    #[must_use]
    pub fn warning(code: &'static str, file: &SourceFile, span: Span, title: Text) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, file, span, title) }
    }

    /// The same with a way out.
    #[must_use]
    pub fn with_help(mut self, help: Option<Text>) -> Self {
        self.help = help;
        self
    }

    /// The same with a second place in the same file.
    #[must_use]
    pub fn with_related(mut self, span: Span, label: Text) -> Self {
        self.related = Some(Related { file: self.file.clone(), span, label });
        self
    }
}

/// The known word nearest to a mistaken one, if one is near enough to be meant.
#[must_use]
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}
