//! What each part of a policy is good for: a link shows it, or it is proved to be nothing.

pub mod examples;
pub mod lines;
pub mod part;
pub mod prove;
pub mod search;
pub mod study;
