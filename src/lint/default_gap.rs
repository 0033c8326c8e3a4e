//! A hole in the timeline of a scene's defaults: for these days `otherwise` answers, between days on which something was known.

use std::collections::BTreeMap;

use super::rule::Lint;
use super::subject::Subject;
use crate::diag::Diagnostic;
use crate::message::lint as text;
use crate::policy::model::DefaultRule;
use crate::verdict::{Basis, Kind};

pub(super) const LINT: Lint = Lint::new("default-gap", || text::default_gap("…", "…"), check);

fn check(subject: Subject<'_>) -> Vec<Diagnostic> {
    let policy = subject.policy;
    let mut lines: BTreeMap<(usize, Kind, bool), Vec<&DefaultRule>> = BTreeMap::new();
    for default in policy.defaults.iter().filter(|default| default.origin.policy == policy.id) {
        for kind in &default.kinds {
            lines.entry((default.scene, *kind, default.grounds.basis == Basis::Observed)).or_default().push(default);
        }
    }
    let mut found: Vec<Diagnostic> = Vec::new();
    for line in lines.values_mut() {
        line.sort_by_key(|default| default.interval.from);
        for pair in line.windows(2) {
            let [before, after] = pair else { continue };
            if let (Some(end), Some(begin)) = (before.interval.until, after.interval.from)
                && end < begin
            {
                found.push(subject.warn(LINT.id, &after.origin, text::default_gap(&end.show(policy.zone), &begin.show(policy.zone))));
            }
        }
    }
    // A default of several kinds would tell of one hole several times.
    found.dedup();
    found
}
