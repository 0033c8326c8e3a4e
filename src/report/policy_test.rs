//! Rows of a policy's tests that did not come out as expected, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::explanation::{LayerFacts, layer_facts};
use super::palette::Palette;
use crate::message::{Lang, policy_test as text};
use crate::policy_test::rows::{Observed, Row, Suite};
use crate::policy_test::run::{Count, Fault, Judged, Status};
use crate::verdict::{Uncertainty, Verdict};

/// One link of a row that is worth telling.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Finding {
    /// `failed`, `todo` or `todo-passes`.
    pub status: &'static str,
    /// The file.
    pub file: String,
    /// The row's line, from 1.
    pub line: usize,
    /// The link.
    pub link: String,
    /// The day or moment.
    pub as_of: String,
    /// What else was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// The row's note.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The row's `todo`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
    /// What differs, by scene.
    pub faults: Vec<FaultFacts>,
    /// The facts of the link's layers.
    pub layers: Vec<LayerFacts>,
}

/// What differs in one scene.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FaultFacts {
    /// The scene.
    pub scene: String,
    /// Where the expectation stands.
    pub line: usize,
    /// The verdict expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<&'static str>,
    /// The verdict that came out.
    pub got: &'static str,
    /// What was expected and is not there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// What is there and was not expected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub noisy: Vec<String>,
}

/// The counts of a whole run, as JSON gives them.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// Links that came out as expected.
    pub passed: usize,
    /// Links that did not.
    pub failed: usize,
    /// Links that are known not to.
    pub todo: usize,
    /// What is worth telling.
    pub findings: Vec<Finding>,
}

/// What there is to tell of a link; `None` where it passed.
#[must_use]
pub fn finding(suite: &Suite, judged: &Judged<'_, '_>, lang: Lang) -> Option<Finding> {
    let status = match judged.status {
        Status::Passed => return None,
        Status::Failed => "failed",
        Status::Todo => "todo",
        Status::TodoPasses => "todo-passes",
    };
    let line = |byte: usize| suite.file.place(byte).line;
    let link = match judged.outcome.written {
        crate::check::outcome::Written::Text(text) => text.to_owned(),
        crate::check::outcome::Written::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    };
    Some(Finding {
        status,
        file: suite.file.name.to_string(),
        line: line(judged.row.span.start),
        link,
        as_of: judged.row.question.as_of.clone(),
        given: given(judged.row),
        note: judged.row.note.clone(),
        todo: judged.row.todo.clone(),
        faults: judged.faults.iter().map(|fault| fault_facts(fault, line(fault.span.start))).collect(),
        layers: judged.outcome.chain.layers().map(|layer| layer_facts(judged.run, layer, lang)).collect(),
    })
}

fn given(row: &Row) -> Vec<String> {
    let question = &row.question;
    let observed = (question.observed == Observed::Counted).then(|| "observed".to_owned());
    let posted = question.posted.as_ref().map(|posted| format!("posted={posted}"));
    observed.into_iter().chain(question.trials.iter().cloned()).chain(question.choice.clone()).chain(question.contexts.iter().cloned()).chain(posted).collect()
}

fn fault_facts(fault: &Fault, line: usize) -> FaultFacts {
    let reasons = |reasons: &[Uncertainty]| reasons.iter().map(|reason| reason.as_str().to_owned()).collect::<Vec<_>>();
    let (expected, got) = fault.verdict;
    FaultFacts {
        scene: fault.scene.clone(),
        line,
        expected: expected.map(Verdict::as_str),
        got: got.as_str(),
        missing: [fault.missing.clone(), reasons(&fault.missing_reasons)].concat(),
        noisy: [fault.noisy.clone(), reasons(&fault.noisy_reasons)].concat(),
    }
}

/// One finding for people.
#[must_use]
pub fn render(finding: &Finding, lang: Lang, palette: Palette) -> String {
    let head = match (&finding.todo, finding.status) {
        (Some(why), "todo") => text::todo(&finding.file, finding.line, why),
        (_, "todo-passes") => text::todo_passes(&finding.file, finding.line),
        _ => text::failed(&finding.file, finding.line),
    };
    let mut out = format!("{}\n", palette.heading(&terminal(head.get(lang))));
    if finding.status == "todo" {
        return out;
    }
    let mut line = |text: &str| {
        let _ = writeln!(out, "  {}", terminal(text));
    };
    line(&finding.link);
    let given = finding.given.iter().map(|given| format!(", {given}")).collect::<String>();
    line(text::asked(&finding.as_of, &given).get(lang));
    finding.note.iter().for_each(|note| line(note));
    for fault in &finding.faults {
        line(text::verdict(&fault.scene, fault.expected.unwrap_or(fault.got), fault.got).get(lang));
        if !fault.missing.is_empty() {
            line(&format!("  {}", text::missing(&fault.missing.join(", ")).get(lang)));
        }
        if !fault.noisy.is_empty() {
            line(&format!("  {}", text::noisy(&fault.noisy.join(", ")).get(lang)));
        }
    }
    for (number, layer) in finding.layers.iter().enumerate() {
        line(text::layer(number, &layer.url, &facts(layer)).get(lang));
    }
    out
}

fn facts(layer: &LayerFacts) -> String {
    let mut parts = vec![layer.via.clone(), layer.kind.to_owned()];
    parts.extend(layer.owner.clone());
    parts.extend(layer.category.iter().cloned());
    parts.extend(layer.signals.iter().map(|signal| (*signal).to_owned()));
    parts.extend(layer.code.clone());
    parts.join(", ")
}

/// The last line of a run.
#[must_use]
pub fn summary(count: Count, files: usize, lang: Lang) -> String {
    text::summary(count.passed, count.failed, count.todo, files).get(lang).to_owned()
}
