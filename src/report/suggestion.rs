//! Changes that help, in words and as data.

use super::explanation::{Explanation, SuggestionFacts};
use crate::check::batch::Adviser;
use crate::check::finding::{self, Finding};
use crate::check::outcome::{LinkOutcome, SceneDecision};
use crate::check::run::Run;
use crate::check::standing::is_finding;
use crate::message::{Lang, Text, suggest as text};
use crate::policy::model::Policy;
use crate::suggest::change::{Change, Detail, Suggestion};
use crate::suggest::propose::{nearest, suggestions};

/// Which links of a batch get a suggestion beside their verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Suggesting {
    /// What a format gives by itself: people see one for each finding, programs none.
    #[default]
    Findings,
    /// Every verdict that is not `open`.
    Everything,
}

/// Adds to an explanation what could be done in each scene.
pub fn add(explanation: &mut Explanation, run: &Run<'_>, outcome: &LinkOutcome<'_>, lang: Lang) {
    for (answer, scene) in explanation.scenes.iter_mut().zip(&outcome.decisions) {
        let Some(policy) = run.policies.get(scene.policy).map(|policy| policy.matcher.policy()) else { continue };
        answer.how_to_open = Some(suggestions(run, outcome, scene).iter().map(|suggestion| facts(suggestion, policy, lang)).collect());
    }
}

/// A suggestion as data.
#[must_use]
pub fn facts(suggestion: &Suggestion, policy: &Policy, lang: Lang) -> SuggestionFacts {
    let (mut link, mut scene, mut from) = (None, None, None);
    match &suggestion.detail {
        Detail::Link(text) => link = Some(text.clone()),
        Detail::Scene(number) => scene = policy.scenes.get(*number).map(|scene| scene.id.clone()),
        Detail::From(moment) => from = Some(moment.show(policy.zone)),
        Detail::None => {}
    }
    let (change, verdict) = (suggestion.change.as_str(), suggestion.verdict.as_str());
    SuggestionFacts { change, link, scene, from, verdict, text: sentence(suggestion, policy).get(lang).to_owned() }
}

/// A suggestion in words, without the verdict that it brings.
#[must_use]
pub fn sentence(suggestion: &Suggestion, policy: &Policy) -> Text {
    match (suggestion.change, &suggestion.detail) {
        (Change::Spelling, Detail::Link(link)) => text::spelling(link),
        (Change::Https, Detail::Link(link)) => text::https(link),
        (Change::Untracked, Detail::Link(link)) => text::untracked(link),
        (Change::Target, Detail::Link(link)) => text::target(link),
        (_, Detail::Scene(number)) => match policy.scenes.get(*number) {
            Some(scene) => scene_sentence(&scene.name, &scene.id),
            None => Text::default(),
        },
        (_, Detail::From(moment)) => text::later(&moment.show(policy.zone)),
        (_, Detail::Link(_) | Detail::None) => text::copy_text(),
    }
}

/// Names the scene in each language by its name there.
fn scene_sentence(name: &Text, id: &str) -> Text {
    Text { en: text::scene(&name.en, id).en, zh: text::scene(&name.zh, id).zh }
}

/// The nearest change that helps in the strictest scene of a link for which one is known.
#[must_use]
pub fn of_link(run: &Run<'_>, outcome: &LinkOutcome<'_>, suggesting: Suggesting) -> Option<(SceneDecision, Suggestion)> {
    if suggesting == Suggesting::Findings && !is_finding(run.threshold, outcome) {
        return None;
    }
    let mut scenes: Vec<&SceneDecision> = outcome.decisions.iter().collect();
    scenes.sort_by_key(|scene| std::cmp::Reverse(scene.decision.verdict));
    scenes.into_iter().find_map(|scene| Some((scene.clone(), nearest(run, outcome, scene)?)))
}

/// Says what would help against findings: the nearest change in the first scene of a finding for which one is known.
#[derive(Debug, Clone, Copy)]
pub struct Nearest<'r> {
    /// The run.
    pub run: &'r Run<'r>,
}

impl Adviser for Nearest<'_> {
    fn advise(&self, outcome: &LinkOutcome<'_>, finding: &Finding) -> Option<finding::Suggestion> {
        outcome.decisions.iter().find_map(|scene| {
            let policy = self.run.policies.get(scene.policy)?;
            if !finding.scenes.contains(&policy.scene_name(scene.scene)) {
                return None;
            }
            let found = nearest(self.run, outcome, scene)?;
            let change = sentence(&found, policy.matcher.policy());
            let both = |lang| text::brings(change.get(lang), found.verdict.as_str());
            // Only what takes the link below the threshold can stand in its place.
            let helps = self.run.threshold.fail_on.is_none_or(|least| found.verdict < least);
            let replacement = match found.detail {
                Detail::Link(link) if helps => Some(link),
                _ => None,
            };
            Some(finding::Suggestion { sentence: Text { en: both(Lang::En).en, zh: both(Lang::Zh).zh }, replacement })
        })
    }
}
