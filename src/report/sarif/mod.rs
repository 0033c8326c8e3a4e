//! SARIF 2.1.0: findings as code scanners exchange them. [`model`] is the format, whoever finds; the files beside it fill it.

pub mod findings;
pub mod lints;
pub mod model;
pub mod rules;
