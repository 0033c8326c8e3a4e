//! What a lint looks at.

use crate::classify::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::message::Text;
use crate::policy::model::{Condition, Origin, Policy, Rule, Test};
use crate::source::Span;
use crate::suffix::SuffixList;
use crate::time::Instant;

/// A policy with what its meaning depends on.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'s> {
    /// The policy.
    pub policy: &'s Policy,
    /// The catalog.
    pub catalog: &'s Catalog,
    /// The public suffix list.
    pub suffixes: &'s dyn SuffixList,
    /// The moment looked at.
    pub moment: Instant,
}

impl<'s> Subject<'s> {
    /// The policy's own rules, without those of policies that it extends.
    pub fn rules(self) -> impl Iterator<Item = &'s Rule> {
        self.policy.rules.iter().filter(move |rule| rule.origin.policy == self.policy.id)
    }

    /// A warning about a statement.
    #[must_use]
    pub fn warn(self, code: &'static str, origin: &Origin, title: Text) -> Diagnostic {
        Diagnostic::warning(code, &origin.file, origin.span, title)
    }

    /// A warning about a source or trial, at its `id`; at the beginning of the file where that stands in a policy it extends.
    #[must_use]
    pub fn warn_named(self, code: &'static str, id: &str, title: Text) -> Diagnostic {
        let file = &self.policy.file;
        let written = format!("\"{id}\"");
        match file.text.find(&format!("id = {written}")) {
            Some(at) => Diagnostic::warning(code, file, Span { start: at + 5, end: at + 5 + written.len() }, title),
            None => self.warn_file(code, title),
        }
    }

    /// A warning about the policy as a whole, at the beginning of its file.
    #[must_use]
    pub fn warn_file(self, code: &'static str, title: Text) -> Diagnostic {
        let file = &self.policy.file;
        let end = file.text.find('\n').unwrap_or(file.text.len());
        Diagnostic::warning(code, file, Span { start: 0, end }, title)
    }
}

/// Shows every test of a condition, those inside `any` and `all` included.
pub fn each_test<'c>(condition: &'c Condition, see: &mut impl FnMut(&'c Test)) {
    for test in &condition.tests {
        see(test);
        if let Test::Any(conditions) | Test::All(conditions) = test {
            conditions.iter().for_each(|inner| each_test(inner, see));
        }
    }
}
