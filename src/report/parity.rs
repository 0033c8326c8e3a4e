//! Parity findings and counts, for people and as JSON.

use std::fmt::Write as _;

use serde::Serialize;

use super::escape::terminal;
use super::palette::Palette;
use crate::classify::catalog::Catalog;
use crate::message::{Lang, Text, parity as text, policy as policy_text};
use crate::parity::corpus::Tally;
use crate::parity::standard::{Demand, Finding, Side};
use crate::policy::model::Policy;
use crate::verdict::Verdict;

/// One finding with everything by name.
#[derive(Debug, Clone, Serialize)]
pub struct FindingFacts {
    /// What is demanded.
    pub demand: &'static str,
    /// The policy.
    pub policy: String,
    /// The scene.
    pub scene: String,
    /// The category compared within.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// From when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Until when.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Who fares better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub better: Option<SideFacts>,
    /// Who fares worse.
    pub worse: SideFacts,
    /// Sites by verdict: open, warn, copy, block.
    pub counts: [usize; 4],
    /// The sentence.
    pub sentence: String,
    #[serde(skip)]
    when: Text,
}

/// One side of a finding by name.
#[derive(Debug, Clone, Serialize)]
pub struct SideFacts {
    /// The owner's id.
    pub owner: String,
    /// The owner's name.
    pub name: String,
    /// A link that shows it.
    pub link: String,
    /// The verdict.
    pub verdict: &'static str,
    /// What brought it.
    pub rule: String,
}

/// How the links of one owner fared.
#[derive(Debug, Clone, Serialize)]
pub struct ShareFacts {
    /// The scene.
    pub scene: String,
    /// The category.
    pub category: String,
    /// The owner's id.
    pub owner: String,
    /// Links by verdict: open, warn, copy, block.
    pub counts: [u64; 4],
    /// How many of all do not open directly.
    pub hindered: u64,
    /// All of the owner's links.
    pub all: u64,
}

/// A finding by name.
#[must_use]
pub fn finding_facts(finding: &Finding, policy: &Policy, catalog: &Catalog, lang: Lang) -> FindingFacts {
    let side = |side: &Side| SideFacts {
        owner: catalog.owner_name(side.owner).to_owned(),
        name: catalog.owner_entry(side.owner).map(|owner| owner.named.name.get(lang).to_owned()).unwrap_or_default(),
        link: side.link.clone(),
        verdict: side.verdict.as_str(),
        rule: side.rule.clone(),
    };
    let (better, worse) = (finding.better.as_ref().map(side), side(&finding.worse));
    let beside = better.as_ref().map_or("", |better| &better.name);
    let sentence = match finding.demand {
        Demand::SameTreatment => text::same_treatment(&worse.name, beside),
        Demand::NoCopyStep => text::no_copy_step(&worse.name, beside),
        Demand::OpensDirectly => text::opens_directly(&worse.name),
        Demand::AsFreelyAsOwn => text::as_freely_as_own(&worse.name, beside),
    };
    let day = |moment: crate::time::Instant| moment.show(policy.zone);
    let (from, until) = (finding.interval.from.map(day), finding.interval.until.map(day));
    let when = match (&from, &until) {
        (Some(from), Some(until)) => policy_text::between(from, until),
        (Some(from), None) => policy_text::since(from),
        (None, Some(until)) => policy_text::until(until),
        (None, None) => policy_text::always(),
    };
    FindingFacts {
        demand: finding.demand.as_str(),
        policy: policy.id.to_string(),
        scene: policy.scenes.get(finding.scene).map(|scene| scene.id.clone()).unwrap_or_default(),
        category: finding.category.and_then(|at| catalog.categories.get(at)).map(|category| category.id.clone()),
        from,
        until,
        better,
        worse,
        counts: finding.counts,
        sentence: sentence.get(lang).to_owned(),
        when,
    }
}

/// A finding for people.
#[must_use]
pub fn render(facts: &FindingFacts, lang: Lang, palette: Palette) -> String {
    let place = [Some(facts.scene.as_str()), facts.category.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut out = format!("{}  {}\n", palette.heading(&terminal(&format!("{}/{place}: {}", facts.policy, facts.demand))), facts.when.get(lang));
    let mut line = |text: &str| {
        let _ = writeln!(out, "    {}", terminal(text));
    };
    line(&facts.sentence);
    for side in facts.better.iter().chain(std::iter::once(&facts.worse)) {
        line(text::side(&side.link, side.verdict, &side.rule).get(lang));
    }
    let [open, warn, copy, block] = facts.counts;
    line(text::counts(open, warn, copy, block).get(lang));
    out
}

/// The counts of a corpus, by name; those that fare worst first in each group.
#[must_use]
pub fn share_facts(tally: &Tally, policy: &Policy, catalog: &Catalog) -> Vec<ShareFacts> {
    let scene = |at: usize| policy.scenes.get(at).map(|scene| scene.id.clone()).unwrap_or_default();
    let category = |at: usize| catalog.categories.get(at).map(|category| category.id.clone()).unwrap_or_default();
    let groups = tally.groups().into_iter();
    let rows = groups.flat_map(|(at, kind, shares)| {
        let (scene, category) = (scene(at), category(kind));
        shares.into_iter().map(move |share| (scene.clone(), category.clone(), share))
    });
    rows.map(|(scene, category, share)| ShareFacts {
        scene,
        category,
        owner: catalog.owner_name(share.owner).to_owned(),
        counts: share.counts,
        hindered: share.hindered(),
        all: share.all(),
    })
    .collect()
}

/// The counts of a corpus for people.
#[must_use]
pub fn render_shares(shares: &[ShareFacts], unknown: u64, lang: Lang, palette: Palette) -> String {
    let mut out = String::new();
    let mut group = ("", "");
    for share in shares {
        if group != (share.scene.as_str(), share.category.as_str()) {
            group = (&share.scene, &share.category);
            let heading = text::owners_heading(&share.scene, &share.category);
            let _ = writeln!(out, "{} ({})", palette.heading(heading.get(lang)), Verdict::NAMES.join(" / "));
        }
        let [open, warn, copy, block] = share.counts;
        let _ = writeln!(out, "  {:<20} {:>8}/{:<8} {open} / {warn} / {copy} / {block}", share.owner, share.hindered, share.all);
    }
    let _ = writeln!(out, "{}", text::unknown(unknown).get(lang));
    out
}
