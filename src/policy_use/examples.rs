//! Example sites: every name, scheme and code that the catalog knows, told apart by what conditions ask for.
//!
//! They are made once and used for all policies. What a host looks like is taken from the host table alone, which is quick and
//! generous; a link of it is classified only once it is asked for.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::canon::canonicalise;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::classify::hosts::HostFacts;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::engine::condition::Check;
use crate::policy_space::codes::example_texts;
use crate::policy_space::facts::{Facts, Pair, PathFact, Reach};
use crate::policy_space::site::{Parts, Recipe, Site, facts_of};
use crate::policy_space::table::HostClass;
use crate::policy_space::witness::{Envelope, Material};
use crate::policy_space::wrap::path_of;
use crate::signal::{Signal, SignalSet};
use crate::suffix::SuffixList;
use crate::unwrap::spec::{Encoding, Place};
use crate::verdict::{Kind, Shortener};

/// How many jump pages links are put inside.
const ENVELOPES: usize = 4;

/// Example sites of a catalog; made when they are first asked for.
#[derive(Debug)]
pub struct Examples<'c> {
    /// The catalog, to which every list must have been added.
    pub catalog: &'c Catalog,
    /// The public suffix list.
    pub suffixes: &'c dyn SuffixList,
    known: OnceCell<Known>,
}

#[derive(Debug)]
struct Known {
    sites: Vec<Site>,
    material: Material,
    by_owner: BTreeMap<OwnerId, Vec<usize>>,
    by_category: BTreeMap<usize, Vec<usize>>,
    /// Short links and jump pages.
    leading: Vec<usize>,
    /// All that are no plain pages of a known site.
    general: Vec<usize>,
}

impl<'c> Examples<'c> {
    /// The examples of a catalog.
    #[must_use]
    pub const fn new(catalog: &'c Catalog, suffixes: &'c dyn SuffixList) -> Self {
        Self { catalog, suffixes, known: OnceCell::new() }
    }

    /// All of them: first hosts that nobody knows, then codes and schemes, then known hosts and their jump pages.
    pub fn sites(&self) -> &[Site] {
        &self.known().sites
    }

    /// Jump pages to put around links, and targets to put inside.
    pub fn material(&self) -> &Material {
        &self.known().material
    }

    fn known(&self) -> &Known {
        self.known.get_or_init(|| {
            let sites = self.draw();
            let material = material(&sites, self.catalog);
            let mut known =
                Known { material, by_owner: BTreeMap::new(), by_category: BTreeMap::new(), leading: Vec::new(), general: Vec::new(), sites: Vec::new() };
            for (number, site) in sites.iter().enumerate() {
                let facts = &site.facts;
                if let Some(owner) = facts.owner {
                    known.by_owner.entry(owner).or_default().push(number);
                }
                facts.category.iter().for_each(|category| known.by_category.entry(category).or_default().push(number));
                if facts.wrapper.is_some() || facts.shortener.is_some() {
                    known.leading.push(number);
                }
                if facts.kind != Kind::Web || facts.owner.is_none() {
                    known.general.push(number);
                }
            }
            known.sites = sites;
            known
        })
    }

