//! How links are read and decided, and how policies are read, compared and mended: tables and laws, without the program.

mod canon;
mod canon_rows;
mod catalog;
mod codes;
mod compiled_lists;
mod engine_laws;
mod extract;
mod lints;
mod lists;
mod lookalike;
mod markup;
mod naive;
mod plain_road;
mod policy_authoring;
mod policy_diff;
mod policy_fmt;
mod policy_schema;
mod policy_space;
mod policy_test;
mod policy_use;
mod random;
mod suffixes;
mod suggest;
mod unwrap_table;
mod verdicts;
