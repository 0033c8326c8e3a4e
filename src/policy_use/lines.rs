//! Links for which a condition holds, as far as that can be told without trying.

use std::ops::ControlFlow;

use super::examples::Examples;
use crate::engine::condition::Check;
use crate::policy_space::facts::{Assignment, Counting, Facts, PathFact, Side, Truth, all};
use crate::policy_space::site::{Parts, Recipe, Site};
use crate::policy_space::table::HostClass;
use crate::policy_space::witness::links;
use crate::policy_space::wrap::path_of;

/// The most sites that are tried for one condition.
const SITES: usize = 24;
/// The most links of one site.
const LINKS: usize = 6;
/// The most steps until a site is settled.
const STEPS: usize = 64;

/// Conditions to be met, and one that must not be.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// All of these hold.
    pub checks: &'w [Check],
    /// These do not all hold.
    pub except: Option<&'w [Check]>,
}

/// Shows links that may be what is wanted, until one is enough: of the names that the conditions ask for, then of what the catalog
/// knows.
pub fn lines(examples: &Examples<'_>, wanted: Wanted<'_>, see: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> ControlFlow<()> {
    let mut asked = Asked::default();
    asked.add(wanted.checks);
    let mut tried = 0;
    let mut one = |site: &Site| {
        if !may_hold(wanted.checks, &site.facts, &asked) {
            return ControlFlow::Continue(());
        }
        for site in asked.origins(site) {
            let Some(settled) = settle(wanted, &site.facts) else { continue };
            tried += 1;
            let site = on_path(&site, &settled);
            for line in links(&site, &settled, examples.catalog, examples.material()).iter().take(LINKS) {
                see(line)?;
            }
        }
        if tried < SITES { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    for name in &asked.names {
        examples.host(name, HostClass::Exact).iter().try_for_each(&mut one)?;
        if name.parse::<std::net::IpAddr>().is_err() {
            examples.host(&format!("x1.{name}"), HostClass::Loose).iter().try_for_each(&mut one)?;
        }
    }
    for scheme in &asked.schemes {
        for host in asked.names.iter().chain([&"x1-site.org"]) {
            examples.url(&format!("{scheme}://{host}/")).iter().try_for_each(&mut one)?;
        }
    }
    examples.likely(wanted.checks).try_for_each(one)
}

/// Whether a site is worth a closer look; its scheme and port may yet be changed.
fn may_hold(checks: &[Check], facts: &Facts, asked: &Asked<'_>) -> bool {
    let changes = |check: &Check| matches!(check, Check::Scheme(_) | Check::Port(_)) || matches!(check, Check::Any(_)) && asked.asks_for_origin();
    let settled = Assignment::none(facts);
    checks.iter().all(|check| changes(check) || all(std::slice::from_ref(check), facts, &settled, Side::Old) != Truth::No)
}

/// Names, schemes and ports that conditions ask for.
#[derive(Debug, Default)]
struct Asked<'c> {
    names: Vec<&'c str>,
    schemes: Vec<&'c str>,
    ports: Vec<u16>,
}

impl<'c> Asked<'c> {
    fn add(&mut self, checks: &'c [Check]) {
        for check in checks {
            match check {
                Check::Host(names) | Check::Domain(names) | Check::Registrable(names) | Check::Suffix(names) => {
                    self.names.extend(names.iter().map(String::as_str).take(SITES));
                }
                Check::Scheme(names) => self.schemes.extend(names.iter().map(String::as_str)),
                Check::Port(ports) => self.ports.extend(ports),
                Check::Any(branches) => branches.iter().for_each(|branch| self.add(branch)),
                _ => {}
            }
        }
    }

    const fn asks_for_origin(&self) -> bool {
        !self.schemes.is_empty() || !self.ports.is_empty()
    }

    /// A site, with the schemes and ports that are asked for as well.
    fn origins(&self, site: &Site) -> Vec<Site> {
        let Recipe::Url(parts) = &site.recipe else { return vec![site.clone()] };
        if !self.asks_for_origin() {
            return vec![site.clone()];
        }
        let is_web = |scheme: &str| matches!(scheme, "http" | "https");
        let schemes = std::iter::once(parts.scheme.as_str()).chain(self.schemes.iter().copied().filter(|scheme| is_web(scheme) && is_web(&parts.scheme)));
        let made = schemes.flat_map(|scheme| {
            let usual = if scheme == parts.scheme { site.facts.port } else { Some(if scheme == "http" { 80 } else { 443 }) };
            let ports = std::iter::once((parts.port, usual)).chain(self.ports.iter().map(|port| (Some(*port), Some(*port))));
            ports.map(move |(port, known)| {
                let facts = Facts { scheme: Some(scheme.to_owned()), port: known, ..site.facts.clone() };
                Site { facts, recipe: Recipe::Url(Parts { scheme: scheme.to_owned(), port, ..parts.clone() }), ..site.clone() }
            })
        });
        made.collect()
    }
}

/// Settles what a site leaves open so that the wanted conditions hold; the first way that is found.
fn settle<'p>(wanted: Wanted<'p>, facts: &Facts) -> Option<Assignment<'p>> {
    let mut settled = Assignment::none(facts);
    let first =
        |settled: &Assignment<'p>, literal, values: [bool; 2]| values.into_iter().find_map(|value| settled.assume(facts, literal, value, Counting::Alike));
    for _ in 0..STEPS {
        settled = match all(wanted.checks, facts, &settled, Side::Old) {
            Truth::No => return None,
            Truth::Open(literal) => first(&settled, literal, [true, false])?,
            Truth::Yes => match wanted.except.map_or(Truth::No, |except| all(except, facts, &settled, Side::Old)) {
                Truth::No => return Some(settled),
                Truth::Yes => return None,
                Truth::Open(literal) => first(&settled, literal, [false, true])?,
            },
        };
    }
    None
}

/// The site on a path that an assignment asks for.
fn on_path(site: &Site, settled: &Assignment<'_>) -> Site {
    let (PathFact::Free, Recipe::Url(parts)) = (&site.facts.path, &site.recipe) else { return site.clone() };
    let wanted = settled.paths.iter().filter(|(_, value)| *value).find_map(|(pattern, _)| path_of(pattern));
    let is_ruled_out = |path: &str| settled.paths.iter().any(|(pattern, value)| !*value && pattern.matches(path));
    let path = wanted.unwrap_or_else(|| if is_ruled_out("/") { "/x1/x2/x3".to_owned() } else { "/".to_owned() });
    Site { recipe: Recipe::Url(Parts { path, ..parts.clone() }), ..site.clone() }
}
