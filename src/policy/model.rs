//! A policy that is valid by construction: every reference resolved, every interval a pair of moments.

use std::sync::Arc;

use crate::classify::catalog::Named;
use crate::classify::ids::{CategorySet, OwnerId, WrapperId};
use crate::message::Text;
use crate::path::PathPattern;
use crate::signal::SignalSet;
use crate::source::{SourceFile, Span};
use crate::time::{Instant, Interval, Zone};
use crate::verdict::{Basis, Effect, Grade, Kind, Shortener, Verdict};

/// Where something stands in a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The policy that said it.
    pub policy: Arc<str>,
    /// Its file.
    pub file: SourceFile,
    /// The place in the file.
    pub span: Span,
}

/// A text that a rule stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The id, within its policy.
    pub id: String,
    /// The title.
    pub title: String,
    /// When it was published.
    pub date: Option<Instant>,
    /// Where it stands.
    pub url: Option<String>,
    /// How good it is.
    pub grade: Grade,
}

/// What a statement stands on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// How it is known.
    pub basis: Basis,
    /// The days on which it was seen, where it is observed.
    pub seen: Vec<Instant>,
    /// The texts, by their numbers in [`Policy::sources`].
    pub sources: Vec<usize>,
    /// The clause of the text.
    pub clause: Option<String>,
    /// One sentence for someone who is no programmer.
    pub reason: Option<Text>,
    /// What the platform shows.
    pub notice: Option<String>,
}

/// What a scene gives when no rule sets a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultRule {
    /// The name in records, such as `wechat/default/group`.
    pub name: String,
    /// The scene's number.
    pub scene: usize,
    /// The kinds of link it covers.
    pub kinds: Vec<Kind>,
    /// The verdict.
    pub verdict: Verdict,
    /// When it is in force.
    pub interval: Interval,
    /// What it stands on.
    pub grounds: Grounds,
    /// Where it stands.
    pub origin: Origin,
}

/// Whether a trial reaches everyone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rollout {
    /// Everyone.
    Full,
    /// Some users may not have it.
    Gradual,
}

/// A set of rules on probation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Id and name.
    pub named: Named,
    /// When it runs.
    pub interval: Interval,
    /// Whom it reaches.
    pub rollout: Rollout,
}

/// What a rule says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// This kind of link gets the verdict in place of the default.
    Sets(Verdict),
    /// Whatever the rest says, the verdict is at least this strict.
    Raises(Verdict),
}

/// Whether a rule names its scenes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SceneReach {
    /// Those it names.
    Named,
    /// All there are, those of an extension included.
    All,
}

/// One statement of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The name in records, such as `wechat/group-ecommerce`.
    pub name: String,
    /// The id within its policy.
    pub id: String,
    /// The scenes' numbers.
    pub scenes: Vec<usize>,
    /// Whether it named them.
    pub reach: SceneReach,
    /// The trial's number.
    pub trial: Option<usize>,
    /// What must hold.
    pub matches: Condition,
    /// What must not hold.
    pub except: Option<Condition>,
    /// What it says.
    pub says: Says,
    /// What happens beside the verdict.
    pub effects: Vec<Effect>,
    /// When it is in force, already cut to its trial.
    pub interval: Interval,
    /// The rules that do not apply where this one does.
    pub supersedes: Vec<usize>,
    /// What it stands on.
    pub grounds: Grounds,
    /// Where it stands.
    pub origin: Origin,
}

/// A user's own setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The id.
    pub id: String,
    /// The name, where one is given.
    pub name: Option<Text>,
    /// The scenes' numbers.
    pub scenes: Vec<usize>,
    /// Which verdict becomes which.
    pub map: Vec<(Verdict, Verdict)>,
    /// Whether the platform has it.
    pub status: ChoiceStatus,
}

/// Whether a choice exists yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceStatus {
    /// Announced, not seen yet.
    Planned,
    /// There for users.
    Available,
}

/// Something else that a rule may depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The id.
    pub id: String,
    /// The name, where one is given.
    pub name: Option<Text>,
    /// What it may be.
    pub values: Vec<String>,
    /// The number of the usual value.
    pub default: Option<usize>,
}

/// A lint that is allowed in a policy's file, with why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The lint's id, as written: whether there is such a lint is for the lints to say.
    pub lint: String,
    /// The id of the entry it is about; the whole file where none is given.
    pub of: Option<String>,
    /// Why it is meant so.
    pub reason: String,
    /// From when on it no longer counts.
    pub until: Option<Instant>,
    /// Where it stands.
    pub origin: Origin,
}

/// All tests must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// The tests, at least one.
    pub tests: Vec<Test>,
}

