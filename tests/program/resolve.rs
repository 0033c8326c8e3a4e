//! Looking for hidden targets, against servers that mean harm, and what the answers make of chains and verdicts. No
//! test leaves the machine.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and keeps files of its own")]

mod chain;
mod hostile;
mod network;
