//! Sources that nobody has looked at for long: platforms change their rules without a word.

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;

/// After how many days sources should be looked at again.
const STALE_AFTER_DAYS: i64 = 365;

pub(super) const LINT: Lint = Lint::new("stale-sources", || text::stale_sources("…", STALE_AFTER_DAYS), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let policy = subject.policy;
    // A policy that stands on no text has nothing to look at again.
    if policy.sources.is_empty() {
        return Vec::new();
    }
    let title = match policy.verified_on {
        None => text::never_verified(),
        Some(day) if day.plus_days(STALE_AFTER_DAYS) < subject.moment => text::stale_sources(&day.show(policy.zone), STALE_AFTER_DAYS),
        Some(_) => return Vec::new(),
    };
    vec![subject.warn_file(LINT.id, title)]
}
