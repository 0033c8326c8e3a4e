//! From an assignment to a link, and from a link to the engine's word on it.

use super::engine::{Engine, Said};
use super::entry::{Diff, Entry, Extent, Reason, SHOWN_SITES, Unproved, Witness};
use super::scan::{Candidate, Draft, Scan};
use super::space::Space;
use crate::classify::catalog::Catalog;
use crate::engine::view::BasisView;
use crate::policy_space::facts::{Assignment, Pair, PathFact, Side};
use crate::policy_space::region::{Region, Stretch, Trials};
use crate::policy_space::site::{Recipe, Site};
use crate::policy_space::table::HostClass;
use crate::policy_space::witness::{Envelope, Material, links};
use crate::signal::Signal;
use crate::time::Instant;
use crate::unwrap::spec::{Encoding, Place, TargetSpec};
use crate::verdict::Verdict;

/// The most classes of questions in which one assignment is tried.
const CLASS_TRIES: usize = 8;
/// The most questions that the engine is asked to confirm one difference.
pub const QUESTION_LIMIT: usize = 20_000;
/// The most targets that jump pages are made to lead to.
const TARGETS: usize = 64;
/// The most intent links that links are put inside.
const INTENTS: usize = 256;

/// Makes links and asks the engine.
#[derive(Debug)]
pub struct Confirmer<'c, 's> {
    space: &'s Space<'s>,
    scan: &'c Scan<'s>,
    engine: Engine<'s>,
    material: Material,
}

impl<'c, 's> Confirmer<'c, 's> {
    /// A confirmer for what a scan found.
    #[must_use]
    pub fn new(space: &'s Space<'s>, scan: &'c Scan<'s>) -> Self {
        Self { space, scan, engine: Engine::new(space.classifier, space.policies), material: material(scan, space.classifier.catalog) }
    }

    /// Confirms what differs in one way, or says that it is not proved.
    pub fn confirm(&mut self, draft: &Draft<'_>, found: &mut Diff) {
        let mut order: Vec<&Candidate<'_>> = draft.candidates.iter().collect();
        order.sort_by_cached_key(|candidate| {
            let best = candidate.classes.iter().filter_map(|class| self.best_of(*class)).map(|region| self.preference(region)).max();
            (self.effort(candidate), std::cmp::Reverse(best))
        });
        let (mut asked, mut tried) = (0, 0);
        for candidate in &order {
            if asked >= QUESTION_LIMIT {
                break;
            }
            tried += 1;
            let Some((witness, said)) = self.witness(draft, candidate, &mut asked) else { continue };
            let extent = self.extent(draft, Some(candidate));
            let verdicts = Pair { old: said.old.verdict, new: said.new.verdict };
            let rules = Pair { old: said.old.rules, new: said.new.rules };
            found.entries.push(Entry { verdicts, rules, behind: draft.behind.clone(), extent, witness, also: Vec::new() });
            return;
        }
        let reason = Reason::NoWitness { tried, left_out: draft.left_out + order.len() - tried };
        let extent = self.extent(draft, order.first().copied());
        found.unproved.push(Unproved { reason, verdicts: Some(draft.verdicts), behind: draft.behind.clone(), extent });
    }

    /// How much has to be done to write a link: the less, the plainer it is to read.
    fn effort(&self, candidate: &Candidate<'_>) -> (usize, usize, usize, bool, usize) {
        let settled = &candidate.settled;
        let recipe = match self.scan.sites.all.get(candidate.site).map(|site| &site.recipe) {
            Some(Recipe::Url(_)) => 0,
            Some(Recipe::Text(_)) => 1,
            Some(Recipe::Jump(..) | Recipe::Deep(..)) => 2,
            Some(Recipe::Unknown) | None => 3,
        };
        let plain = self.scan.sites.all.get(candidate.site).map_or(0, |site| site.facts.certain.iter().count());
        (settled.depth.old.0.max(settled.depth.new.0), recipe + settled.with.iter().count() * 2, settled.query.len(), settled.length.0 > 1, plain)
    }

