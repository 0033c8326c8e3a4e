//! The pipeline, wired once: a line becomes a link, the link a chain, the chain decisions, all of it an outcome.

pub mod batch;
pub mod content;
pub mod finding;
pub mod link;
pub mod outcome;
pub mod run;
pub mod tally;
