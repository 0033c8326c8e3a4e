//! The policy language: TOML text to raw shapes with places, raw shapes to a policy that is valid by type.

pub mod build_lists;
pub mod builtin;
mod checker;
pub mod compiled_lists;
pub mod extend;
pub mod files;
pub mod keys;
pub mod list_source;
pub mod list_words;
pub mod lists;
pub mod load;
pub mod model;
pub mod raw;
pub mod read;
pub mod validate;
pub mod validate_condition;
mod wanted_list;
