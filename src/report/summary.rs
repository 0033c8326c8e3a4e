//! The end of a run: what was loaded, counts by verdict and scene, what was skipped and why.

use std::fmt::Write as _;

use super::escape::terminal;
use super::palette::Palette;
use crate::check::outcome::At;
use crate::check::run::Run;
use crate::check::tally::Tally;
use crate::engine::view::BasisView;
use crate::extract::found::Role;
use crate::input::blocks::LINK_LIMIT;
use crate::message::{Lang, Text, input as input_text, list as list_text, resolve as resolve_text, summary as text};
use crate::policy::list_source::LoadedList;
use crate::policy::lists::reasons;
use crate::policy::model::ChoiceStatus;
use crate::verdict::Verdict;

/// How many skipped list entries are shown as examples.
const EXAMPLES: usize = 3;

/// The summary of a run in one language.
#[must_use]
pub fn render(run: &Run<'_>, tally: &Tally, lists: &[LoadedList], lang: Lang, palette: Palette) -> String {
    let mut out = String::new();
    let mut line = |text: &Text| {
        let _ = writeln!(out, "{}", text.get(lang));
    };
    loaded(run, lists, lang, &mut line);
    let left_out = run.left_out();
    if !left_out.is_empty() {
        line(&text::named_only(&left_out.join(", ")));
    }
    line(&text::lines(tally.links, tally.blank, tally.comments));
    if !tally.errors.is_empty() {
        let count = tally.errors.values().sum();
        line(&text::unreadable(count, &counts(tally.errors.iter().map(|(id, count)| (*id, *count)))));
    }
    if tally.cut > 0 {
        line(&text::cut(tally.cut, LINK_LIMIT));
    }
    if !tally.uncertain.is_empty() {
        line(&text::uncertain(&counts(tally.uncertain.iter().map(|(reason, count)| (reason.as_str(), *count)))));
    }
    if run.resolver.is_some() {
        let failed = tally.lookups.failed.values().sum();
        line(&resolve_text::lookups(tally.lookups.found, failed, tally.lookups.cached));
        if failed > 0 {
            line(&resolve_text::not_found(&counts(tally.lookups.failed.iter().map(|(reason, count)| (reason.as_str(), *count)))));
        }
    }
    if !tally.formats.is_empty() {
        line(&text::formats(&counts(tally.formats.iter().map(|(format, count)| (format.as_str(), *count)))));
    }
    if !tally.encodings.is_empty() {
        line(&input_text::encodings(&counts(tally.encodings.iter().map(|(name, count)| (*name, *count)))));
    }
    if tally.binary > 0 {
        let more = if tally.binary > tally.binary_names.len() as u64 { ", …" } else { "" };
        line(&input_text::binary(tally.binary, &terminal(&format!("{}{more}", tally.binary_names.join(", ")))));
    }
    if tally.symbolic_links > 0 {
        line(&input_text::symbolic_links(tally.symbolic_links));
    }
    if tally.other_codes > 0 {
        line(&input_text::other_codes(tally.other_codes));
    }
    if tally.inside > 0 {
        line(&text::inside(tally.inside));
    }
    for (name, fault) in &tally.faults {
        let at = At { place: fault.place, span: None, spot: &fault.spot, role: Role::Text };
        let both = |lang| text::fault(&terminal(&at.written(name)), fault.kind.as_str(), &terminal(fault.sentence.get(lang)));
        line(&Text { en: both(Lang::En).en, zh: both(Lang::Zh).zh });
    }
    for (name, reason) in &tally.failures {
        line(&text::failed_input(&terminal(name), reason));
    }
    line(&match run.threshold.fail_on {
        Some(least) => text::findings(tally.findings, least.as_str()),
        None => text::no_threshold(),
    });
    let heading = text::heading(&run.as_of.to_string(), &run.id);
    format!("{}\n{}{out}", palette.heading(heading.get(lang)), table(run, tally, lang, palette))
}

fn loaded(run: &Run<'_>, lists: &[LoadedList], lang: Lang, line: &mut impl FnMut(&Text)) {
    for policy in &run.policies {
        let model = policy.matcher.policy();
        let view = match policy.matcher.view().basis {
            BasisView::Announced => text::view_announced(),
            BasisView::Observed => text::view_observed(),
        };
        line(&text::loaded_policy(&model.id, policy.matcher.rules_in_force(), model.rules.len(), view.get(lang)));
        if let Some(choice) = policy.matcher.view().choice.and_then(|number| model.choices.get(number))
            && choice.status == ChoiceStatus::Planned
        {
            line(&text::planned_choice(&choice.id));
        }
    }
    for list in lists {
        loaded_list(list, line);
    }
    let catalog = run.classifier.catalog;
    line(&text::loaded_catalog(catalog.owners.len(), catalog.hosts.known_hosts(), catalog.wrappers.len(), run.classifier.suffixes.origin()));
}

/// What lists brought, a line for each thing there is to say.
#[must_use]
pub fn lists(lists: &[LoadedList], lang: Lang) -> String {
    let mut out = String::new();
    for list in lists {
        loaded_list(list, &mut |text: &Text| out.push_str(&format!("  {}\n", text.get(lang))));
    }
    out
}

/// What a list brought, and what of it was left out.
fn loaded_list(list: &LoadedList, line: &mut impl FnMut(&Text)) {
    let loaded = &list.loaded;
    let skipped = loaded.skipped();
    line(&match loaded.exceptions {
        0 => text::loaded_list(&list.id, loaded.entries, skipped),
        exceptions => list_text::loaded(&list.id, loaded.entries, exceptions, skipped),
    });
    if let Some(example) = &loaded.broad_example {
        line(&list_text::broad(loaded.broad, &terminal(example)));
    }
    if loaded.repeated > 0 {
        line(&list_text::repeated(loaded.repeated));
    }
    if loaded.disabled > 0 {
        line(&list_text::disabled(loaded.disabled));
    }
    if skipped > 0 {
        line(&list_text::reasons(&reasons(loaded)));
    }
    for example in loaded.examples.iter().take(EXAMPLES) {
        line(&text::skipped_entry(example.line, &terminal(&example.text)));
    }
}

/// A row for each scene, a column for each verdict.
fn table(run: &Run<'_>, tally: &Tally, lang: Lang, palette: Palette) -> String {
    let mut rows = Vec::new();
    for (number, policy) in run.policies.iter().enumerate() {
        let model = policy.matcher.policy();
        for scene in &policy.scenes {
            let id = model.scenes.get(*scene).map_or("", |scene| scene.id.as_str());
            let counts = tally.verdicts.get(number).and_then(|scenes| scenes.get(*scene)).copied().unwrap_or_default();
            rows.push((format!("{}/{id}", model.id), counts));
        }
    }
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0).max(6);
    let mut out = String::new();
    let heading = text::scene_heading();
    let pad = width - heading.get(lang).chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let _ = write!(out, "  {}{}", heading.get(lang), " ".repeat(pad));
    for verdict in Verdict::ALL {
        let _ = write!(out, "  {}{}", " ".repeat(5), palette.verdict(*verdict));
    }
    out.push('\n');
    for (name, counts) in rows {
        let _ = write!(out, "  {name:<width$}");
        for count in counts {
            let _ = write!(out, "  {count:>10}");
        }
        out.push('\n');
    }
    out
}

fn counts<'n>(entries: impl Iterator<Item = (&'n str, u64)>) -> String {
    entries.map(|(name, count)| format!("{count} {name}")).collect::<Vec<_>>().join(", ")
}
