//! What shows only in many links together: the same page on many domains, the same target behind many jump pages.
//!
//! Memory is bounded: at most [`GROUP_LIMIT`] shapes and as many targets are kept (see [`super::sample`]), and of each at most
//! [`NAME_LIMIT`] domains or jump pages by name, the first in the order of the alphabet. Where there are more, "at least" is said.
//! Parts can be brought together in any order.

use std::borrow::Cow;
use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use super::finding::{Finding, Ground, Level};
use super::outcome::LinkOutcome;
use super::run::Run;
use super::sample::{Fallen, Merge, Sample};
use super::shape::shape;
use crate::classify::candidate::{Candidate, Via};
use crate::extract::found::{Place, Role, Spot};
use crate::message::{Text, finding as text};
use crate::verdict::Kind;

/// The most shapes, and the most targets, that are kept.
pub const GROUP_LIMIT: usize = 1 << 16;
/// The most names that are kept of one shape or target.
pub const NAME_LIMIT: usize = 64;
/// From how many registrable domains on the same page is a finding.
pub const HOSTS_LEAST: usize = 5;
/// From how many jump pages and short links on the same target is a finding.
pub const CARRIERS_LEAST: usize = 3;
/// The most bytes of a target or of an example that are kept.
const TEXT_LIMIT: usize = 300;
/// How many names are told in a sentence.
const NAMES_TOLD: usize = 5;

/// The id of the finding: the same page on many domains.
pub const SAME_PAGE: &str = "same-page-many-hosts";
/// The id of the finding: the same target behind many jump pages.
pub const SAME_TARGET: &str = "same-target-many-wrappers";
/// The ids of all findings of this kind.
pub const CHECKS: &[&str] = &[SAME_PAGE, SAME_TARGET];

/// What a finding of this kind looks for, in one sentence.
#[must_use]
pub fn check_sentence(id: &str) -> Text {
    if id == SAME_PAGE { text::same_page_rule(HOSTS_LEAST) } else { text::same_target_rule(CARRIERS_LEAST) }
}

/// Where a link stands in the run: the number of the input, and what orders links within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// The number of the input.
    pub input: usize,
    /// The line of a list, else the number of the link in its file.
    pub number: u64,
}

/// The first link of a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Example {
    order: Order,
    link: String,
    place: Option<Place>,
    spot: Spot,
    role: Role,
}

/// Links that belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// The shape, or the target.
    label: String,
    /// In the order of the alphabet, each once.
    names: Vec<String>,
    /// Whether there are more names than are kept.
    more: bool,
    links: u64,
    first: Example,
}

impl Group {
    /// Counts a link behind the first under a name that is known; nothing for any other.
    fn count(&mut self, name: &str, order: Order) -> Option<()> {
        (order > self.first.order && self.names.binary_search_by(|known| known.as_str().cmp(name)).is_ok()).then(|| self.links += 1)
    }
}

impl Merge for Box<Group> {
    fn merge(&mut self, other: Self) {
        for name in other.names {
            if let Err(at) = self.names.binary_search(&name) {
                self.names.insert(at, name);
            }
        }
        self.more |= other.more || self.names.len() > NAME_LIMIT;
        self.names.truncate(NAME_LIMIT);
        self.links += other.links;
        if other.first < self.first {
            self.first = other.first;
        }
    }
}

/// A group that is worth telling.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The id of the finding.
    pub check: &'static str,
    /// The shape, or the target.
    pub label: String,
    /// The domains, or the jump pages and short links, by name.
    pub names: Vec<String>,
    /// Whether there are more of them than were kept.
    pub more: bool,
    /// How many links.
    pub links: u64,
}

/// How far the limits of the whole have fallen, for its parts to begin with.
#[derive(Debug, Default)]
pub struct Limits {
    pages: Fallen,
    targets: Fallen,
}

/// The groups of a run, or of a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patterns {
    pages: Sample<Box<Group>>,
    targets: Sample<Box<Group>>,
}

impl Default for Patterns {
    fn default() -> Self {
        Self::bounded(GROUP_LIMIT)
    }
}

impl Patterns {
    /// An empty one with a bound of its own.
    #[must_use]
    pub fn bounded(groups: usize) -> Self {
        Self { pages: Sample::new(groups), targets: Sample::new(groups) }
    }

    /// An empty part of a whole with these limits.
    #[must_use]
    pub fn part(limits: &Limits) -> Self {
        let Self { pages, targets } = Self::default();
        Self { pages: pages.behind(&limits.pages), targets: targets.behind(&limits.targets) }
    }

    /// Lets the parts to come know the limits of this whole.
    pub fn tell(&self, limits: &Limits) {
        self.pages.tell(&limits.pages);
        self.targets.tell(&limits.targets);
    }

    /// Looks at one link.
    pub fn add(&mut self, run: &Run<'_>, order: Order, outcome: &LinkOutcome<'_>) {
        for layer in outcome.chain.layers() {
            if layer.kind != Kind::Web || layer.wrapper.is_some() || layer.shortener.is_some() || layer.via == Via::Reading {
                continue;
            }
            let Some(url) = layer.canonical() else { continue };
            if let Some(domain) = layer.registrable()
                && let Some(shape) = shape(url.path(), url.query())
            {
                let shape = shape.as_str();
                self.pages.add(xxh3_64(shape.as_bytes()), |known| known.count(domain, order), || group(shape, domain, order, outcome));
            }
            if let Some(carrier) = carrier(run, outcome, layer) {
                let hash = xxh3_64(url.as_str().as_bytes());
                self.targets.add(hash, |known| known.count(&carrier, order), || group(cut(url.as_str()), &carrier, order, outcome));
            }
        }
    }

