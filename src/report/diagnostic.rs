//! Diagnostics for machines.

use serde::Serialize;

use crate::diag::Diagnostic;
use crate::message::Lang;

/// A diagnostic with its place.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosticFacts {
    /// The stable id.
    pub code: &'static str,
    /// `error`, `warning` or `note`.
    pub severity: &'static str,
    /// What is wrong.
    pub title: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode scalar values, from 1.
    pub column: usize,
    /// Why the file allows it, where it does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub allowed: Option<String>,
}

/// A diagnostic in one language.
#[must_use]
pub fn diagnostic_facts(diagnostic: &Diagnostic, lang: Lang) -> DiagnosticFacts {
    let place = diagnostic.file.place(diagnostic.span.start);
    DiagnosticFacts {
        code: diagnostic.code,
        severity: diagnostic.severity.as_str(),
        title: diagnostic.title.get(lang).to_owned(),
        file: diagnostic.file.name.to_string(),
        line: place.line,
        column: place.column,
        allowed: None,
    }
}
