//! For people at a terminal: a block of lines for each link, a line for each scene.

use std::fmt::Write as _;

use super::escape::terminal;
use super::palette::Palette;
use super::reason::sentence;
use super::suggestion::{self, Suggesting};
use crate::check::batch::RecordWriter;
use crate::check::outcome::{LinkOutcome, SceneDecision, Written};
use crate::check::plain::Shares;
use crate::check::run::Run;
use crate::classify::candidate::{Candidate, Via};
use crate::message::{Lang, suggest as suggest_text, summary as text, suppress as suppress_text};
use crate::verdict::Uncertainty;

/// Writes links for people.
#[derive(Debug, Clone, Copy)]
pub struct Human<'r> {
    run: &'r Run<'r>,
    lang: Lang,
    palette: Palette,
    width: usize,
    suggesting: Suggesting,
}

impl<'r> Human<'r> {
    /// A writer for a run.
    #[must_use]
    pub fn new(run: &'r Run<'r>, lang: Lang, palette: Palette, suggesting: Suggesting) -> Self {
        let names = run.policies.iter().flat_map(|policy| policy.scenes.iter().map(move |scene| scene_name(run, policy.matcher.policy(), *scene).len()));
        Self { run, lang, palette, width: names.max().unwrap_or(0), suggesting }
    }

    fn scene(&self, out: &mut String, outcome: &LinkOutcome<'_>, scene: &SceneDecision) {
        let Some(run) = self.run.policies.get(scene.policy) else { return };
        let (policy, decision) = (run.matcher.policy(), &scene.decision);
        let name = scene_name(self.run, policy, scene.scene);
        let names: Vec<&str> = decision.causes.iter().map(|cause| run.name(*cause)).collect();
        let mut notes = vec![names.join(", ")];
        notes.extend(decision.basis.map(|basis| basis.as_str().to_owned()));
        if let (Some(trial), Some(without)) = (decision.trial.and_then(|number| policy.trials.get(usize::from(number))), decision.without_trial) {
            notes.push(text::under_trial(&trial.named.id, without.as_str()).get(self.lang).to_owned());
        }
        if decision.layer > 0 {
            notes.push(text::from_layer(usize::from(decision.layer)).get(self.lang).to_owned());
        }
        if let Some(platform) = decision.platform {
            notes.push(text::platform_says(platform.as_str()).get(self.lang).to_owned());
        }
        if let Some((moment, verdict)) = decision.until {
            notes.push(text::changes_on(&moment.show(policy.zone), verdict.as_str()).get(self.lang).to_owned());
        }
        let verdict = self.palette.verdict(decision.verdict);
        let why = sentence(run, outcome, scene, self.lang);
        let notes = self.palette.quiet(&format!("[{}]", notes.join("; ")));
        let _ = writeln!(out, "  {name:<width$}  {verdict}  {}  {notes}", terminal(&why), width = self.width);
    }

    /// The nearest change that helps, as a line of its own.
    fn suggestion(&self, outcome: &LinkOutcome<'_>) -> Option<String> {
        let (scene, suggestion) = suggestion::of_link(self.run, outcome, self.suggesting)?;
        let policy = self.run.policies.get(scene.policy)?.matcher.policy();
        let change = suggestion::sentence(&suggestion, policy);
        let brings = suggest_text::brings(change.get(self.lang), suggestion.verdict.as_str());
        Some(suggest_text::in_scene(&scene_name(self.run, policy, scene.scene), brings.get(self.lang)).get(self.lang).to_owned())
    }

    fn layer(&self, number: usize, layer: &Candidate<'_>) -> String {
        let via = match layer.via {
            Via::Wrapper(wrapper) => self.run.classifier.catalog.wrapper_entry(wrapper).map(|wrapper| wrapper.named.name.clone()).unwrap_or_default(),
            Via::DeepLink => text::via("deep-link"),
            Via::Reading => text::via("reading"),
            Via::Resolved(_) => text::via("resolved"),
            Via::Written | Via::SameText => text::via("same-text"),
        };
        let url = layer.canonical().map_or_else(|| layer.url.as_ref().err().map_or("", |error| error.id()), |url| url.as_str());
        text::layer_via(number, via.get(self.lang), &terminal(url)).get(self.lang).to_owned()
    }
}

impl Shares for Human<'_> {}

impl RecordWriter for Human<'_> {
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>) {
        let mut lines = String::new();
        let shown = match outcome.written {
            Written::Text(text) => terminal(text).into_owned(),
            Written::Bytes(bytes) => terminal(&String::from_utf8_lossy(bytes)).into_owned(),
        };
        let place = terminal(&outcome.at.written(file)).into_owned();
        let _ = writeln!(lines, "{}  {}", self.palette.quiet(&place), self.palette.heading(&shown));
        for (at, layer) in outcome.chain.deeper.iter().enumerate() {
            let _ = writeln!(lines, "  └ {}", self.layer(at + 1, layer));
        }
        for scene in &outcome.decisions {
            self.scene(&mut lines, outcome, scene);
        }
        let reasons: Vec<&str> = outcome.uncertain().iter().map(Uncertainty::as_str).collect();
        if !reasons.is_empty() {
            let reasons = reasons.join(", ");
            let (verdict, worst) = (outcome.verdict(), outcome.worst());
            let note = if worst == verdict { text::not_certain(&reasons) } else { text::at_worst(&reasons, worst.as_str()) };
            let _ = writeln!(lines, "  {}", self.palette.quiet(note.get(self.lang)));
        }
        if let Some(suggestion) = self.suggestion(outcome) {
            let _ = writeln!(lines, "  {}", terminal(&suggestion));
        }
        for allowed in &outcome.allowed {
            let note = suppress_text::allowed(&allowed.rule, &terminal(&allowed.reason));
            let _ = writeln!(lines, "  {}", self.palette.quiet(note.get(self.lang)));
        }
        out.extend_from_slice(lines.as_bytes());
    }
}

/// The scene's id, with its policy where there are several.
fn scene_name(run: &Run<'_>, policy: &crate::policy::model::Policy, scene: usize) -> String {
    let id = policy.scenes.get(scene).map_or("", |scene| scene.id.as_str());
    if run.policies.len() > 1 { format!("{}/{id}", policy.id) } else { id.to_owned() }
}
