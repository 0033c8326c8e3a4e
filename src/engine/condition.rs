//! Conditions compiled for one combination of contexts: constants are gone, sets are bits.

use super::bits::BitSet;
use super::view::Combination;
use crate::canon::CanonicalUrl;
use crate::classify::candidate::Candidate;
use crate::classify::catalog::Catalog;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::path::PathPattern;
use crate::policy::model::{Condition, Test};
use crate::signal::{Signal, SignalSet};

/// One test of a compiled condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The host is exactly one of these.
    Host(Vec<String>),
    /// The host is one of these or under one.
    Domain(Vec<String>),
    /// The registrable domain is one of these.
    Registrable(Vec<String>),
    /// The host is under one of these.
    Suffix(Vec<String>),
    /// The owner is in the set, which holds the owners below too.
    Owner(BitSet),
    /// It has one of these categories.
    Category(CategorySet),
    /// One of these lists names its host.
    List(u64),
    /// Its kind is in the mask.
    Kind(u8),
    /// Its scheme is one of these.
    Scheme(Vec<String>),
    /// Its port is one of these.
    Port(Vec<u16>),
    /// Its path matches one of these.
    Path(Vec<PathPattern>),
    /// Its query has one of these parameters.
    Query(Vec<String>),
    /// Whether it has a query.
    HasQuery(bool),
    /// It has one of these signals.
    Signal(SignalSet),
    /// Its short-link class is in the mask.
    Shortener(u8),
    /// It is one of these wrappers.
    Wrapper(BitSet),
    /// At least so many wrappers stand outside.
    Depth(usize),
    /// It is longer than this.
    Length(usize),
    /// One of these holds.
    Any(Vec<Vec<Check>>),
}

/// Compiles a condition; `None` if it can never hold, an empty list if it always does.
#[must_use]
pub fn compile(condition: &Condition, catalog: &Catalog, combination: &Combination) -> Option<Vec<Check>> {
    let mut checks = Vec::with_capacity(condition.tests.len());
    for test in &condition.tests {
        match test {
            Test::Context(context, values) => {
                let actual = combination.contexts.get(*context)?;
                values.contains(actual).then_some(())?;
            }
            Test::PostedBefore(moment) => (combination.posted < *moment).then_some(())?,
            Test::All(conditions) => {
                for inner in conditions {
                    checks.extend(compile(inner, catalog, combination)?);
                }
            }
            Test::Any(conditions) => {
                let branches: Vec<Vec<Check>> = conditions.iter().filter_map(|inner| compile(inner, catalog, combination)).collect();
                if branches.is_empty() {
                    return None;
                }
                if !branches.iter().any(Vec::is_empty) {
                    checks.push(Check::Any(branches));
                }
            }
            test => checks.push(plain(test, catalog)),
        }
    }
    Some(checks)
}

/// A test that no combination can turn into a constant.
fn plain(test: &Test, catalog: &Catalog) -> Check {
    match test {
        Test::Host(names) => Check::Host(names.clone()),
        Test::Domain(names) => Check::Domain(names.clone()),
        Test::Registrable(names) => Check::Registrable(names.clone()),
        Test::Suffix(names) => Check::Suffix(names.clone()),
        Test::Owner(owners) => Check::Owner(owners_below(owners, catalog)),
        Test::Category(set) => Check::Category(*set),
        Test::List(bits) => Check::List(*bits),
        Test::Kind(kinds) => Check::Kind(kinds.iter().fold(0, |mask, kind| mask | 1 << (*kind as u8))),
        Test::Scheme(names) => Check::Scheme(names.clone()),
        Test::Port(ports) => Check::Port(ports.clone()),
        Test::Path(patterns) => Check::Path(patterns.clone()),
        Test::Query(names) => Check::Query(names.clone()),
        Test::HasQuery(flag) => Check::HasQuery(*flag),
        Test::Signal(set) => Check::Signal(*set),
        Test::Shortener(classes) => Check::Shortener(classes.iter().fold(0, |mask, class| mask | 1 << (*class as u8))),
        Test::Wrapper(ids) => {
            let mut set = BitSet::new(catalog.wrappers.len());
            ids.iter().for_each(|WrapperId(number)| set.insert(usize::from(*number)));
            Check::Wrapper(set)
        }
        Test::DepthAtLeast(depth) => Check::Depth(*depth),
        Test::LengthOver(length) => Check::Length(*length),
        Test::Context(..) | Test::PostedBefore(_) | Test::Any(_) | Test::All(_) => Check::Any(Vec::new()),
    }
}

