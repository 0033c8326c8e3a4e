//! A public suffix where one site was most likely meant: everybody's sites stand under it. `suffix` says so on purpose.

use super::rule::Lint;
use super::subject::{Subject, each_test};
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy::model::Test;

pub(super) const LINT: Lint = Lint::new("broad-domain", || text::broad_domain("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in subject.rules() {
        each_test(&rule.matches, &mut |test| {
            if let Test::Domain(names) = test {
                let broad = names.iter().filter(|name| subject.suffixes.is_public_suffix(name));
                found.extend(broad.map(|name| subject.warn(LINT.id, &rule.origin, text::broad_domain(name))));
            }
        });
    }
    found
}
