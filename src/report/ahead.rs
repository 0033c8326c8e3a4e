//! What changes within a horizon, for reports that know every moment anyway.

use super::explanation::{Ahead, Change, Explanation};
use crate::check::outcome::LinkOutcome;
use crate::check::run::Run;

/// Adds to an explanation what changes in each scene within some days; the run must be compiled with every moment.
pub fn add(explanation: &mut Explanation, run: &Run<'_>, outcome: &LinkOutcome<'_>, days: i64) {
    for (answer, scene) in explanation.scenes.iter_mut().zip(&outcome.decisions) {
        let Some(policy) = run.policies.get(scene.policy) else { continue };
        let (zone, now) = (policy.matcher.policy().zone, policy.matcher.view().instant);
        let end = now.plus_days(days);
        let mut verdict = scene.decision.verdict;
        let mut changes = Vec::new();
        for (moment, then, _) in policy.matcher.timeline(scene.scene, &policy.matcher.hits(&outcome.chain)) {
            if moment > now && moment <= end && then != verdict {
                verdict = then;
                changes.push(Change { on: moment.show(zone), verdict: then.as_str() });
            }
        }
        answer.ahead = Some(Ahead { until: end.show(zone), changes });
    }
}
