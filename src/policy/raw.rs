//! A policy file's shapes as they were written, each value with its place; nothing is checked against anything.

use super::list_words::Unsupported;
use crate::classify::listed::ListReach;
use crate::document::Placed;
use crate::document::fields::WrittenTime;
use crate::list::Format;
use crate::message::Text;
use crate::signal::Signal;
use crate::source::{SourceFile, Span};
use crate::verdict::{Basis, Effect, Grade, Kind, Shortener, Verdict};

/// A whole file.
#[derive(Debug)]
pub struct RawPolicy {
    /// The file.
    pub file: SourceFile,
    /// `id`
    pub id: Option<Placed<String>>,
    /// `name`
    pub name: Option<Placed<Text>>,
    /// `timezone`
    pub timezone: Option<Placed<String>>,
    /// `verified_on`
    pub verified_on: Option<Placed<WrittenTime>>,
    /// `otherwise`
    pub otherwise: Option<Placed<Verdict>>,
    /// `own-wrappers`
    pub own_wrappers: Vec<Placed<String>>,
    /// `extends`
    pub extends: Vec<Placed<String>>,
    /// `may-loosen`
    pub may_loosen: bool,
    /// `[[source]]`
    pub sources: Vec<RawSource>,
    /// `[[scene]]`
    pub scenes: Vec<RawScene>,
    /// `[[default]]`
    pub defaults: Vec<RawDefault>,
    /// `[[trial]]`
    pub trials: Vec<RawTrial>,
    /// `[[rule]]`
    pub rules: Vec<RawRule>,
    /// `[[choice]]`
    pub choices: Vec<RawChoice>,
    /// `[[context]]`
    pub contexts: Vec<RawContext>,
    /// `[[list]]`
    pub lists: Vec<RawList>,
    /// `[[allow]]`
    pub allows: Vec<RawAllow>,
}

/// An entry with an id and a name.
#[derive(Debug)]
pub struct RawNamed {
    /// The table's place.
    pub span: Span,
    /// `id`
    pub id: Option<Placed<String>>,
    /// `name`
    pub name: Option<Placed<Text>>,
}

/// `[[scene]]`
#[derive(Debug)]
pub struct RawScene {
    /// Id and name.
    pub named: RawNamed,
    /// `named-only`
    pub named_only: bool,
}

/// `[[source]]`
#[derive(Debug)]
pub struct RawSource {
    /// `id`
    pub id: Option<Placed<String>>,
    /// `title`
    pub title: Option<Placed<String>>,
    /// `date`
    pub date: Option<Placed<WrittenTime>>,
    /// `url`
    pub url: Option<Placed<String>>,
    /// `grade`
    pub grade: Option<Placed<Grade>>,
}

/// What defaults and rules stand on.
#[derive(Debug)]
pub struct RawGrounds {
    /// `basis`
    pub basis: Option<Placed<Basis>>,
    /// `seen`
    pub seen: Vec<Placed<WrittenTime>>,
    /// `source`
    pub source: Vec<Placed<String>>,
    /// `clause`
    pub clause: Option<Placed<String>>,
    /// `reason`
    pub reason: Option<Placed<Text>>,
    /// `notice`
    pub notice: Option<Placed<String>>,
    /// `from`
    pub from: Option<Placed<WrittenTime>>,
    /// `until`
    pub until: Option<Placed<WrittenTime>>,
}

/// `[[default]]`
#[derive(Debug)]
pub struct RawDefault {
    /// The table's place.
    pub span: Span,
    /// `scene`
    pub scene: Option<Placed<String>>,
    /// `kinds`
    pub kinds: Vec<Placed<Kind>>,
    /// `verdict`
    pub verdict: Option<Placed<Verdict>>,
    /// What it stands on, and when.
    pub grounds: RawGrounds,
}

/// `[[trial]]`
#[derive(Debug)]
pub struct RawTrial {
    /// Id and name.
    pub named: RawNamed,
    /// `from`
    pub from: Option<Placed<WrittenTime>>,
    /// `until`
    pub until: Option<Placed<WrittenTime>>,
    /// `rollout = "gradual"`
    pub gradual: bool,
}

