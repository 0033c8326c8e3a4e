//! What `explain` says of a link, as plain data: the answer, its grounds, the other view, the dates.

use serde::Serialize;

use super::reason::{cause_sentence, sentence};
use crate::check::outcome::{LinkOutcome, SceneDecision, Written};
use crate::check::run::{Run, RunPolicy};
use crate::classify::candidate::{Candidate, Via, known_app};
use crate::classify::catalog::{Catalog, ShortLink};
use crate::classify::lookup::Unresolved;
use crate::engine::decision::Cause;
use crate::engine::trace::{FullTrace, Step};
use crate::engine::view::BasisView;
use crate::message::{Lang, Text, explain as text, resolve as resolve_text};
use crate::time::{Instant, Zone};
use crate::verdict::{Effect, Uncertainty};

/// Everything `explain` says of one link.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// The link as it was written; invalid bytes replaced.
    pub link: String,
    /// The day or moment looked at.
    pub as_of: String,
    /// The layers, outermost first.
    pub layers: Vec<LayerFacts>,
    /// The id of a share code beside the URL.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_beside: Option<String>,
    /// The answer for each policy and scene.
    pub scenes: Vec<SceneAnswer>,
    /// Why the link cannot be read, where it cannot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// The facts of one layer.
#[derive(Debug, Clone, Serialize)]
pub struct LayerFacts {
    /// How it hangs on the one outside it.
    pub via: String,
    /// The canonical URL, or the reason there is none; empty for a code that is no URL.
    pub url: String,
    /// The kind of link.
    pub kind: &'static str,
    /// The registrable domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registrable: Option<String>,
    /// The owner's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The owner's name.
    #[serde(skip)]
    pub owner_name: Option<String>,
    /// The categories' ids.
    pub category: Vec<String>,
    /// The signals' ids.
    pub signals: Vec<&'static str>,
    /// What the signals say.
    #[serde(skip)]
    pub sentences: Vec<String>,
    /// Why the target was not found, where it was looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unresolved: Option<&'static str>,
    /// The id of a code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The app that a share code or deep link is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app: Option<String>,
    /// What is known of a short-link host: its times, then its note.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_notes: Vec<String>,
}

/// The answer for one scene.
#[derive(Debug, Clone, Serialize)]
pub struct SceneAnswer {
    /// The policy.
    pub policy: String,
    /// The policy's name.
    #[serde(skip)]
    pub policy_name: String,
    /// The view: announced or observed.
    pub view: &'static str,
    /// The scene.
    pub scene: String,
    /// The verdict.
    pub verdict: &'static str,
    /// Why, in one sentence.
    pub reason: String,
    /// What brought it, with its grounds.
    pub rules: Vec<CauseGrounds>,
    /// The number of the layer that brought it.
    pub layer: usize,
    /// The trial it came under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trial: Option<String>,
    /// The verdict with all trials off.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_trial: Option<&'static str>,
    /// What happens beside the verdict.
    pub effects: Vec<&'static str>,
    /// The verdict in the other view, and what brings it.
    pub other_view: OtherView,
    /// Why it is not certain.
    pub uncertain: Vec<&'static str>,
    /// The strictest verdict among the alternatives.
    pub worst: &'static str,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_change: Option<Change>,
    /// When it changes next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_change: Option<Change>,
    /// What changes up to the end of the horizon, where one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead: Option<Ahead>,
    /// What could be done so that it is treated more loosely, nearest first, where that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_to_open: Option<Vec<SuggestionFacts>>,
    /// Layer by layer, how it came about.
    pub steps: Vec<StepFacts>,
}

/// The changes within a horizon.
#[derive(Debug, Clone, Serialize)]
pub struct Ahead {
    /// The end of the horizon.
    pub until: String,
    /// The changes up to then, with the verdict after each.
    pub changes: Vec<Change>,
}

/// A change of the link, or of what is done with it, that helps.
#[derive(Debug, Clone, Serialize)]
pub struct SuggestionFacts {
    /// What is changed.
    pub change: &'static str,
    /// The link to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The scene to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scene: Option<String>,
    /// The day to wait for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The verdict with the change.
    pub verdict: &'static str,
    /// The change as a sentence.
    pub text: String,
}

