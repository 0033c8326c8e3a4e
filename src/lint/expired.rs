//! A statement that has ended and is no history. A platform's policy keeps its past, for it is asked about past days; there only an end
//! since the sources were last looked at is told: nobody has looked at what holds now. A policy without sources speaks for its
//! owner, whose past rules are of no use.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::time::{Instant, Interval};

pub(super) const LINT: Lint = Lint::new("expired", || text::expired("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let policy = subject.policy;
    let own = |origin: &crate::policy::model::Origin| origin.policy == policy.id;
    let rules = subject.rules().map(|rule| (rule.interval, &rule.origin));
    let defaults = policy.defaults.iter().map(|default| (default.interval, &default.origin)).filter(|(_, origin)| own(origin));
    let ended = |interval: Interval| interval.until.filter(|until| *until <= subject.moment);
    let title = |until: Instant| match policy.verified_on {
        _ if policy.sources.is_empty() => Some(text::expired(&until.show(policy.zone))),
        Some(verified) if verified < until => Some(text::expired_since_verified(&until.show(policy.zone), &verified.show(policy.zone))),
        _ => None,
    };
    let found = rules.chain(defaults).filter_map(|(interval, origin)| Some((title(ended(interval)?)?, origin)));
    found.map(|(title, origin)| subject.warn(LINT.id, origin, title)).collect()
}