/// `[[rule]]`
#[derive(Debug)]
pub struct RawRule {
    /// The table's place.
    pub span: Span,
    /// `id`
    pub id: Option<Placed<String>>,
    /// `scenes`
    pub scenes: Vec<Placed<String>>,
    /// `trial`
    pub trial: Option<Placed<String>>,
    /// `match`
    pub matches: Option<RawCondition>,
    /// `except`
    pub except: Option<RawCondition>,
    /// `verdict`
    pub verdict: Option<Placed<Verdict>>,
    /// `at-least`
    pub at_least: Option<Placed<Verdict>>,
    /// Whether `verdict` or `at-least` stands there at all, with whatever value.
    pub has_say: bool,
    /// `effects`
    pub effects: Vec<Placed<Effect>>,
    /// `supersedes`
    pub supersedes: Vec<Placed<String>>,
    /// `replaces`
    pub replaces: bool,
    /// What it stands on, and when.
    pub grounds: RawGrounds,
}

/// `[[choice]]`
#[derive(Debug)]
pub struct RawChoice {
    /// The id.
    pub id: Option<Placed<String>>,
    /// `name`
    pub name: Option<Placed<Text>>,
    /// `scenes`
    pub scenes: Vec<Placed<String>>,
    /// `map`
    pub map: Vec<(Verdict, Verdict)>,
    /// `status = "planned"`
    pub planned: bool,
}

/// `[[context]]`
#[derive(Debug)]
pub struct RawContext {
    /// The id.
    pub id: Option<Placed<String>>,
    /// `name`
    pub name: Option<Placed<Text>>,
    /// `values`
    pub values: Vec<Placed<String>>,
    /// `default`
    pub default: Option<Placed<String>>,
}

/// `[[list]]`
#[derive(Debug)]
pub struct RawList {
    /// `id`
    pub id: Option<Placed<String>>,
    /// `path`
    pub path: Option<Placed<String>>,
    /// `format`
    pub format: Option<Placed<Format>>,
    /// `unsupported`
    pub unsupported: Unsupported,
    /// `reach`
    pub reach: Option<Placed<ListReach>>,
    /// `column`
    pub column: Option<Placed<RawColumn>>,
    /// The place of `header = false`, if it stands there.
    pub headless: Option<Span>,
    /// `entry`
    pub entry: Option<Placed<String>>,
}

/// `[[allow]]`
#[derive(Debug)]
pub struct RawAllow {
    /// The table's place.
    pub span: Span,
    /// `lint`
    pub lint: Option<Placed<String>>,
    /// `of`
    pub of: Option<Placed<String>>,
    /// `reason`
    pub reason: Option<Placed<String>>,
    /// `until`
    pub until: Option<Placed<WrittenTime>>,
}

/// The column of a table, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RawColumn {
    /// By its heading.
    Name(String),
    /// By its number, from 1.
    Number(usize),
}

/// `match`, `except`, or a table inside `any` or `all`.
#[derive(Debug)]
pub struct RawCondition {
    /// The table's place.
    pub span: Span,
    /// Its keys.
    pub tests: Vec<RawTest>,
}

/// Keys whose values are names that something else defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKey {
    /// `host`
    Host,
    /// `domain`
    Domain,
    /// `registrable`
    Registrable,
    /// `suffix`
    Suffix,
    /// `owner`
    Owner,
    /// `category`
    Category,
    /// `list`
    List,
    /// `scheme`
    Scheme,
    /// `path`
    Path,
    /// `query`
    Query,
    /// `wrapper`
    Wrapper,
}

/// One key of a condition.
#[derive(Debug)]
pub enum RawTest {
    /// Names of hosts, owners, lists and the like.
    Names(NameKey, Vec<Placed<String>>),
    /// `kind`
    Kind(Vec<Placed<Kind>>),
    /// `port`
    Port(Vec<Placed<i64>>),
    /// `has-query`
    HasQuery(bool),
    /// `signal`
    Signal(Vec<Placed<Signal>>),
    /// `shortener`
    Shortener(Vec<Placed<Shortener>>),
    /// `depth-at-least`
    DepthAtLeast(i64),
    /// `length-over`
    LengthOver(i64),
    /// `context`: an id and its values.
    Context(Placed<String>, Vec<Placed<String>>),
    /// `posted-before`
    PostedBefore(WrittenTime),
    /// `any`
    Any(Vec<RawCondition>),
    /// `all`
    All(Vec<RawCondition>),
}
