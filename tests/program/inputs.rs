//! Files of every kind that is no markup: what is told of them, where, and that nothing bad happens with bad ones.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::disallowed_methods, reason = "a test that cannot go on fails, and writes its own files")]

mod build;
mod hostile;
mod laws;
mod packages;
mod packed;
mod rows;
mod told;
