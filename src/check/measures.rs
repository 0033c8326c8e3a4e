//! How much findings weigh and what of them is allowed: levels, exceptions and directives over what the engine says.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::finding::{Excerpt, Finding, Ground, Level, State, findings, masked, signal_finding};
use super::outcome::{Allowed, LinkOutcome};
use super::patterns;
use super::run::Run;
use super::standing::{Standing, is_finding};
use crate::extract::found::{Place, Role};
use crate::message::Text;
use crate::settings::discover::clean;
use crate::settings::exception::{Asked, Exception};
use crate::settings::levels::{Levels, Weight};
use crate::signal::Signal;
use crate::source::Span;
use crate::suppress::allowance::{Allowance, Complaint, Flaw};
use crate::suppress::scopes::Judging;

/// What a run is measured by beside its threshold.
#[derive(Debug)]
pub struct Measures {
    /// Weights by rule.
    pub levels: Levels,
    /// Exceptions in force.
    pub exceptions: Vec<Arc<Exception>>,
    /// How directives are judged; `None` where they are not heeded.
    pub judging: Option<Judging>,
    /// The folder that relative names of inputs are meant from.
    pub here: String,
}

/// Every rule of a run, as findings name them.
pub fn rules_of(run: &Run<'_>) -> impl Iterator<Item = String> {
    let statements = run.policies.iter().flat_map(|policy| {
        let model = policy.matcher.policy();
        let rules = model.rules.iter().map(|rule| rule.name.clone());
        let choices = model.choices.iter().map(|choice| format!("{}/choice/{}", model.id, choice.id));
        let others = [&policy.statements.otherwise, &policy.statements.ambiguous].map(|statement| statement.name.to_string());
        rules.chain(model.defaults.iter().map(|default| default.name.clone())).chain(choices).chain(others)
    });
    statements.chain(Signal::IDS.iter().map(|id| (*id).to_owned())).chain(CHECKS.iter().map(|id| (*id).to_owned()))
}

/// The check that an exception was never needed.
pub const UNUSED_EXCEPTION: &str = "unused-exception";
/// The check that an exception is over.
pub const EXPIRED_EXCEPTION: &str = "expired-exception";
/// Every check, by its id.
pub const CHECKS: &[&str] =
    &[Flaw::Bad.as_str(), Flaw::Expired.as_str(), Flaw::Unused.as_str(), UNUSED_EXCEPTION, EXPIRED_EXCEPTION, patterns::SAME_PAGE, patterns::SAME_TARGET];

/// No levels, no exceptions, no directives.
pub static PLAIN: Measures = Measures { levels: Levels(BTreeMap::new()), exceptions: Vec::new(), judging: None, here: String::new() };

impl Measures {
    /// Whether a link could stand otherwise than its verdict says, without a directive.
    #[must_use]
    pub fn matter(&self) -> bool {
        !self.levels.0.is_empty() || !self.exceptions.is_empty()
    }

    /// Whether a finding counts for the exit code.
    #[must_use]
    pub fn counts(&self, run: &Run<'_>, finding: &Finding) -> bool {
        if finding.state != State::Open {
            return false;
        }
        match (self.levels.of(&finding.rule), finding.ground) {
            (Some(weight), _) => weight == Weight::Error,
            (None, Ground::Statement { .. }) => run.threshold.fail_on.is_some(),
            (None, Ground::Signal(_) | Ground::Check(_)) => finding.level == Level::Error,
        }
    }

