//! Baselines: findings that were there before, so that a run tells what is new, whatever line the old ones stand on now.

pub mod file;
pub mod sift;
