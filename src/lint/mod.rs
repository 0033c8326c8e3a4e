//! What is allowed in a policy and most likely not meant: one file for each lint.
//!
//! A lint looks at a valid policy and gives warnings at their places. What is proved and what is only likely is told by each.

mod broad_domain;
mod contradiction;
mod default_gap;
mod duplicate_rule;
mod expired;
mod foreign_host;
mod hidden_characters;
mod idle_default;
mod idle_entry;
mod idle_exception;
mod idle_value;
pub mod judged;
pub mod level;
mod never_applies;
mod never_decides;
mod never_starts;
mod no_reason;
mod no_source;
mod not_proved;
pub mod registry;
pub mod rule;
mod stale_sources;
pub mod subject;
mod trial_without_end;
mod trial_without_rule;
mod untranslated;
mod unused_list;
mod unused_source;
