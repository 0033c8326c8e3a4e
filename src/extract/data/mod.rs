//! Structured data: strings with their places and pointers.

pub(super) mod csv;
pub(super) mod json;
pub(super) mod jsonl;
pub(super) mod pointer;
pub(super) mod toml;
pub(super) mod value;
pub(super) mod written;
pub(super) mod yaml;
