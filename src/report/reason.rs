//! The sentence that goes with a decision, in one language.

use crate::check::finding::reason;
use crate::check::outcome::{LinkOutcome, SceneDecision};
use crate::check::run::RunPolicy;
use crate::engine::decision::Cause;
use crate::message::Lang;

/// Why a scene gives its verdict, in one sentence for someone who is no programmer.
#[must_use]
pub fn sentence(run: &RunPolicy<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, lang: Lang) -> String {
    reason(run, outcome, scene).get(lang).to_owned()
}

/// What a cause says.
#[must_use]
pub fn cause_sentence(run: &RunPolicy<'_>, cause: Cause, lang: Lang) -> String {
    run.statement(cause).sentence.get(lang).to_owned()
}
