//! The kinds of changes, from the nearest to the farthest.

use crate::time::Instant;
use crate::verdict::{Verdict, vocabulary};

vocabulary! {
    /// What is changed, from the smallest change to the largest; suggestions stand in this order.
    Change {
        /// The same link in its plain spelling.
        Spelling = "spelling",
        /// `https` in place of `http`.
        Https = "https",
        /// The same link without parameters that only track.
        Untracked = "untracked",
        /// The target itself in place of the jump page, short link or app link that leads to it.
        Target = "target",
        /// Another scene of the same policy.
        Scene = "scene",
        /// A later day.
        Later = "later",
        /// The link as text, to be copied into a browser.
        CopyText = "copy-text",
    }
}

/// What is to be done, as far as its kind does not say it all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// This link in place of the one written.
    Link(String),
    /// This scene of the policy, by its number.
    Scene(usize),
    /// From this moment on.
    From(Instant),
    /// Nothing more.
    None,
}

/// One change that helps, and what the link gets with it in the scene.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What is changed.
    pub change: Change,
    /// The new link, scene or day.
    pub detail: Detail,
    /// The verdict with the change; the old one for [`Change::CopyText`], which follows what the platform asks for.
    pub verdict: Verdict,
}
