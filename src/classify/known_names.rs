//! The names of known sites that other hosts may imitate, with the categories that matter for it.

use serde::{Deserialize, Serialize};

use super::hosts::Site;
use super::ids::{CategorySet, OwnerId};
use crate::lookalike::names::Names;

/// The names of a catalog's sites.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KnownNames {
    pub(super) names: Names,
    /// The category of sites of which anyone may take a part.
    user_content: CategorySet,
    /// The category of content networks, whose hosts repeat the names of the sites they serve.
    cdn: CategorySet,
}

impl KnownNames {
    /// Takes over the categories that matter, as the catalog numbers them.
    pub const fn set_categories(&mut self, user_content: CategorySet, cdn: CategorySet) {
        self.user_content = user_content;
        self.cdn = cdn;
    }

    /// Adds a host or domain of an owner.
    pub fn add(&mut self, host: &str, owner: OwnerId) {
        self.names.add(host, owner.0);
    }

    /// Whether others than its owner choose the names of a site's hosts.
    pub(super) const fn is_shared(&self, site: Site) -> bool {
        site.category.intersects(self.user_content) && !site.category.intersects(self.cdn)
    }
}
