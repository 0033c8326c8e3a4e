//! What begins or ends in a policy within a horizon.

use serde::Serialize;

use crate::message::{Lang, policy as text};
use crate::policy::model::Policy;
use crate::time::{Instant, Interval};

/// A statement that begins or ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UpcomingFacts {
    /// The day, or the moment.
    pub on: String,
    /// The name of a rule or default, or of a trial, such as `wechat/trial/group-ecommerce`.
    pub name: String,
    /// `begins` or `ends`.
    pub event: &'static str,
}

/// The rules, defaults and trials that begin or end after a moment and up to another, in the order of time.
#[must_use]
pub fn upcoming(policy: &Policy, after: Instant, upto: Instant) -> Vec<UpcomingFacts> {
    let trials = policy.trials.iter().map(|trial| (format!("{}/trial/{}", policy.id, trial.named.id), trial.interval));
    let rules = policy.rules.iter().map(|rule| (rule.name.clone(), rule.interval));
    let defaults = policy.defaults.iter().map(|default| (default.name.clone(), default.interval));
    let mut found: Vec<(Instant, String, &'static str)> = trials.chain(rules).chain(defaults).flat_map(|(name, interval)| events(&name, interval)).collect();
    found.retain(|(moment, ..)| after < *moment && *moment <= upto);
    found.sort();
    found.into_iter().map(|(moment, name, event)| UpcomingFacts { on: moment.show(policy.zone), name, event }).collect()
}

fn events(name: &str, interval: Interval) -> impl Iterator<Item = (Instant, String, &'static str)> + use<> {
    let named = |event| {
        let name = name.to_owned();
        move |moment| (moment, name, event)
    };
    interval.from.map(named("begins")).into_iter().chain(interval.until.map(named("ends")))
}

/// For people: a line for each, or one that nothing does.
#[must_use]
pub fn render(policy: &str, until: &str, found: &[UpcomingFacts], lang: Lang) -> String {
    if found.is_empty() {
        return format!("{}\n", text::nothing_upcoming(policy, until).get(lang));
    }
    let line = |fact: &UpcomingFacts| match fact.event {
        "begins" => text::begins(&fact.on, &fact.name),
        _ => text::ends(&fact.on, &fact.name),
    };
    let lines = found.iter().map(|fact| format!("  {}\n", line(fact).get(lang)));
    format!("{}\n{}", text::upcoming(policy, until).get(lang), lines.collect::<String>())
}
