//! What columns ask of the answer to a link, whichever way the link went.

use std::borrow::Cow;

use outlink::canon::{CanonError, CanonicalUrl};
use outlink::check::batch::RecordWriter as _;
use outlink::check::outcome::{At, LinkOutcome, SceneDecision};
use outlink::check::plain::PlainLink;
use outlink::classify::candidate::scalars;
use outlink::classify::ids::{CategorySet, OwnerId};
use outlink::report::jsonl::Jsonl;
use outlink::signal::SignalSet;
use outlink::verdict::{Kind, UncertaintySet, Verdict};

/// The name of the input in records.
const NAME: &str = "<arrow>";

/// The answer to a link.
pub(crate) trait Answer {
    fn verdict(&self) -> Verdict;
    fn worst(&self) -> Verdict;
    fn uncertain(&self) -> UncertaintySet;
    /// A decision for each policy and scene asked for.
    fn decisions(&self) -> &[SceneDecision];
    fn kind(&self) -> Kind;
    fn owner(&self) -> Option<OwnerId>;
    fn category(&self) -> CategorySet;
    fn signals(&self) -> SignalSet;
    fn host(&self) -> Option<&str>;
    fn registrable(&self) -> Option<&str>;
    fn url(&self) -> Option<&str>;
    /// Why it is no URL, where that is a fault.
    fn error(&self) -> Option<&str>;
    /// Appends its record, as the command line writes it.
    fn record(&self, records: &Jsonl<'_>, out: &mut Vec<u8>);
}

impl Answer for LinkOutcome<'_> {
    fn verdict(&self) -> Verdict {
        Self::verdict(self)
    }

    fn worst(&self) -> Verdict {
        Self::worst(self)
    }

    fn uncertain(&self) -> UncertaintySet {
        Self::uncertain(self)
    }

    fn decisions(&self) -> &[SceneDecision] {
        &self.decisions
    }

    fn kind(&self) -> Kind {
        self.chain.first.kind
    }

    fn owner(&self) -> Option<OwnerId> {
        self.chain.first.owner
    }

    fn category(&self) -> CategorySet {
        self.chain.first.category
    }

    fn signals(&self) -> SignalSet {
        self.chain.first.signals
    }

    fn host(&self) -> Option<&str> {
        self.chain.first.host()
    }

    fn registrable(&self) -> Option<&str> {
        self.chain.first.registrable()
    }

    fn url(&self) -> Option<&str> {
        self.chain.first.url.as_ref().ok().map(CanonicalUrl::as_str)
    }

    fn error(&self) -> Option<&str> {
        let link = &self.chain.first;
        // A bare code is no URL, and that is no fault.
        if link.code.is_none() { link.url.as_ref().err().map(CanonError::id) } else { None }
    }

    fn record(&self, records: &Jsonl<'_>, out: &mut Vec<u8>) {
        records.record(out, NAME, self);
    }
}

/// A plain link in a row.
pub(crate) struct Plain<'p> {
    link: &'p PlainLink<'p>,
    url: Cow<'p, str>,
    row: u64,
}

impl<'p> Plain<'p> {
    pub(crate) fn new(link: &'p PlainLink<'p>, row: u64) -> Self {
        Self { link, url: link.url(), row }
    }
}

impl Answer for Plain<'_> {
    fn verdict(&self) -> Verdict {
        self.link.judged.verdict
    }

    fn worst(&self) -> Verdict {
        self.link.judged.worst
    }

    fn uncertain(&self) -> UncertaintySet {
        self.link.judged.uncertain
    }

    fn decisions(&self) -> &[SceneDecision] {
        &self.link.judged.decisions
    }

    fn kind(&self) -> Kind {
        Kind::Web
    }

    fn owner(&self) -> Option<OwnerId> {
        self.link.judged.owner()
    }

    fn category(&self) -> CategorySet {
        self.link.judged.category()
    }

    fn signals(&self) -> SignalSet {
        self.link.judged.signals()
    }

    fn host(&self) -> Option<&str> {
        Some(self.link.host_text())
    }

    fn registrable(&self) -> Option<&str> {
        self.link.registrable_text()
    }

    fn url(&self) -> Option<&str> {
        Some(&self.url)
    }

    fn error(&self) -> Option<&str> {
        None
    }

    fn record(&self, records: &Jsonl<'_>, out: &mut Vec<u8>) {
        let at = At::line(self.row, 1, 1 + scalars(self.link.text.text()));
        records.record(out, NAME, &self.link.outcome(at));
    }
}
