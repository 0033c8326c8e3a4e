//! Whether a link counts for the exit code.

use super::outcome::LinkOutcome;
use super::run::{Strictness, Threshold};
use crate::verdict::Verdict;

/// Whether a link counts for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Counts,
    /// It does not.
    Passes,
}

/// Whether a link reaches the threshold in some scene.
#[must_use]
pub fn is_finding(threshold: Threshold, outcome: &LinkOutcome<'_>) -> bool {
    let Some(least) = threshold.fail_on else { return false };
    let judged = match threshold.strictness {
        Strictness::Plain => outcome.verdict(),
        Strictness::Strict => outcome.worst(),
    };
    judged >= least || (threshold.strictness == Strictness::Strict && least > Verdict::Open && !outcome.uncertain().is_empty())
}
