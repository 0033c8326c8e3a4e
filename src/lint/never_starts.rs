//! A statement that begins in a far future: most likely a slip in the year.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

/// How far ahead platforms announce at most, in days.
const FAR_DAYS: i64 = 365 * 2;

pub(super) const LINT: Lint = Lint::new("never-starts", || text::never_starts("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let own = |origin: &crate::policy::model::Origin| origin.policy == subject.policy.id;
    let rules = subject.rules().map(|rule| (rule.interval, &rule.origin));
    let defaults = subject.policy.defaults.iter().map(|default| (default.interval, &default.origin)).filter(|(_, origin)| own(origin));
    let far = |from: crate::time::Instant| from > subject.moment.plus_days(FAR_DAYS);
    let late = rules.chain(defaults).filter_map(|(interval, origin)| Some((interval.from.filter(|from| far(*from))?, origin)));
    late.map(|(from, origin)| subject.warn(LINT.id, origin, text::never_starts(&from.show(subject.policy.zone)))).collect()
}
