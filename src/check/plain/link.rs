//! A plain link with its decision.

use smallvec::SmallVec;

use crate::canon::CanonicalUrl;
use crate::check::outcome::{At, Extent, LinkOutcome, SceneDecision, Written};
use crate::check::tally::Standing;
use crate::classify::candidate::{Candidate, Via};
use crate::classify::chain::Chain;
use crate::classify::ids::{CategorySet, OwnerId};
use crate::classify::lookup::Lookup;
use crate::signal::SignalSet;
use crate::verdict::{Kind, Shortener, UncertaintySet, Verdict};

/// What is known of a plain link without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    pub(super) owner: Option<OwnerId>,
    pub(super) category: CategorySet,
    pub(super) signals: SignalSet,
    pub(super) shortener: Option<Shortener>,
    pub(super) lists: u64,
}

impl Facts {
    pub(super) const fn of(layer: &Candidate<'_>) -> Self {
        Self { owner: layer.owner, category: layer.category, signals: layer.signals, shortener: layer.shortener, lists: layer.lists }
    }

    /// The layer of a link of which just this is known.
    pub(super) fn layer<'a>(self, text: &str, url: &CanonicalUrl<'a>, registrable: Option<(u32, u32)>) -> Candidate<'a> {
        Candidate {
            url: Ok(url.clone()),
            via: Via::Written,
            parent: 0,
            kind: Kind::Web,
            registrable,
            owner: self.owner,
            category: self.category,
            signals: self.signals,
            shortener: self.shortener,
            wrapper: None,
            lists: self.lists,
            // The fast road lets nothing but ASCII through.
            length: text.len(),
            code: None,
            lookup: Lookup::NotAsked,
        }
    }
}

/// What the records of links that are judged alike share, as a writer draws it up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alike {
    /// What stands between the link and its host.
    pub before_host: Box<[u8]>,
    /// What stands between the host and the place.
    pub behind_host: Box<[u8]>,
}

/// How plain links are judged of which the same is known and for which the same rules hold.
#[derive(Debug)]
pub struct Judged {
    pub(super) facts: Facts,
    /// A decision for each policy and scene asked for.
    pub decisions: SmallVec<[SceneDecision; 1]>,
    /// The strictest verdict.
    pub verdict: Verdict,
    /// The strictest verdict among all alternatives.
    pub worst: Verdict,
    /// Every reason for not being certain.
    pub uncertain: UncertaintySet,
    /// Whether such a link counts for the exit code.
    pub standing: Standing,
    /// What their records share; `None` where the writer writes each by itself.
    pub alike: Option<Alike>,
}

/// A plain link with its decision.
#[derive(Debug)]
pub struct PlainLink<'a, 'j> {
    /// The link in canonical form.
    pub url: CanonicalUrl<'a>,
    /// The link as it was written.
    pub text: &'a str,
    /// Where the registrable domain stands in the host.
    pub registrable: Option<(u32, u32)>,
    /// How it is judged.
    pub judged: &'j Judged,
}

impl<'a> PlainLink<'a, '_> {
    /// The registrable domain.
    #[must_use]
    pub fn registrable(&self) -> Option<&str> {
        let (start, end) = self.registrable?;
        self.url.host()?.get(start as usize..end as usize)
    }

    /// The same as the whole way would tell it.
    #[must_use]
    pub fn outcome(&self, at: At<'a>) -> LinkOutcome<'a> {
        let first = self.judged.facts.layer(self.text, &self.url, self.registrable);
        let chain = Chain { first, deeper: Vec::new() };
        let decisions = self.judged.decisions.clone();
        LinkOutcome { written: Written::Text(self.text), extent: Extent::Whole, at, chain, code_beside: None, decisions, allowed: Vec::new() }
    }
}