/// A cause with what it stands on.
#[derive(Debug, Clone, Serialize)]
pub struct CauseGrounds {
    /// The name in records.
    pub name: String,
    /// Why, in one sentence.
    pub reason: String,
    /// How it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<&'static str>,
    /// The days on which it was seen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seen: Vec<String>,
    /// The texts it stands on: title, grade and address.
    pub sources: Vec<SourceFacts>,
    /// The clause.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// What the platform shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice: Option<String>,
    /// The file and line of the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// A source.
#[derive(Debug, Clone, Serialize)]
pub struct SourceFacts {
    /// The title.
    pub title: String,
    /// The grade.
    pub grade: &'static str,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// The answer in the other view.
#[derive(Debug, Clone, Serialize)]
pub struct OtherView {
    /// The view: announced or observed.
    pub view: &'static str,
    /// The verdict.
    pub verdict: &'static str,
    /// What brings it.
    pub rules: Vec<String>,
}

/// A change of the verdict.
#[derive(Debug, Clone, Serialize)]
pub struct Change {
    /// The day it changed or will.
    pub on: String,
    /// The verdict on the other side of that day.
    pub verdict: &'static str,
}

/// One layer's part in a decision.
#[derive(Debug, Clone, Serialize)]
pub struct StepFacts {
    /// The layer.
    pub layer: usize,
    /// How many wrappers stand outside it.
    pub depth: usize,
    /// The verdict before raising.
    pub base: &'static str,
    /// What was demanded at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<&'static str>,
    /// The rules that applied.
    pub applied: Vec<String>,
    /// The rules that were superseded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub superseded: Vec<String>,
}

/// Explains a link: `run` is compiled with every moment, `other` asks the same in the other view.
#[must_use]
pub fn explain(run: &Run<'_>, other: &Run<'_>, outcome: &LinkOutcome<'_>, lang: Lang) -> Explanation {
    let layers = outcome.chain.layers().map(|layer| layer_facts(run, layer, lang)).collect();
    let scenes = outcome.decisions.iter().filter_map(|scene| scene_answer(run, other, outcome, scene, lang)).collect();
    let link = match outcome.written {
        Written::Text(text) => text.to_owned(),
        Written::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    };
    let first = &outcome.chain.first;
    let error = first.url.as_ref().err().filter(|_| first.code.is_none()).map(|error| error.sentence().get(lang).to_owned());
    Explanation { link, as_of: run.as_of.to_string(), layers, code_beside: outcome.code_beside.map(str::to_owned), scenes, error }
}

/// What a rule may ask about a layer.
#[must_use]
pub fn layer_facts(run: &Run<'_>, layer: &Candidate<'_>, lang: Lang) -> LayerFacts {
    let catalog = run.classifier.catalog;
    let via = match layer.via {
        Via::Written => "written".to_owned(),
        Via::Wrapper(wrapper) => catalog.wrapper_entry(wrapper).map(|wrapper| wrapper.named.id.clone()).unwrap_or_default(),
        Via::DeepLink => "deep-link".to_owned(),
        Via::Reading => "reading".to_owned(),
        Via::SameText => "same-text".to_owned(),
        Via::Resolved(_) => "resolved".to_owned(),
    };
    let url = match &layer.url {
        Ok(url) => url.as_str().to_owned(),
        Err(_) if layer.code.is_some() => String::new(),
        Err(error) => error.id().to_owned(),
    };
    let unresolved = layer.lookup.failure();
    let mut sentences: Vec<String> = layer.signals.iter().map(|signal| signal.sentence().get(lang).to_owned()).collect();
    sentences.extend(unresolved.map(|reason| resolve_text::reason(reason.as_str()).get(lang).to_owned()));
    LayerFacts {
        via,
        url,
        kind: layer.kind.as_str(),
        registrable: layer.registrable().map(str::to_owned),
        owner: layer.owner.map(|owner| catalog.owner_name(owner).to_owned()),
        owner_name: layer.owner.and_then(|owner| catalog.owner_entry(owner)).map(|owner| owner.named.name.get(lang).to_owned()),
        category: catalog.category_names(layer.category).map(str::to_owned).collect(),
        signals: layer.signals.iter().map(crate::signal::Signal::id).collect(),
        sentences,
        unresolved: unresolved.map(Unresolved::as_str),
        code: layer.code.map(str::to_owned),
        app: app(catalog, layer).map(|app| app.get(lang).to_owned()),
        host_notes: layer.host().and_then(|host| catalog.short_link(host)).map(|short| host_notes(short, lang)).unwrap_or_default(),
    }
}

/// The app that understands a share code, or that a scheme starts.
fn app<'c>(catalog: &'c Catalog, layer: &Candidate<'_>) -> Option<&'c Text> {
    let of_code = catalog.share_codes.iter().find(|code| layer.code == Some(code.id.as_str())).map(|code| &code.app);
    let of_scheme = || layer.canonical().filter(|url| !url.is_web()).and_then(|url| known_app(url, catalog)).and_then(|scheme| scheme.app.as_ref());
    of_code.or_else(of_scheme)
}

/// When a short-link host could be used, and what else there is to know of it.
fn host_notes(short: &ShortLink, lang: Lang) -> Vec<String> {
    let day = |moment: Instant| moment.show(Zone::UTC);
    let times = short.times;
    let sentences = [
        times.from.map(|from| text::host_from(&day(from))),
        times.no_new_links_since.map(|since| text::host_no_new_links(&day(since))),
        times.closed.map(|closed| text::host_closed(&day(closed))),
        times.lives_days.map(|days| text::host_lives(&days.to_string())),
        short.note.clone(),
    ];
    sentences.into_iter().flatten().map(|sentence| sentence.get(lang).to_owned()).collect()
}

fn scene_answer(run: &Run<'_>, other: &Run<'_>, outcome: &LinkOutcome<'_>, scene: &SceneDecision, lang: Lang) -> Option<SceneAnswer> {
    let policy = run.policies.get(scene.policy)?;
    let (model, decision) = (policy.matcher.policy(), &scene.decision);
    let hits = policy.matcher.hits(&outcome.chain);
    let mut trace = FullTrace::default();
    policy.matcher.decide_traced(scene.scene, &hits, &mut trace);
    let beside = other.policies.get(scene.policy)?;
    let other_decision = beside.matcher.decide(scene.scene, &beside.matcher.hits(&outcome.chain));
    let (last_change, next_change) = changes(policy, scene, outcome);
    Some(SceneAnswer {
        policy: model.id.to_string(),
        policy_name: model.name.get(lang).to_owned(),
        view: view_name(policy),
        scene: model.scenes.get(scene.scene)?.id.clone(),
        verdict: decision.verdict.as_str(),
        reason: sentence(policy, outcome, scene, lang),
        rules: decision.causes.iter().map(|cause| cause_grounds(policy, *cause, lang)).collect(),
        layer: usize::from(decision.layer),
        trial: decision.trial.and_then(|number| model.trials.get(usize::from(number))).map(|trial| trial.named.id.clone()),
        without_trial: decision.without_trial.map(crate::verdict::Verdict::as_str),
        effects: decision.effects.iter().map(Effect::as_str).collect(),
        other_view: OtherView {
            view: view_name(beside),
            verdict: other_decision.verdict.as_str(),
            rules: other_decision.causes.iter().map(|cause| beside.name(*cause).to_owned()).collect(),
        },
        uncertain: decision.uncertain.iter().map(Uncertainty::as_str).collect(),
        worst: decision.worst.as_str(),
        last_change,
        next_change,
        ahead: None,
        how_to_open: None,
        steps: trace.steps.iter().map(|step| step_facts(policy, step)).collect(),
    })
}

fn view_name(policy: &RunPolicy<'_>) -> &'static str {
    match policy.matcher.view().basis {
        BasisView::Announced => "announced",
        BasisView::Observed => "observed",
    }
}

fn step_facts(policy: &RunPolicy<'_>, step: &Step) -> StepFacts {
    let names = |rules: &[u32]| rules.iter().map(|rule| policy.name(Cause::Rule(*rule)).to_owned()).collect();
    StepFacts {
        layer: step.layer,
        depth: step.depth,
        base: step.base.as_str(),
        at_least: step.raised.map(crate::verdict::Verdict::as_str),
        applied: names(&step.applied),
        superseded: names(&step.superseded),
    }
}

fn cause_grounds(policy: &RunPolicy<'_>, cause: Cause, lang: Lang) -> CauseGrounds {
    let model = policy.matcher.policy();
    let grounds = policy.matcher.grounds(cause);
    let sources = grounds.iter().flat_map(|grounds| &grounds.sources).filter_map(|at| model.sources.get(*at));
    let origin = match cause {
        Cause::Rule(number) => model.rules.get(number as usize).map(|rule| &rule.origin),
        Cause::Default(number) => model.defaults.get(number as usize).map(|default| &default.origin),
        _ => None,
    };
    CauseGrounds {
        name: policy.name(cause).to_owned(),
        reason: cause_sentence(policy, cause, lang),
        basis: grounds.map(|grounds| grounds.basis.as_str()),
        seen: grounds.iter().flat_map(|grounds| &grounds.seen).map(|day| day.show(model.zone)).collect(),
        sources: sources.map(|source| SourceFacts { title: source.title.clone(), grade: source.grade.as_str(), url: source.url.clone() }).collect(),
        clause: grounds.and_then(|grounds| grounds.clause.clone()),
        notice: grounds.and_then(|grounds| grounds.notice.clone()),
        at: origin.map(|origin| format!("{}:{}", origin.file.name, origin.file.place(origin.span.start).line)),
    }
}

/// The last change up to the moment looked at, and the next one after it.
fn changes(policy: &RunPolicy<'_>, scene: &SceneDecision, outcome: &LinkOutcome<'_>) -> (Option<Change>, Option<Change>) {
    let zone = policy.matcher.policy().zone;
    let now = policy.matcher.view().instant;
    let mut timeline = policy.matcher.timeline(scene.scene, &policy.matcher.hits(&outcome.chain));
    timeline.dedup_by_key(|(_, verdict, _)| *verdict);
    // The first entry stands for all the time before anything is known.
    let at = timeline.iter().rposition(|(moment, ..)| *moment <= now).unwrap_or(0);
    let change = |to: usize, shown: usize| {
        let (moment, ..) = timeline.get(to)?;
        let (_, verdict, _) = timeline.get(shown)?;
        Some(Change { on: moment.show(zone), verdict: verdict.as_str() })
    };
    let last = at.checked_sub(1).and_then(|before| change(at, before));
    (last, change(at + 1, at + 1))
}
