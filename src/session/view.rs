//! What a question asks of each policy: its scenes, and the view on it.

use super::question::{Question, Refusal};
use crate::engine::view::{BasisView, Horizon, View};
use crate::message::run as text;
use crate::policy::model::Policy;
use crate::time::AsOf;

/// The scenes asked for, by policy; each must be known to one of them.
pub(super) fn scenes(policies: &[Policy], question: &Question) -> Result<Vec<Vec<usize>>, Refusal> {
    let all = |policy: &Policy| (0..policy.scenes.len()).collect::<Vec<_>>();
    if question.scenes.is_empty() {
        return Ok(policies.iter().map(all).collect());
    }
    for id in &question.scenes {
        if !policies.iter().any(|policy| policy.scene(id).is_some()) {
            let known = known(policies, |policy| policy.scenes.iter().map(|scene| scene.id.as_str()).collect());
            return Err(Refusal::Asked(text::unknown("scene", id, &known)));
        }
    }
    let asked = |policy: &Policy| {
        let mut scenes: Vec<usize> = Vec::new();
        for scene in question.scenes.iter().filter_map(|id| policy.scene(id)) {
            if !scenes.contains(&scene) {
                scenes.push(scene);
            }
        }
        scenes
    };
    Ok(policies.iter().map(asked).collect())
}

/// Trials, choices and contexts must be known to some policy.
pub(super) fn check_names(policies: &[Policy], question: &Question) -> Result<(), Refusal> {
    for written in &question.trials {
        let (id, _) = question.trial(written)?;
        if !policies.iter().any(|policy| policy.trials.iter().any(|trial| trial.named.id == id)) {
            let known = known(policies, |policy| policy.trials.iter().map(|trial| trial.named.id.as_str()).collect());
            return Err(Refusal::Asked(text::unknown("trial", id, &known)));
        }
    }
    if let Some(id) = &question.choice
        && !policies.iter().any(|policy| policy.choices.iter().any(|choice| choice.id == *id))
    {
        let known = known(policies, |policy| policy.choices.iter().map(|choice| choice.id.as_str()).collect());
        return Err(Refusal::Asked(text::unknown("choice", id, &known)));
    }
    for written in &question.contexts {
        let (id, value) = question.context(written)?;
        let context = policies.iter().flat_map(|policy| &policy.contexts).find(|context| context.id == id);
        let Some(context) = context else {
            let known = known(policies, |policy| policy.contexts.iter().map(|context| context.id.as_str()).collect());
            return Err(Refusal::Asked(text::unknown("context", id, &known)));
        };
        if !context.values.iter().any(|known| known == value) {
            return Err(Refusal::Asked(text::unknown(id, value, &context.values.join(", "))));
        }
    }
    Ok(())
}

fn known<'p>(policies: &'p [Policy], ids: impl Fn(&'p Policy) -> Vec<&'p str>) -> String {
    policies.iter().flat_map(ids).collect::<Vec<_>>().join(", ")
}

/// The view on one policy.
pub(super) fn view(policy: &Policy, question: &Question, basis: BasisView, horizon: Option<Horizon>, as_of: AsOf) -> Result<View, Refusal> {
    let instant = as_of.instant(policy.zone);
    let mut view = View { basis, min_grade: question.min_grade, ..View::plain(policy, instant) };
    for written in &question.trials {
        let (id, on) = question.trial(written)?;
        let number = policy.trials.iter().position(|trial| trial.named.id == id);
        if let Some(state) = number.and_then(|number| view.trials.get_mut(number)) {
            *state = on;
        }
    }
    view.choice = question.choice.as_ref().and_then(|id| policy.choices.iter().position(|choice| choice.id == *id));
    for written in &question.contexts {
        let (id, value) = question.context(written)?;
        if let Some(number) = policy.contexts.iter().position(|context| context.id == id)
            && let Some(slot) = view.contexts.get_mut(number)
        {
            *slot = policy.contexts.get(number).and_then(|context| context.values.iter().position(|known| known == value));
        }
    }
    if let Some(written) = &question.posted {
        view.posted = Some(question.moment("posted", written)?.instant(policy.zone));
    }
    view.horizon = match (horizon, &question.horizon) {
        (Some(horizon), _) => horizon,
        (None, Some(written)) => Horizon::Until(instant.plus_days(question.days(written)?)),
        (None, None) => Horizon::Now,
    };
    Ok(view)
}
