//! Reading: the only part of the tool that opens files.

mod ahead;
pub mod blocks;
pub mod files;
pub mod list_cache;
mod opening;
pub mod packed;
mod pages;
pub mod shard;
pub mod source;
pub mod stretches;
pub mod walk;
