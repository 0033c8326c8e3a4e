//! The stretches of time in which neither policy changes.

use crate::classify::catalog::Catalog;
use crate::policy::model::Policy;
use crate::policy_space::facts::Pair;
use crate::policy_space::region::Stretch;
use crate::time::Instant;

/// Every stretch between the moments of both policies and some further ones, before the first and after the last included.
#[must_use]
pub fn stretches(policies: Pair<&Policy>, further: &[Instant]) -> Vec<Stretch> {
    let mut moments = policies.old.moments();
    moments.extend(policies.new.moments());
    moments.extend_from_slice(further);
    moments.sort_unstable();
    moments.dedup();
    let Some(first) = moments.first() else {
        let now = policies.new.verified_on.unwrap_or(Instant(0));
        return vec![Stretch { at: Pair { old: now, new: now }, from: None, until: None }];
    };
    let before = Instant(first.0 - 1);
    let mut found = vec![Stretch { at: Pair { old: before, new: before }, from: None, until: Some(*first) }];
    for (number, moment) in moments.iter().enumerate() {
        found.push(Stretch { at: Pair { old: *moment, new: *moment }, from: Some(*moment), until: moments.get(number + 1).copied() });
    }
    found
}

/// The one stretch of a comparison between two moments.
#[must_use]
pub fn two_moments(at: Pair<Instant>) -> Vec<Stretch> {
    vec![Stretch { at, from: None, until: None }]
}

/// The moments at which a short-link service ended.
#[must_use]
pub fn service_ends(catalog: &Catalog) -> Vec<Instant> {
    let mut found: Vec<Instant> = catalog.short_links.iter().flat_map(|short| [short.times.no_new_links_since, short.times.closed]).flatten().collect();
    found.sort_unstable();
    found.dedup();
    found
}