    /// The examples for which some checks are the likeliest to hold, by the most telling of them.
    pub fn likely(&self, checks: &[Check]) -> Box<dyn Iterator<Item = &Site> + '_> {
        let known = self.known();
        let of = move |numbers: &'_ [usize]| numbers.iter().filter_map(move |number| known.sites.get(*number)).collect::<Vec<_>>().into_iter();
        for check in checks {
            match check {
                Check::Owner(set) => {
                    let owners = known.by_owner.iter().filter(|(OwnerId(owner), _)| set.contains(usize::from(*owner)));
                    // One site of each owner first, for another rule may cover all sites of one.
                    let lists: Vec<&Vec<usize>> = owners.map(|(_, numbers)| numbers).collect();
                    let firsts: Vec<usize> = lists.iter().filter_map(|numbers| numbers.first()).copied().collect();
                    let numbers: Vec<usize> = firsts.into_iter().chain(lists.into_iter().flatten().copied()).collect();
                    return Box::new(of(&numbers));
                }
                Check::Category(set) => {
                    let lists = set.iter().filter_map(|category| known.by_category.get(&category));
                    return Box::new(of(&lists.flatten().copied().collect::<Vec<_>>()));
                }
                Check::Wrapper(_) | Check::Shortener(_) => return Box::new(of(&known.leading)),
                Check::Kind(mask) if mask & 1 == 0 => return Box::new(of(&known.general)),
                _ => {}
            }
        }
        Box::new(known.sites.iter())
    }

    fn draw(&self) -> Vec<Site> {
        let mut sites = Vec::new();
        for host in ["x1-site.org", "x1-site.local", "x1-site.gov.cn"] {
            sites.extend(self.host(host, HostClass::Loose));
        }
        for text in [
            "https://192.0.2.9/",
            "https://10.0.0.9/",
            "https://[2001:db8::9]/",
            "https://localhost/",
            "https://x1-site.org/x1.apk",
            "https://x1-site.org:8443/",
        ] {
            sites.extend(self.url(text));
        }
        for text in example_texts(self.catalog).into_iter().chain(["x1 no link".to_owned(), "https://[x1/".to_owned()]) {
            sites.push(self.text(text));
        }
        let schemes: BTreeSet<&str> = self.catalog.schemes.keys().map(AsRef::as_ref).chain(["x1-app", "ftp", "ws"]).collect();
        for scheme in schemes {
            sites.extend(self.url(&format!("{scheme}://x1-site.org/")).or_else(|| self.url(&format!("{scheme}:x1"))));
            sites.extend(self.url(&format!("intent:#Intent;scheme={scheme};end")));
        }
        let packages: BTreeSet<&str> = self.catalog.packages.keys().map(AsRef::as_ref).collect();
        sites.extend(packages.into_iter().filter_map(|package| self.url(&format!("android-app://{package}/"))));
        let names: BTreeSet<&str> = self.catalog.hosts.names().collect();
        for name in names {
            sites.extend(self.host(name, HostClass::Exact));
        }
        sites
    }

    /// The sites of a web host, as far as they can be told without reading a link: its pages, and its jump pages.
    #[must_use]
    pub fn host(&self, name: &str, class: HostClass) -> Vec<Site> {
        let known = self.catalog.hosts.known(name);
        let parts = Parts::of("https", Some(&if name.contains(':') { format!("[{name}]") } else { name.to_owned() }), "/");
        let page = self.page(name, &known, class);
        let mut sites: Vec<Site> = Vec::new();
        for (pattern, site) in known.path_sites() {
            if let Some(path) = path_of(pattern) {
                let facts = Facts { path: PathFact::Known(path.clone()), owner: Some(site.owner), category: site.category, ..page.clone() };
                sites.push(Site { facts, recipe: Recipe::Url(Parts { path, ..parts.clone() }), host_class: class, name: None });
            }
        }
        for wrapper in known.wrappers() {
            sites.extend(self.jump(&page, &parts, wrapper, class));
        }
        sites.push(Site { facts: page, recipe: Recipe::Url(parts), host_class: class, name: None });
        sites
    }

    fn page(&self, name: &str, known: &HostFacts<'_>, class: HostClass) -> Facts {
        let short = known.short_link.and_then(|number| self.catalog.short_links.get(usize::from(number)));
        let site = known.whole_site();
        // As for a link that is read: who runs an open shortener says nothing about where its links lead.
        let (owner, category) = match short {
            Some(short) if short.class == Shortener::Open => (None, CategorySet::default()),
            Some(short) if !short.category.is_empty() => (short.owner, short.category),
            Some(short) => (short.owner, site.map(|site| site.category).unwrap_or_default()),
            None => (site.map(|site| site.owner), site.map(|site| site.category).unwrap_or_default()),
        };
        Facts {
            scheme: Some("https".to_owned()),
            host: Some(name.to_owned()),
            registrable: self.suffixes.registrable(name).map(str::to_owned),
            port: Some(443),
            path: PathFact::Free,
            kind: Kind::Web,
            owner,
            category,
            lists: known.lists & !self.catalog.hosts.open_lists(name),
            open_lists: self.catalog.hosts.open_lists(name),
            shortener: short.map(|short| short.class),
            wrapper: None,
            certain: if short.is_some() { SignalSet::of(Signal::ShortLink) } else { SignalSet::EMPTY },
            open: open_of_page(class),
            reach: Reach::Anywhere,
            transparent: Pair::default(),
        }
    }

    fn jump(&self, page: &Facts, parts: &Parts, wrapper: WrapperId, class: HostClass) -> Vec<Site> {
        let Some(entry) = self.catalog.wrapper_entry(wrapper) else { return Vec::new() };
        let Some(path) = entry.spec.paths.iter().find_map(path_of) else { return Vec::new() };
        let parts = Parts { path: path.clone(), ..parts.clone() };
        let with = |signal: Signal, recipe: Recipe| {
            let facts =
                Facts { path: PathFact::Known(path.clone()), wrapper: Some(wrapper), certain: page.certain.union(SignalSet::of(signal)), ..page.clone() };
            Site { facts, recipe, host_class: class, name: None }
        };
        let mut sites = Vec::new();
        if !entry.spec.targets.is_empty() {
            let mut carrying = with(Signal::Wrapped, Recipe::Jump(parts.clone(), wrapper));
            let carried = [Signal::NestedWrapper, Signal::ChainCycle, Signal::NonWebTarget, Signal::ChainTooDeep];
            carrying.facts.open = carrying.facts.open.union(carried.into_iter().collect());
            sites.push(carrying);
        }
        if entry.spec.opaque {
            sites.push(with(Signal::OpaqueTarget, Recipe::Url(parts)));
        }
        sites
    }

    /// The site of a URL; `None` where it is none.
    #[must_use]
    pub fn url(&self, text: &str) -> Option<Site> {
        let classifier = Classifier { catalog: self.catalog, suffixes: self.suffixes, moment: None };
        let layer = classifier.chain(text, canonicalise(text), &[]).first;
        let url = layer.canonical()?;
        let mut facts = facts_of(&layer, HostClass::Exact, Signal::ALL.iter().copied().collect());
        if url.path() == "/" {
            facts.path = PathFact::Free;
        }
        let fragment = url.as_str().split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default();
        let host = facts.host.as_ref().map(|host| if host.contains(':') { format!("[{host}]") } else { host.clone() });
        let parts = Parts { port: url.port(), fragment, ..Parts::of(url.scheme(), host.as_deref(), url.path()) };
        let recipe = if text.starts_with("intent:") || host.is_none() { Recipe::Text(text.as_bytes().to_vec()) } else { Recipe::Url(parts) };
        Some(Site { facts, recipe, host_class: HostClass::Exact, name: None })
    }

    fn text(&self, text: String) -> Site {
        let classifier = Classifier { catalog: self.catalog, suffixes: self.suffixes, moment: None };
        let layer = classifier.chain(&text, canonicalise(&text), &[]).first;
        let facts = facts_of(&layer, HostClass::None, Signal::ALL.iter().copied().collect());
        Site { facts, recipe: Recipe::Text(text.into_bytes()), host_class: HostClass::None, name: None }
    }
}

