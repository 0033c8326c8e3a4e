//! What regulators demand of a platform's treatment of links, held against a policy.

use super::treatment::{Treatment, of_sites, stretches};
use crate::check::run::Run;
use crate::classify::ids::OwnerId;
use crate::time::{Instant, Interval};
use crate::verdict::{Verdict, vocabulary};

vocabulary! {
    /// A text that demands parity.
    Standard {
        /// The three standards of China's Ministry of Industry and Information Technology of 2021-09-09: links of the same kind
        /// of product or service are shown and opened in the same form; they open directly as a page inside the app; no extra
        /// steps, and no copying by hand, for a specific product.
        Miit2021 = "miit-2021",
        /// Article 5(4) of the EU's Digital Markets Act, as read here: what business users offer outside is reached as freely
        /// as what the gatekeeper offers itself.
        Dma54 = "dma-5-4",
    }
}

vocabulary! {
    /// What a finding says.
    Demand {
        /// Two owners' sites of one kind get different verdicts.
        SameTreatment = "same-treatment",
        /// A site has to be copied by hand where another of its kind opens or only warns.
        NoCopyStep = "no-copy-step",
        /// Known sites do not open directly.
        OpensDirectly = "opens-directly",
        /// The platform's own sites open and others do not.
        AsFreelyAsOwn = "as-freely-as-own",
    }
}

impl Standard {
    /// The first day of its force; what a policy said before is not held against it.
    #[must_use]
    pub const fn since(self) -> Instant {
        match self {
            // The ministry's meeting on 2021-09-09 in China, and the Act's first day for gatekeepers, 2024-03-07 in Brussels.
            Self::Miit2021 => Instant(1_631_116_800),
            Self::Dma54 => Instant(1_709_766_000),
        }
    }
}

/// One side of a finding: an owner, and a link that shows the treatment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// Who runs the site.
    pub owner: OwnerId,
    /// A link to it.
    pub link: String,
    /// What it gets.
    pub verdict: Verdict,
    /// What brought that.
    pub rule: String,
}

/// A demand that a policy does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is demanded.
    pub demand: Demand,
    /// The scene, by its number.
    pub scene: usize,
    /// The category compared within, by its number; none where all sites count.
    pub category: Option<usize>,
    /// From when to when.
    pub interval: Interval,
    /// Who fares better; none where nobody is compared.
    pub better: Option<Side>,
    /// Who fares worse.
    pub worse: Side,
    /// How many sites got each verdict, from the loosest to the strictest.
    pub counts: [usize; 4],
}

/// Everything in a policy, the first of the run, that a standard objects to; scenes in their order, then categories, then time.
#[must_use]
pub fn findings(run: &Run<'_>, standard: Standard, own: Option<OwnerId>) -> Vec<Finding> {
    let Some(policy) = run.policies.first() else { return Vec::new() };
    let begins = stretches(policy.matcher.policy());
    let mut found = Vec::new();
    for scene in &policy.scenes {
        let sites = of_sites(run, *scene);
        match standard {
            Standard::Miit2021 => {
                // A platform's own pages are no outside links; sites of whom it belongs to are.
                let is_own = |site: &Treatment| own.is_some_and(|own| run.classifier.catalog.is_under(site.owner, own));
                let sites: Vec<Treatment> = sites.into_iter().filter(|site| !is_own(site)).collect();
                for category in 0..run.classifier.catalog.categories.len() {
                    let of_kind: Vec<&Treatment> = sites.iter().filter(|site| site.category.iter().any(|at| at == category)).collect();
                    let unequal = |at: usize| compare(&of_kind, at).map(|(better, worse)| unequal(better, worse));
                    found.extend(merged(&begins, *scene, Some(category), &of_kind, unequal));
                }
                let all: Vec<&Treatment> = sites.iter().collect();
                found.extend(merged(&begins, *scene, None, &all, |at| not_direct(&all, at)));
            }
            Standard::Dma54 => {
                let is_own = |owner: OwnerId| own.is_some_and(|own| run.classifier.catalog.is_under(owner, own) || run.classifier.catalog.is_under(own, owner));
                let all: Vec<&Treatment> = sites.iter().collect();
                found.extend(merged(&begins, *scene, None, &all, |at| less_free(&all, at, is_own)));
            }
        }
    }
    found.retain_mut(|finding| {
        finding.interval.from = finding.interval.from.max(Some(standard.since()));
        finding.interval.until.is_none_or(|until| until > standard.since())
    });
    found
}

