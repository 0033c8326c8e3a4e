//! What a lint looks at.

use std::cell::OnceCell;

use crate::classify::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::message::{Text, lint as text};
use crate::policy::model::{Condition, Origin, Policy, Rule, Test};
use crate::policy_use::examples::Examples;
use crate::policy_use::part::Part;
use crate::policy_use::study::{Finding, Study};
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
    /// Example sites of the catalog, made once for all policies.
    pub examples: &'s Examples<'s>,
    /// What the policy's parts are good for: empty, and filled when the first lint asks.
    pub study: &'s OnceCell<Study>,
}

impl<'s> Subject<'s> {
    /// The policy's own rules, without those of policies that it extends.
    pub fn rules(self) -> impl Iterator<Item = &'s Rule> {
        self.policy.rules.iter().filter(move |rule| rule.origin.policy == self.policy.id)
    }

    /// What was found about the parts of the policy, each with the place of its statement.
    pub fn findings(self) -> impl Iterator<Item = (&'s Finding, &'s Origin)> {
        let policy = self.policy;
        let origin = move |part: &Part| match part {
            Part::Default(number) => policy.defaults.get(*number).map(|default| &default.origin),
            Part::Rule(number) | Part::Except(number) | Part::Value(number, ..) => policy.rules.get(*number).map(|rule| &rule.origin),
        };
        self.study().findings.iter().filter_map(move |finding| Some((finding, origin(&finding.part)?)))
    }

    /// What the policy's parts are good for.
    #[must_use]
    pub fn study(self) -> &'s Study {
        self.study.get_or_init(|| Study::of(self.policy, self.examples))
    }

    /// What else brings the verdict of a link that a statement applies to in vain.
    #[must_use]
    pub fn in_vain(self, line: &[u8], behind: &[String]) -> Text {
        let link = String::from_utf8_lossy(line);
        if behind.is_empty() { text::applies_bare(&link) } else { text::applies_in_vain(&link, &behind.join(", ")) }
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
