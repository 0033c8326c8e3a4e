//! The names of rules that a run knows, and which of them a written name covers.

use std::collections::BTreeSet;

use crate::diag::nearest;

/// Whether a written name covers a rule: the rule itself, or `wechat/*` for all that stand under `wechat/`.
#[must_use]
pub fn covers(written: &str, rule: &str) -> bool {
    match written.strip_suffix('*') {
        Some(prefix) => prefix.ends_with('/') && rule.starts_with(prefix),
        None => written == rule,
    }
}

/// How a written name stands to a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It covers a rule of the run.
    Known,
    /// It belongs to a policy that this run does not ask.
    Elsewhere,
    /// Nobody knows it; the nearest known one, if one is near.
    Unknown(Option<String>),
}

/// Every rule of a run: statements, signals, checks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    known: BTreeSet<String>,
    elsewhere: Vec<String>,
}

impl Names {
    /// The rules of a run, and the ids of policies that exist beside those it asks.
    #[must_use]
    pub fn new(known: impl IntoIterator<Item = String>, elsewhere: impl IntoIterator<Item = String>) -> Self {
        Self { known: known.into_iter().collect(), elsewhere: elsewhere.into_iter().collect() }
    }

    /// How a written name stands to these.
    #[must_use]
    pub fn standing(&self, written: &str) -> Standing {
        if self.known.contains(written) || (written.ends_with('*') && self.known.iter().any(|rule| covers(written, rule))) {
            return Standing::Known;
        }
        let of_policy = written.split_once('/').map(|(policy, _)| policy);
        if of_policy.is_some_and(|policy| self.elsewhere.iter().any(|id| id == policy)) {
            return Standing::Elsewhere;
        }
        let near = self.known.iter().find(|rule| rule.rsplit('/').next() == Some(written)).map(String::as_str);
        let near = near.or_else(|| nearest(written, self.known.iter().map(String::as_str)));
        Standing::Unknown(near.map(str::to_owned))
    }
}
