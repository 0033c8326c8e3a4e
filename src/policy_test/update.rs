//! Writing what came out back into a file of rows, with its comments and order kept.

use std::collections::{BTreeMap, BTreeSet};

use toml_edit::{Array, DocumentMut, Item, Table, Value, value};

use super::run::{Judged, Status, causes};
use crate::check::outcome::SceneDecision;
use crate::verdict::Uncertainty;

/// What the failing rows of a file got, row by row.
#[derive(Debug, Default)]
pub struct Updates {
    rows: BTreeMap<usize, Update>,
}

#[derive(Debug, PartialEq, Eq)]
enum Update {
    /// By each scene that the row names.
    To(BTreeMap<String, Answer>),
    /// Its links get different answers.
    Torn,
}

/// What a scene got, as a row writes it; what the row does not expect is left out.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    said: Option<String>,
    reasons: Option<Vec<&'static str>>,
}

impl Updates {
    /// Takes note of a link that was judged; those that passed count too, for a row's links must agree.
    pub fn note(&mut self, judged: &Judged<'_, '_>) {
        if judged.row.todo.is_some() {
            return;
        }
        let answers = Update::To(answers(judged));
        let is_failing = judged.status == Status::Failed;
        let several = judged.row.links.len() > 1;
        match self.rows.get_mut(&judged.number) {
            Some(known) if *known != answers => *known = Update::Torn,
            Some(_) => {}
            None if is_failing || several => drop(self.rows.insert(judged.number, answers)),
            None => {}
        }
    }

    /// The file with every expectation that changed; how many did, and the rows, from 0, that could not be rewritten.
    ///
    /// # Errors
    /// The text is no TOML.
    pub fn apply(&self, text: &str) -> Result<(String, usize, Vec<usize>), String> {
        let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| error.to_string())?;
        let mut changed = 0;
        let mut torn = Vec::new();
        let Some(rows) = document.get_mut("row").and_then(Item::as_array_of_tables_mut) else { return Ok((text.to_owned(), 0, torn)) };
        for (number, update) in &self.rows {
            let Some(row) = rows.get_mut(*number) else { continue };
            let Update::To(scenes) = update else {
                torn.push(*number);
                continue;
            };
            for (scene, answer) in scenes {
                changed += rewrite(row, scene, answer);
            }
        }
        Ok((document.to_string(), changed, torn))
    }
}

/// Puts one scene's answer into a row; how many values changed.
fn rewrite(row: &mut Table, scene: &str, answer: &Answer) -> usize {
    let mut changed = 0;
    if let Some(said) = &answer.said
        && let Some(slot) = row.get_mut("expect").and_then(|expect| expect.get_mut(scene))
        && slot.as_str() != Some(said)
    {
        put(slot, value(said));
        changed += 1;
    }
    if let Some(reasons) = &answer.reasons
        && let Some(slot) = row.get_mut("uncertain").and_then(|uncertain| uncertain.get_mut(scene))
        && words(slot) != reasons.iter().copied().collect::<BTreeSet<_>>()
    {
        put(slot, value(reasons.iter().copied().collect::<Array>()));
        changed += 1;
    }
    changed
}

/// Puts a value in the place of another, with the white space and comments around it.
fn put(slot: &mut Item, mut new: Item) {
    if let (Some(old), Some(new)) = (slot.as_value().map(Value::decor).cloned(), new.as_value_mut()) {
        *new.decor_mut() = old;
    }
    *slot = new;
}

fn words(item: &Item) -> BTreeSet<&str> {
    item.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

fn answers(judged: &Judged<'_, '_>) -> BTreeMap<String, Answer> {
    let scene = |decided: &SceneDecision| {
        let policy = judged.run.policies.get(decided.policy)?;
        let id = &policy.matcher.policy().scenes.get(decided.scene)?.id;
        let expected = judged.row.expected.iter().find(|expected| expected.scene == *id)?;
        let names: Vec<String> = causes(policy, decided).into_iter().collect();
        let said = format!("{} {}", decided.decision.verdict.as_str(), names.join(" "));
        let reasons = decided.decision.uncertain.iter().map(Uncertainty::as_str).collect();
        Some((id.clone(), Answer { said: expected.answer.is_some().then_some(said), reasons: expected.uncertain.is_some().then_some(reasons) }))
    };
    judged.outcome.decisions.iter().filter_map(scene).collect()
}
