//! What is known of a host: its site, wrappers, short link, codes and lists.

use serde::{Deserialize, Serialize};

use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::path::PathPattern;

/// Owner and categories of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Who runs it.
    pub owner: OwnerId,
    /// What it is.
    pub category: CategorySet,
}

/// What is known at one name, of exactly this host or of everything at and below it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Facts {
    pub(super) site: Option<Site>,
    pub(super) paths: Vec<(PathPattern, Site)>,
    pub(super) wrappers: Vec<WrapperId>,
    pub(super) short_link: Option<u16>,
    pub(super) has_code: bool,
}

/// What the table knows of one host.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostFacts<'t> {
    site: Option<Site>,
    paths: &'t [(PathPattern, Site)],
    exact_wrappers: &'t [WrapperId],
    domain_wrappers: &'t [WrapperId],
    /// The number of the short-link entry.
    pub short_link: Option<u16>,
    /// The user's lists that name the host, as bits.
    pub lists: u64,
    /// Whether some links of the host are payment codes or the like.
    pub has_code: bool,
}

impl<'t> HostFacts<'t> {
    /// Owner and categories, by the most specific entry for this path.
    #[must_use]
    pub fn site(&self, path: &str) -> Option<Site> {
        if self.paths.is_empty() {
            return self.site;
        }
        let form = crate::path::matching_form(path);
        let by_path = self.paths.iter().filter(|(pattern, _)| pattern.matches(&form)).max_by_key(|(pattern, _)| pattern.weight());
        by_path.map(|(_, site)| *site).or(self.site)
    }

    /// Who runs the host as a whole, whatever its paths are.
    #[must_use]
    pub const fn whole_site(&self) -> Option<Site> {
        self.site
    }

    /// The paths that have owner and categories of their own.
    #[must_use]
    pub const fn path_sites(&self) -> &'t [(PathPattern, Site)] {
        self.paths
    }

    /// Takes what is known of the host and of all under a name at or above it, in the place of what was known from further above.
    pub(super) fn take_below(&mut self, facts: &'t Facts) {
        self.take_site(facts);
        if !facts.wrappers.is_empty() {
            self.domain_wrappers = &facts.wrappers;
        }
    }

    /// Takes what is known of this very host.
    pub(super) fn take_exact(&mut self, facts: &'t Facts) {
        self.take_site(facts);
        self.exact_wrappers = &facts.wrappers;
        self.short_link = facts.short_link;
        self.has_code = facts.has_code;
    }

    fn take_site(&mut self, facts: &'t Facts) {
        self.site = facts.site.or(self.site);
        if !facts.paths.is_empty() {
            self.paths = &facts.paths;
        }
    }

    /// The wrappers that may use this host, those named exactly first.
    pub fn wrappers(&self) -> impl Iterator<Item = WrapperId> + use<'t> {
        self.exact_wrappers.iter().chain(self.domain_wrappers).copied()
    }
}
