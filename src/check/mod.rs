//! The pipeline, wired once: a line becomes a link, the link a chain, the chain decisions, all of it an outcome.

pub mod ahead;
pub mod batch;
pub mod content;
pub mod excerpt;
pub mod finding;
pub mod fingerprint;
pub mod held;
pub mod link;
pub mod masked;
pub mod measures;
pub mod outcome;
pub mod patterns;
pub mod plain;
pub mod run;
pub mod sample;
pub mod shape;
pub mod standing;
pub mod statistics;
pub mod tally;
