//! Users' lists that say more than names: exceptions, paths, and which entry wins.

use std::cell::OnceCell;
use std::collections::HashMap;

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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Letters {
    /// As written.
    #[default]
    Exact,
    /// Upper and lower case are one.
    Folded,
}

/// One parameter that a query must have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryTest {
    /// The parameter as it is written, `key` or `key=value`.
    pub text: String,
    /// Whether the value may go on.
    pub open: bool,
}

/// What an entry asks of a link beside its host.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListEntry {
    /// The canonical name; empty for every host.
    pub name: Box<str>,
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

impl ListEntry {
    /// Whether it puts links into the list.
    #[must_use]
    pub fn brings_in(&self) -> bool {
        self.says == Says::In
    }
}

/// What a list says at one name.
#[derive(Debug, Default)]
pub(super) struct Named {
    plain: Option<ListReach>,
    entries: Vec<ListEntry>,
}

/// A list with entries that say more than a name.
#[derive(Debug)]
pub(super) struct Refined {
    bit: u64,
    precedence: Precedence,
    names: HashMap<Box<str>, Named, foldhash::fast::FixedState>,
}

impl Refined {
    pub(super) fn new(bit: u64, precedence: Precedence) -> Self {
        Self { bit, precedence, names: HashMap::default() }
    }

    pub(super) const fn bit(&self) -> u64 {
        self.bit
    }

    pub(super) const fn precedence(&self) -> Precedence {
        self.precedence
    }

    pub(super) fn at(&self, name: &str) -> Option<&Named> {
        self.names.get(name)
    }

    /// Makes a place for a name, with what the plain names of the list say of it.
    pub(super) fn open(&mut self, name: &str, plain: Option<ListReach>) {
        if !self.names.contains_key(name) {
            self.names.insert(name.into(), Named { plain, entries: Vec::new() });
        }
    }

    pub(super) fn add(&mut self, entry: ListEntry) {
        self.names.entry(entry.name.clone()).or_default().entries.push(entry);
    }
}

/// A list with entries that say more than a name, as it is kept beside its plain names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptEntries {
    precedence: Precedence,
    /// By name, in order: what the plain names of the list say there, and the entries.
    names: Vec<(Box<str>, Option<ListReach>, Vec<ListEntry>)>,
}

impl KeptEntries {
    pub(super) fn of(list: &Refined) -> Self {
        let mut names: Vec<_> = list.names.iter().map(|(name, named)| (name.clone(), named.plain, named.entries.clone())).collect();
        names.sort_unstable_by(|(a, ..), (b, ..)| a.cmp(b));
        Self { precedence: list.precedence, names }
    }

    /// The list again, under a bit, and whether it says something of every host.
    pub(super) fn restore(self, bit: u64) -> (Refined, bool) {
        let mut list = Refined::new(bit, self.precedence);
        list.names.extend(self.names.into_iter().map(|(name, plain, entries)| (name, Named { plain, entries })));
        let everywhere = list.names.contains_key("");
        (list, everywhere)
    }
}

impl Named {
    /// Brings forward what holds for a host so many labels below this name; `None` where an entry that reaches it asks of the link
    /// more than the host, and no link is given.
    pub(super) fn offers(&self, precedence: Precedence, below: usize, asked: &Asked<'_>, best: &mut Offer) -> Option<()> {
        let name = self.entries.first().map_or("", |entry| entry.name.as_ref());
        best.plain(precedence, self.plain, below, name);
        for entry in &self.entries {
            if entry.reach.covers(below) && !spares(entry, asked.host()) && asked.meets(entry)? {
                best.bring(rank(precedence, entry), entry.says);
            }
        }
        Some(())
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
    fn meets(&self, entry: &ListEntry) -> Option<bool> {
        match self {
            Self::Link(link) => Some(entry.test.holds(link, entry.says)),
            Self::Host(_) => (entry.test == LinkTest::default()).then_some(true),
        }
    }
}

fn spares(entry: &ListEntry, host: &str) -> bool {
    entry.spared.iter().any(|name| host.strip_suffix(name.as_ref()).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
}

/// The larger, the more an entry counts; compared from the first number on.
type Rank = [usize; 5];

fn rank(precedence: Precedence, entry: &ListEntry) -> Rank {
    let out = usize::from(entry.says == Says::Out);
    match precedence {
        Precedence::Exceptions => [entry.weight as usize, out, 0, 0, 0],
        Precedence::Specific => {
            let path = match &entry.test.path {
                PathTest::Any => 0,
                PathTest::Prefix(text) | PathTest::Part(text) | PathTest::Whole(text) => text.len(),
            };
            [usize::from(entry.reach == ListReach::Exact), entry.name.len(), path, entry.test.query.len(), out]
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
