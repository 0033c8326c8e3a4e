//! How far a lookup goes: every bound with its name.

use std::time::Duration;

/// The most hops that are followed from one link.
pub const HOP_LIMIT: usize = 8;
/// The most hops that may be asked for on a command line or stand in a cache.
pub const HOP_CEILING: usize = 32;
/// The seconds one request may take, from looking up the name to the last byte that is read.
pub const REQUEST_SECONDS: u64 = 5;
/// How many times the time of a request all requests for one link may take together.
pub const LINK_TIMES: u32 = 4;
/// The most bytes of a page that are read to find where it leads.
pub const BODY_LIMIT: u64 = 64 << 10;
/// The most bytes of the head of an answer.
pub const HEAD_LIMIT: usize = 32 << 10;
/// The most bytes of a URL that is followed.
pub const LOCATION_LIMIT: usize = 16 << 10;
/// The most requests a second to one host.
pub const HOST_RATE: u32 = 5;
/// The most requests a second to all hosts together.
pub const TOTAL_RATE: u32 = 20;
/// The most lookups that are under way at a time.
pub const CONCURRENCY: usize = 8;
/// The most links that one run looks for.
pub const LINK_COUNT_LIMIT: usize = 1 << 20;

/// The bounds of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The most hops from one link; see [`HOP_LIMIT`].
    pub hops: usize,
    /// The time for one request; see [`REQUEST_SECONDS`].
    pub request: Duration,
    /// The time for all requests of one link, waiting for a turn not counted; see [`LINK_TIMES`].
    pub link: Duration,
    /// Requests a second to one host, at least 1; see [`HOST_RATE`].
    pub host_rate: u32,
    /// Requests a second in all, at least 1; see [`TOTAL_RATE`].
    pub total_rate: u32,
    /// Lookups at a time, at least 1; see [`CONCURRENCY`].
    pub concurrency: usize,
}

impl Bounds {
    /// The usual bounds, with another time for a request.
    #[must_use]
    pub fn with_request(request: Duration) -> Self {
        Self { request, link: request.saturating_mul(LINK_TIMES), ..Self::default() }
    }
}

impl Default for Bounds {
    fn default() -> Self {
        let request = Duration::from_secs(REQUEST_SECONDS);
        Self { hops: HOP_LIMIT, request, link: request.saturating_mul(LINK_TIMES), host_rate: HOST_RATE, total_rate: TOTAL_RATE, concurrency: CONCURRENCY }
    }
}
