//! The sites of schemes that are not the web's: apps, mail, scripts, intents and the rest.

use std::collections::BTreeSet;

use super::facts::{Facts, PathFact};
use super::hosts::app_key;
use super::pages::{Builder, TooManyPaths};
use super::paths::{self, Downloads};
use super::site::{Parts, Recipe, Site, facts_of};
use super::table::HostClass;
use crate::classify::candidate::Candidate;
use crate::classify::catalog::Catalog;
use crate::engine::condition::Check;
use crate::signal::{Signal, SignalSet};

/// A scheme that no catalog knows.
const UNKNOWN: &str = "x1-app";
/// A port of a scheme that is not the web's.
const OTHER_PORT: u16 = 8443;
/// The signals of links that carry another one.
const CARRIED: [Signal; 6] = [Signal::Wrapped, Signal::NestedWrapper, Signal::ChainTooDeep, Signal::ChainCycle, Signal::NonWebTarget, Signal::OpaqueTarget];

/// A link of a class of schemes, without its host and path.
#[derive(Debug, Clone)]
struct Scheme {
    name: String,
    fragment: String,
    /// Where the host is the name of an app's package.
    package: Option<String>,
}

/// The sites of every class of schemes; `web` are the hosts of the web's classes, which `ftp` and `ws` share.
///
/// # Errors
/// The paths that matter somewhere are too many.
pub fn sites(builder: &Builder<'_, '_>, web: &[String], each: &mut impl FnMut(Site)) -> Result<(), TooManyPaths> {
    for scheme in classes(builder) {
        one(builder, &scheme, web, each)?;
    }
    Ok(())
}

/// One scheme for each class that conditions can tell apart.
fn classes(builder: &Builder<'_, '_>) -> Vec<Scheme> {
    let catalog = builder.classifier.catalog;
    let numbered = catalog.numbered_schemes.keys().map(|stem| format!("{stem}1"));
    let mut names: BTreeSet<String> = catalog.schemes.keys().map(ToString::to_string).chain(numbered).collect();
    names.extend(builder.asks.schemes.iter().map(ToString::to_string));
    names.extend([UNKNOWN, "ftp", "ws", "wss", "mailto"].map(str::to_owned));
    names.remove("http");
    names.remove("https");
    let plain = |name: &String| Scheme { name: name.clone(), fragment: String::new(), package: None };
    let intent = |name: &String| Scheme { name: "intent".to_owned(), fragment: format!("Intent;scheme={name};end"), package: None };
    let packages: BTreeSet<&str> = catalog.packages.keys().map(AsRef::as_ref).collect();
    let package = |name: &&str| Scheme { name: "android-app".to_owned(), fragment: String::new(), package: Some((*name).to_owned()) };
    let all = names.iter().map(plain).chain(names.iter().map(intent)).chain(packages.iter().map(package));
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for scheme in all {
        let text = link(&scheme, scheme.package.as_deref(), "/").text();
        let layer = builder.layer(&text);
        let asked = layer.canonical().map(|url| url.scheme()).filter(|name| builder.asks.schemes.contains(name)).map(str::to_owned);
        let special = matches!(scheme.name.as_str(), "ftp" | "ws" | "wss").then(|| scheme.name.clone());
        let named = scheme.package.clone().filter(|name| crate::classify::hosts::names_upwards(name).any(|name| builder.asks.names.contains(name)));
        let unknown = layer.signals.contains(Signal::UnknownScheme);
        // What carries other links is needed to put links inside.
        let carries = (can_carry(catalog, &scheme.name), scheme.name == "intent");
        if seen.insert((app_key(&layer, builder.asks), asked, special, named, unknown, carries)) {
            found.push(scheme);
        }
    }
    found
}

fn link(scheme: &Scheme, host: Option<&str>, path: &str) -> Parts {
    Parts { fragment: scheme.fragment.clone(), ..Parts::of(&scheme.name, host, path) }
}

