//! The sheets of policy statements, by the names that records quote.

use super::sheet::{Item, Sheet};
use crate::message::{Lang, Text, rules as text, summary};
use crate::policy::model::{Choice, ChoiceStatus, DefaultRule, Grounds, Origin, Policy, Rollout, Rule, Says, Trial};
use crate::time::{Interval, Zone};
use crate::verdict::{Effect, Kind, Verdict};

/// The name a policy's `otherwise` has in records, behind the policy's id and a slash.
const OTHERWISE: &str = "otherwise";

/// The name of the floor under links that parsers read differently, likewise.
const AMBIGUOUS: &str = "ambiguous-host";

/// Every name that records may quote from a policy's file, defaults once for each scene.
#[must_use]
pub fn names(policy: &Policy) -> Vec<String> {
    let mut names: Vec<String> = policy.rules.iter().map(|rule| rule.name.clone()).collect();
    names.extend(policy.defaults.iter().map(|default| default.name.clone()));
    names.extend(policy.choices.iter().map(|choice| choice_name(policy, choice)));
    names.extend(policy.trials.iter().map(|trial| trial_name(policy, trial)));
    names.extend([OTHERWISE, AMBIGUOUS].map(|name| format!("{}/{name}", policy.id)));
    names.sort();
    names.dedup();
    names
}

/// The statements of one name, oldest first; a scene's defaults share a name, one for each stretch of time and basis.
#[must_use]
pub fn sheets(policy: &Policy, name: &str, lang: Lang) -> Vec<Sheet> {
    if let Some(fixed) = name.strip_prefix(&*policy.id).and_then(|rest| rest.strip_prefix('/')).and_then(fixed) {
        return vec![of_fixed(policy, name, fixed, lang)];
    }
    let choice = |choice: &&Choice| name == choice_name(policy, choice);
    if let Some(choice) = policy.choices.iter().find(choice) {
        return vec![of_choice(policy, choice, lang)];
    }
    if let Some(number) = policy.trials.iter().position(|trial| name == trial_name(policy, trial)) {
        return policy.trials.get(number).map(|trial| of_trial(policy, number, trial, lang)).into_iter().collect();
    }
    let mut defaults: Vec<&DefaultRule> = policy.defaults.iter().filter(|default| default.name == name).collect();
    defaults.sort_by_key(|default| (default.interval.from, default.origin.span));
    let rules = policy.rules.iter().filter(|rule| rule.name == name).map(|rule| of_rule(policy, rule, lang));
    rules.chain(defaults.into_iter().map(|default| of_default(policy, default, lang))).collect()
}

/// What stands in every policy without being one of its rules.
#[derive(Debug, Clone, Copy)]
enum Fixed {
    Otherwise,
    AmbiguousHost,
}

fn fixed(name: &str) -> Option<Fixed> {
    match name {
        OTHERWISE => Some(Fixed::Otherwise),
        AMBIGUOUS => Some(Fixed::AmbiguousHost),
        _ => None,
    }
}

fn of_fixed(policy: &Policy, name: &str, fixed: Fixed, lang: Lang) -> Sheet {
    let (sentence, verdict, place) = match fixed {
        Fixed::Otherwise => (summary::otherwise_sentence(), text::sets(policy.otherwise.as_str()), policy.file.name.to_string()),
        Fixed::AmbiguousHost => (summary::ambiguous_sentence(), text::raises(Verdict::Warn.as_str()), String::new()),
    };
    let mut sheet = Sheet { id: name.to_owned(), sentence: sentence.get(lang).to_owned(), ..Sheet::default() };
    sheet.field(text::verdict().get(lang), verdict.get(lang).to_owned());
    sheet.field(text::place().get(lang), place);
    sheet
}

fn choice_name(policy: &Policy, choice: &Choice) -> String {
    format!("{}/choice/{}", policy.id, choice.id)
}

/// The name under which a trial has its page; records quote its id alone.
fn trial_name(policy: &Policy, trial: &Trial) -> String {
    format!("{}/trial/{}", policy.id, trial.named.id)
}

fn of_trial(policy: &Policy, number: usize, trial: &Trial, lang: Lang) -> Sheet {
    let mut sheet = Sheet { id: trial_name(policy, trial), sentence: trial.named.name.get(lang).to_owned(), ..Sheet::default() };
    sheet.field(text::in_force().get(lang), in_force(trial.interval, policy.zone).get(lang).to_owned());
    let rollout = match trial.rollout {
        Rollout::Full => text::rollout_full(),
        Rollout::Gradual => text::rollout_gradual(),
    };
    sheet.field(text::rollout().get(lang), rollout.get(lang).to_owned());
    let rules = policy.rules.iter().filter(|rule| rule.trial == Some(number)).map(|rule| rule.name.as_str());
    sheet.field(text::trial_rules().get(lang), rules.collect::<Vec<_>>().join(", "));
    sheet.field(text::switched_off().get(lang), format!("--trial {}=off", trial.named.id));
    sheet
}

