//! Pages for reading: of signals, and of the statements that records name. Each is a [`sheet::Sheet`], shown in three ways.

pub mod human;
pub mod json;
pub mod lint;
pub mod markdown;
pub mod sheet;
pub mod signal;
pub mod statement;
