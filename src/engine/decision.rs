//! What the engine says of one link in one scene.

use smallvec::SmallVec;

use crate::time::Instant;
use crate::verdict::{Basis, EffectSet, UncertaintySet, Verdict};

/// What brought a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// A rule, by its number in the policy.
    Rule(u32),
    /// A default, by its number in the policy.
    Default(u32),
    /// The policy's `otherwise`.
    Otherwise,
    /// The floor under links that parsers read differently.
    AmbiguousHost,
    /// The user's choice, beside what it mapped.
    Choice,
}

/// The causes of a verdict, in their total order.
pub type Causes = SmallVec<[Cause; 2]>;

/// The verdict on a link in a scene, with its reasons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// The verdict.
    pub verdict: Verdict,
    /// The strictest verdict among the alternatives.
    pub worst: Verdict,
    /// The layer that brought it; 0 is the link as written.
    pub layer: u16,
    /// What brought it.
    pub causes: Causes,
    /// The firmest basis among the causes; `None` where only `otherwise` answered.
    pub basis: Option<Basis>,
    /// The number of the trial it came under.
    pub trial: Option<u16>,
    /// The verdict with all trials off, where the verdict came under a trial or differs from it.
    pub without_trial: Option<Verdict>,
    /// What happens beside the verdict.
    pub effects: EffectSet,
    /// Why it is not certain.
    pub uncertain: UncertaintySet,
    /// When it next changes, within the horizon, and to what.
    pub until: Option<(Instant, Verdict)>,
    /// The verdict of the policy that this one may loosen, where it differs.
    pub platform: Option<Verdict>,
}
