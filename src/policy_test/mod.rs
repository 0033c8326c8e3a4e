//! A policy's own tests: rows of links with the day, the verdict and every rule that is expected.
//!
//! The rows stand in TOML beside the policy (`testdata/verdicts/README.md` tells every key). [`read`] brings them into
//! [`rows`], [`run`] judges them and tells what is missing from what is noisy, [`update`] writes what came out back into
//! the file.

pub mod coverage;
pub mod keys;
pub mod mutants;
pub mod mutate;
pub mod read;
pub mod rows;
pub mod run;
pub mod update;
