//! The hosts that two policies and the catalog can tell apart: one for each class.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::facts::{Pair, Side};
use super::statements::Statements;
use super::table::HostClass;
use crate::canon::canonicalise;
use crate::classify::candidate::Candidate;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::classify::hosts::{HostFacts, names_upwards};
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::engine::bits::BitSet;
use crate::engine::condition::Check;
use crate::path::PathPattern;
use crate::signal::{Signal, SignalSet};
use crate::verdict::Shortener;

/// Everything that the conditions of two policies ask for.
#[derive(Debug, Default)]
pub struct Asks<'s> {
    /// Names of hosts and domains.
    pub names: HashSet<&'s str, foldhash::fast::FixedState>,
    /// Schemes.
    pub schemes: BTreeSet<&'s str>,
    /// Ports.
    pub ports: BTreeSet<u16>,
    /// Signals.
    pub signals: SignalSet,
    /// Categories.
    pub category: CategorySet,
    /// Lists.
    pub lists: u64,
    /// Sets of owners.
    pub owners: Vec<&'s BitSet>,
    /// Sets of wrappers.
    pub wrappers: Vec<&'s BitSet>,
}

impl<'s> Asks<'s> {
    /// What the statements of both sides ask for.
    #[must_use]
    pub fn of(statements: &'s Pair<Statements<'_>>) -> Self {
        let mut asks = Self::default();
        for statement in Side::BOTH.into_iter().flat_map(|side| statements.of(side).live()) {
            asks.add_all(&statement.matches);
            statement.except.iter().for_each(|except| asks.add_all(except));
        }
        asks
    }

    fn add_all(&mut self, checks: &'s [Check]) {
        checks.iter().for_each(|check| self.add(check));
    }

    fn add(&mut self, check: &'s Check) {
        match check {
            Check::Host(names) | Check::Domain(names) | Check::Registrable(names) | Check::Suffix(names) => self.names.extend(names.iter().map(String::as_str)),
            Check::Owner(set) if !self.owners.contains(&set) => self.owners.push(set),
            Check::Wrapper(set) if !self.wrappers.contains(&set) => self.wrappers.push(set),
            Check::Category(set) => self.category.0 |= set.0,
            Check::List(bits) => self.lists |= bits,
            Check::Scheme(names) => self.schemes.extend(names.iter().map(String::as_str)),
            Check::Port(ports) => self.ports.extend(ports),
            Check::Signal(set) => self.signals = self.signals.union(*set),
            Check::Any(branches) => branches.iter().for_each(|branch| self.add_all(branch)),
            _ => {}
        }
    }

    /// Which of the sets of owners hold an owner.
    #[must_use]
    pub fn owner_key(&self, owner: Option<OwnerId>) -> Vec<u64> {
        owner.map_or_else(Vec::new, |OwnerId(number)| bits(&self.owners, usize::from(number)))
    }

    fn wrapper_key(&self, wrapper: WrapperId) -> Vec<u64> {
        bits(&self.wrappers, usize::from(wrapper.0))
    }
}

fn bits(sets: &[&BitSet], number: usize) -> Vec<u64> {
    let word = |sets: &[&BitSet]| sets.iter().enumerate().fold(0, |word, (at, set)| word | u64::from(set.contains(number)) << at);
    sets.chunks(64).map(word).collect()
}

/// Path patterns, parameters and ports that a condition asks for.
pub fn patterns<'s>(checks: &'s [Check], found: &mut Vec<&'s PathPattern>) {
    for check in checks {
        match check {
            Check::Path(patterns) => found.extend(patterns.iter().filter(|pattern| !found.contains(pattern)).collect::<Vec<_>>()),
            Check::Any(branches) => branches.iter().for_each(|branch| patterns(branch, found)),
            _ => {}
        }
    }
}

/// A host that stands for a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostRep {
    /// As it stands in a URL.
    pub host: String,
    /// Whether others of its class have other names.
    pub class: HostClass,
    /// The known name at or above it.
    pub name: Option<String>,
}

/// What tells a wrapper from others: the sets it is in, whose own it is, whether its target may be unreadable, whether it
/// may be readable, and which it is where paths matter.
type WrapperKey = (Vec<u64>, Pair<bool>, bool, bool, Option<WrapperId>);

/// What tells a class of hosts from others.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key {
    names: Vec<String>,
    registrable: Option<String>,
    owner: Vec<u64>,
    category: u64,
    lists: (u64, u64),
    shortener: Option<Shortener>,
    signals: SignalSet,
    class: HostClass,
    wrappers: Vec<WrapperKey>,
    own_pages: Option<String>,
}

/// Signals that some hosts of a class may have and others not.
const LOOSE: [Signal; 4] = [Signal::Lookalike, Signal::MixedScripts, Signal::ConfusableLetters, Signal::BrandInHost];

/// Draws up the hosts.
#[derive(Debug)]
pub struct Hosts<'s> {
    /// The classifier.
    pub classifier: Classifier<'s>,
    /// What is asked for.
    pub asks: &'s Asks<'s>,
    /// The statements of both sides.
    pub statements: &'s Pair<Statements<'s>>,
    /// The wrappers that each policy calls its own.
    pub own: &'s Pair<BitSet>,
}

