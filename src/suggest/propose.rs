//! From a decision to the changes that help, each confirmed by the engine.

use super::change::{Change, Detail, Suggestion};
use super::law::keeps;
use super::rewrite::rewritten;
use crate::check::outcome::{LinkOutcome, SceneDecision, Written};
use crate::check::run::Run;
use crate::engine::decision::Decision;
use crate::verdict::{Effect, Kind, Verdict};

/// The changes that give a link a looser verdict in one scene, nearest first; none where it opens already.
///
/// Later days are known only as far as the run's horizon reaches.
#[must_use]
pub fn suggestions(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Vec<Suggestion> {
    let decision = &scene.decision;
    let mut found = Vec::new();
    if decision.verdict == Verdict::Open {
        return found;
    }
    found.extend(other_links(run, outcome, scene));
    found.extend(other_scenes(run, outcome, scene));
    found.extend(later(run, outcome, scene));
    found.extend(as_text(outcome, decision));
    found
}

/// The nearest change that helps in one scene.
#[must_use]
pub fn nearest(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Option<Suggestion> {
    suggestions(run, outcome, scene).into_iter().next()
}

/// Other forms of the link that get a looser verdict; of each kind the first that helps.
fn other_links(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Vec<Suggestion> {
    let Written::Text(written) = outcome.written else { return Vec::new() };
    let mut found: Vec<Suggestion> = Vec::new();
    for (change, link) in rewritten(written, &outcome.chain) {
        if found.iter().any(|known| known.change == change) {
            continue;
        }
        let verdict = confirmed(run, outcome, scene, &link);
        // A larger change that brings no more than a smaller one is no help.
        let helps = |verdict: Verdict| verdict < found.iter().map(|known| known.verdict).min().unwrap_or(scene.decision.verdict);
        if let Some(verdict) = verdict.filter(|verdict| helps(*verdict)) {
            found.push(Suggestion { change, detail: Detail::Link(link), verdict });
        }
    }
    found
}

/// The verdict on another link in the same scene, if it keeps the law and is nowhere less certain to open.
fn confirmed(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, link: &str) -> Option<Verdict> {
    let changed = run.check_text(link);
    let same = |other: &&SceneDecision| (other.policy, other.scene) == (scene.policy, scene.scene);
    let then = &changed.decisions.iter().find(same)?.decision;
    let (now, before) = (then.verdict, scene.decision.verdict);
    (now < before && then.worst <= scene.decision.worst && keeps(&outcome.chain, &changed.chain)).then_some(now)
}

/// The scenes of the same policy in which the link opens.
fn other_scenes(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Vec<Suggestion> {
    let Some(policy) = run.policies.get(scene.policy) else { return Vec::new() };
    let hits = policy.matcher.hits(&outcome.chain);
    let others = (0..policy.matcher.policy().scenes.len()).filter(|number| *number != scene.scene);
    let opens = |number: &usize| policy.matcher.decide(*number, &hits).verdict == Verdict::Open;
    others.filter(opens).map(|number| Suggestion { change: Change::Scene, detail: Detail::Scene(number), verdict: Verdict::Open }).collect()
}

/// The first day ahead on which the scene gives a looser verdict.
fn later(run: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Option<Suggestion> {
    let policy = run.policies.get(scene.policy)?;
    let now = policy.matcher.view().instant;
    let timeline = policy.matcher.timeline(scene.scene, &policy.matcher.hits(&outcome.chain));
    let (moment, verdict, _) = timeline.into_iter().find(|(moment, verdict, _)| *moment > now && *verdict < scene.decision.verdict)?;
    Some(Suggestion { change: Change::Later, detail: Detail::From(moment), verdict })
}

/// A web link as text, where the platform asks for it to be copied and does not keep the message itself from others.
fn as_text(outcome: &LinkOutcome<'_>, decision: &Decision) -> Option<Suggestion> {
    let link = &outcome.chain.first;
    let is_link = link.kind == Kind::Web && link.url.is_ok() && link.code.is_none();
    let kept_back = [Effect::NotSent, Effect::VisibleOnlyToSender].into_iter().any(|effect| decision.effects.contains(effect));
    let helps = decision.verdict == Verdict::Copy && is_link && !kept_back;
    helps.then_some(Suggestion { change: Change::CopyText, detail: Detail::None, verdict: Verdict::Copy })
}
