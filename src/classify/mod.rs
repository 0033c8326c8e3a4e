//! Who runs the site of a link and what it is: the catalog, and the facts a rule may ask about.

pub mod builtin;
pub mod by_host;
pub mod candidate;
pub mod catalog;
pub mod chain;
mod code_runs;
pub mod code_shape;
pub mod codes;
pub mod download;
pub mod find_codes;
pub mod hosts;
pub mod ids;
pub mod imitation;
pub mod known_names;
pub mod listed;
pub mod local;
pub mod lookup;
pub mod name_filter;
mod name_table;
pub mod packed;
pub mod payment;
pub mod prepared;
pub mod read;
pub mod read_codes;
pub mod read_wrappers;
pub mod resolve;
mod sorted;