impl Hosts<'_> {
    /// One host for each class: a name that a policy, the catalog or a list knows, a name under one, any other name, and addresses.
    #[must_use]
    pub fn all(&self) -> Vec<HostRep> {
        let table = &self.classifier.catalog.hosts;
        let known: BTreeSet<&str> = table.names().chain(self.asks.names.iter().copied()).collect();
        let is_known = |name: &str| known.contains(name);
        let mut seen: HashMap<Key, usize, foldhash::fast::FixedState> = HashMap::default();
        let mut found = Vec::new();
        let mut put = |rep: HostRep| {
            if let Some(key) = self.key(&rep) {
                let next = seen.len();
                if *seen.entry(key).or_insert(next) == next {
                    found.push(rep);
                }
            }
        };
        let (other, local) = (unknown(&is_known, "org"), unknown(&is_known, "local"));
        for host in [other, local, unknown(&is_known, "gov.cn")] {
            put(HostRep { host, class: HostClass::Loose, name: None });
        }
        for host in ["192.0.2.9", "10.0.0.9", "[2001:db8::9]", "[fd00::9]", "localhost"] {
            put(HostRep { host: host.to_owned(), class: HostClass::Exact, name: None });
        }
        for name in &known {
            let host = if name.contains(':') { format!("[{name}]") } else { (*name).to_owned() };
            put(HostRep { host, class: HostClass::Exact, name: Some((*name).to_owned()) });
            if name.parse::<std::net::IpAddr>().is_err() {
                put(HostRep { host: below(name, &is_known), class: HostClass::Loose, name: Some((*name).to_owned()) });
            }
        }
        found
    }

    fn key(&self, rep: &HostRep) -> Option<Key> {
        let text = format!("https://{}/", rep.host);
        let layer = self.classifier.chain(&text, canonicalise(&text), &[]).first;
        let host = layer.host()?;
        let names =
            names_upwards(host).filter(|name| self.asks.names.contains(name)).map(|name| if name == host { format!("={name}") } else { name.to_owned() });
        let facts = self.classifier.catalog.hosts.known(host);
        let own_pages = (!facts.path_sites().is_empty() || facts.has_code).then(|| host.to_owned());
        let imitates = LOOSE.iter().any(|signal| self.asks.signals.contains(*signal));
        let fixed = layer.signals.intersection(self.asks.signals).iter().filter(|signal| rep.class == HostClass::Exact || !LOOSE.contains(signal)).collect();
        Some(Key {
            names: names.collect(),
            registrable: layer.registrable().filter(|domain| self.asks.names.contains(domain)).map(str::to_owned),
            owner: self.asks.owner_key(layer.owner),
            category: layer.category.0 & self.asks.category.0,
            lists: (layer.lists & self.asks.lists, self.classifier.catalog.hosts.open_lists(host) & self.asks.lists),
            shortener: layer.shortener,
            signals: fixed,
            class: if imitates { rep.class } else { HostClass::None },
            wrappers: self.wrapper_keys(host, &facts),
            own_pages,
        })
    }

    /// Whether a statement that may hold for a host asks for its path.
    fn has_paths(&self, host: &str) -> bool {
        let mut found = Vec::new();
        for side in Side::BOTH {
            let statements = self.statements.of(side);
            for statement in statements.for_host(Some(host)).into_iter().filter_map(|number| statements.get(number)) {
                patterns(&statement.matches, &mut found);
                statement.except.iter().for_each(|except| patterns(except, &mut found));
            }
        }
        !found.is_empty()
    }

    fn wrapper_keys(&self, host: &str, facts: &HostFacts<'_>) -> Vec<WrapperKey> {
        let catalog: &Catalog = self.classifier.catalog;
        let has_paths = facts.wrappers().next().is_some() && self.has_paths(host);
        let mut keys: Vec<_> = facts
            .wrappers()
            .filter_map(|id| {
                let entry = catalog.wrapper_entry(id)?;
                let own = Pair::each(|side| self.own.of(side).contains(usize::from(id.0)));
                let exact = has_paths.then_some(id);
                Some((self.asks.wrapper_key(id), own, entry.spec.opaque, !entry.spec.targets.is_empty(), exact))
            })
            .collect();
        keys.sort();
        keys.dedup();
        keys
    }
}

/// A name under another that nobody knows.
fn below(name: &str, is_known: &impl Fn(&str) -> bool) -> String {
    let mut label = "x1".to_owned();
    while is_known(&format!("{label}.{name}")) {
        label.push('1');
    }
    format!("{label}.{name}")
}

/// A registrable name that nobody knows, under an ending.
fn unknown(is_known: &impl Fn(&str) -> bool, ending: &str) -> String {
    let mut label = "x1-site".to_owned();
    while is_known(&format!("{label}.{ending}")) {
        label.push('1');
    }
    format!("{label}.{ending}")
}

/// What the facts of a layer say that a class of schemes and codes is told apart by.
#[must_use]
pub fn app_key(layer: &Candidate<'_>, asks: &Asks<'_>) -> (u8, Vec<u64>, u64) {
    (layer.kind as u8, asks.owner_key(layer.owner), layer.category.0 & asks.category.0)
}
