//! Pages: what each signal is, why it matters, links that raise it, and what to do about it.

pub mod builtin;
pub mod lints;
pub mod read;

use crate::message::Text;
use crate::signal::Signal;
use crate::verdict::{Grade, vocabulary};

vocabulary! {
    /// How much a signal weighs when someone looks through a report; a suggestion, which no verdict rests on.
    Level {
        /// Worth knowing; nothing to do in most cases.
        Note = "note",
        /// A person should look at the link.
        Review = "review",
        /// The link should not be sent as it is.
        Stop = "stop",
    }
}

vocabulary! {
    /// What a run must be given before it can raise a signal.
    Need {
        /// A list of ICP filings.
        IcpList = "icp-list",
        /// Leave to ask the network.
        Resolve = "resolve",
        /// A document that shows a text for the link.
        Content = "content",
    }
}

/// The page of one signal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The signal.
    pub signal: Signal,
    /// How much it weighs.
    pub level: Level,
    /// What a run must be given to raise it, where that is so.
    pub needs: Option<Need>,
    /// What it is.
    pub what: Text,
    /// Why it matters.
    pub why: Text,
    /// What to do about it.
    pub action: Text,
    /// Related signals.
    pub see: Vec<Signal>,
    /// What is known of it, with sources.
    pub facts: Vec<Fact>,
    /// Links that raise it.
    pub examples: Vec<Example>,
    /// Links that look alike and do not raise it.
    pub counter_examples: Vec<Example>,
}

/// One thing that is known, with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The platform it is about; `None` for what holds everywhere.
    pub platform: Option<String>,
    /// The rule of a built-in policy that rests on it, as records name it.
    pub rule: Option<String>,
    /// What is known.
    pub note: Text,
    /// A title or an address.
    pub source: String,
    /// How good the source is.
    pub grade: Grade,
}

/// A link that shows a signal, or its absence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The link.
    pub link: ExampleLink,
    /// The layer that has the signal; 0 is the link as written.
    pub layer: usize,
    /// What to see in it.
    pub note: Text,
}

/// An example's link as it stands in a file; some links no TOML string can hold, or no reader would want to see whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExampleLink {
    /// The link itself.
    Text(String),
    /// Bytes that are no UTF-8.
    Bytes(Vec<u8>),
    /// A link, and how many letters `a` follow it; at most [`PADDING_LIMIT`].
    Padded(String, usize),
}

/// The most letters that may be added to an example's link.
pub const PADDING_LIMIT: usize = 1 << 20;

impl ExampleLink {
    /// The whole link, as a run would read it.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Bytes(bytes) => bytes.clone(),
            Self::Padded(text, letters) => {
                let mut bytes = text.clone().into_bytes();
                bytes.resize(bytes.len().saturating_add((*letters).min(PADDING_LIMIT)), b'a');
                bytes
            }
        }
    }
}
