//! Findings in the formats of people and of other tools: one file for each format, each a [`present::Presenter`].

pub mod azure;
pub mod checkstyle;
pub mod concise;
pub mod github;
pub mod gitlab;
pub mod human;
pub mod junit;
pub mod markdown;
pub mod present;
pub mod rdjson;
pub mod statement;
pub mod words;
pub mod xml;
