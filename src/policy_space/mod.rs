//! Every kind of layer that a policy can tell apart, for proofs over all links at once.
//!
//! A [site] is a class of layers: what its host, scheme and page fix is known, what may still vary (signals of how
//! it is written, parameters, depth, length) is open. An [assignment](facts::Assignment) settles what is open as far as
//! needed. Everything that a real link can be is covered; what is covered need not be real, so a difference counts
//! only when a [link made for it](witness) shows it in the engine.

pub mod codes;
pub mod facts;
pub mod hosts;
pub mod likeness;
pub mod pages;
pub mod paths;
pub mod region;
pub mod schemes;
pub mod site;
pub mod solve;
pub mod statements;
pub mod table;
pub mod verdicts;
pub mod witness;
pub mod wrap;
pub mod written;
