//! Files of every kind that is no markup: what is told of them, where, and that nothing bad happens with bad ones.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "a test that cannot go on fails, and writes its own files")]

#[path = "inputs/build.rs"]
mod build;
#[path = "inputs/hostile.rs"]
mod hostile;
#[path = "inputs/laws.rs"]
mod laws;
#[path = "inputs/packages.rs"]
mod packages;
#[path = "inputs/packed.rs"]
mod packed;
#[path = "inputs/rows.rs"]
mod rows;
#[path = "inputs/told.rs"]
mod told;
