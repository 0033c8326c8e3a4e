//! The catalog: owners, categories, wrappers, short links, schemes and codes, each entry a fact with its source.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::codes::ShareCode;
use super::hosts::HostTable;
use super::ids::{CategorySet, OwnerId, WrapperId};
use super::known_names::KnownNames;
use super::payment::{PayerCode, Segment};
use super::sorted::sorted;
use crate::message::Text;
use crate::time::Instant;
use crate::unwrap::spec::{TargetSpec, WrapperSpec};
use crate::verdict::{Kind, Shortener};

/// An id with its name in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The id used in policies and records.
    pub id: String,
    /// The name shown to people.
    pub name: Text,
}

/// Who runs sites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Id and name.
    pub named: Named,
    /// The owner above.
    pub parent: Option<OwnerId>,
}

/// A jump page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapper {
    /// Id and name.
    pub named: Named,
    /// Who runs it.
    pub owner: Option<OwnerId>,
    /// How it carries its target.
    pub spec: WrapperSpec,
}

/// When a short-link host could be used, as far as it is known. A bare date is midnight UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceTimes {
    /// The host was opened.
    pub from: Option<Instant>,
    /// No new links can be made from here on; old ones may still lead on.
    pub no_new_links_since: Option<Instant>,
    /// Its links lead nowhere from here on.
    pub closed: Option<Instant>,
    /// How many days a link lives after it was made.
    pub lives_days: Option<u16>,
}

impl ServiceTimes {
    /// Whether the service takes no new links, or was closed, at a moment.
    #[must_use]
    pub fn has_ended(self, moment: Instant) -> bool {
        [self.no_new_links_since, self.closed].into_iter().flatten().any(|end| end <= moment)
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }
}

/// A short-link host's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortLink {
    /// Whose links it holds.
    pub class: Shortener,
    /// The owner of the targets, or who runs an open one.
    pub owner: Option<OwnerId>,
    /// What first-party links lead to.
    pub category: CategorySet,
    /// When it could be used.
    pub times: ServiceTimes,
    /// What else people should know.
    pub note: Option<Text>,
}

/// A scheme that is not the web's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scheme {
    /// What kind of link it makes.
    pub kind: Kind,
    /// Who runs the app.
    pub owner: Option<OwnerId>,
    /// The app's name.
    pub app: Option<Text>,
    /// What the app is.
    pub category: CategorySet,
    /// Where such a link carries a web URL, if it does.
    pub targets: Vec<TargetSpec>,
}

/// A beginning of URLs that makes them payment codes or mini-program links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prefix {
    /// The entry's id.
    pub id: String,
    /// Payment code or mini-program.
    pub kind: Kind,
    /// The payment network, or who runs the program's platform.
    pub owner: Option<OwnerId>,
    /// The beginning, in canonical form.
    pub text: String,
    /// What must follow it, part by part; nothing means anything may follow.
    pub segments: Vec<Segment>,
}

impl Prefix {
    /// Whether a canonical URL begins so, and goes on as it must.
    #[must_use]
    pub fn meets(&self, url: &str) -> bool {
        url.strip_prefix(self.text.as_str()).is_some_and(|rest| Segment::all_meet(&self.segments, rest))
    }
}

/// Everything known about hosts, schemes and codes.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Catalog {
    /// Categories, at most [`CATEGORY_LIMIT`](super::ids::CATEGORY_LIMIT).
    pub categories: Vec<Named>,
    /// Owners.
    pub owners: Vec<Owner>,
    /// Wrappers.
    pub wrappers: Vec<Wrapper>,
    /// Short-link entries; the host table points into them.
    pub short_links: Vec<ShortLink>,
    /// Schemes by name.
    #[serde(serialize_with = "sorted")]
    pub schemes: HashMap<Box<str>, Scheme, foldhash::fast::FixedState>,
    /// Schemes that end in a number of their own for each app, by what stands before it.
    #[serde(serialize_with = "sorted")]
    pub numbered_schemes: HashMap<Box<str>, Scheme, foldhash::fast::FixedState>,
    /// The scheme whose entry names an Android package.
    #[serde(serialize_with = "sorted")]
    pub packages: HashMap<Box<str>, Box<str>, foldhash::fast::FixedState>,
    /// Payment codes and mini-program links by their beginnings.
    pub prefixes: Vec<Prefix>,
    /// The digits that payers show.
    pub payer_codes: Vec<PayerCode>,
    /// Share codes.
    pub share_codes: Vec<ShareCode>,
    /// Hosts and domains.
    pub hosts: HostTable,
    /// The names that other hosts may imitate.
    pub known_names: KnownNames,
    /// The users' lists that name the domains with an ICP filing, as bits; none where no such list was given.
    #[serde(skip)]
    pub filed: u64,
}

impl Catalog {
    /// The short-link entry of a host.
    #[must_use]
    pub fn short_link(&self, host: &str) -> Option<&ShortLink> {
        self.short_links.get(usize::from(self.hosts.short_link(host)?))
    }

    /// What is known of a scheme, given in lower case; `tencent123` stands under `tencent` and a number.
    #[must_use]
    pub fn scheme(&self, name: &str) -> Option<&Scheme> {
        self.schemes.get(name).or_else(|| {
            let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
            if stem.len() == name.len() { None } else { self.numbered_schemes.get(stem) }
        })
    }

    /// The app that an Android package is, as the entry of its scheme.
    #[must_use]
    pub fn package(&self, name: &str) -> Option<&Scheme> {
        self.scheme(self.packages.get(name)?)
    }

    /// The owner with an id.
    #[must_use]
    pub fn owner(&self, id: &str) -> Option<OwnerId> {
        let at = self.owners.iter().position(|owner| owner.named.id == id)?;
        u16::try_from(at).ok().map(OwnerId)
    }

    /// The entry of an owner.
    #[must_use]
    pub fn owner_entry(&self, owner: OwnerId) -> Option<&Owner> {
        self.owners.get(usize::from(owner.0))
    }

    /// The id of an owner; empty for a number that is not in this catalog.
    #[must_use]
    pub fn owner_name(&self, owner: OwnerId) -> &str {
        self.owner_entry(owner).map_or("", |owner| &owner.named.id)
    }

    /// Whether an owner is another or stands under it.
    #[must_use]
    pub fn is_under(&self, owner: OwnerId, above: OwnerId) -> bool {
        let mut at = Some(owner);
        for _ in 0..=self.owners.len() {
            match at {
                Some(here) if here == above => return true,
                Some(here) => at = self.owner_entry(here).and_then(|owner| owner.parent),
                None => return false,
            }
        }
        false
    }

    /// The wrapper with an id.
    #[must_use]
    pub fn wrapper(&self, id: &str) -> Option<WrapperId> {
        let at = self.wrappers.iter().position(|wrapper| wrapper.named.id == id)?;
        u16::try_from(at).ok().map(WrapperId)
    }

    /// The entry of a wrapper.
    #[must_use]
    pub fn wrapper_entry(&self, wrapper: WrapperId) -> Option<&Wrapper> {
        self.wrappers.get(usize::from(wrapper.0))
    }

    /// The set with one category, by its id.
    #[must_use]
    pub fn category(&self, id: &str) -> Option<CategorySet> {
        let at = self.categories.iter().position(|category| category.id == id)?;
        Some(CategorySet(1 << at))
    }

    /// The ids of a set of categories, in the catalog's order.
    pub fn category_names(&self, set: CategorySet) -> impl Iterator<Item = &str> {
        set.iter().filter_map(|at| self.categories.get(at)).map(|category| category.id.as_str())
    }
}
