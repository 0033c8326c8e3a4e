//! A plain link with its decision.

use smallvec::SmallVec;

use crate::canon::CanonicalUrl;
use crate::check::outcome::{At, Extent, LinkOutcome, SceneDecision, Written};
use crate::check::standing::Standing;
use crate::classify::candidate::{Candidate, Via, scalars};
use crate::classify::chain::Chain;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::classify::lookup::Lookup;
use crate::signal::SignalSet;
use crate::verdict::{Kind, Shortener, UncertaintySet, Verdict};

/// What is known of a layer without its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Facts {
    owner: Option<OwnerId>,
    category: CategorySet,
    signals: SignalSet,
    shortener: Option<Shortener>,
    lists: u64,
    /// The wrapper it is.
    wrapper: Option<WrapperId>,
    /// The wrapper it was found in.
    inside: Option<WrapperId>,
}

impl Facts {
    pub(super) const fn of(layer: &Candidate<'_>) -> Self {
        let inside = match layer.via {
            Via::Wrapper(wrapper) => Some(wrapper),
            _ => None,
        };
        let Candidate { owner, category, signals, shortener, lists, wrapper, .. } = *layer;
        Self { owner, category, signals, shortener, lists, wrapper, inside }
    }

    /// The layer of which this is known.
    pub(super) fn layer<'a>(self, text: &Text<'_, 'a>) -> Candidate<'a> {
        Candidate {
            url: Ok(text.url.clone()),
            via: self.inside.map_or(Via::Written, Via::Wrapper),
            parent: 0,
            kind: Kind::Web,
            registrable: text.registrable,
            owner: self.owner,
            category: self.category,
            signals: self.signals,
            shortener: self.shortener,
            wrapper: self.wrapper,
            lists: self.lists,
            length: scalars(text.written),
            code: None,
            lookup: Lookup::NotAsked,
        }
    }
}

/// The text of a layer, as it is written and in canonical form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'l, 'a> {
    pub(super) written: &'l str,
    pub(super) url: &'l CanonicalUrl<'a>,
    pub(super) registrable: Option<(u32, u32)>,
}

/// What the records of links that are judged alike share, as a writer draws it up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alike {
    /// What stands between the link and its host.
    pub before_host: Box<[u8]>,
    /// What stands between the host and the target of a wrapper, or the place.
    pub behind_host: Box<[u8]>,
    /// What stands between the target of a wrapper and the place; nothing where there is no target.
    pub behind_target: Box<[u8]>,
}

/// Draws up what the records of links that are judged alike share; kept with a memory, which may go from thread to thread.
pub trait Shares: Sync {
    /// What the records of plain links share that are judged as this one is; `None` where each is written by itself.
    fn alike(&self, _outcome: &LinkOutcome<'_>) -> Option<Alike> {
        None
    }
}

/// How plain links are judged of which the same is known and for which the same rules hold.
#[derive(Debug)]
pub struct Judged {
    pub(super) first: Facts,
    pub(super) target: Option<Facts>,
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

impl Judged {
    /// Who runs the site of the link.
    #[must_use]
    pub const fn owner(&self) -> Option<OwnerId> {
        self.first.owner
    }

    /// What the site of the link is.
    #[must_use]
    pub const fn category(&self) -> CategorySet {
        self.first.category
    }

    /// The signals of the link.
    #[must_use]
    pub const fn signals(&self) -> SignalSet {
        self.first.signals
    }
}

/// The target of a wrapper.
#[derive(Debug)]
pub struct Target {
    pub(super) written: String,
    /// It in canonical form.
    pub url: CanonicalUrl<'static>,
    pub(super) registrable: Option<(u32, u32)>,
}

/// A plain link with its decision.
#[derive(Debug)]
pub struct PlainLink<'p> {
    /// The link in canonical form.
    pub url: &'p CanonicalUrl<'p>,
    /// The link as it was written.
    pub text: &'p str,
    /// Where the registrable domain stands in the host.
    pub registrable: Option<(u32, u32)>,
    /// What it leads to, where it is a wrapper.
    pub target: Option<Box<Target>>,
    /// How it is judged.
    pub judged: &'p Judged,
}

impl<'p> PlainLink<'p> {
    /// The registrable domain.
    #[must_use]
    pub fn registrable(&self) -> Option<&str> {
        let (start, end) = self.registrable?;
        self.url.host()?.get(start as usize..end as usize)
    }

    /// The same as the whole way would tell it.
    #[must_use]
    pub fn outcome(&self, at: At<'p>) -> LinkOutcome<'p> {
        let first = self.judged.first.layer(&Text { written: self.text, url: self.url, registrable: self.registrable });
        let target = |(target, facts): (&Target, Facts)| facts.layer(&Text { written: &target.written, url: &target.url, registrable: target.registrable });
        let chain = Chain { first, deeper: self.target.as_deref().zip(self.judged.target).map(target).into_iter().collect() };
        let decisions = self.judged.decisions.clone();
        LinkOutcome { written: Written::Text(self.text), extent: Extent::Whole, at, chain, code_beside: None, decisions, allowed: Vec::new() }
    }
}
