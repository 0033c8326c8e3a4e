//! What a lookup of a hidden target says, and who answers it.

use std::fmt;

use crate::verdict::vocabulary;

vocabulary! {
    /// Why the target of a link was not found.
    Unresolved {
        /// The page answers for itself and leads nowhere.
        NoRedirect = "no-redirect",
        /// The server answered that there is no such page, or not for us.
        HttpStatus = "http-status",
        /// The server answered that it cannot answer now.
        ServerFailed = "server-failed",
        /// There are more hops than are followed.
        TooManyHops = "too-many-hops",
        /// The hops lead back to one of themselves.
        Loop = "redirect-loop",
        /// The answer names a next place that is no URL.
        BadLocation = "bad-location",
        /// The URL is none that can be asked for.
        BadUrl = "bad-url",
        /// The host has an address to which no connection may be made.
        ForbiddenAddress = "forbidden-address",
        /// The host has no address.
        NoAddress = "no-address",
        /// There was no connection, or it broke.
        NoConnection = "no-connection",
        /// No trusted connection could be made.
        Tls = "tls",
        /// It took too long.
        Timeout = "timeout",
        /// The answer is no HTTP, or larger than is read.
        BadAnswer = "bad-answer",
        /// The cache does not know the link, and the network was not to be asked.
        NotInCache = "not-in-cache",
        /// There are more hidden links in one chain than are looked for.
        TooManyLookups = "too-many-lookups",
        /// There were more links in one run than are looked for.
        TooManyLinks = "too-many-links",
    }
}

/// Where an answer comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The network, in this run.
    Network,
    /// A cache file.
    Cache,
    /// Nowhere: nobody was asked.
    Nowhere,
    /// The answer for a layer outside this one, which passed here; it is counted there.
    Outer,
}

/// What became of a lookup, as one layer remembers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lookup {
    /// Nobody asked.
    #[default]
    NotAsked,
    /// The target is known; it is a further layer.
    Found(Origin),
    /// The target is not known.
    Failed(Unresolved, Origin),
}

impl Lookup {
    /// Why the target is not known, where somebody asked.
    #[must_use]
    pub const fn failure(self) -> Option<Unresolved> {
        match self {
            Self::Failed(reason, _) => Some(reason),
            Self::NotAsked | Self::Found(_) => None,
        }
    }
}

/// The answer to a lookup. URLs are absolute, in the order of the hops, and not to be trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// The link leads there.
    Found {
        /// What is passed on the way.
        before: Vec<String>,
        /// Where it ends.
        target: String,
        /// Where the answer comes from.
        origin: Origin,
    },
    /// Where the link leads is not known.
    Failed {
        /// What was passed before the way was lost.
        hops: Vec<String>,
        /// Why it was lost.
        reason: Unresolved,
        /// Where the answer comes from.
        origin: Origin,
    },
}

/// Finds where links lead that hide their target. Within one run the same URL always has the same answer.
pub trait Resolve: fmt::Debug + Sync {
    /// The answer for a canonical `http` or `https` URL. Bounded in time.
    fn resolve(&self, url: &str) -> Resolution;

    /// Says that these URLs will be asked for, so that they can be looked for side by side. Changes no answer.
    fn prepare(&self, _urls: &[String]) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::resolve::reason;

    #[test]
    fn every_reason_has_a_sentence_in_both_languages() {
        for id in Unresolved::NAMES {
            assert!(!reason(id).en.is_empty() && !reason(id).zh.is_empty(), "{id}");
        }
    }
}
