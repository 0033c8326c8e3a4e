//! Characters in the policy itself that are not shown, or that turn the text around: what a reviewer reads is not what counts.

use super::rule::Lint;
use super::subject::Subject;
use crate::canon::look::is_hidden;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::source::Span;

pub(super) const LINT: Lint = Lint::new("hidden-characters", || text::hidden_characters("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let file = &subject.policy.file;
    let hidden = file.text.char_indices().filter(|(_, c)| is_hidden(*c));
    hidden
        .map(|(at, c)| {
            let span = Span { start: at, end: at + c.len_utf8() };
            Diagnostic::warning(LINT.id, file, span, text::hidden_characters(&format!("U+{:04X}", u32::from(c))))
        })
        .collect()
}
