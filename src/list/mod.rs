//! Users' own lists: which links they name, in the formats people have such lists in.
//!
//! A list is read once, into the [host table](crate::classify::hosts) by a bit of its own. What each format means by a
//! name stands at [`Format`]; what cannot be expressed is never dropped silently: [`Loaded`] counts it by reason.

mod adblock;
mod adblock_options;
mod collect;
mod columns;
pub mod compiled;
mod dnsmasq;
mod geosite;
mod lines;
mod name;
mod plain;
pub mod report;
mod rpz;
mod squidguard;
mod urlblocklist;
mod v2fly;
mod v2fly_rule;
mod waiting;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::classify::hosts::HostTable;
use crate::classify::listed::{ListReach, Precedence};
use crate::message::{Text, list as text};
use crate::source::{SourceFile, Span};
use crate::suffix::SuffixList;
use collect::Collector;
use report::Loaded;

/// The most bytes of one file of a list.
pub const FILE_LIMIT: u64 = 256 << 20;
/// The most bytes of one line; a longer one is counted as unusable.
pub const LINE_LIMIT: usize = 16 << 10;
/// The most entries of one list.
pub const ENTRY_LIMIT: usize = 10_000_000;
/// The most `include:` in a row.
pub const INCLUDE_DEPTH: usize = 16;
/// The most `include:` that are followed in all.
pub const INCLUDE_LIMIT: usize = 10_000;

crate::verdict::vocabulary! {
    /// How a list is written, and what a name in it means.
    Format {
        /// One name a line: the name and everything below it, or the name alone with `reach = "exact"`.
        Domains = "domains",
        /// One name a line: `*.x` is `x` and everything below it, `x` is that host alone.
        Wildcard = "wildcard",
        /// The hosts file: an address and the names it stands for, each exactly.
        Hosts = "hosts",
        /// Adblock rules about hosts: `||x^` is `x` and everything below it, a bare `x` is that host alone.
        Adblock = "adblock",
        /// Options of dnsmasq: `address=/x/` and the like are `x` and everything below it.
        Dnsmasq = "dnsmasq",
        /// Response policy zones: `x` is that host alone, `*.x` everything below it but not `x`.
        Rpz = "rpz",
        /// Text lists of v2fly: `x` and `domain:x` are `x` and everything below it, `full:x` is that host alone.
        V2fly = "v2fly",
        /// The compiled form of the same, `dlc.dat`.
        Geosite = "geosite",
        /// A folder of squidGuard: `domains` with everything below, `urls` by host and beginning of the path.
        Squidguard = "squidguard",
        /// JSON of the browser policy `URLBlocklist`: `x` is `x` and everything below it, `.x` that host alone.
        Urlblocklist = "urlblocklist",
        /// A column of a table: as `domains`.
        Csv = "csv",
        /// A file that `outlink list build` made of any of these.
        Compiled = "compiled",
    }
}

/// Which column of a table holds the names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Column {
    /// The one with this heading.
    Named(String),
    /// The one with this number, from 1; the first row is a heading.
    Number(usize),
    /// The one with this number, from 1; the first row is an entry.
    Bare(usize),
    /// The one headed `domain`, `host`, `域名`, `网站域名` or the like, or the only one.
    Usual,
}

/// What is asked of a list beside its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// How it is written.
    pub format: Format,
    /// How far names reach, where the format leaves that open (`domains`, `csv`).
    pub reach: ListReach,
    /// The column, for `csv`.
    pub column: Column,
    /// The list inside a folder or a compiled file: `code` or `code@attribute` for `v2fly` and `geosite`, an id for `compiled`.
    pub entry: Option<String>,
}

impl Request {
    /// A request with nothing said but the format.
    #[must_use]
    pub const fn plain(format: Format) -> Self {
        Self { format, reach: ListReach::Below, column: Column::Usual, entry: None }
    }
}

/// What names of a list stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Naming {
    /// Themselves.
    Hosts,
    /// The registrable domain they belong to, as filings do.
    Filings,
}