    fn witness(&mut self, draft: &Draft<'_>, candidate: &Candidate<'_>, asked: &mut usize) -> Option<(Witness, Pair<Said>)> {
        let site = self.scan.sites.all.get(candidate.site)?;
        let lines = links(site, &candidate.settled, self.space.classifier.catalog, &self.material);
        let mut classes = candidate.classes.clone();
        classes.sort_by_key(|class| std::cmp::Reverse(self.best_of(*class).map(|region| self.preference(region))));
        for class in classes.into_iter().take(CLASS_TRIES) {
            let region = self.best_of(class)?;
            let stretch = self.space.stretches.get(region.stretch)?;
            for line in &lines {
                if *asked >= QUESTION_LIMIT {
                    return None;
                }
                *asked += 1;
                let Some(said) = self.engine.ask(line, region, stretch) else { continue };
                if confirms(draft.verdicts, &said) {
                    let witness = Witness { line: line.clone(), region: region.clone(), stretch: *stretch };
                    return Some((witness, said));
                }
            }
        }
        None
    }

    fn best_of(&self, class: usize) -> Option<&'s Region> {
        let space = self.space;
        let members = &space.classes.get(class)?.members;
        members.iter().filter_map(|number| space.regions.all.get(*number)).max_by_key(|region| self.preference(region))
    }

    /// The plainer a question the better: as announced, trials on, usual contexts, no choice, and the latest time.
    fn preference(&self, region: &Region) -> (bool, bool, usize, bool, usize) {
        let contexts = &self.space.policies.new.contexts;
        let usual = |(id, value): &&(String, String)| {
            contexts.iter().any(|context| context.id == *id && context.default.and_then(|at| context.values.get(at)).is_some_and(|usual| usual == value))
        };
        let usual = region.contexts.iter().filter(usual).count();
        (region.basis == BasisView::Announced, region.trials == Trials::On, usual, region.choice.is_none(), region.stretch)
    }

    fn extent(&self, draft: &Draft<'_>, candidate: Option<&Candidate<'_>>) -> Extent {
        let regions = draft.classes.iter().filter_map(|class| self.space.classes.get(*class)).flat_map(|class| &class.members);
        let regions: Vec<&Region> = regions.filter_map(|number| self.space.regions.all.get(*number)).collect();
        let mut extent = Extent { classes: draft.sites.len(), ..Extent::default() };
        let mut stretches: Vec<usize> = Vec::new();
        for region in &regions {
            note(&mut extent.scenes, region.scene.clone());
            note(&mut stretches, region.stretch);
            note(&mut extent.views, if region.basis == BasisView::Observed { "observed" } else { "announced" });
            note(&mut extent.trials, if region.trials == Trials::On { "on" } else { "off" });
            for (id, value) in &region.contexts {
                note(&mut extent.given, format!("{id}={value}"));
            }
            note(&mut extent.given, region.choice.as_ref().map_or_else(String::new, |choice| format!("choice={choice}")));
        }
        extent.scenes.sort_by_key(|id| self.space.policies.old.scene(id));
        extent.times = joined(stretches.iter().filter_map(|number| self.space.stretches.get(*number)).collect());
        self.leave_out_the_whole(&mut extent);
        for site in draft.sites.iter().filter_map(|number| self.scan.sites.all.get(*number)) {
            if extent.sites.len() < SHOWN_SITES {
                note(&mut extent.sites, self.describe(site));
            }
        }
        if let Some(candidate) = candidate
            && let Some(site) = self.scan.sites.all.get(candidate.site)
        {
            extent.conditions = conditions(site, &candidate.settled);
        }
        extent
    }

    /// What covers all there is need not be said.
    fn leave_out_the_whole(&self, extent: &mut Extent) {
        let policies = self.space.policies;
        if extent.views.len() == 2 {
            extent.views.clear();
        }
        let has_trials = !policies.old.trials.is_empty() || !policies.new.trials.is_empty();
        if extent.trials.len() == 2 || !has_trials {
            extent.trials.clear();
        }
        for side in Side::BOTH {
            for context in &policies.of(side).contexts {
                let mark = format!("{}=", context.id);
                let given = extent.given.iter().filter(|given| given.starts_with(&mark)).count();
                if given >= context.values.len() {
                    extent.given.retain(|given| !given.starts_with(&mark));
                }
            }
        }
        // Without a choice it is the plain question.
        if extent.given.iter().any(String::is_empty) {
            extent.given.retain(|given| !given.is_empty() && !given.starts_with("choice="));
        }
    }

    /// A site in words: its name, or its scheme, or what it is.
    fn describe(&self, site: &Site) -> String {
        let catalog = self.space.classifier.catalog;
        let owner = site.facts.owner.map(|owner| catalog.owner_name(owner).to_owned());
        let named = match (&site.name, site.host_class) {
            (Some(name), HostClass::Loose) => Some(format!("*.{name}")),
            (name, _) => name.clone(),
        };
        let name = named.or_else(|| match (&site.facts.scheme, &site.facts.host) {
            (Some(_), Some(host)) if site.host_class == HostClass::Loose => {
                Some(host.split_once('.').map_or("*", |(_, ending)| ending)).map(|ending| if ending == "org" { "*".to_owned() } else { format!("*.{ending}") })
            }
            (Some(scheme), Some(host)) if matches!(scheme.as_str(), "http" | "https") => Some(host.clone()),
            (Some(scheme), _) => Some(format!("{scheme}:")),
            (None, _) => None,
        });
        let name = name.unwrap_or_else(|| site.facts.kind.as_str().to_owned());
        match owner {
            Some(owner) if owner != name => format!("{name} ({owner})"),
            _ => name,
        }
    }
}

