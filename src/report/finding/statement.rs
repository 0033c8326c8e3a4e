//! The statement behind a finding: where it stands in its policy's file.

use crate::check::finding::{Finding, Ground};
use crate::check::run::Run;
use crate::engine::decision::Cause;
use crate::policy::model::{Origin, Policy};
use crate::source::{SourceFile, Span};

/// A statement at its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement<'p> {
    /// The policy's file.
    pub file: &'p SourceFile,
    /// The line of its reason, else of its id, else its first.
    pub span: Span,
}

impl Statement<'_> {
    /// Whether it stands in a file of the user's, and not in the program.
    #[must_use]
    pub fn is_users(&self) -> bool {
        !self.file.name.starts_with('<')
    }
}

/// The statement a finding stands on, if it stands on one that a file holds.
#[must_use]
pub fn of<'r>(run: &'r Run<'_>, finding: &Finding) -> Option<Statement<'r>> {
    let Ground::Statement { policy, cause } = finding.ground else { return None };
    let policy = run.policies.get(policy)?.matcher.policy();
    match cause {
        Cause::Rule(number) => policy.rules.get(number as usize).map(|rule| at(&rule.origin)),
        Cause::Default(number) => policy.defaults.get(number as usize).map(|default| at(&default.origin)),
        Cause::Otherwise => otherwise(policy),
        Cause::AmbiguousHost | Cause::Choice => None,
    }
}

fn at(origin: &Origin) -> Statement<'_> {
    let text = &*origin.file.text;
    let start = origin.span.start.min(text.len());
    let head = line_at(text, start);
    let body = text.get(head.end..).unwrap_or_default();
    let length = body.find("\n[").unwrap_or(body.len());
    let line = |key| key_line(body.get(..length).unwrap_or_default(), key, head.end);
    Statement { file: &origin.file, span: line("reason").or_else(|| line("id")).unwrap_or(head) }
}

fn otherwise(policy: &Policy) -> Option<Statement<'_>> {
    key_line(&policy.file.text, "otherwise", 0).map(|span| Statement { file: &policy.file, span })
}

/// The line around a byte, without its break.
fn line_at(text: &str, byte: usize) -> Span {
    let start = text.get(..byte).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let end = text.get(byte..).and_then(|after| after.find(['\n', '\r'])).map_or(text.len(), |at| byte + at);
    Span { start, end }
}

/// The line that begins with a key, in a text that begins at a byte of its file.
fn key_line(text: &str, key: &str, first_byte: usize) -> Option<Span> {
    let mut byte = first_byte;
    for line in text.split_inclusive('\n') {
        let rest = line.trim_start().strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start().starts_with('=')) {
            return Some(Span { start: byte, end: byte + line.trim_end().len() });
        }
        byte += line.len();
    }
    None
}
