//! What findings were found by, as rules of SARIF with their pages.

use serde_json::{Map, Value};

use super::model::{Configuration, Message, Rule};
use crate::check::finding::{Finding, Ground};
use crate::check::patterns::check_sentence;
use crate::check::run::Run;
use crate::engine::decision::Cause;
use crate::message::Lang;
use crate::page;
use crate::policy::model::{Grounds, Policy, Says};
use crate::report::rules::markdown;
use crate::report::rules::sheet::Sheet;
use crate::report::rules::signal::sheet as of_signal;
use crate::report::rules::statement;

/// The rule of a finding, with its page in one language.
#[must_use]
pub fn rule(run: &Run<'_>, finding: &Finding, lang: Lang) -> Rule {
    let (sheets, properties) = match finding.ground {
        Ground::Statement { policy, cause } => match run.policies.get(policy) {
            Some(policy) => {
                let model = policy.matcher.policy();
                (sheets_of(model, &finding.rule, policy.statement(cause).sentence.get(lang), lang), facts(model, cause, policy.matcher.grounds(cause)))
            }
            None => (Vec::new(), Map::new()),
        },
        Ground::Signal(signal) => {
            let page = page::builtin::find(signal).and_then(|file| page::read::page(&file).ok());
            (page.iter().map(|page| of_signal(page, lang)).collect(), Map::new())
        }
        Ground::Check(id) => (vec![Sheet { id: id.to_owned(), sentence: check_sentence(id).get(lang).to_owned(), ..Sheet::default() }], Map::new()),
    };
    let sentence = sheets.first().map_or_else(|| finding.sentence.get(lang).to_owned(), |sheet| sheet.sentence.clone());
    let all: Vec<&str> = sheets.iter().map(|sheet| sheet.sentence.as_str()).collect();
    let full = if all.is_empty() { sentence.clone() } else { all.join("\n") };
    let markdown = markdown::sheets(&sheets, lang);
    Rule {
        id: finding.rule.to_string(),
        short_description: Message::plain(&sentence),
        full_description: Some(Message::plain(&full)),
        help: Some(Message { text: full, markdown: Some(if markdown.is_empty() { sentence } else { markdown }) }),
        default_configuration: Configuration { level: finding.level.as_str() },
        properties,
    }
}

/// The pages of a statement; of those that share its name, as the defaults of a scene do over time, the one with its reason.
fn sheets_of(policy: &Policy, name: &str, reason: &str, lang: Lang) -> Vec<Sheet> {
    let mut sheets = statement::sheets(policy, name, lang);
    if sheets.iter().any(|sheet| sheet.sentence == reason) {
        sheets.retain(|sheet| sheet.sentence == reason);
    }
    sheets
}

/// Basis, source and verdict of a statement.
fn facts(policy: &Policy, cause: Cause, grounds: Option<&Grounds>) -> Map<String, Value> {
    let verdict = match cause {
        Cause::Rule(number) => policy.rules.get(number as usize).map(|rule| match rule.says {
            Says::Sets(verdict) | Says::Raises(verdict) => verdict,
        }),
        Cause::Default(number) => policy.defaults.get(number as usize).map(|default| default.verdict),
        Cause::Otherwise => Some(policy.otherwise),
        Cause::AmbiguousHost | Cause::Choice => None,
    };
    let mut facts = Map::new();
    facts.extend(verdict.map(|verdict| ("verdict".to_owned(), verdict.as_str().into())));
    if let Some(grounds) = grounds {
        facts.insert("basis".to_owned(), grounds.basis.as_str().into());
        let sources = grounds.sources.iter().filter_map(|number| policy.sources.get(*number));
        let sources: Vec<Value> = sources.map(|source| source.url.as_ref().unwrap_or(&source.title).as_str().into()).collect();
        if !sources.is_empty() {
            facts.insert("sources".to_owned(), sources.into());
        }
    }
    facts
}
