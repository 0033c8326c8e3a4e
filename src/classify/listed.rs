//! Users' lists that say more than names: exceptions, paths, and which entry wins.

use std::cell::OnceCell;

use serde::{Deserialize, Serialize};

use crate::canon::CanonicalUrl;
use crate::path;

/// How far an entry of a list reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ListReach {
    /// This host only.
    Exact,
    /// This name and every name under it.
    Below,
    /// Every name under this one, but not the name itself.
    Under,
}

impl ListReach {
    /// The reach of what names this host, all under it, or both.
    #[must_use]
    pub const fn of(here: bool, under: bool) -> Option<Self> {
        match (here, under) {
            (true, true) => Some(Self::Below),
            (true, false) => Some(Self::Exact),
            (false, true) => Some(Self::Under),
            (false, false) => None,
        }
    }

    /// Whether an entry reaches a host so many labels below its name.
    #[must_use]
    pub const fn covers(self, below: usize) -> bool {
        matches!((self, below), (Self::Below, _) | (Self::Exact, 0)) || (matches!(self, Self::Under) && below > 0)
    }
}

/// What an entry does with the links it holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Says {
    /// Puts them into the list.
    In,
    /// Takes them out.
    Out,
}

/// Which of the entries that hold for a link decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Precedence {
    /// An exception beats every entry but an important one (adblock).
    Exceptions,
    /// The most specific one: exact host, longer name, longer path, more conditions; of equals an exception.
    Specific,
}

/// Whether an entry outranks the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub enum Weight {
    /// It does not.
    #[default]
    Plain,
    /// It does (`$important`).
    Important,
}

/// What an entry asks of path and query, in [`path::matching_form`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum PathTest {
    /// Nothing.
    #[default]
    Any,
    /// They begin so.
    Prefix(String),
    /// They begin so, and there a part of them ends.
    Part(String),
    /// They are so.
    Whole(String),
}

/// How letters of a path count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Letters {
    /// As written.
    #[default]
    Exact,
    /// Upper and lower case are one.
    Folded,
}

/// One parameter that a query must have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct QueryTest {
    /// The parameter as it is written, `key` or `key=value`.
    pub text: String,
    /// Whether the value may go on.
    pub open: bool,
}

/// What an entry asks of a link beside its host.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct LinkTest {
    /// The scheme.
    pub scheme: Option<String>,
    /// The port; the usual one of the scheme counts.
    pub port: Option<u16>,
    /// Path and query.
    pub path: PathTest,
    /// How their letters count.
    pub letters: Letters,
    /// Parameters, all of which must be there.
    pub query: Vec<QueryTest>,
}

/// An entry that says more than a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntry {
    /// The canonical name; empty for every host.
    pub name: Box<str>,
    /// What it says there.
    pub rule: EntryRule,
}

/// What an entry says beside its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EntryRule {
    /// How far it reaches.
    pub reach: ListReach,
    /// What it does.
    pub says: Says,
    /// Whether it outranks others.
    pub weight: Weight,
    /// What it asks beside the host.
    pub test: LinkTest,
    /// Names at and below which it does not hold (`$denyallow`).
    pub spared: Vec<Box<str>>,
}

impl EntryRule {
    /// Whether it puts links into the list.
    #[must_use]
    pub fn brings_in(&self) -> bool {
        self.says == Says::In
    }

