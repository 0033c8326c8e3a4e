//! Reading: the only part of the tool that opens files.

pub mod blocks;
pub mod files;
pub mod shard;
pub mod source;
pub mod stretches;
pub mod walk;
