//! Every difference in meaning between two policies: found over all links at once, and shown on a real one.

pub mod confirm;
pub mod corpus;
pub mod diff;
pub mod engine;
pub mod entry;
pub mod scan;
pub mod sites;
pub mod space;
pub mod time;
