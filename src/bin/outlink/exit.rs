//! Exit codes: a promise to scripts.

use std::io;
use std::process::ExitCode;

/// How a run ended. When several hold, the one that says most about the run wins: 2, 3, 5, 4, 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Nothing at or above the threshold.
    Clean = 0,
    /// Something at or above the threshold.
    Findings = 1,
    /// Wrong usage.
    Usage = 2,
    /// An invalid policy, list or configuration.
    Invalid = 3,
    /// No link found at all.
    Empty = 4,
    /// Reading or writing failed.
    Failed = 5,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A run that cannot go on.
#[derive(Debug)]
pub(crate) struct Failure {
    /// How it ends.
    pub(crate) exit: Exit,
    /// What is said.
    pub(crate) message: String,
}

impl Failure {
    /// A failure with its message.
    pub(crate) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self { exit, message: message.into() }
    }
}

impl From<io::Error> for Failure {
    /// A reader who goes away is no failure.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(Exit::Clean, ""),
            _ => Self::new(Exit::Failed, format!("error: {error}")),
        }
    }
}
