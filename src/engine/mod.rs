//! From a policy to verdicts: a matcher compiled once for one view, immutable, shared by all threads.

pub mod bits;
pub mod compile;
pub mod condition;
pub mod decide;
pub mod decision;
pub mod index;
mod named;
pub mod settle;
pub mod trace;
pub mod view;
