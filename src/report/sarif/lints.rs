//! What lints find, and what is wrong with policies that cannot be used, as SARIF.

use std::collections::BTreeSet;

use super::model::{Configuration, Location, Log, Outcome, Rule, Suppression, level, message};
use crate::diag::{Diagnostic, Severity};
use crate::lint::judged::Finding;
use crate::lint::level::default;
use crate::message::Lang;
use crate::page::lints::LintPage;

/// One log over findings of lints and faults of policies. Lints are described by their pages, faults by their ids.
#[must_use]
pub fn log(findings: &[Finding], faults: &[Diagnostic], pages: &[LintPage], lang: Lang) -> Log {
    let mut rules: Vec<Rule> = pages.iter().map(|page| rule_of(page, lang)).collect();
    let codes: BTreeSet<&str> = faults.iter().map(|fault| fault.code).collect();
    rules.extend(codes.into_iter().map(|code| bare(code, Severity::Error)));
    let found = findings.iter().map(|finding| {
        let mut outcome = outcome(&finding.diagnostic, lang);
        outcome.suppressions.extend(finding.allowed.as_deref().map(Suppression::in_source));
        outcome
    });
    Log::new(rules, found.chain(faults.iter().map(|fault| outcome(fault, lang))).collect())
}

fn rule_of(page: &LintPage, lang: Lang) -> Rule {
    Rule {
        full_description: Some(message(page.why.get(lang))),
        help: Some(message(page.action.get(lang))),
        short_description: message(page.what.get(lang)),
        ..bare(&page.id, default(&page.id))
    }
}

fn bare(id: &str, severity: Severity) -> Rule {
    Rule {
        id: id.to_owned(),
        short_description: message(id),
        full_description: None,
        help: None,
        default_configuration: Configuration { level: level(severity) },
        properties: serde_json::Map::new(),
    }
}

fn outcome(diagnostic: &Diagnostic, lang: Lang) -> Outcome {
    let text = match &diagnostic.help {
        Some(help) => format!("{} ({})", diagnostic.title.get(lang), help.get(lang)),
        None => diagnostic.title.get(lang).to_owned(),
    };
    let mut outcome = Outcome::new(diagnostic.code, diagnostic.severity, &text, Location::of(&diagnostic.file, diagnostic.span, None));
    let related = diagnostic.related.iter().map(|related| Location::of(&related.file, related.span, Some(related.label.get(lang))));
    outcome.related_locations.extend(related);
    outcome
}
