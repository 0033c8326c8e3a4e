//! `HTML`, by the tokenizer of the HTML Standard.

pub(super) mod attributes;
pub(super) mod context;
mod css;
mod emitter;
mod json;
mod lists;
mod script;
pub(super) mod stream;
pub(super) mod walk;
