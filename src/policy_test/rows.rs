//! What a file of rows says.

use std::collections::BTreeSet;

use crate::document::Placed;
use crate::engine::view::{BasisView, View};
use crate::message::{Text, policy_test as text};
use crate::policy::model::Policy;
use crate::source::{SourceFile, Span};
use crate::time::AsOf;
use crate::verdict::{Uncertainty, Verdict};

/// One file of rows.
#[derive(Debug, Clone)]
pub struct Suite {
    /// The file.
    pub file: SourceFile,
    /// The policy of all its rows: the id of an embedded one, or a path from the file's folder.
    pub policy: Placed<String>,
    /// The rows, in the order of the file.
    pub rows: Vec<Row>,
}

/// One row: links that get the same answers to one question.
#[derive(Debug, Clone)]
pub struct Row {
    /// The links, at least one.
    pub links: Vec<Placed<String>>,
    /// Where the row stands.
    pub span: Span,
    /// What is asked.
    pub question: Question,
    /// What is expected, by scene.
    pub expected: Vec<Expectation>,
    /// Why the row is here.
    pub note: Option<String>,
    /// Why the row is known to fail; a row that does not fail any more must lose this.
    pub todo: Option<String>,
}

/// What a row asks; rows with the same question are judged by one compiled policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    /// The day or moment.
    pub as_of: String,
    /// Which statements count.
    pub observed: Observed,
    /// Trials to switch, as `ID=on` or `ID=off`.
    pub trials: Vec<String>,
    /// A user's setting.
    pub choice: Option<String>,
    /// Contexts, as `ID=VALUE`.
    pub contexts: Vec<String>,
    /// When the link was posted.
    pub posted: Option<String>,
}

/// Whether what was only observed counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Observed {
    /// Only what was announced or follows from it.
    #[default]
    Left,
    /// What was observed as well.
    Counted,
}

impl Observed {
    /// Reads the name of a basis.
    #[must_use]
    pub fn parse(basis: &str) -> Option<Self> {
        match basis {
            "announced" => Some(Self::Left),
            "observed" => Some(Self::Counted),
            _ => None,
        }
    }
}

/// What is expected of one scene: an answer, the reasons for not being certain, or both.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The scene's id.
    pub scene: String,
    /// Where the expectation stands.
    pub span: Span,
    /// The verdict and every rule that is named.
    pub answer: Option<(Verdict, BTreeSet<String>)>,
    /// Exactly these reasons.
    pub uncertain: Option<BTreeSet<Uncertainty>>,
}

impl Question {
    /// The view on a policy that the question asks for, and the moment.
    ///
    /// # Errors
    /// A date, trial, choice or context that the policy does not know, in words.
    pub fn view(&self, policy: &Policy) -> Result<(AsOf, View), Text> {
        let date = |written: &str| AsOf::parse(written).ok_or_else(|| text::no_date(written));
        let as_of = date(&self.as_of)?;
        let mut view = View::plain(policy, as_of.instant(policy.zone));
        if self.observed == Observed::Counted {
            view.basis = BasisView::Observed;
        }
        for written in &self.trials {
            let (id, state) = written.split_once('=').unwrap_or((written, ""));
            let number = policy.trials.iter().position(|trial| trial.named.id == id);
            match (number.and_then(|number| view.trials.get_mut(number)), state) {
                (Some(slot), "on" | "off") => *slot = state == "on",
                _ => return Err(text::no_trial(written)),
            }
        }
        if let Some(id) = &self.choice {
            let number = policy.choices.iter().position(|choice| choice.id == *id);
            view.choice = Some(number.ok_or_else(|| text::no_choice(id))?);
        }
        for written in &self.contexts {
            let (id, value) = written.split_once('=').unwrap_or((written, ""));
            let number = policy.contexts.iter().position(|context| context.id == id);
            let value = number.and_then(|number| policy.contexts.get(number)).and_then(|context| context.values.iter().position(|known| known == value));
            match (number.and_then(|number| view.contexts.get_mut(number)), value) {
                (Some(slot), Some(value)) => *slot = Some(value),
                _ => return Err(text::no_context(written)),
            }
        }
        if let Some(written) = &self.posted {
            view.posted = Some(date(written)?.instant(policy.zone));
        }
        Ok((as_of, view))
    }
}