fn owners_below(owners: &[OwnerId], catalog: &Catalog) -> BitSet {
    let mut set = BitSet::new(catalog.owners.len());
    for number in 0..catalog.owners.len() {
        let Ok(id) = u16::try_from(number) else { break };
        if owners.iter().any(|above| catalog.is_under(OwnerId(id), *above)) {
            set.insert(number);
        }
    }
    set
}

/// Whether checks ask for a signal, anywhere in them.
#[must_use]
pub fn asks(checks: &[Check], signal: Signal) -> bool {
    checks.iter().any(|check| match check {
        Check::Signal(set) => set.contains(signal),
        Check::Any(branches) => branches.iter().any(|branch| asks(branch, signal)),
        _ => false,
    })
}

/// Whether every check holds for a layer at a depth.
#[must_use]
pub fn holds(checks: &[Check], layer: &Candidate<'_>, depth: usize) -> bool {
    checks.iter().all(|check| check.holds(layer, depth))
}

impl Check {
    fn holds(&self, layer: &Candidate<'_>, depth: usize) -> bool {
        match self {
            Self::Host(names) => layer.host().is_some_and(|host| names.iter().any(|name| name == host)),
            Self::Domain(names) => layer.host().is_some_and(|host| names.iter().any(|name| host == name || is_under(host, name))),
            Self::Registrable(names) => layer.registrable().is_some_and(|domain| names.iter().any(|name| name == domain)),
            Self::Suffix(names) => layer.host().is_some_and(|host| names.iter().any(|name| is_under(host, name))),
            Self::Owner(set) => layer.owner.is_some_and(|OwnerId(number)| set.contains(usize::from(number))),
            Self::Category(set) => layer.category.intersects(*set),
            Self::List(bits) => layer.lists & bits != 0,
            Self::Kind(mask) => mask & (1 << (layer.kind as u8)) != 0,
            Self::Scheme(names) => scheme(layer).is_some_and(|scheme| names.iter().any(|name| name == scheme)),
            Self::Port(ports) => layer.canonical().and_then(port).is_some_and(|port| ports.contains(&port)),
            Self::Path(patterns) => layer.canonical().is_some_and(|url| path_is_one_of(url, patterns)),
            Self::Query(names) => layer.canonical().and_then(CanonicalUrl::query).is_some_and(|query| has_parameter(query, names)),
            Self::HasQuery(wanted) => layer.canonical().is_some_and(|url| url.query().is_some() == *wanted),
            Self::Signal(set) => layer.signals.intersects(*set),
            Self::Shortener(mask) => layer.shortener.is_some_and(|class| mask & (1 << (class as u8)) != 0),
            Self::Wrapper(set) => layer.wrapper.is_some_and(|WrapperId(number)| set.contains(usize::from(number))),
            Self::Depth(least) => depth >= *least,
            Self::Length(most) => layer.length > *most,
            Self::Any(branches) => branches.iter().any(|branch| holds(branch, layer, depth)),
        }
    }
}

/// The segments with one of which the path of every link begins for which all checks hold; `None` where they ask no such thing.
#[must_use]
pub fn first_segments(checks: &[Check]) -> Option<Vec<&str>> {
    checks.iter().find_map(|check| match check {
        Check::Path(patterns) => patterns.iter().map(PathPattern::first_name).collect(),
        _ => None,
    })
}

fn path_is_one_of(url: &CanonicalUrl<'_>, patterns: &[PathPattern]) -> bool {
    let path = url.path_to_match();
    patterns.iter().any(|pattern| pattern.matches(&path))
}

/// Whether a host is a name under another, by whole labels.
#[must_use]
pub fn is_under(host: &str, above: &str) -> bool {
    host.strip_suffix(above).is_some_and(|rest| rest.ends_with('.'))
}

fn scheme<'l>(layer: &'l Candidate<'_>) -> Option<&'l str> {
    layer.canonical().map(CanonicalUrl::scheme)
}

/// The port, or the usual one of the scheme.
#[must_use]
pub fn port(url: &CanonicalUrl<'_>) -> Option<u16> {
    url.port().or(match url.scheme() {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    })
}

/// Whether a query has a parameter with one of the names.
#[must_use]
pub fn has_parameter(query: &str, names: &[String]) -> bool {
    query.split('&').any(|pair| {
        let key = memchr::memchr(b'=', pair.as_bytes()).and_then(|end| pair.get(..end)).unwrap_or(pair);
        if !key.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
            return names.iter().any(|name| name == key);
        }
        let spaced = key.replace('+', " ");
        let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy();
        names.iter().any(|name| *name == decoded)
    })
}
