//! What is neither shown to be good for something nor proved to be good for nothing: said, never passed over.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::{Text, lint as text};
use crate::policy_diff::entry::Reason;
use crate::policy_use::part::Part;
use crate::policy_use::study::{Matter, Open};

pub(super) const LINT: Lint = Lint::new("not-proved", || text::not_proved("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let found = subject.findings().filter_map(|(finding, origin)| {
        let Matter::NotProved(open) = &finding.matter else { return None };
        let what = match (&finding.part, &finding.value) {
            (_, Some(value)) => format!("`{}` in `{}`", value.text, value.key),
            (Part::Except(_), None) => "`except`".to_owned(),
            (Part::Rule(number) | Part::Value(number, ..), None) => {
                subject.policy.rules.get(*number).map(|rule| format!("`{}`", rule.name)).unwrap_or_default()
            }
            (Part::Default(number), None) => subject.policy.defaults.get(*number).map(|default| format!("`{}`", default.name)).unwrap_or_default(),
        };
        Some(subject.warn(LINT.id, origin, text::not_proved(&what)).with_help(Some(why(open))))
    });
    found.collect()
}

fn why(open: &Open) -> Text {
    match open {
        Open::Lookup => text::needs_lookup(),
        Open::Comparison(Reason::Budget(name, value)) => text::bound_met(name, *value),
        Open::Comparison(Reason::NoWitness { .. }) => text::no_link_found(),
        Open::Comparison(Reason::Services) => text::services_end(),
    }
}
