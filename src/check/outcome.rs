//! What is known of one link at the end of the pipeline.

use smallvec::SmallVec;

use crate::classify::chain::Chain;
use crate::engine::decision::Decision;
use crate::verdict::{UncertaintySet, Verdict};

/// A link as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written<'a> {
    /// Valid UTF-8.
    Text(&'a str),
    /// Anything else, byte by byte.
    Bytes(&'a [u8]),
}

/// Where a link stands: line and columns from 1, columns in Unicode scalar values, the end past the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: u64,
    /// The first column.
    pub column: usize,
    /// The column after the last.
    pub end_column: usize,
}

/// Whether all of a link was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Only its beginning.
    Cut,
}

/// The decision on one scene of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneDecision {
    /// The number of the policy in the run.
    pub policy: usize,
    /// The number of the scene in the policy.
    pub scene: usize,
    /// What the engine says.
    pub decision: Decision,
}

/// One link with all its decisions.
#[derive(Debug, Clone)]
pub struct LinkOutcome<'a> {
    /// The link as it was written.
    pub written: Written<'a>,
    /// Whether all of it was read.
    pub extent: Extent,
    /// Where it stands.
    pub place: Place,
    /// Its layers.
    pub chain: Chain<'a>,
    /// The id of a share code that stands in the same text as the URL.
    pub code_beside: Option<&'a str>,
    /// A decision for each policy and scene asked for.
    pub decisions: SmallVec<[SceneDecision; 1]>,
}

impl LinkOutcome<'_> {
    /// The strictest verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.decisions.iter().map(|scene| scene.decision.verdict).max().unwrap_or(Verdict::Block)
    }

    /// The strictest verdict among all alternatives.
    #[must_use]
    pub fn worst(&self) -> Verdict {
        self.decisions.iter().map(|scene| scene.decision.worst).max().unwrap_or(Verdict::Block)
    }

    /// Every reason for not being certain.
    #[must_use]
    pub fn uncertain(&self) -> UncertaintySet {
        self.decisions.iter().fold(UncertaintySet::default(), |set, scene| set.union(scene.decision.uncertain))
    }
}
