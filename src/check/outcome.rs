//! What is known of one link at the end of the pipeline.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::classify::chain::Chain;
use crate::engine::decision::Decision;
use crate::extract::found::{Place, Role, Spot};
use crate::source::Span;
use crate::verdict::{UncertaintySet, Verdict};

/// A link as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written<'a> {
    /// Valid UTF-8.
    Text(&'a str),
    /// Anything else, byte by byte.
    Bytes(&'a [u8]),
}

/// Room for a line and a column.
const PLACE_ROOM: usize = 24;

/// Where and as what a link stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct At<'a> {
    /// Lines and columns, for formats that are text.
    pub place: Option<Place>,
    /// The bytes of the decoded text at which it is written, where the whole text is at hand.
    pub span: Option<Span>,
    /// What there is beside lines.
    pub spot: &'a Spot,
    /// As what it stands.
    pub role: Role,
}

impl At<'_> {
    /// The name of the file, with that of the file inside it, as `outer.zip!inner.md`.
    #[must_use]
    pub fn file<'f>(&self, file: &'f str) -> Cow<'f, str> {
        self.spot.inner.as_ref().map_or(Cow::Borrowed(file), |inner| Cow::Owned(format!("{file}!{inner}")))
    }

    /// The place as people write it: `posts.md:3:5`, `menu.xlsx (sheet Menu, cell B3)`.
    #[must_use]
    pub fn written(&self, file: &str) -> String {
        let file = self.file(file);
        let mut written = String::with_capacity(file.len() + PLACE_ROOM);
        written.push_str(&file);
        if let Some(place) = self.place {
            for number in [place.line, place.column as u64] {
                written.push(':');
                written.push_str(itoa::Buffer::new().format(number));
            }
        }
        if !self.spot.is_nothing() {
            written.push_str(&format!(" ({})", self.spot));
        }
        written
    }

    /// A line of a list of links.
    #[must_use]
    pub const fn line(line: u64, column: usize, end_column: usize) -> Self {
        Self { place: Some(Place::on_line(line, column, end_column)), span: None, spot: Spot::NONE, role: Role::Line }
    }
}

/// Whether all of a link was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Only its beginning.
    Cut,
}

/// The decision on one scene of one policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SceneDecision {
    /// The number of the policy in the run.
    pub policy: usize,
    /// The number of the scene in the policy.
    pub scene: usize,
    /// What the engine says.
    pub decision: Decision,
}

/// A finding that somebody allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// The rule.
    pub rule: String,
    /// Why.
    pub reason: String,
}

/// One link with all its decisions.
#[derive(Debug, Clone)]
pub struct LinkOutcome<'a> {
    /// The link as it was written.
    pub written: Written<'a>,
    /// Whether all of it was read.
    pub extent: Extent,
    /// Where it stands.
    pub at: At<'a>,
    /// Its layers.
    pub chain: Chain<'a>,
    /// The id of a share code that stands in the same text as the URL.
    pub code_beside: Option<&'a str>,
    /// A decision for each policy and scene asked for.
    pub decisions: SmallVec<[SceneDecision; 1]>,
    /// What of it was allowed, by directives and exceptions.
    pub allowed: Vec<Allowed>,
}

impl LinkOutcome<'_> {
    /// The link as it was written; what is not UTF-8 of it is replaced.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self.written {
            Written::Text(text) => Cow::Borrowed(text),
            Written::Bytes(bytes) => String::from_utf8_lossy(bytes),
        }
    }

    /// The strictest verdict.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.decisions.iter().map(|scene| scene.decision.verdict).max().unwrap_or(Verdict::Block)
    }

    /// The strictest verdict among all alternatives.
    #[must_use]
    pub fn worst(&self) -> Verdict {
        self.decisions.iter().map(|scene| scene.decision.worst).max().unwrap_or(Verdict::Block)
    }

    /// Every reason for not being certain.
    #[must_use]
    pub fn uncertain(&self) -> UncertaintySet {
        self.decisions.iter().fold(UncertaintySet::default(), |set, scene| set.union(scene.decision.uncertain))
    }
}
