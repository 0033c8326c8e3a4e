//! Suppressions in content: comments that allow what a rule would find, with a reason, on a line, in a range or in a file.

pub mod allowance;
pub mod directive;
pub mod line;
pub mod listed;
pub mod listening;
pub mod names;
pub mod scopes;
