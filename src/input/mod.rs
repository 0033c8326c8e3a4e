//! Reading: the only part of the tool that opens files.

pub mod blocks;
pub mod files;
pub mod list_cache;
mod pages;
pub mod shard;
pub mod source;
pub mod walk;
