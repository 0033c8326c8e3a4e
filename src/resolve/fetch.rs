//! One question to one server, and what of its answer tells where to go on.

use std::fmt;
use std::time::Duration;

use url::Url;

use crate::classify::lookup::Unresolved;

/// How a server is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// For the head of the answer only.
    Head,
    /// For the page, of which the beginning is read.
    Get,
}

/// What is kept of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The values of `Location`, in their order.
    pub locations: Vec<Vec<u8>>,
    /// The values of `Refresh`, in their order.
    pub refreshes: Vec<Vec<u8>>,
    /// The beginning of an HTML page; empty for anything else.
    pub page: Vec<u8>,
}

/// Asks servers. It follows nothing by itself.
pub trait Fetch: fmt::Debug + Send + Sync {
    /// The answer to one request.
    ///
    /// # Errors
    /// Why there is none; it may take no longer than `time`.
    fn fetch(&self, method: Method, url: &Url, time: Duration) -> Result<Answer, Unresolved>;
}
