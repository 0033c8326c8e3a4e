//! A plain link with its decision.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::canon::{CanonicalUrl, Proved};
use crate::check::outcome::{At, Extent, LinkOutcome, SceneDecision, Written};
use crate::check::standing::Standing;
use crate::classify::candidate::{Candidate, Via, scalars};
use crate::classify::chain::Chain;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::classify::lookup::Lookup;
use crate::room::{Piece, Roomy, RoomyBuf, Span};
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
    /// How it hangs on the link.
    via: Via,
}

impl Facts {
    pub(super) const fn of(layer: &Candidate<'_>) -> Self {
        let Candidate { owner, category, signals, shortener, lists, wrapper, via, .. } = *layer;
        Self { owner, category, signals, shortener, lists, wrapper, via }
    }

    /// The layer of which this is known.
    pub(super) fn layer<'a>(self, written: &str, url: CanonicalUrl<'a>, registrable: Option<(u32, u32)>) -> Candidate<'a> {
        Candidate {
            url: Ok(url),
            via: self.via,
            parent: 0,
            kind: Kind::Web,
            registrable,
            owner: self.owner,
            category: self.category,
            signals: self.signals,
            shortener: self.shortener,
            wrapper: self.wrapper,
            lists: self.lists,
            length: scalars(written),
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

impl<'a> Text<'_, 'a> {
    /// The layer of this text of which some facts are known.
    pub(super) fn layer(&self, facts: Facts) -> Candidate<'a> {
        facts.layer(self.written, self.url.clone(), self.registrable)
    }
}

/// What the records of links that are judged alike share, as a writer draws it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// What stands between the link and its host.
    pub before_host: Piece,
    /// What stands between the host and the target, or the place.
    pub behind_host: Piece,
    /// What stands between the target and the place.
    pub behind_target: Option<Piece>,
}

/// Draws up what the records of links that are judged alike share; kept with a memory, which may go from thread to thread.
pub trait Shares: Sync {
    /// What the records of plain links share that are judged as this one is; `None` where each is written by itself.
    fn alike(&self, _outcome: &LinkOutcome<'_>) -> Option<Alike> {
        None
    }
}

/// Whether a link is worth a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// It is.
    Finding,
    /// Its record is all that there is to tell.
    Record,
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
    /// Whether there is a finding of it, where nothing but the threshold tells.
    pub worth: Worth,
    /// What their records share; `None` where the writer writes each by itself.
    pub alike: Option<Alike>,
    /// How many links so judged were told since counts were taken last.
    pub(super) told: u64,
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

/// The number of what plain links are judged by, until the memory begins anew.
#[derive(Debug, Clone, Copy)]
pub struct JudgedId(pub(super) u32);

/// The target of a wrapper, or the link that a page shows for one with HTML entities.
#[derive(Debug)]
pub struct Target {
    pub(super) written: RoomyBuf,
    pub(super) form: TargetForm,
    pub(super) registrable: Option<(u32, u32)>,
}

/// The canonical form of a target.
#[derive(Debug)]
pub(super) enum TargetForm {
    /// It is written in it.
    Proved(Proved),
    /// Another text.
    Canonical(CanonicalUrl<'static>),
}

impl Target {
    /// It in canonical form.
    #[must_use]
    pub fn url(&self) -> CanonicalUrl<'_> {
        match &self.form {
            TargetForm::Proved(proved) => proved.url(self.written.text()),
            TargetForm::Canonical(url) => url.clone(),
        }
    }

    /// The text of that, with what it has behind it.
    pub(crate) fn text(&self) -> (Roomy<'_>, &'static str) {
        match &self.form {
            TargetForm::Proved(proved) => (self.written.roomy(), proved.added()),
            TargetForm::Canonical(url) => (Roomy::of(url.as_str()), ""),
        }
    }

    /// Whether nothing in that text has to be escaped where texts are quoted.
    pub(crate) fn is_quotable(&self) -> bool {
        match &self.form {
            TargetForm::Proved(proved) => !proved.holds_backslash(self.written.text().as_bytes()),
            TargetForm::Canonical(_) => false,
        }
    }
}

/// The canonical form of a plain link.
#[derive(Debug, Clone, Copy)]
pub enum Form<'p> {
    /// The text, as it was proved; nothing but a slash may be missing at its end.
    Proved(Proved),
    /// Another text.
    Canonical(&'p CanonicalUrl<'p>),
}

/// A plain link with its decision.
#[derive(Debug)]
pub struct PlainLink<'p> {
    /// The link in canonical form.
    pub form: Form<'p>,
    /// The link as it was written.
    pub text: Roomy<'p>,
    /// Where the registrable domain stands in the host.
    pub registrable: Option<(u32, u32)>,
    /// What it leads to, where it is a wrapper, or how else it is read.
    pub target: Option<&'p Target>,
    /// How it is judged.
    pub judged: &'p Judged,
    /// The number of that.
    pub number: JudgedId,
}

impl<'p> PlainLink<'p> {
    /// The host, to be copied.
    #[inline]
    pub(crate) fn host(&self) -> Span<'_> {
        match &self.form {
            Form::Proved(proved) => proved.host_in(self.text),
            Form::Canonical(url) => url.host_roomy().unwrap_or(Roomy::of("")).whole(),
        }
    }

    /// The registrable domain, to be copied.
    #[inline]
    pub(crate) fn registrable(&self) -> Option<Span<'_>> {
        let (start, end) = self.registrable?;
        Some(self.host().part(start as usize, end as usize))
    }

    /// The host.
    #[must_use]
    pub fn host_text(&self) -> &str {
        match &self.form {
            Form::Proved(proved) => proved.host_of(self.text.text()),
            Form::Canonical(url) => url.host().unwrap_or_default(),
        }
    }

    /// The registrable domain.
    #[must_use]
    pub fn registrable_text(&self) -> Option<&str> {
        let (start, end) = self.registrable?;
        self.host_text().get(start as usize..end as usize)
    }

    /// The text of the canonical form.
    #[must_use]
    pub fn url(&self) -> Cow<'p, str> {
        match self.form {
            Form::Proved(proved) if proved.added().is_empty() => self.text.text().into(),
            Form::Proved(proved) => format!("{}{}", self.text.text(), proved.added()).into(),
            Form::Canonical(url) => url.as_str().into(),
        }
    }

    /// The same as the whole way would tell it.
    #[must_use]
    pub fn outcome(&self, at: At<'p>) -> LinkOutcome<'p> {
        let text = self.text.text();
        let url = match self.form {
            Form::Proved(proved) => proved.url(text),
            Form::Canonical(url) => url.clone(),
        };
        let first = self.judged.first.layer(text, url, self.registrable);
        let target = |(target, facts): (&Target, Facts)| {
            let url = match &target.form {
                TargetForm::Proved(proved) => proved.url(target.written.text()).into_owned(),
                TargetForm::Canonical(url) => url.clone(),
            };
            facts.layer(target.written.text(), url, target.registrable)
        };
        let chain = Chain { first, deeper: self.target.zip(self.judged.target).map(target).into_iter().collect() };
        let decisions = self.judged.decisions.clone();
        LinkOutcome { written: Written::Text(text), extent: Extent::Whole, at, chain, code_beside: None, decisions, allowed: Vec::new() }
    }
}
