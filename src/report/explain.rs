//! `explain` for people: an answer like a colleague's, short.

use std::fmt::Write as _;

use super::escape::terminal;
use super::explanation::{Ahead, CauseGrounds, Explanation, LayerFacts, SceneAnswer};
use super::palette::Palette;
use crate::message::{Lang, Text, explain as text, suggest as suggest_text, summary};
use crate::verdict::{Effect, Uncertainty, Verdict};

/// The explanation in one language.
#[must_use]
pub fn render(explanation: &Explanation, lang: Lang, palette: Palette) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}", palette.heading(&terminal(&explanation.link)));
    for (number, layer) in explanation.layers.iter().enumerate() {
        let _ = writeln!(out, "  {number}  {}", layer_line(layer, explanation.error.as_deref(), lang));
    }
    if let Some(code) = &explanation.code_beside {
        let _ = writeln!(out, "  +  {}", text::code_beside(code).get(lang));
    }
    let width = explanation.scenes.iter().map(|scene| scene.scene.len()).max().unwrap_or(0);
    let mut policy = "";
    for scene in &explanation.scenes {
        if scene.policy != policy {
            policy = &scene.policy;
            let view = match scene.view {
                "observed" => summary::view_observed(),
                _ => summary::view_announced(),
            };
            let heading = text::heading(&explanation.as_of, &scene.policy_name, view.get(lang));
            let _ = writeln!(out, "{}", palette.heading(&terminal(heading.get(lang))));
        }
        answer(&mut out, scene, width, lang, palette);
    }
    out
}

fn layer_line(layer: &LayerFacts, error: Option<&str>, lang: Lang) -> String {
    let mut parts = vec![match error.filter(|_| layer.via == "written") {
        Some(error) => error.to_owned(),
        None => terminal(&layer.url).into_owned(),
    }];
    if layer.via != "written" {
        parts.insert(0, format!("({})", summary::via(&layer.via).get(lang)));
    }
    let mut facts = Vec::new();
    if let Some(code) = &layer.code {
        facts.push(text::code(layer.kind, code).get(lang).to_owned());
    } else if layer.kind != "web" {
        facts.push(layer.kind.to_owned());
    }
    match &layer.owner_name {
        Some(name) => facts.push(text::owner(name).get(lang).to_owned()),
        None if layer.kind == "web" && error.is_none() => facts.push(text::owner_unknown().get(lang).to_owned()),
        None => {}
    }
    if !layer.category.is_empty() {
        facts.push(text::category(&layer.category.join(", ")).get(lang).to_owned());
    }
    if let Some(app) = &layer.app {
        facts.push(text::app(app).get(lang).to_owned());
    }
    facts.extend(layer.sentences.iter().cloned());
    facts.extend(layer.host_notes.iter().cloned());
    parts.retain(|part| !part.is_empty());
    match (parts.is_empty(), facts.is_empty()) {
        (true, _) => facts.join("; "),
        (false, true) => parts.join(" "),
        (false, false) => format!("{} — {}", parts.join(" "), facts.join("; ")),
    }
}

fn answer(out: &mut String, scene: &SceneAnswer, width: usize, lang: Lang, palette: Palette) {
    let verdict = Verdict::parse(scene.verdict).unwrap_or(Verdict::Block);
    let _ = writeln!(out, "  {:<width$}  {}  {}", scene.scene, palette.verdict(verdict), terminal(&scene.reason));
    let indent = " ".repeat(width + 11);
    let mut line = |text: &str| {
        let _ = writeln!(out, "{indent}{}", palette.quiet(&terminal(text)));
    };
    scene.rules.iter().for_each(|cause| line(&cause_line(cause, lang)));
    for cause in &scene.rules {
        if let Some(notice) = &cause.notice {
            line(text::notice(notice).get(lang));
        }
    }
    if scene.layer > 0 {
        line(summary::from_layer(scene.layer).get(lang));
    }
    if !scene.effects.is_empty() {
        let effects = scene.effects.iter().filter_map(|effect| Effect::parse(effect)).map(summary::effect);
        line(text::effects(&joined(effects, lang)).get(lang));
    }
    if let Some(without) = scene.without_trial {
        line(text::without_trial(scene.trial.as_deref().unwrap_or_default(), without).get(lang));
    }
    if scene.other_view.verdict != scene.verdict {
        let names = scene.other_view.rules.join(", ");
        let other = match scene.other_view.view {
            "observed" => text::observed(scene.other_view.verdict, &names),
            _ => text::announced(scene.other_view.verdict, &names),
        };
        line(other.get(lang));
    }
    line(&dates(scene, lang));
    if let Some(within) = &scene.ahead {
        line(&ahead(within, lang));
    }
    if !scene.uncertain.is_empty() {
        let reasons = joined(scene.uncertain.iter().filter_map(|id| Uncertainty::parse(id)).map(summary::uncertainty), lang);
        let note = if scene.worst == scene.verdict { summary::not_certain(&reasons) } else { summary::at_worst(&reasons, scene.worst) };
        line(note.get(lang));
    }
    how_to_open(out, scene, &indent, lang);
}

/// What could be done, a line each; nothing where it was not asked or the link opens.
fn how_to_open(out: &mut String, scene: &SceneAnswer, indent: &str, lang: Lang) {
    let Some(suggestions) = scene.how_to_open.as_ref().filter(|_| scene.verdict != Verdict::Open.as_str()) else { return };
    if suggestions.is_empty() {
        let _ = writeln!(out, "{indent}{}", suggest_text::none().get(lang));
        return;
    }
    let _ = writeln!(out, "{indent}{}", suggest_text::heading().get(lang));
    for suggestion in suggestions {
        let brings = suggest_text::brings(&suggestion.text, suggestion.verdict);
        let _ = writeln!(out, "{indent}- {}", terminal(brings.get(lang)));
    }
}

/// What changes up to the end of the horizon.
fn ahead(ahead: &Ahead, lang: Lang) -> String {
    if ahead.changes.is_empty() {
        return text::nothing_ahead(&ahead.until).get(lang).to_owned();
    }
    let changes = joined(ahead.changes.iter().map(|change| text::change_ahead(&change.on, change.verdict)), lang);
    text::ahead(&ahead.until, &changes).get(lang).to_owned()
}

fn cause_line(cause: &CauseGrounds, lang: Lang) -> String {
    let mut parts = vec![cause.name.clone()];
    parts.extend(cause.basis.map(str::to_owned));
    for source in &cause.sources {
        let text = match &cause.clause {
            Some(clause) => text::source_clause(&source.title, clause, source.grade),
            None => text::source(&source.title, source.grade),
        };
        parts.push(text.get(lang).to_owned());
    }
    if !cause.seen.is_empty() {
        parts.push(text::seen(&cause.seen.join(", ")).get(lang).to_owned());
    }
    text::decided_by(&parts.join(" · ")).get(lang).to_owned()
}

fn dates(scene: &SceneAnswer, lang: Lang) -> String {
    let last = match &scene.last_change {
        Some(change) => text::last_change(&change.on, change.verdict),
        None => text::no_last_change(),
    };
    let next = match &scene.next_change {
        Some(change) => text::next_change(&change.on, change.verdict),
        None => text::no_next_change(),
    };
    format!("{}; {}", last.get(lang), next.get(lang))
}

fn joined(texts: impl Iterator<Item = Text>, lang: Lang) -> String {
    texts.map(|text| text.get(lang).to_owned()).collect::<Vec<_>>().join(", ")
}
