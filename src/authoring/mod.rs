//! Tools for those who write policies: a formatter, a JSON Schema, a starting point, and mending what lints find.

pub mod fix;
pub mod format;
mod layout;
pub mod schema;
pub mod start;