    /// The findings of a link after levels, exceptions and the directives that cover it, and whether the link counts.
    /// What is allowed is written to the outcome.
    #[must_use]
    pub fn judge(&self, run: &Run<'_>, file: &Arc<str>, outcome: &mut LinkOutcome<'_>, covering: &[Arc<Allowance>]) -> (Vec<Finding>, Standing) {
        let mut found = findings(run, &self.levels, file, outcome);
        // With a weight of its own it is told with the other signals.
        found.extend(masked(file, outcome).filter(|finding| self.levels.of(&finding.rule).is_none()));
        let seen = if self.levels.0.is_empty() { Vec::new() } else { self.signals(outcome) };
        found.extend(seen.into_iter().map(|(signal, level)| signal_finding(file, outcome, signal, level)));
        for finding in &mut found {
            let directive = covering.iter().find(|allowance| allowance.allows(&finding.rule)).map(|allowance| allowance.reason.clone());
            if let Some(reason) = directive.or_else(|| self.exception(finding, outcome, file)) {
                outcome.allowed.push(Allowed { rule: finding.rule.to_string(), reason: reason.clone() });
                finding.state = State::Suppressed { reason };
            }
        }
        let counts = found.iter().any(|finding| self.counts(run, finding));
        (found, if counts { Standing::Counts } else { Standing::Passes })
    }

    /// The standing of a link of a list on which no directive lies.
    #[must_use]
    pub fn standing(&self, run: &Run<'_>, outcome: &LinkOutcome<'_>) -> Standing {
        if is_finding(run.threshold, outcome) { Standing::Counts } else { Standing::Passes }
    }

    /// The signals of a link that have a weight.
    fn signals(&self, outcome: &LinkOutcome<'_>) -> Vec<(Signal, Level)> {
        let signals = outcome.chain.layers().fold(crate::signal::SignalSet::EMPTY, |all, layer| all.union(layer.signals));
        let level = |signal: Signal| Some((signal, Level::given(self.levels.of(signal.id())?)?));
        signals.iter().filter_map(level).collect()
    }

    fn exception(&self, finding: &Finding, outcome: &LinkOutcome<'_>, file: &str) -> Option<String> {
        if self.exceptions.is_empty() {
            return None;
        }
        let layer = outcome.chain.layers().find(|layer| finding.url.is_some() && layer.canonical().map(|url| url.as_str()) == finding.url.as_deref());
        let path = clean(&Path::new(&self.here).join(file));
        let host = layer.and_then(|layer| layer.host());
        let asked = Asked { rule: &finding.rule, host, url: finding.url.as_deref(), link: &finding.link, path: &path };
        self.exceptions.iter().find(|exception| exception.allows(asked)).map(|exception| exception.reason.clone())
    }

    /// What is to be said of an exception, as a finding at its place in the settings file; `None` where the check is off.
    #[must_use]
    pub fn about_exception(&self, exception: &Exception, check: &'static str, sentence: Text) -> Option<Finding> {
        let level = self.levels.of(check).map_or(Some(Level::Warning), Level::given)?;
        let at = exception.file.place(exception.span.start);
        let (line, ..) = exception.file.window(exception.span);
        let line = line.lines().next().unwrap_or_default();
        let place = Place::on_line(at.line as u64, at.column, at.column + line.chars().count());
        let excerpt = Some(quoted(line.to_owned(), at.column));
        let file = exception.file.name.as_ref().into();
        Some(Finding {
            rule: check.into(),
            ground: Ground::Check(check),
            level,
            file,
            place: Some(place),
            role: Role::Comment,
            sentence: sentence.into(),
            excerpt,
            ..Finding::blank()
        })
    }

    /// What is to be said of a suppression, as a finding; `None` where settings switch the check off.
    #[must_use]
    pub fn complaint(&self, file: &str, complaint: Complaint) -> Option<Finding> {
        let rule = complaint.flaw.as_str();
        let own = if complaint.flaw == Flaw::Bad { Level::Error } else { Level::Warning };
        let level = self.levels.of(rule).map_or(Some(own), Level::given)?;
        let Complaint { flaw, place, written, sentence } = complaint;
        let excerpt = Some(quoted(written, place.column));
        let ground = Ground::Check(flaw.as_str());
        Some(Finding {
            rule: rule.into(),
            ground,
            level,
            file: file.into(),
            place: Some(place),
            role: Role::Comment,
            sentence: sentence.into(),
            excerpt,
            ..Finding::blank()
        })
    }
}

/// A text that stands at a column, as its own excerpt.
fn quoted(text: String, column: usize) -> Excerpt {
    let span = Span { start: 0, end: text.len() };
    Excerpt { text, span, skipped: column.saturating_sub(1) }
}
