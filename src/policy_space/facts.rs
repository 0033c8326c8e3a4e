//! What is known of a class of layers, what is left open, and conditions over both.

use smallvec::SmallVec;

use super::table;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::engine::condition::{Check, is_under};
use crate::path::PathPattern;
use crate::signal::{Signal, SignalSet};
use crate::unwrap::DEPTH_LIMIT;
use crate::verdict::{Kind, Shortener};

/// One of the two policies that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The one before.
    Old,
    /// The one after.
    New,
}

impl Side {
    /// Both, the old one first.
    pub const BOTH: [Self; 2] = [Self::Old, Self::New];
}

/// Something for each of the two policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pair<T> {
    /// For the one before.
    pub old: T,
    /// For the one after.
    pub new: T,
}

impl<T> Pair<T> {
    /// The part of one side.
    pub const fn of(&self, side: Side) -> &T {
        match side {
            Side::Old => &self.old,
            Side::New => &self.new,
        }
    }

    /// The part of one side, to change.
    pub const fn of_mut(&mut self, side: Side) -> &mut T {
        match side {
            Side::Old => &mut self.old,
            Side::New => &mut self.new,
        }
    }

    /// Something made for each side.
    pub fn each(mut make: impl FnMut(Side) -> T) -> Self {
        Self { old: make(Side::Old), new: make(Side::New) }
    }
}

/// What is known of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathFact {
    /// There is no URL.
    None,
    /// It is this one, in matching form.
    Known(String),
    /// It may be any that fits; each pattern is open.
    Free,
}

/// How deep such a layer may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reach {
    /// As deep as links are followed.
    Anywhere,
    /// Only a line of the input itself is such a layer.
    Outermost,
}

/// What is fixed of a class of layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The scheme; `None` where there is no URL.
    pub scheme: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The registrable domain.
    pub registrable: Option<String>,
    /// The port, or the usual one of the scheme.
    pub port: Option<u16>,
    /// The path.
    pub path: PathFact,
    /// The kind of link.
    pub kind: Kind,
    /// Who runs it.
    pub owner: Option<OwnerId>,
    /// What it is.
    pub category: CategorySet,
    /// The user's lists that name it, whatever else the link is.
    pub lists: u64,
    /// The lists that may name it or not: they have exceptions, paths or the like for its host.
    pub open_lists: u64,
    /// The class of a short-link host.
    pub shortener: Option<Shortener>,
    /// The wrapper it is.
    pub wrapper: Option<WrapperId>,
    /// The signals it surely has.
    pub certain: SignalSet,
    /// The signals it may have.
    pub open: SignalSet,
    /// How deep it may stand.
    pub reach: Reach,
    /// For which policies it is a page of the platform's own that leads on.
    pub transparent: Pair<bool>,
}