fn confirms(expected: Pair<Option<Verdict>>, said: &Pair<Said>) -> bool {
    match (expected.old, expected.new) {
        (Some(old), Some(new)) => said.old.verdict == old && said.new.verdict == new,
        // A page without a verdict of its own leaves the word to what it leads to.
        _ => said.old.verdict != said.new.verdict,
    }
}

fn note<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

fn joined(mut stretches: Vec<&Stretch>) -> Vec<(Option<Instant>, Option<Instant>)> {
    stretches.sort_by_key(|stretch| stretch.at.new);
    let mut found: Vec<(Option<Instant>, Option<Instant>)> = Vec::new();
    for stretch in stretches {
        match found.last_mut() {
            Some((_, until)) if until.is_some() && *until == stretch.from => *until = stretch.until,
            _ => found.push((stretch.from, stretch.until)),
        }
    }
    found
}

/// What a link of the assignment is, beside its site.
fn conditions(site: &Site, settled: &Assignment<'_>) -> Vec<String> {
    let facts = &site.facts;
    let mut found = vec![format!("kind {}", facts.kind.as_str())];
    if let PathFact::Known(path) = &facts.path
        && path != "/"
    {
        found.push(format!("path {path}"));
    }
    let hidden = [Signal::UnknownScheme];
    found.extend(facts.certain.union(settled.with).iter().filter(|signal| !hidden.contains(signal)).map(|signal| format!("signal {}", signal.id())));
    found.extend(settled.query.iter().filter(|(_, there)| *there).map(|(name, _)| format!("query {name}")));
    match settled.has_query {
        Some(true) if settled.query.iter().all(|(_, there)| !*there) => found.push("with a query".to_owned()),
        Some(false) => found.push("without a query".to_owned()),
        _ => {}
    }
    if settled.depth.new.0 > 0 {
        found.push(format!("depth {}", settled.depth.new.0));
    }
    if settled.length.0 > 1 {
        found.push(format!("length over {}", settled.length.0 - 1));
    }
    found
}

/// Jump pages and targets among the sites, one of each class; those that carry their target plainly come first.
fn material(scan: &Scan<'_>, catalog: &Catalog) -> Material {
    let mut material = Material::default();
    let mut intents = Vec::new();
    for site in &scan.sites.all {
        match &site.recipe {
            Recipe::Jump(parts, wrapper) => {
                let is_known = |known: &Envelope| matches!(known, Envelope::Jump { wrapper: id, .. } if id == wrapper);
                if !material.envelopes.iter().any(is_known) {
                    material.envelopes.push(Envelope::Jump { wrapper: *wrapper, origin: parts.origin() });
                }
            }
            Recipe::Url(parts) if parts.scheme == "intent" && intents.len() < INTENTS => intents.extend(Envelope::intent(parts)),
            Recipe::Url(parts) if parts.path == "/" && parts.port.is_none() && material.targets.len() < TARGETS && is_web(site) => {
                material.targets.push(parts.text())
            }
            _ => {}
        }
    }
    let is_plain = |spec: &TargetSpec| spec.encoding == Encoding::Percent && matches!(spec.place, Place::Query { .. });
    material.envelopes.sort_by_cached_key(|envelope| match envelope {
        Envelope::Jump { wrapper, .. } => !catalog.wrapper_entry(*wrapper).is_some_and(|entry| entry.spec.targets.iter().all(is_plain)),
        Envelope::Intent(_) => true,
    });
    material.envelopes.extend(intents);
    material
}

fn is_web(site: &Site) -> bool {
    site.facts.scheme.as_ref().is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https"))
}
