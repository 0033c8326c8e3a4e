//! Policies as a list, and one policy as it stands after what it extends, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use crate::message::{Lang, policy as text};
use crate::policy::model::{Grounds, Origin, Policy, Says};
use crate::time::Interval;

/// One policy in a list.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyLine {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The ids of its scenes.
    pub scenes: Vec<String>,
    /// How many rules it has.
    pub rules: usize,
    /// How many texts it stands on.
    pub sources: usize,
    /// When someone last checked them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified_on: Option<String>,
}

/// One policy with all its statements.
#[derive(Debug, Clone, Serialize)]
pub struct PolicyFacts {
    /// What a list says of it.
    #[serde(flatten)]
    pub line: PolicyLine,
    /// What nothing else covers.
    pub otherwise: &'static str,
    /// Its defaults and rules, in the order of the engine.
    pub statements: Vec<StatementFacts>,
}

/// A rule or default, with where it comes from.
#[derive(Debug, Clone, Serialize)]
pub struct StatementFacts {
    /// The name in records.
    pub name: String,
    /// The scenes it speaks of.
    pub scenes: Vec<String>,
    /// What it says: `open`, `at least warn`.
    pub says: String,
    /// When it is in force.
    pub interval: String,
    /// How it is known.
    pub basis: &'static str,
    /// The best grade among its sources.
    pub grade: &'static str,
    /// Where it stands, as `file:line`.
    pub at: String,
    /// Its sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a list says of a policy.
#[must_use]
pub fn line(policy: &Policy, lang: Lang) -> PolicyLine {
    PolicyLine {
        id: policy.id.to_string(),
        name: policy.name.get(lang).to_owned(),
        scenes: policy.scenes.iter().map(|scene| scene.id.clone()).collect(),
        rules: policy.rules.len(),
        sources: policy.sources.len(),
        verified_on: policy.verified_on.map(|day| day.show(policy.zone)),
    }
}

/// Everything of a policy, statements of the policies it extends included.
#[must_use]
pub fn facts(policy: &Policy, lang: Lang) -> PolicyFacts {
    let scenes = |numbers: &[usize]| numbers.iter().filter_map(|number| policy.scenes.get(*number)).map(|scene| scene.id.clone()).collect::<Vec<_>>();
    let statement = |name: &str, scenes: Vec<String>, says: String, interval: Interval, grounds: &Grounds, origin: &Origin| StatementFacts {
        name: name.to_owned(),
        scenes,
        says,
        interval: shown(interval, policy, lang),
        basis: grounds.basis.as_str(),
        grade: policy.grade(grounds).as_str(),
        at: format!("{}:{}", origin.file.name, origin.file.place(origin.span.start).line),
        reason: grounds.reason.as_ref().map(|reason| reason.get(lang).to_owned()),
    };
    let defaults = policy.defaults.iter().map(|default| {
        let verdict = default.verdict.as_str().to_owned();
        statement(&default.name, scenes(&[default.scene]), verdict, default.interval, &default.grounds, &default.origin)
    });
    let rules = policy.rules.iter().map(|rule| {
        let says = match rule.says {
            Says::Sets(verdict) => verdict.as_str().to_owned(),
            Says::Raises(verdict) => text::at_least(verdict.as_str()).get(lang).to_owned(),
        };
        statement(&rule.name, scenes(&rule.scenes), says, rule.interval, &rule.grounds, &rule.origin)
    });
    PolicyFacts { line: line(policy, lang), otherwise: policy.otherwise.as_str(), statements: defaults.chain(rules).collect() }
}

fn shown(interval: Interval, policy: &Policy, lang: Lang) -> String {
    let day = |moment: crate::time::Instant| moment.show(policy.zone);
    let text = match (interval.from.map(day), interval.until.map(day)) {
        (None, None) => text::always(),
        (Some(from), None) => text::since(&from),
        (None, Some(until)) => text::until(&until),
        (Some(from), Some(until)) => text::between(&from, &until),
    };
    text.get(lang).to_owned()
}

/// A list for people.
#[must_use]
pub fn render_list(lines: &[PolicyLine], lang: Lang, palette: Palette) -> String {
    let mut out = String::new();
    let width = lines.iter().map(|line| line.id.len()).max().unwrap_or(0);
    for line in lines {
        let counts = text::policy_counts(line.rules, line.sources, line.verified_on.as_deref().unwrap_or("-"));
        let id = palette.heading(&format!("{:<width$}", line.id));
        let _ = writeln!(out, "{id}  {}  {}", terminal(&line.name), palette.quiet(counts.get(lang)));
        let _ = writeln!(out, "{:<width$}  {}", "", line.scenes.join(", "));
    }
    out
}

/// One policy for people.
#[must_use]
pub fn render(facts: &PolicyFacts, lang: Lang, palette: Palette) -> String {
    let mut out = render_list(std::slice::from_ref(&facts.line), lang, palette);
    let _ = writeln!(out, "{}", text::otherwise_is(facts.otherwise).get(lang));
    for statement in &facts.statements {
        let _ = writeln!(out, "{}  {}  {}", palette.heading(&terminal(&statement.name)), statement.says, statement.scenes.join(", "));
        if let Some(reason) = &statement.reason {
            let _ = writeln!(out, "    {}", terminal(reason));
        }
        let known = format!("{} · {} · {} · {}", statement.interval, statement.basis, statement.grade, statement.at);
        let _ = writeln!(out, "    {}", palette.quiet(&terminal(&known)));
    }
    out
}
