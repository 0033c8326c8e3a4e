//! Following a decision: nothing by default, every step for `explain`.

use super::decision::Cause;
use crate::verdict::Verdict;

/// One layer's part in a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The layer's number.
    pub layer: usize,
    /// How many wrappers stand outside it.
    pub depth: usize,
    /// What the rules that set, the default or `otherwise` gave.
    pub base: Verdict,
    /// What the rules that raise demanded.
    pub raised: Option<Verdict>,
    /// The rules that applied, by number.
    pub applied: Vec<u32>,
    /// The rules that held but were superseded.
    pub superseded: Vec<u32>,
    /// What gave the base, where no rule set it.
    pub base_cause: Option<Cause>,
}

/// Takes note of the steps of a decision, or does not.
pub trait Recorder {
    /// One layer was decided.
    fn layer(&mut self, step: impl FnOnce() -> Step);
}

/// Takes no note; costs nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoTrace;

impl Recorder for NoTrace {
    fn layer(&mut self, _step: impl FnOnce() -> Step) {}
}

/// Keeps every step.
#[derive(Debug, Clone, Default)]
pub struct FullTrace {
    /// The steps, outer layers first.
    pub steps: Vec<Step>,
}

impl Recorder for FullTrace {
    fn layer(&mut self, step: impl FnOnce() -> Step) {
        self.steps.push(step());
    }
}