/// Whatever a page may be written like; what a page cannot have is found out when a link is read.
fn open_of_page(class: HostClass) -> SignalSet {
    let loose = [Signal::Lookalike, Signal::MixedScripts, Signal::ConfusableLetters, Signal::BrandInHost];
    let never = [Signal::Wrapped, Signal::OpaqueTarget, Signal::NestedWrapper, Signal::ChainCycle, Signal::NonWebTarget, Signal::Unparsable, Signal::ShortLink];
    let may = |signal: &Signal| !never.contains(signal) && (class == HostClass::Loose || !loose.contains(signal));
    Signal::ALL.iter().copied().filter(may).collect()
}

/// A few jump pages that carry their target plainly, and targets of other sorts.
fn material(sites: &[Site], catalog: &Catalog) -> Material {
    let mut material = Material { envelopes: Vec::new(), targets: vec!["https://x1-site.org/".to_owned(), "https://www.taobao.com/".to_owned()] };
    for site in sites {
        if let Recipe::Jump(parts, wrapper) = &site.recipe
            && material.envelopes.len() < ENVELOPES
            && catalog.wrapper_entry(*wrapper).is_some_and(|entry| {
                !entry.spec.opaque && entry.spec.targets.iter().all(|spec| spec.encoding == Encoding::Percent && matches!(spec.place, Place::Query { .. }))
            })
        {
            material.envelopes.push(Envelope::Jump { wrapper: *wrapper, origin: parts.origin() });
        }
    }
    material
}
