//! How a policy treats every known site, scene by scene and over time.

use crate::check::run::{Run, RunPolicy};
use crate::classify::ids::{CategorySet, OwnerId};
use crate::engine::decision::Cause;
use crate::policy::model::Policy;
use crate::time::Instant;
use crate::verdict::{Kind, Verdict};

/// A known site in one scene: its verdict in each stretch of time between the policy's moments.
#[derive(Debug, Clone)]
pub struct Treatment {
    /// A link to the site.
    pub link: String,
    /// Who runs it.
    pub owner: OwnerId,
    /// What it is.
    pub category: CategorySet,
    /// For each stretch, the verdict and the name of what brought it.
    pub answers: Vec<(Verdict, String)>,
}

/// The beginnings of the stretches of time; the first has none.
#[must_use]
pub fn stretches(policy: &Policy) -> Vec<Option<Instant>> {
    std::iter::once(None).chain(policy.moments().into_iter().map(Some)).collect()
}

/// The treatment of every known site that is an ordinary web link, in the order of hosts. The run must be compiled with every
/// moment.
#[must_use]
pub fn of_sites(run: &Run<'_>, scene: usize) -> Vec<Treatment> {
    let Some(policy) = run.policies.first() else { return Vec::new() };
    let stretches = stretches(policy.matcher.policy());
    let mut hosts: Vec<&str> = run.classifier.catalog.hosts.site_names().collect();
    hosts.sort_unstable();
    hosts.into_iter().filter_map(|host| treatment(run, policy, scene, host, &stretches)).collect()
}

fn treatment(run: &Run<'_>, policy: &RunPolicy<'_>, scene: usize, host: &str, stretches: &[Option<Instant>]) -> Option<Treatment> {
    let link = format!("https://{host}/");
    let (owner, category, timeline) = {
        let outcome = run.check_text(&link);
        let first = &outcome.chain.first;
        let is_plain = first.kind == Kind::Web && first.shortener.is_none() && first.wrapper.is_none() && outcome.chain.deeper.is_empty();
        let owner = first.owner.filter(|_| is_plain)?;
        (owner, first.category, policy.matcher.timeline(scene, &policy.matcher.hits(&outcome.chain)))
    };
    let name = |causes: &[Cause]| causes.first().map_or_else(String::new, |cause| policy.name(*cause).to_owned());
    let answer = |begins: &Option<Instant>| {
        let at = timeline.iter().rposition(|(moment, ..)| begins.is_some_and(|begins| *moment <= begins)).unwrap_or(0);
        timeline.get(at).map(|(_, verdict, causes)| (*verdict, name(causes)))
    };
    let answers: Vec<_> = stretches.iter().filter_map(answer).collect();
    (answers.len() == stretches.len()).then_some(Treatment { link, owner, category, answers })
}
