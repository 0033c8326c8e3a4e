//! `Markdown`: `CommonMark` with GitHub's extensions.

mod definitions;
mod destination;
mod parts;
mod walk;
mod words;

pub(super) use walk::read;
