//! Words of a `[[list]]` that are no format.

use crate::classify::listed::ListReach;

/// What to do with entries that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unsupported {
    /// Each is an error.
    #[default]
    Error,
    /// They are counted and skipped.
    Skip,
}

/// The written forms of `reach`.
pub(super) const REACHES: &[&str] = &["below", "exact"];

/// Reads `reach`.
pub(super) fn reach(word: &str) -> Option<ListReach> {
    match word {
        "below" => Some(ListReach::Below),
        "exact" => Some(ListReach::Exact),
        _ => None,
    }
}
