//! SARIF 2.1.0, the format of results of static analysis.

pub mod findings;
pub mod log;
pub mod rules;
