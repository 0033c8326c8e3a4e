//! The sentence that goes with a decision.

use crate::canon::CanonError;
use crate::check::outcome::{LinkOutcome, SceneDecision};
use crate::check::run::RunPolicy;
use crate::engine::decision::Cause;
use crate::message::{Lang, summary as text};
use crate::signal::Signal;

/// Why a scene gives its verdict, in one sentence for someone who is no programmer.
#[must_use]
pub fn sentence(run: &RunPolicy<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, lang: Lang) -> String {
    let unread = outcome.chain.layer(usize::from(scene.decision.layer)).filter(|layer| layer.signals.contains(Signal::Unparsable));
    let cause = scene.decision.causes.first().copied().unwrap_or(Cause::Otherwise);
    if let (Some(Err(error)), Cause::Otherwise | Cause::Default(_)) = (unread.map(|layer| &layer.url), cause) {
        return CanonError::sentence(error).get(lang).to_owned();
    }
    cause_sentence(run, cause, lang)
}

/// What a cause says.
#[must_use]
pub fn cause_sentence(run: &RunPolicy<'_>, cause: Cause, lang: Lang) -> String {
    let text = match cause {
        Cause::Otherwise => text::otherwise_sentence(),
        Cause::AmbiguousHost => text::ambiguous_sentence(),
        Cause::Choice => text::choice_sentence(),
        Cause::Rule(_) | Cause::Default(_) => {
            let reason = run.matcher.grounds(cause).and_then(|grounds| grounds.reason.clone());
            reason.unwrap_or_else(text::no_sentence)
        }
    };
    text.get(lang).to_owned()
}
