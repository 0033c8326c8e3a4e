//! What becomes of what lints find: levels, and what the file itself allows.

use super::level::Levels;
use super::registry;
use super::subject::Subject;
use crate::diag::{Diagnostic, nearest};
use crate::document;
use crate::message::{document as shape, lint as text};
use crate::policy::model::Allow;
use crate::source::Span;

/// The id of the lint about `[[allow]]` entries; it looks at what the others find.
pub const UNUSED_ALLOW: &str = "unused-allow";

/// Something a lint found, with its level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What and where.
    pub diagnostic: Diagnostic,
    /// Why the file allows it, where it does.
    pub allowed: Option<String>,
    /// What is proved of it beyond its words: whether it has one right answer.
    pub mend: Option<Mend>,
}

/// The one right answer to a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Take out the bytes of the finding.
    Characters,
    /// Take out the table that the finding stands in, with the comments right above it.
    Table,
}

/// The id of every lint, in their order.
#[must_use]
pub fn ids() -> Vec<&'static str> {
    let mut ids: Vec<&str> = registry::ALL.iter().map(|lint| lint.id).chain([UNUSED_ALLOW]).collect();
    ids.sort_unstable();
    ids
}

/// Everything that the lints find in a policy, in the order of the file.
#[must_use]
pub fn judge(subject: Subject<'_>, levels: &Levels) -> Vec<Finding> {
    let tables = document::tables(&subject.policy.file);
    let allows = &subject.policy.allows;
    let mut used = vec![false; allows.len()];
    let mut found = Vec::new();
    for diagnostic in registry::run(subject) {
        let mut reason = None;
        for (allow, used) in allows.iter().zip(&mut used) {
            if is_in_force(allow, subject) && covers(allow, &diagnostic, &tables) {
                *used = true;
                reason = Some(allow.reason.clone());
            }
        }
        found.push(Finding { mend: mend(&diagnostic, subject), diagnostic, allowed: reason });
    }
    let idle = allows.iter().zip(&used).filter(|(_, used)| !**used).map(|(allow, _)| unused(allow, subject));
    found.extend(idle);
    found.retain_mut(|finding| match levels.of(finding.diagnostic.code) {
        Some(level) => {
            finding.diagnostic.severity = level;
            true
        }
        None => false,
    });
    found.sort_by(|a, b| (&a.diagnostic.file.name, a.diagnostic.span, a.diagnostic.code).cmp(&(&b.diagnostic.file.name, b.diagnostic.span, b.diagnostic.code)));
    found
}

fn is_in_force(allow: &Allow, subject: Subject<'_>) -> bool {
    allow.until.is_none_or(|until| subject.moment < until)
}

/// Whether an entry speaks of a finding: of its lint, and of the table it stands in.
fn covers(allow: &Allow, diagnostic: &Diagnostic, tables: &[document::Listed]) -> bool {
    if allow.lint != diagnostic.code || allow.origin.file != diagnostic.file {
        return false;
    }
    let Some(of) = &allow.of else { return true };
    let within = |table: &&document::Listed| table.span.start <= diagnostic.span.start && diagnostic.span.start < table.span.end;
    tables.iter().find(within).is_some_and(|table| table.id.as_ref() == Some(of))
}

fn unused(allow: &Allow, subject: Subject<'_>) -> Finding {
    let warn = |title| Diagnostic::warning(UNUSED_ALLOW, &allow.origin.file, allow.origin.span, title);
    let known = ids();
    if !known.contains(&allow.lint.as_str()) {
        let help = nearest(&allow.lint, known.iter().copied()).map(shape::did_you_mean).or_else(|| Some(shape::known_words(&known.join(", "))));
        return Finding { diagnostic: warn(text::allows_unknown(&allow.lint)).with_help(help), allowed: None, mend: None };
    }
    let title = match allow.until.filter(|_| !is_in_force(allow, subject)) {
        Some(until) => text::allow_expired(&allow.lint, &until.show(subject.policy.zone)),
        None => text::allows_nothing(&allow.lint),
    };
    // What has expired and is found again needs a person: it is not taken out.
    let still_found = registry::ALL.iter().filter(|lint| lint.id == allow.lint).any(|lint| !lint.run(subject).is_empty());
    let mend = (is_in_force(allow, subject) || !still_found).then_some(Mend::Table);
    Finding { diagnostic: warn(title), allowed: None, mend }
}

/// Whether a finding has just one right answer. A source that nobody names may have been forgotten in a statement, so it has
/// none; a rule that another repeats in every word but its name and reason has.
fn mend(diagnostic: &Diagnostic, subject: Subject<'_>) -> Option<Mend> {
    if diagnostic.file != subject.policy.file {
        return None;
    }
    match diagnostic.code {
        "hidden-characters" => Some(Mend::Characters),
        "duplicate-rule" => {
            let rules = &subject.policy.rules;
            let (number, rule) = rules.iter().enumerate().find(|(_, rule)| rule.origin.span == diagnostic.span && rule.origin.file == diagnostic.file)?;
            let is_named = rules.iter().any(|other| other.supersedes.contains(&number));
            let is_copy = rules.iter().take(number).any(|other| super::duplicate_rule::repeats(other, rule));
            (is_copy && !is_named).then_some(Mend::Table)
        }
        _ => None,
    }
}

/// Where the table stands that a place belongs to.
#[must_use]
pub fn table_at(tables: &[document::Listed], place: Span) -> Option<Span> {
    tables.iter().find(|table| table.span.start <= place.start && place.start < table.span.end).map(|table| table.span)
}
