//! How much a rule weighs, as settings say it.

use std::collections::BTreeMap;

use crate::suppress::names::covers;
use crate::verdict::vocabulary;

vocabulary! {
    /// The weight that settings give to a rule, in place of the threshold.
    Weight {
        /// It finds nothing.
        Off = "off",
        /// It is told and does not count.
        Note = "note",
        /// It is told and does not count.
        Warning = "warning",
        /// It counts.
        Error = "error",
    }
}

/// Weights by the names of rules: a statement, `wechat/*`, a signal or a check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Levels(pub BTreeMap<String, Weight>);

impl Levels {
    /// The weight of a rule, where one is given; the whole name before the longest prefix.
    #[must_use]
    pub fn of(&self, rule: &str) -> Option<Weight> {
        if self.0.is_empty() {
            return None;
        }
        let prefix =
            || self.0.iter().filter(|(name, _)| name.ends_with('*') && covers(name, rule)).max_by_key(|(name, _)| name.len()).map(|(_, weight)| *weight);
        self.0.get(rule).copied().or_else(prefix)
    }
}
