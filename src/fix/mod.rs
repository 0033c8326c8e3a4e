//! Fixes: what a suggestion puts in the place of a link is written into the text, and kept only if the text then reads as promised.

pub mod apply;
pub mod diff;
pub mod escape;
pub mod remedy;
