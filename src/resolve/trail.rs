//! What a lookup found: hop by hop, and how it ended.

use url::Url;

use super::bounds::LOCATION_LIMIT;
use crate::classify::lookup::{Origin, Resolution, Unresolved};

/// One hop: the status of an answer and where it sent us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// The status, 200 where the page itself leads on.
    pub status: u16,
    /// The next place, as an absolute URL.
    pub location: String,
}

/// The hops from a link, in their order, and how they ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The hops; where a target was found, the last one leads to it.
    pub hops: Vec<Hop>,
    /// Why there is no target, if there is none.
    pub failure: Option<Unresolved>,
}

impl Trail {
    /// A trail that ended before its first hop.
    #[must_use]
    pub const fn failed(reason: Unresolved) -> Self {
        Self { hops: Vec::new(), failure: Some(reason) }
    }

    /// The answer it gives. A trail that ends well without a hop leads nowhere.
    #[must_use]
    pub fn resolution(&self, origin: Origin) -> Resolution {
        let mut before: Vec<String> = self.hops.iter().map(|hop| hop.location.clone()).collect();
        match (self.failure, before.pop()) {
            (None, Some(target)) => Resolution::Found { before, target, origin },
            (failure, last) => {
                before.extend(last);
                Resolution::Failed { hops: before, reason: failure.unwrap_or(Unresolved::NoRedirect), origin }
            }
        }
    }
}

/// The URL by which a link is asked for: `http` or `https`, without user name, password and fragment.
#[must_use]
pub fn request_url(written: &str) -> Option<Url> {
    let mut url = Url::parse(written).ok().filter(is_web)?;
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    url.set_fragment(None);
    (url.as_str().len() <= LOCATION_LIMIT).then_some(url)
}

/// Whether a URL can be asked for at all.
#[must_use]
pub fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}