/// Something open that a condition turns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Literal<'p> {
    /// A signal.
    Signal(Signal),
    /// A parameter of the query, by its name.
    Query(&'p str),
    /// Whether there is a query.
    HasQuery,
    /// At least so many wrappers stand outside, as one policy counts them.
    Depth(Side, usize),
    /// It is longer than this.
    Length(usize),
    /// The path matches.
    Path(&'p PathPattern),
    /// One of the user's lists, by its bit, names it.
    List(u64),
}

/// Whether a condition holds, as far as that is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth<'p> {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It turns on this first.
    Open(Literal<'p>),
}

/// The least and the most, both possible.
pub type Span = (usize, usize);

/// What is settled of that which a site leaves open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment<'p> {
    /// Signals that are there.
    pub with: SignalSet,
    /// Signals that are not.
    pub without: SignalSet,
    /// Parameters that are there, and those that are not.
    pub query: SmallVec<[(&'p str, bool); 2]>,
    /// Whether there is a query.
    pub has_query: Option<bool>,
    /// Patterns that match, and those that do not.
    pub paths: SmallVec<[(&'p PathPattern, bool); 1]>,
    /// Lists that name it, and those that do not.
    pub lists: (u64, u64),
    /// How many wrappers stand outside, as each policy counts them.
    pub depth: Pair<Span>,
    /// How long it is as written.
    pub length: Span,
}

/// Whether both policies count the wrappers outside a layer alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// They have the same wrappers of their own.
    Alike,
    /// One leaves out wrappers that the other counts.
    Apart,
}

impl<'p> Assignment<'p> {
    /// Nothing settled yet.
    #[must_use]
    pub fn none(facts: &Facts) -> Self {
        let depth = if facts.reach == Reach::Outermost { (0, 0) } else { (0, DEPTH_LIMIT) };
        Self {
            with: SignalSet::EMPTY,
            without: SignalSet::EMPTY,
            query: SmallVec::new(),
            has_query: None,
            paths: SmallVec::new(),
            lists: (0, 0),
            depth: Pair { old: depth, new: depth },
            length: (1, usize::MAX),
        }
    }

    /// The same with one thing more settled; `None` where the table of signals or what is settled excludes it.
    #[must_use]
    pub fn assume(&self, facts: &Facts, literal: Literal<'p>, value: bool, counting: Counting) -> Option<Self> {
        let mut next = self.clone();
        match literal {
            Literal::Signal(signal) if value => next.add(facts, signal)?,
            Literal::Signal(signal) => next.without.insert(signal),
            Literal::Query(name) => {
                next.query.push((name, value));
                if value {
                    next.has_query = Some(true);
                }
            }
            Literal::HasQuery => next.has_query = Some(value),
            Literal::Path(pattern) => next.paths.push((pattern, value)),
            Literal::List(bit) if value => next.lists.0 |= bit,
            Literal::List(bit) => next.lists.1 |= bit,
            Literal::Length(most) => next.length = narrowed(next.length, most.saturating_add(1), value)?,
            Literal::Depth(side, least) => {
                let span = next.depth.of_mut(side);
                *span = narrowed(*span, least, value)?;
                if counting == Counting::Alike {
                    let span = *span;
                    next.depth = Pair { old: span, new: span };
                }
            }
        }
        Some(next)
    }

    /// Adds a signal with all it brings along.
    fn add(&mut self, facts: &Facts, signal: Signal) -> Option<()> {
        let mut todo: SmallVec<[Signal; 4]> = SmallVec::from_slice(&[signal]);
        while let Some(signal) = todo.pop() {
            if facts.certain.contains(signal) || self.with.contains(signal) {
                continue;
            }
            let entry = table::entry(signal);
            if self.without.contains(signal) || entry.excludes.intersects(self.with.union(facts.certain)) {
                return None;
            }
            self.with.insert(signal);
            if entry.place == table::Place::Outermost {
                for side in Side::BOTH {
                    let span = self.depth.of_mut(side);
                    *span = narrowed(*span, 1, false)?;
                }
            }
            todo.extend(entry.implies.iter());
        }
        // What was ruled out before stays out: it may exclude what now came in.
        let all = self.with.union(facts.certain);
        all.iter().all(|signal| !table::entry(signal).excludes.intersects(all)).then_some(())
    }
}

/// A span cut at a bound: at least that much, or less.
fn narrowed((low, high): Span, least: usize, value: bool) -> Option<Span> {
    let span = if value { (low.max(least), high) } else { (low, high.min(least.checked_sub(1)?)) };
    (span.0 <= span.1).then_some(span)
}

fn at_least((low, high): Span, least: usize) -> Option<bool> {
    if low >= least {
        Some(true)
    } else if high < least {
        Some(false)
    } else {
        None
    }
}

const fn known<'p>(value: bool) -> Truth<'p> {
    if value { Truth::Yes } else { Truth::No }
}

/// Whether all checks hold.
#[must_use]
pub fn all<'p>(checks: &'p [Check], facts: &Facts, settled: &Assignment<'p>, side: Side) -> Truth<'p> {
    let mut open = Truth::Yes;
    for check in checks {
        match one(check, facts, settled, side) {
            Truth::No => return Truth::No,
            Truth::Yes => {}
            literal @ Truth::Open(_) if open == Truth::Yes => open = literal,
            Truth::Open(_) => {}
        }
    }
    open
}

fn one<'p>(check: &'p Check, facts: &Facts, settled: &Assignment<'p>, side: Side) -> Truth<'p> {
    match check {
        Check::Host(names) => known(facts.host.as_ref().is_some_and(|host| names.contains(host))),
        Check::Domain(names) => known(facts.host.as_ref().is_some_and(|host| names.iter().any(|name| host == name || is_under(host, name)))),
        Check::Suffix(names) => known(facts.host.as_ref().is_some_and(|host| names.iter().any(|name| is_under(host, name)))),
        Check::Registrable(names) => known(facts.registrable.as_ref().is_some_and(|domain| names.contains(domain))),
        Check::Owner(set) => known(facts.owner.is_some_and(|OwnerId(number)| set.contains(usize::from(number)))),
        Check::Category(set) => known(facts.category.intersects(*set)),
        Check::List(bits) => list(*bits, facts, settled),
        Check::Kind(mask) => known(mask & (1 << (facts.kind as u8)) != 0),
        Check::Scheme(names) => known(facts.scheme.as_ref().is_some_and(|scheme| names.contains(scheme))),
        Check::Port(ports) => known(facts.port.is_some_and(|port| ports.contains(&port))),
        Check::Shortener(mask) => known(facts.shortener.is_some_and(|class| mask & (1 << (class as u8)) != 0)),
        Check::Wrapper(set) => known(facts.wrapper.is_some_and(|WrapperId(number)| set.contains(usize::from(number)))),
        Check::Path(patterns) => path(patterns, facts, settled),
        Check::Query(names) => query(names, facts, settled),
        Check::HasQuery(_) if facts.scheme.is_none() => Truth::No,
        Check::HasQuery(wanted) => settled.has_query.map_or(Truth::Open(Literal::HasQuery), |has| known(has == *wanted)),
        Check::Signal(set) => signal(*set, facts, settled),
        Check::Depth(least) => at_least(*settled.depth.of(side), *least).map_or(Truth::Open(Literal::Depth(side, *least)), known),
        Check::Length(most) => at_least(settled.length, most.saturating_add(1)).map_or(Truth::Open(Literal::Length(*most)), known),
        Check::Any(branches) => any(branches, facts, settled, side),
    }
}

fn any<'p>(branches: &'p [Vec<Check>], facts: &Facts, settled: &Assignment<'p>, side: Side) -> Truth<'p> {
    let mut open = Truth::No;
    for branch in branches {
        match all(branch, facts, settled, side) {
            Truth::Yes => return Truth::Yes,
            Truth::No => {}
            literal @ Truth::Open(_) if open == Truth::No => open = literal,
            Truth::Open(_) => {}
        }
    }
    open
}

fn path<'p>(patterns: &'p [PathPattern], facts: &Facts, settled: &Assignment<'p>) -> Truth<'p> {
    match &facts.path {
        PathFact::None => Truth::No,
        PathFact::Known(path) => known(patterns.iter().any(|pattern| pattern.matches(path))),
        PathFact::Free => {
            first_open(patterns.iter(), |pattern| settled.paths.iter().find(|(known, _)| known == pattern).map(|(_, value)| *value), Literal::Path)
        }
    }
}

fn query<'p>(names: &'p [String], facts: &Facts, settled: &Assignment<'p>) -> Truth<'p> {
    if facts.scheme.is_none() || settled.has_query == Some(false) {
        return Truth::No;
    }
    let value = |name: &&'p str| settled.query.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
    first_open(names.iter().map(String::as_str), value, Literal::Query)
}

/// Any of several: yes if one is, open at the first that is not settled.
fn first_open<'p, T: Copy>(items: impl Iterator<Item = T>, value: impl Fn(&T) -> Option<bool>, literal: impl Fn(T) -> Literal<'p>) -> Truth<'p> {
    let mut open = Truth::No;
    for item in items {
        match value(&item) {
            Some(true) => return Truth::Yes,
            Some(false) => {}
            None if open == Truth::No => open = Truth::Open(literal(item)),
            None => {}
        }
    }
    open
}

fn list<'p>(bits: u64, facts: &Facts, settled: &Assignment<'p>) -> Truth<'p> {
    if (facts.lists | settled.lists.0) & bits != 0 {
        return Truth::Yes;
    }
    let open = facts.open_lists & bits & !settled.lists.1;
    if open == 0 { Truth::No } else { Truth::Open(Literal::List(open & open.wrapping_neg())) }
}

fn signal<'p>(set: SignalSet, facts: &Facts, settled: &Assignment<'p>) -> Truth<'p> {
    if set.intersects(facts.certain.union(settled.with)) {
        return Truth::Yes;
    }
    let open = set.iter().find(|signal| facts.open.contains(*signal) && !settled.without.contains(*signal));
    open.map_or(Truth::No, |signal| Truth::Open(Literal::Signal(signal)))
}