fn of_choice(policy: &Policy, choice: &Choice, lang: Lang) -> Sheet {
    let sentence = choice.name.clone().unwrap_or_else(summary::choice_sentence);
    let mut sheet = Sheet { id: choice_name(policy, choice), sentence: sentence.get(lang).to_owned(), ..Sheet::default() };
    let map: Vec<String> = choice.map.iter().map(|(from, to)| format!("{} → {}", from.as_str(), to.as_str())).collect();
    sheet.field(text::verdict().get(lang), map.join(", "));
    sheet.field(text::scenes().get(lang), scenes(policy, &choice.scenes, lang));
    let status = match choice.status {
        ChoiceStatus::Planned => text::planned(),
        ChoiceStatus::Available => text::available(),
    };
    sheet.field(text::status().get(lang), status.get(lang).to_owned());
    sheet
}

fn of_rule(policy: &Policy, rule: &Rule, lang: Lang) -> Sheet {
    let says = match rule.says {
        Says::Sets(verdict) => text::sets(verdict.as_str()),
        Says::Raises(verdict) => text::raises(verdict.as_str()),
    };
    let mut sheet = begun(&rule.name, &rule.grounds, lang);
    sheet.field(text::verdict().get(lang), says.get(lang).to_owned());
    sheet.field(text::scenes().get(lang), scenes(policy, &rule.scenes, lang));
    sheet.field(text::effects().get(lang), rule.effects.iter().copied().map(Effect::as_str).collect::<Vec<_>>().join(", "));
    sheet.field(text::in_force().get(lang), in_force(rule.interval, policy.zone).get(lang).to_owned());
    let trial = rule.trial.and_then(|number| policy.trials.get(number));
    sheet.field(text::trial().get(lang), trial.map(|trial| format!("{} ({})", trial.named.name.get(lang), trial.named.id)).unwrap_or_default());
    let superseded = rule.supersedes.iter().filter_map(|number| policy.rules.get(*number)).map(|rule| rule.name.as_str());
    sheet.field(text::supersedes().get(lang), superseded.collect::<Vec<_>>().join(", "));
    ended(sheet, policy, &rule.grounds, &rule.origin, lang)
}

fn of_default(policy: &Policy, default: &DefaultRule, lang: Lang) -> Sheet {
    let mut sheet = begun(&default.name, &default.grounds, lang);
    sheet.field(text::verdict().get(lang), default.verdict.as_str().to_owned());
    sheet.field(text::scenes().get(lang), scenes(policy, &[default.scene], lang));
    sheet.field(text::kinds().get(lang), default.kinds.iter().copied().map(Kind::as_str).collect::<Vec<_>>().join(", "));
    sheet.field(text::in_force().get(lang), in_force(default.interval, policy.zone).get(lang).to_owned());
    ended(sheet, policy, &default.grounds, &default.origin, lang)
}

fn begun(name: &str, grounds: &Grounds, lang: Lang) -> Sheet {
    let reason = grounds.reason.clone().unwrap_or_else(summary::no_sentence);
    Sheet { id: name.to_owned(), sentence: reason.get(lang).to_owned(), ..Sheet::default() }
}

/// Adds what a statement stands on.
fn ended(mut sheet: Sheet, policy: &Policy, grounds: &Grounds, origin: &Origin, lang: Lang) -> Sheet {
    sheet.field(text::basis().get(lang), grounds.basis.as_str().to_owned());
    sheet.field(text::seen().get(lang), grounds.seen.iter().map(|day| day.show(policy.zone)).collect::<Vec<_>>().join(", "));
    sheet.field(text::clause().get(lang), grounds.clause.clone().unwrap_or_default());
    sheet.field(text::notice().get(lang), grounds.notice.clone().unwrap_or_default());
    sheet.field(text::place().get(lang), format!("{}:{}", origin.file.name, origin.file.place(origin.span.start).line));
    let sources = grounds.sources.iter().filter_map(|number| policy.sources.get(*number)).map(|source| {
        let title = text::source_line(&source.title, source.grade.as_str()).get(lang).to_owned();
        match &source.url {
            Some(url) => Item::Sourced { text: title, source: url.clone() },
            None => Item::Text(title),
        }
    });
    sheet.section(text::sources().get(lang), sources.collect());
    sheet
}

fn scenes(policy: &Policy, numbers: &[usize], lang: Lang) -> String {
    let scenes = numbers.iter().filter_map(|number| policy.scenes.get(*number));
    scenes.map(|scene| format!("{} ({})", scene.name.get(lang), scene.id)).collect::<Vec<_>>().join(", ")
}

fn in_force(interval: Interval, zone: Zone) -> Text {
    match (interval.from, interval.until) {
        (Some(from), Some(until)) => text::from_until(&from.show(zone), &until.show(zone)),
        (Some(from), None) => text::from(&from.show(zone)),
        (None, Some(until)) => text::until(&until.show(zone)),
        (None, None) => text::always(),
    }
}