type Told = (Demand, Option<Side>, Side);

fn unequal(better: Side, worse: Side) -> Told {
    let demand = if worse.verdict == Verdict::Copy { Demand::NoCopyStep } else { Demand::SameTreatment };
    (demand, Some(better), worse)
}

fn side(site: &Treatment, at: usize) -> Option<Side> {
    let (verdict, rule) = site.answers.get(at)?;
    Some(Side { owner: site.owner, link: site.link.clone(), verdict: *verdict, rule: rule.clone() })
}

/// The loosest treatment in a stretch, and the strictest one of another owner, where they differ.
fn compare(sites: &[&Treatment], at: usize) -> Option<(Side, Side)> {
    let sides: Vec<Side> = sites.iter().filter_map(|site| side(site, at)).collect();
    let better = sides.iter().min_by_key(|side| side.verdict)?;
    let worse = sides.iter().filter(|side| side.owner != better.owner).max_by(|a, b| a.verdict.cmp(&b.verdict).then_with(|| b.link.cmp(&a.link)))?;
    (worse.verdict > better.verdict).then(|| (better.clone(), worse.clone()))
}

fn not_direct(sites: &[&Treatment], at: usize) -> Option<Told> {
    let worse = sites.iter().filter_map(|site| side(site, at)).max_by(|a, b| a.verdict.cmp(&b.verdict).then_with(|| b.link.cmp(&a.link)))?;
    (worse.verdict > Verdict::Open).then_some((Demand::OpensDirectly, None, worse))
}

fn less_free(sites: &[&Treatment], at: usize, is_own: impl Fn(OwnerId) -> bool) -> Option<Told> {
    let (own, others): (Vec<&&Treatment>, Vec<&&Treatment>) = sites.iter().partition(|site| is_own(site.owner));
    let better = own.into_iter().filter_map(|site| side(site, at)).min_by_key(|side| side.verdict)?;
    let worse = others.into_iter().filter_map(|site| side(site, at)).max_by(|a, b| a.verdict.cmp(&b.verdict).then_with(|| b.link.cmp(&a.link)))?;
    (worse.verdict > better.verdict).then_some((Demand::AsFreelyAsOwn, Some(better), worse))
}

/// Findings of neighbouring stretches that say the same of the same sides are one.
fn merged(begins: &[Option<Instant>], scene: usize, category: Option<usize>, sites: &[&Treatment], told: impl Fn(usize) -> Option<Told>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut is_open = false;
    for (at, from) in begins.iter().enumerate() {
        let until = begins.get(at + 1).copied().flatten();
        let Some((demand, better, worse)) = told(at) else {
            is_open = false;
            continue;
        };
        let counts = counts(sites, at);
        let same = found.last_mut().filter(|last| is_open && last.demand == demand && last.better == better && last.worse == worse && last.counts == counts);
        match same {
            Some(last) => last.interval.until = until,
            None => found.push(Finding { demand, scene, category, interval: Interval { from: *from, until }, better, worse, counts }),
        }
        is_open = true;
    }
    found
}

fn counts(sites: &[&Treatment], at: usize) -> [usize; 4] {
    Verdict::ALL.iter().fold([0; 4], |mut counts, verdict| {
        let count = sites.iter().filter(|site| site.answers.get(at).is_some_and(|(got, _)| got == verdict)).count();
        if let Some(slot) = counts.get_mut(*verdict as usize) {
            *slot = count;
        }
        counts
    })
}