    /// Whether it does not hold for a host, whatever the link is.
    pub(super) fn spares(&self, host: &str) -> bool {
        self.spared.iter().any(|name| host.strip_suffix(name.as_ref()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    }
}

/// Of what the place in a list is asked.
#[derive(Debug)]
pub(super) enum Asked<'u> {
    /// One link.
    Link(Link<'u>),
    /// All links of a host.
    Host(&'u str),
}

impl Asked<'_> {
    /// The host.
    pub(super) const fn host(&self) -> &str {
        match self {
            Self::Link(link) => link.host,
            Self::Host(host) => host,
        }
    }

    /// Whether what an entry asks beside the host holds; `None` where some links of a host meet it and others do not.
    pub(super) fn meets(&self, rule: &EntryRule) -> Option<bool> {
        match self {
            Self::Link(link) => Some(rule.test.holds(link, rule.says)),
            Self::Host(_) => (rule.test == LinkTest::default()).then_some(true),
        }
    }
}

/// The larger, the more an entry counts; compared from the first number on.
type Rank = [usize; 5];

fn rank(precedence: Precedence, name: &str, rule: &EntryRule) -> Rank {
    let out = usize::from(rule.says == Says::Out);
    match precedence {
        Precedence::Exceptions => [rule.weight as usize, out, 0, 0, 0],
        Precedence::Specific => {
            let path = match &rule.test.path {
                PathTest::Any => 0,
                PathTest::Prefix(text) | PathTest::Part(text) | PathTest::Whole(text) => text.len(),
            };
            [usize::from(rule.reach == ListReach::Exact), name.len(), path, rule.test.query.len(), out]
        }
    }
}

/// The entry that counts most so far.
#[derive(Debug)]
pub(super) struct Offer(Option<(Rank, Says)>);

impl Offer {
    pub(super) const fn none() -> Self {
        Self(None)
    }

    /// Brings a plain name forward, if it reaches the host.
    pub(super) fn plain(&mut self, precedence: Precedence, reach: Option<ListReach>, below: usize, name: &str) {
        let Some(reach) = reach.filter(|reach| reach.covers(below)) else { return };
        let rank = match precedence {
            Precedence::Exceptions => [0; 5],
            Precedence::Specific => [usize::from(reach == ListReach::Exact), name.len(), 0, 0, 0],
        };
        self.bring(rank, Says::In);
    }

    /// Brings an entry forward that stands at a name and holds for what is asked.
    pub(super) fn rule(&mut self, precedence: Precedence, name: &str, rule: &EntryRule) {
        self.bring(rank(precedence, name, rule), rule.says);
    }

    fn bring(&mut self, rank: Rank, says: Says) {
        if self.0.is_none_or(|(best, _)| best < rank) {
            self.0 = Some((rank, says));
        }
    }

    pub(super) fn is_member(&self) -> bool {
        matches!(self.0, Some((_, Says::In)))
    }
}

/// A link whose place in a list is asked, with its path in the forms that entries compare, each made once.
#[derive(Debug)]
pub(super) struct Link<'u> {
    host: &'u str,
    url: &'u CanonicalUrl<'u>,
    written: OnceCell<String>,
    folded: OnceCell<String>,
}

impl<'u> Link<'u> {
    pub(super) const fn new(host: &'u str, url: &'u CanonicalUrl<'u>) -> Self {
        Self { host, url, written: OnceCell::new(), folded: OnceCell::new() }
    }

    /// Path and query.
    fn text(&self, letters: Letters) -> &str {
        let written = self.written.get_or_init(|| {
            let form = path::matching_form(self.url.path());
            self.url.query().map_or_else(|| form.to_string(), |query| format!("{form}?{query}"))
        });
        match letters {
            Letters::Exact => written,
            Letters::Folded => self.folded.get_or_init(|| written.to_ascii_lowercase()),
        }
    }
}

impl LinkTest {
    fn holds(&self, link: &Link<'_>, says: Says) -> bool {
        let url = link.url;
        self.scheme.as_deref().is_none_or(|scheme| scheme == url.scheme())
            && self.port.is_none_or(|port| url.port().or_else(|| usual_port(url.scheme())) == Some(port))
            && self.path_holds(link)
            && self.query.iter().all(|wanted| wanted.holds(url.query().unwrap_or_default(), says))
    }

    fn path_holds(&self, link: &Link<'_>) -> bool {
        let (PathTest::Prefix(wanted) | PathTest::Part(wanted) | PathTest::Whole(wanted)) = &self.path else { return true };
        let Some(rest) = link.text(self.letters).strip_prefix(wanted.as_str()) else { return false };
        match self.path {
            PathTest::Any | PathTest::Prefix(_) => true,
            PathTest::Part(_) => rest.bytes().next().is_none_or(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%'))),
            PathTest::Whole(_) => rest.is_empty(),
        }
    }
}

impl QueryTest {
    /// One such parameter puts a link in; to take it out, every parameter of that name must be such.
    fn holds(&self, query: &str, says: Says) -> bool {
        fn key(pair: &str) -> &str {
            pair.split('=').next().unwrap_or_default()
        }
        let fits = |pair: &str| if self.open { pair.starts_with(self.text.as_str()) } else { pair == self.text };
        let none_differs = says == Says::In || query.split('&').filter(|pair| key(pair) == key(&self.text)).all(fits);
        none_differs && query.split('&').any(fits)
    }
}

fn usual_port(scheme: &str) -> Option<u16> {
    match scheme {
        "http" | "ws" => Some(80),
        "https" | "wss" => Some(443),
        "ftp" => Some(21),
        _ => None,
    }
}
