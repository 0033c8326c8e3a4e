//! From a question to a run: what every front end (the command line, the Python package) does before the first link.
//!
//! A [`question::Question`] is what was asked, as it was written. [`loaded::Loaded`] is what it names, read and checked: catalog,
//! suffix list, policies, lists, the day. A [`Run`](crate::check::run::Run) is made of both.

pub mod kept;
pub mod loaded;
pub mod question;
mod view;
