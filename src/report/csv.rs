//! CSV: one row for each link, policy and scene, with the names of the record.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::escape::cell;
use super::suggestion::{Suggesting, facts};
use crate::check::batch::RecordWriter;
use crate::check::outcome::{Extent, LinkOutcome, SceneDecision, Written};
use crate::check::plain::Shares;
use crate::check::run::Run;
use crate::classify::lookup::Unresolved;
use crate::message::Lang;
use crate::suggest::propose::nearest;
use crate::verdict::{Effect, Uncertainty};

/// The columns, in their order.
pub const COLUMNS: &[&str] = &[
    "v",
    "run",
    "link",
    "link_base64",
    "url",
    "error",
    "verdict",
    "worst",
    "uncertain",
    "kind",
    "host",
    "registrable",
    "owner",
    "category",
    "code",
    "signals",
    "unresolved",
    "code_beside",
    "chain",
    "policy",
    "scene",
    "rules",
    "basis",
    "layer",
    "trial",
    "without_trial",
    "effects",
    "until",
    "platform_verdict",
    "file",
    "line",
    "column",
    "end_column",
    "spot",
    "truncated",
    "suppressed",
];

/// The columns that come after those where suggestions are asked for.
pub const SUGGESTION_COLUMNS: &[&str] = &["suggestion", "suggestion_value", "suggestion_verdict"];

/// Writes records as CSV rows; several values of a cell are joined by a space.
#[derive(Debug, Clone, Copy)]
pub struct Csv<'r> {
    run: &'r Run<'r>,
    suggesting: Suggesting,
}

impl<'r> Csv<'r> {
    /// A writer for a run.
    #[must_use]
    pub const fn new(run: &'r Run<'r>, suggesting: Suggesting) -> Self {
        Self { run, suggesting }
    }

    /// The row of column names.
    #[must_use]
    pub fn header(suggesting: Suggesting) -> Vec<u8> {
        let further = if suggesting == Suggesting::Everything { SUGGESTION_COLUMNS } else { &[] };
        row(COLUMNS.iter().chain(further).map(|name| (*name).to_owned()))
    }

    /// The nearest change that helps, its link, scene or day, and the verdict with it.
    fn suggestion(&self, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> [String; 3] {
        let policy = self.run.policies.get(scene.policy).map(|run| run.matcher.policy());
        let Some((policy, suggestion)) = policy.zip(nearest(self.run, outcome, scene)) else { return Default::default() };
        let facts = facts(&suggestion, policy, Lang::En);
        [facts.change.to_owned(), facts.link.or(facts.scene).or(facts.from).unwrap_or_default(), facts.verdict.to_owned()]
    }

    fn cells(&self, file: &str, outcome: &LinkOutcome<'_>, scene: &SceneDecision) -> Option<Vec<String>> {
        let run = self.run.policies.get(scene.policy)?;
        let (policy, decision, link) = (run.matcher.policy(), &scene.decision, &outcome.chain.first);
        let catalog = self.run.classifier.catalog;
        let (text, base64) = match outcome.written {
            Written::Text(text) => (text.to_owned(), String::new()),
            Written::Bytes(bytes) => (String::new(), STANDARD.encode(bytes)),
        };
        let (url, error) = match &link.url {
            Ok(url) => (url.as_str().to_owned(), ""),
            Err(_) if link.code.is_some() => (String::new(), ""),
            Err(error) => (String::new(), error.id()),
        };
        let place = outcome.at.place;
        let chain = outcome.chain.deeper.iter().filter_map(|layer| layer.canonical()).map(|url| url.as_str().to_owned());
        Some(vec![
            "1".to_owned(),
            self.run.id.clone(),
            text,
            base64,
            url,
            error.to_owned(),
            decision.verdict.as_str().to_owned(),
            if decision.worst == decision.verdict { String::new() } else { decision.worst.as_str().to_owned() },
            joined(decision.uncertain.iter().map(Uncertainty::as_str)),
            link.kind.as_str().to_owned(),
            link.host().unwrap_or_default().to_owned(),
            link.registrable().unwrap_or_default().to_owned(),
            link.owner.map_or("", |owner| catalog.owner_name(owner)).to_owned(),
            joined(catalog.category_names(link.category)),
            link.code.unwrap_or_default().to_owned(),
            joined(link.signals.iter().map(crate::signal::Signal::id)),
            joined(outcome.chain.layers().filter_map(|layer| layer.lookup.failure()).map(Unresolved::as_str)),
            outcome.code_beside.unwrap_or_default().to_owned(),
            chain.collect::<Vec<_>>().join(" "),
            policy.id.to_string(),
            policy.scenes.get(scene.scene).map_or("", |scene| &scene.id).to_owned(),
            joined(decision.causes.iter().map(|cause| run.name(*cause))),
            decision.basis.map_or("", crate::verdict::Basis::as_str).to_owned(),
            if decision.layer == 0 { String::new() } else { decision.layer.to_string() },
            decision.trial.and_then(|number| policy.trials.get(usize::from(number))).map_or("", |trial| &trial.named.id).to_owned(),
            decision.without_trial.map_or("", crate::verdict::Verdict::as_str).to_owned(),
            joined(decision.effects.iter().map(Effect::as_str)),
            decision.until.map(|(moment, _)| moment.show(policy.zone)).unwrap_or_default(),
            decision.platform.map_or("", crate::verdict::Verdict::as_str).to_owned(),
            outcome.at.file(file).into_owned(),
            place.map_or_else(String::new, |place| place.line.to_string()),
            place.map_or_else(String::new, |place| place.column.to_string()),
            place.map_or_else(String::new, |place| place.end_column.to_string()),
            outcome.at.spot.to_string(),
            if outcome.extent == Extent::Cut { "true".to_owned() } else { String::new() },
            joined(outcome.allowed.iter().map(|allowed| allowed.rule.as_str())),
        ])
    }
}

impl Shares for Csv<'_> {}

impl RecordWriter for Csv<'_> {
    fn record(&self, out: &mut Vec<u8>, file: &str, outcome: &LinkOutcome<'_>) {
        for scene in &outcome.decisions {
            if let Some(mut cells) = self.cells(file, outcome, scene) {
                if self.suggesting == Suggesting::Everything {
                    cells.extend(self.suggestion(outcome, scene));
                }
                out.extend(row(cells.into_iter()));
            }
        }
    }
}

fn joined<'s>(values: impl Iterator<Item = &'s str>) -> String {
    values.collect::<Vec<_>>().join(" ")
}

/// One row with its line break. Writing to memory cannot fail.
fn row(cells: impl Iterator<Item = String>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let cells: Vec<String> = cells.map(|text| cell(&text).into_owned()).collect();
    let written = writer.write_record(&cells).is_ok();
    debug_assert!(written, "a row of strings can always be written");
    writer.into_inner().unwrap_or_default()
}
