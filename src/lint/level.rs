//! How much each lint weighs: by default, and for one run.

use crate::diag::Severity;

/// Lints that are no plain warnings. What hides text is an error; what only time brings about must not fail a build.
const DEFAULTS: &[(&str, Severity)] = &[("hidden-characters", Severity::Error), ("stale-sources", Severity::Note)];

/// The word for every lint at once.
pub const ALL: &str = "all";

/// What a run makes of lints; a lint that is named counts more than `all`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// Lint ids with what becomes of them; `None` leaves them out.
    pub given: Vec<(String, Option<Severity>)>,
}

/// The level of a lint that nobody changed.
#[must_use]
pub fn default(lint: &str) -> Severity {
    DEFAULTS.iter().find(|(id, _)| *id == lint).map_or(Severity::Warning, |(_, level)| *level)
}

impl Levels {
    /// The level of a lint in this run; `None` where it is left out.
    #[must_use]
    pub fn of(&self, lint: &str) -> Option<Severity> {
        let given = |id: &str| self.given.iter().find(|(known, _)| known == id).map(|(_, level)| *level);
        given(lint).or_else(|| given(ALL)).unwrap_or_else(|| Some(default(lint)))
    }
}