    /// Adds the groups of another part.
    pub fn merge(&mut self, other: Self) {
        self.pages.merge(other.pages);
        self.targets.merge(other.targets);
    }

    /// One in how many shapes and targets was looked at; 1 where all were.
    #[must_use]
    pub fn one_in(&self) -> u64 {
        self.pages.one_in().max(self.targets.one_in())
    }

    fn telling(&self) -> Vec<(&'static str, &Group)> {
        let pages =
            self.pages.values().map(AsRef::as_ref).filter(|group| group.more || distinct_sites(&group.names) >= HOSTS_LEAST).map(|group| (SAME_PAGE, group));
        let targets = self.targets.values().map(AsRef::as_ref).filter(|group| group.names.len() >= CARRIERS_LEAST).map(|group| (SAME_TARGET, group));
        let mut groups: Vec<(&'static str, &Group)> = pages.chain(targets).collect();
        groups.sort_by(|(a_check, a), (b_check, b)| (a_check, b.names.len(), b.links, &a.label).cmp(&(b_check, a.names.len(), a.links, &b.label)));
        groups
    }

    /// The groups worth telling: by kind, those with the most names first.
    #[must_use]
    pub fn list(&self) -> Vec<Pattern> {
        let pattern = |(check, group): (&'static str, &Group)| Pattern {
            check,
            label: group.label.clone(),
            names: group.names.clone(),
            more: group.more,
            links: group.links,
        };
        self.telling().into_iter().map(pattern).collect()
    }

    /// The same as findings, each at the first of its links; `names` are those of the inputs.
    #[must_use]
    pub fn findings(&self, names: &[String]) -> Vec<Finding> {
        self.telling().into_iter().map(|(check, group)| finding(check, group, names)).collect()
    }
}

fn finding(check: &'static str, group: &Group, files: &[String]) -> Finding {
    let first = &group.first;
    let told: Vec<&str> = group.names.iter().take(NAMES_TOLD).map(String::as_str).collect();
    let dots = if group.names.len() > NAMES_TOLD { ", …" } else { "" };
    let told = format!("{}{dots}", told.join(", "));
    let sentence = match (check, group.more) {
        (SAME_PAGE, false) => text::same_page(&group.label, group.names.len(), group.links, &told),
        (SAME_PAGE, true) => text::same_page_at_least(&group.label, group.names.len(), group.links, &told),
        _ => text::same_target(group.names.len(), group.links, &told),
    };
    let file = files.get(first.order.input).map_or("", String::as_str);
    let file = first.spot.inner.as_ref().map_or_else(|| file.into(), |inner| format!("{file}!{inner}").into());
    Finding {
        rule: check.into(),
        ground: Ground::Check(check),
        level: if check == SAME_PAGE { Level::Warning } else { Level::Note },
        file,
        place: first.place,
        spot: first.spot.clone(),
        role: first.role,
        link: first.link.clone(),
        // What names the group over many runs, whichever of its links comes first.
        url: Some(group.label.clone()),
        sentence: sentence.into(),
        ..Finding::blank()
    }
}

/// How many of the domains have different names before their public suffix: `a.com` and `a.cn` are most likely one owner's.
fn distinct_sites(domains: &[String]) -> usize {
    domains.iter().filter_map(|domain| domain.split('.').next()).collect::<BTreeSet<_>>().len()
}

/// What carried a layer: a wrapper's id, or the short link without its query.
fn carrier<'r>(run: &'r Run<'_>, outcome: &LinkOutcome<'_>, layer: &Candidate<'_>) -> Option<Cow<'r, str>> {
    match layer.via {
        Via::Wrapper(wrapper) | Via::Resolved(Some(wrapper)) => {
            run.classifier.catalog.wrapper_entry(wrapper).map(|entry| Cow::Borrowed(entry.named.id.as_str()))
        }
        Via::Resolved(None) => {
            let outer = outcome.chain.layer(layer.parent)?;
            let page = format!("{}{}", outer.host()?, outer.canonical()?.path());
            Some(Cow::Owned(cut(&page).to_owned()))
        }
        Via::Written | Via::DeepLink | Via::Reading | Via::SameText => None,
    }
}

fn group(label: &str, name: &str, order: Order, outcome: &LinkOutcome<'_>) -> Box<Group> {
    let link = cut(&outcome.text()).to_owned();
    let first = Example { order, link, place: outcome.at.place, spot: outcome.at.spot.clone(), role: outcome.at.role };
    // Boxed, for a table with free places takes several times the room of what stands in it.
    Box::new(Group { label: label.to_owned(), names: vec![name.to_owned()], more: false, links: 1, first })
}

fn cut(text: &str) -> &str {
    (0..=TEXT_LIMIT.min(text.len())).rev().find_map(|end| text.get(..end)).unwrap_or_default()
}
