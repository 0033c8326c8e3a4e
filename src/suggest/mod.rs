//! The nearest change that helps: what could be done about a link so that a scene treats it more loosely.
//!
//! Every change is confirmed by the engine that gave the verdict, in the same view. None is a way around a rule:
//! [`law`] says what a changed link may not do, and refuses it before it is shown.

pub mod change;
pub mod law;
pub mod propose;
pub mod rewrite;
pub mod tracking;
