//! Which statements and dates of a policy its tests, or a corpus, reach.

use std::collections::BTreeSet;

use crate::check::outcome::LinkOutcome;
use crate::check::run::Run;
use crate::engine::decision::Cause;
use crate::engine::trace::FullTrace;
use crate::policy::model::Policy;
use crate::time::{Instant, Interval};

/// What was reached so far.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    applied: BTreeSet<u32>,
    decisive: BTreeSet<Cause>,
    spared: BTreeSet<u32>,
    days: BTreeSet<Instant>,
}

/// One thing to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What it is.
    pub what: TargetKind,
    /// The name of the rule or default; for a date, the date as well.
    pub name: String,
    /// Whether it was reached.
    pub reached: bool,
}

/// The sorts of things to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetKind {
    /// A rule that applies to some link.
    Rule,
    /// A rule that decides some link.
    Decisive,
    /// An `except` that spares some link.
    Except,
    /// A default that decides some link.
    Default,
    /// A date with a question on each side of it, at most a day away.
    Date,
}

impl TargetKind {
    /// Every sort, in the order of reports.
    pub const ALL: [Self; 5] = [Self::Rule, Self::Decisive, Self::Except, Self::Default, Self::Date];

    /// The word for it in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rules applied",
            Self::Decisive => "rules decisive",
            Self::Except => "exceptions",
            Self::Default => "defaults",
            Self::Date => "dates",
        }
    }
}

impl Coverage {
    /// Takes note of a link that a run decided; the run's first policy is the one that is covered.
    pub fn note(&mut self, run: &Run<'_>, outcome: &LinkOutcome<'_>) {
        let Some(policy) = run.policies.first() else { return };
        self.days.insert(policy.matcher.view().instant);
        let hits = policy.matcher.hits(&outcome.chain);
        self.spared.extend(policy.matcher.spared(&outcome.chain));
        for scene in &policy.scenes {
            let mut trace = FullTrace::default();
            let decision = policy.matcher.decide_traced(*scene, &hits, &mut trace);
            self.applied.extend(trace.steps.iter().flat_map(|step| step.applied.iter().copied()));
            self.decisive.extend(decision.causes);
        }
    }

    /// Everything of a policy that there is to reach, with what was reached.
    #[must_use]
    pub fn targets(&self, policy: &Policy) -> Vec<Target> {
        let mut found = Vec::new();
        let own_rules = policy.rules.iter().enumerate().filter(|(_, rule)| rule.origin.policy == policy.id);
        for (number, rule) in own_rules {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let mut add = |what, reached| found.push(Target { what, name: rule.name.clone(), reached });
            add(TargetKind::Rule, self.applied.contains(&number));
            add(TargetKind::Decisive, self.decisive.contains(&Cause::Rule(number)));
            if rule.except.is_some() {
                add(TargetKind::Except, self.spared.contains(&number));
            }
        }
        let own_defaults = policy.defaults.iter().enumerate().filter(|(_, default)| default.origin.policy == policy.id);
        for (number, default) in own_defaults {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            found.push(Target { what: TargetKind::Default, name: default.name.clone(), reached: self.decisive.contains(&Cause::Default(number)) });
        }
        // The dates of an extended policy are for its own rows to reach.
        let own_rules = policy.rules.iter().filter(|rule| rule.origin.policy == policy.id).map(|rule| rule.interval);
        let own_defaults = policy.defaults.iter().filter(|default| default.origin.policy == policy.id).map(|default| default.interval);
        let moments: BTreeSet<Instant> = own_rules.chain(own_defaults).flat_map(Interval::ends).collect();
        found.extend(moments.into_iter().map(|moment| {
            let near = |from: Instant, until: Instant| self.days.range(from..until).next().is_some();
            let reached = near(moment.plus_days(-1), moment) && near(moment, moment.plus_days(1));
            Target { what: TargetKind::Date, name: moment.show(policy.zone), reached }
        }));
        found
    }
}