/// Where the names of a list go.
#[derive(Debug)]
pub struct Target<'t> {
    /// The table.
    pub table: &'t mut HostTable,
    /// The list's bit.
    pub bit: u64,
    /// The suffix list, by which entries are told that reach further than one site.
    pub suffixes: &'t dyn SuffixList,
    /// What its names stand for.
    pub naming: Naming,
}

/// Where the files of a list come from.
pub trait Shelf {
    /// The bytes of a file, its name as it is shown; `None` where there is no such file.
    ///
    /// # Errors
    /// The reason why it cannot be read.
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String>;

    /// The names of the files in a folder, in order.
    ///
    /// # Errors
    /// The reason why it cannot be read.
    fn names(&mut self, folder: &str) -> Result<Vec<String>, String>;
}

/// Why a list cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub title: Text,
    /// Where, if it is inside a file of the list.
    pub place: Option<(SourceFile, Span)>,
    /// Whether there was anything to read.
    pub found: Found,
}

/// Whether a list could be read, whatever stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// It was read.
    Read,
    /// There is no such file, or it cannot be read.
    Nothing,
}

impl Fault {
    /// A fault of the list as a whole.
    #[must_use]
    pub const fn new(title: Text) -> Self {
        Self { title, place: None, found: Found::Read }
    }

    /// A fault where there was nothing to read.
    #[must_use]
    pub const fn unread(title: Text) -> Self {
        Self { title, place: None, found: Found::Nothing }
    }

    pub(in crate::list) fn at(title: Text, file: &SourceFile, span: Span) -> Self {
        Self { title, place: Some((file.clone(), span)), found: Found::Read }
    }
}

/// Reads a list into the table.
///
/// # Errors
/// A file cannot be read, is no such list at all, or goes beyond a bound; single entries that cannot be used are counted
/// in the result instead.
pub fn read(request: &Request, path: &str, shelf: &mut dyn Shelf, target: Target<'_>) -> Result<Loaded, Fault> {
    let mut collector = Collector::new(target);
    match request.format {
        Format::Domains => plain::domains(&open(shelf, path)?, request.reach, &mut collector),
        Format::Wildcard => plain::wildcard(&open(shelf, path)?, &mut collector),
        Format::Hosts => plain::hosts(&open(shelf, path)?, &mut collector),
        Format::Adblock => adblock::read(&open(shelf, path)?, &mut collector),
        Format::Dnsmasq => dnsmasq::read(&open(shelf, path)?, &mut collector),
        Format::Rpz => rpz::read(&open(shelf, path)?, &mut collector),
        Format::V2fly => v2fly::read(path, request.entry.as_deref(), shelf, &mut collector)?,
        Format::Geosite => geosite::read(path, request.entry.as_deref(), shelf, &mut collector)?,
        Format::Squidguard => squidguard::read(path, shelf, &mut collector)?,
        Format::Urlblocklist => urlblocklist::read(&open(shelf, path)?, &mut collector)?,
        Format::Csv => columns::read(&open(shelf, path)?, &request.column, request.reach, &mut collector)?,
        Format::Compiled => return Err(Fault::new(text::compiled_already(path))),
    }
    let precedence = if request.format == Format::Adblock { Precedence::Exceptions } else { Precedence::Specific };
    collector.finish(precedence)
}

/// A text file that must be there. What is not UTF-8 becomes a sign that no name has, so that its line is reported.
fn open(shelf: &mut dyn Shelf, path: &str) -> Result<SourceFile, Fault> {
    let found = find(shelf, path)?;
    found.ok_or_else(|| Fault::unread(text::no_such_file(path)))
}

/// A text file that may be there.
fn find(shelf: &mut dyn Shelf, path: &str) -> Result<Option<SourceFile>, Fault> {
    let Some((name, bytes)) = shelf.bytes(path).map_err(|reason| Fault::unread(text::unreadable(path, &reason)))? else { return Ok(None) };
    let content = match simdutf8::basic::from_utf8(&bytes) {
        Ok(content) => Cow::Borrowed(content),
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    Ok(Some(SourceFile::new(&name, content.strip_prefix('\u{feff}').unwrap_or(&content))))
}
