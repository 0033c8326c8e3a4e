//! Settings files, `outlink.toml`: what a run asks, file by file, how much each rule weighs, and what is allowed for good reason.

pub mod discover;
pub mod effective;
pub mod exception;
pub mod levels;
pub mod model;
pub mod read;
pub mod schema;