fn one(builder: &Builder<'_, '_>, scheme: &Scheme, web: &[String], each: &mut impl FnMut(Site)) -> Result<(), TooManyPaths> {
    let text = link(scheme, Some(scheme.package.as_deref().unwrap_or("x1-site.org")), "/").text();
    let layer = builder.layer(&text);
    let ruled_out = |check: &Check| is_ruled_out(check, &layer, builder);
    let special = matches!(scheme.name.as_str(), "ftp" | "ws" | "wss");
    for host in hosts(builder, scheme, special.then_some(web), ruled_out) {
        let needs = builder.needs(host.as_deref(), ruled_out);
        let paths = paths::classes(&needs.patterns, Downloads::Ignored).ok_or(TooManyPaths)?;
        let mut ports: Vec<Option<u16>> = vec![None];
        if needs.origin && host.is_some() && !builder.asks.ports.is_empty() {
            ports.extend(builder.asks.ports.iter().copied().map(Some));
            ports.extend((OTHER_PORT..u16::MAX).find(|port| !builder.asks.ports.contains(port)).map(Some));
        }
        for (path, port) in paths.iter().flat_map(|path| ports.iter().map(move |port| (path, port))) {
            let parts = Parts { port: *port, ..link(scheme, host.as_deref(), path) };
            put(builder, &parts, each);
        }
    }
    Ok(())
}

/// The hosts that matter for a scheme: none, one that nobody knows, and the names that live statements ask for.
fn hosts(builder: &Builder<'_, '_>, scheme: &Scheme, web: Option<&[String]>, ruled_out: impl Fn(&Check) -> bool) -> Vec<Option<String>> {
    if let Some(package) = &scheme.package {
        return vec![Some(package.clone())];
    }
    if let Some(web) = web {
        return web.iter().cloned().map(Some).collect();
    }
    let mut names = BTreeSet::new();
    for statements in [&builder.statements.old, &builder.statements.new] {
        let alive = statements.live().filter(|statement| !statement.matches.iter().any(&ruled_out));
        for statement in alive {
            names_of(&statement.matches, &mut names);
            statement.except.iter().for_each(|except| names_of(except, &mut names));
        }
    }
    let named = names.iter().flat_map(|name| [Some((*name).to_owned()), Some(format!("x1.{name}"))]);
    [None, Some("x1-site.org".to_owned())].into_iter().chain(named).collect()
}

fn names_of<'s>(checks: &'s [Check], found: &mut BTreeSet<&'s str>) {
    for check in checks {
        match check {
            Check::Host(names) | Check::Domain(names) | Check::Suffix(names) => found.extend(names.iter().map(String::as_str)),
            Check::Any(branches) => branches.iter().for_each(|branch| names_of(branch, found)),
            _ => {}
        }
    }
}

/// Whether a check fails for every link of a class of schemes.
fn is_ruled_out(check: &Check, layer: &Candidate<'_>, builder: &Builder<'_, '_>) -> bool {
    let mut certain = Facts { host: None, path: PathFact::Free, ..facts_of(layer, HostClass::None, builder.mentioned) };
    certain.port = None;
    match check {
        // A beginning of the catalog may make a payment code or a mini-program of it; those are sites of their own.
        Check::Kind(mask) => mask & (1 << (layer.kind as u8)) == 0,
        Check::Owner(_) | Check::Category(_) | Check::Scheme(_) => {
            let settled = super::facts::Assignment::none(&certain);
            super::facts::all(std::slice::from_ref(check), &certain, &settled, super::facts::Side::Old) == super::facts::Truth::No
        }
        Check::Wrapper(_) | Check::Registrable(_) => true,
        _ => false,
    }
}

/// Whether links of a scheme can carry another link.
#[must_use]
pub fn can_carry(catalog: &Catalog, scheme: &str) -> bool {
    matches!(scheme, "intent" | "android-app") || catalog.scheme(scheme).is_some_and(|scheme| !scheme.targets.is_empty())
}

fn put(builder: &Builder<'_, '_>, parts: &Parts, each: &mut impl FnMut(Site)) {
    let text = parts.text();
    let layer = builder.layer(&text);
    if layer.canonical().is_none() {
        return;
    }
    let mut facts = facts_of(&layer, HostClass::Exact, builder.mentioned);
    facts.certain = facts.certain.iter().filter(|signal| !CARRIED.contains(signal)).collect();
    let carried: SignalSet = CARRIED.into_iter().collect();
    let site = |facts: Facts, recipe: Recipe| Site { facts, recipe, host_class: HostClass::Exact, name: None };
    each(site(facts.clone(), Recipe::Url(parts.clone())));
    if builder.mentioned.intersects(carried) && can_carry(builder.classifier.catalog, &parts.scheme) {
        let mut wrapped = facts.clone();
        wrapped.certain.insert(Signal::Wrapped);
        wrapped.open = wrapped.open.union(carried.intersection(builder.mentioned));
        each(site(wrapped, Recipe::Unknown));
        let mut deep = facts;
        deep.certain = deep.certain.union(SignalSet::of(Signal::ChainTooDeep)).union(SignalSet::of(Signal::OpaqueTarget));
        each(site(deep, Recipe::Unknown));
    }
}
