//! The kinds of layer that two policies can tell apart.

use super::entry::Unproved;
use super::space::Space;
use crate::classify::catalog::Catalog;
use crate::policy_space::facts::Facts;
use crate::policy_space::hosts::{Asks, Hosts};
use crate::policy_space::pages::Builder;
use crate::policy_space::paths::STATE_LIMIT;
use crate::policy_space::site::Site;
use crate::policy_space::verdicts::BOUNDED;
use crate::policy_space::{codes, schemes};

/// Every kind of layer that two policies can tell apart.
#[derive(Debug, Default)]
pub struct Sites {
    /// The sites.
    pub all: Vec<Site>,
    /// What could not be drawn.
    pub lacking: Vec<Unproved>,
}

/// Which signals are left open at sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// Those that matter to the two policies.
    Needed,
    /// Those that matter to any two policies that ask for no more than these do.
    Shared,
}

impl Sites {
    /// Draws them up.
    #[must_use]
    pub fn draw(space: &Space<'_>, open: Open) -> Self {
        let mut sites = Self::default();
        let asks = Asks::of(&space.statements);
        let mentioned = match open {
            Open::Needed => space.mentioned(&asks),
            Open::Shared => asks.signals.union(BOUNDED),
        };
        let hosts = Hosts { classifier: space.classifier, asks: &asks, statements: &space.statements, own: &space.own }.all();
        let builder = Builder { classifier: space.classifier, asks: &asks, statements: &space.statements, own: &space.own, mentioned };
        for host in &hosts {
            match builder.pages(host) {
                Ok(pages) => sites.all.extend(pages),
                Err(_) => Unproved::note_budget(&mut sites.lacking, "STATE_LIMIT", STATE_LIMIT),
            }
        }
        let web: Vec<String> = hosts.into_iter().map(|host| host.host).collect();
        let all = &mut sites.all;
        let drawn = schemes::sites(&builder, &web, &mut |site| all.push(site));
        codes::sites(&builder, &mut |site| all.push(site));
        if drawn.is_err() {
            Unproved::note_budget(&mut sites.lacking, "STATE_LIMIT", STATE_LIMIT);
        }
        for site in &mut sites.all {
            leave_lists_open(&mut site.facts, space.classifier.catalog, asks.lists);
        }
        sites
    }
}

/// Lists with exceptions, paths or the like may name some links of a site and not others.
fn leave_lists_open(facts: &mut Facts, catalog: &Catalog, asked: u64) {
    if let Some(host) = &facts.host {
        facts.open_lists = catalog.hosts.open_lists(host) & asked;
        facts.lists &= !facts.open_lists;
    }
}