/// One key of a condition: any of its values must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// The host is exactly one of these.
    Host(Vec<String>),
    /// The host is one of these or under one.
    Domain(Vec<String>),
    /// The registrable domain is one of these.
    Registrable(Vec<String>),
    /// The host is under one of these.
    Suffix(Vec<String>),
    /// The owner is one of these or under one.
    Owner(Vec<OwnerId>),
    /// It is one of these.
    Category(CategorySet),
    /// One of these lists names the host; as bits.
    List(u64),
    /// The kind of link is one of these.
    Kind(Vec<Kind>),
    /// The scheme is one of these.
    Scheme(Vec<String>),
    /// The port is one of these; the usual port of the scheme counts.
    Port(Vec<u16>),
    /// The path matches one of these.
    Path(Vec<PathPattern>),
    /// The query has a parameter with one of these names.
    Query(Vec<String>),
    /// Whether there is a query at all.
    HasQuery(bool),
    /// The link has one of these signals.
    Signal(SignalSet),
    /// The short-link host is of one of these classes.
    Shortener(Vec<Shortener>),
    /// The link is one of these wrappers.
    Wrapper(Vec<WrapperId>),
    /// At least so many wrappers stand outside it.
    DepthAtLeast(usize),
    /// It is longer than so many Unicode scalar values.
    LengthOver(usize),
    /// A context, by number, has one of these values, by number.
    Context(usize, Vec<usize>),
    /// It was posted before this moment.
    PostedBefore(Instant),
    /// One of these holds.
    Any(Vec<Condition>),
    /// All of these hold.
    All(Vec<Condition>),
}

impl Test {
    /// Its key, as a policy writes it.
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Host(_) => "host",
            Self::Domain(_) => "domain",
            Self::Registrable(_) => "registrable",
            Self::Suffix(_) => "suffix",
            Self::Owner(_) => "owner",
            Self::Category(_) => "category",
            Self::List(_) => "list",
            Self::Kind(_) => "kind",
            Self::Scheme(_) => "scheme",
            Self::Port(_) => "port",
            Self::Path(_) => "path",
            Self::Query(_) => "query",
            Self::HasQuery(_) => "has-query",
            Self::Signal(_) => "signal",
            Self::Shortener(_) => "shortener",
            Self::Wrapper(_) => "wrapper",
            Self::DepthAtLeast(_) => "depth-at-least",
            Self::LengthOver(_) => "length-over",
            Self::Context(..) => "context",
            Self::PostedBefore(_) => "posted-before",
            Self::Any(_) => "any",
            Self::All(_) => "all",
        }
    }
}

/// One platform's policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// The id.
    pub id: Arc<str>,
    /// The name.
    pub name: Text,
    /// Where its days begin.
    pub zone: Zone,
    /// When someone last checked the sources.
    pub verified_on: Option<Instant>,
    /// What nothing else covers; never open.
    pub otherwise: Verdict,
    /// Wrappers that are transparent on this platform.
    pub own_wrappers: Vec<WrapperId>,
    /// The texts it stands on.
    pub sources: Vec<Source>,
    /// Scenes.
    pub scenes: Vec<Named>,
    /// The scenes, by their numbers, that a batch looks at only where they are named: what is shown there is made for them.
    pub named_only: Vec<usize>,
    /// Defaults.
    pub defaults: Vec<DefaultRule>,
    /// Trials.
    pub trials: Vec<Trial>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Choices.
    pub choices: Vec<Choice>,
    /// Contexts.
    pub contexts: Vec<Context>,
    /// Its own lists, by id, each with its bit.
    pub lists: Vec<(String, u64)>,
    /// Lints that are allowed in its own file.
    pub allows: Vec<Allow>,
    /// The policy it extends and may loosen, for showing both verdicts.
    pub loosened: Option<Arc<Policy>>,
    /// Its file.
    pub file: SourceFile,
}

impl Policy {
    /// The number of a scene.
    #[must_use]
    pub fn scene(&self, id: &str) -> Option<usize> {
        self.scenes.iter().position(|scene| scene.id == id)
    }

    /// The best grade among a statement's sources; the weakest where it has none.
    #[must_use]
    pub fn grade(&self, grounds: &Grounds) -> Grade {
        grounds.sources.iter().filter_map(|at| self.sources.get(*at)).map(|source| source.grade).min().unwrap_or(Grade::K)
    }

    /// Every moment at which something begins or ends, in order.
    #[must_use]
    pub fn moments(&self) -> Vec<Instant> {
        let rules = self.rules.iter().map(|rule| rule.interval);
        let defaults = self.defaults.iter().map(|default| default.interval);
        let mut moments: Vec<Instant> = rules.chain(defaults).flat_map(Interval::ends).collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}
