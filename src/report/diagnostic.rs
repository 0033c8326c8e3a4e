//! Diagnostics for machines.

use serde::Serialize;

use crate::diag::{Diagnostic, Severity};
use crate::message::Lang;

/// A diagnostic with its place.
#[derive(Debug, Clone, Serialize)]
pub struct DiagnosticFacts {
    /// The stable id.
    pub code: &'static str,
    /// `error` or `warning`.
    pub severity: &'static str,
    /// What is wrong.
    pub title: String,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in Unicode scalar values, from 1.
    pub column: usize,
}

/// A diagnostic in one language.
#[must_use]
pub fn diagnostic_facts(diagnostic: &Diagnostic, lang: Lang) -> DiagnosticFacts {
    let place = diagnostic.file.place(diagnostic.span.start);
    DiagnosticFacts {
        code: diagnostic.code,
        severity: match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        title: diagnostic.title.get(lang).to_owned(),
        file: diagnostic.file.name.to_string(),
        line: place.line,
        column: place.column,
    }
}
