//! Telling what was found: one file for each format.

pub mod csv;
pub mod diagnostic;
pub mod escape;
pub mod explain;
pub mod explanation;
pub mod finding;
pub mod human;
pub mod json;
pub mod json_document;
pub mod jsonl;
pub mod palette;
pub mod parity;
pub mod policy_diff;
pub mod policy_list;
pub mod policy_proof;
pub mod policy_test;
pub mod reason;
pub mod rules;
pub mod sarif;
pub mod snippet;
pub mod statistics;
pub mod summary;
pub mod timeline;
