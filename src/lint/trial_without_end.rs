//! A trial that has run for long without an end: it is no trial any more, or its end was missed.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

/// After how many days a trial should have become a rule or have ended. The longest one known, `WeChat`'s of e-commerce links in
/// groups, was never ended in words.
const LONG_DAYS: i64 = 365 * 6;

pub(super) const LINT: Lint = Lint::new("trial-without-end", || text::trial_without_end("…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let is_long = |from: Option<crate::time::Instant>| from.is_none_or(|from| from.plus_days(LONG_DAYS) < subject.moment);
    let endless = subject.policy.trials.iter().filter(|trial| trial.interval.until.is_none() && is_long(trial.interval.from));
    endless.map(|trial| subject.warn_named(LINT.id, &trial.named.id, text::trial_without_end(&trial.named.id))).collect()
}
