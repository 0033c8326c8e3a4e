//! What is set, allowed and known: directives in every format, settings files, baselines, fixes; as tables and as laws.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

mod baseline;
mod directives;
mod files;
mod fixes;
mod world;
