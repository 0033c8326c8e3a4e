//! Collecting the entries of a list: plain names straight into the table, the others until the end.

use std::net::IpAddr;

use super::lines::At;
use super::name;
use super::report::{EXAMPLE_LENGTH, EXAMPLE_LIMIT, Example, Loaded, Why};
use super::waiting::Waiting;
use super::{ENTRY_LIMIT, Fault, LINE_LIMIT, Naming, Target};
use crate::classify::listed::{EntryRule, LinkTest, ListEntry, ListReach, Precedence, Says, Weight};
use crate::message::list as text;
use crate::source::{SourceFile, Span};

/// For how many names room is made at once, by the size of the first file; a name takes about so many bytes.
const BYTES_A_NAME: usize = 20;

/// An entry before its name is known to be one.
#[derive(Debug, Clone)]
pub(super) struct Draft<'t> {
    /// The name as it is written; `None` for every host.
    pub(super) name: Option<&'t str>,
    pub(super) reach: ListReach,
    pub(super) says: Says,
    pub(super) weight: Weight,
    pub(super) test: LinkTest,
    pub(super) spared: Vec<Box<str>>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(name: &'t str, reach: ListReach) -> Self {
        Self { name: Some(name), ..Self::everywhere(reach) }
    }

    /// An entry for every host.
    pub(super) fn everywhere(reach: ListReach) -> Self {
        Self { name: None, reach, says: Says::In, weight: Weight::Plain, test: LinkTest::default(), spared: Vec::new() }
    }

    /// Whether it is no more than a name in the list.
    fn is_plain(&self) -> bool {
        self.says == Says::In && self.weight == Weight::Plain && self.test == LinkTest::default() && self.spared.is_empty()
    }

    pub(super) fn saying(self, says: Says) -> Self {
        Self { says, ..self }
    }
}

/// A list being read.
#[derive(Debug)]
pub(super) struct Collector<'t> {
    target: Target<'t>,
    loaded: Loaded,
    waiting: Waiting,
    entries: Vec<ListEntry>,
    buffer: String,
    file: SourceFile,
}

impl<'t> Collector<'t> {
    pub(super) fn new(target: Target<'t>) -> Self {
        Self { target, loaded: Loaded::default(), waiting: Waiting::default(), entries: Vec::new(), buffer: String::new(), file: SourceFile::new("", "") }
    }

    /// Names the file that the following entries stand in.
    pub(super) fn enter(&mut self, file: &SourceFile) {
        if self.loaded.entries == 0 {
            self.target.table.reserve((file.text.len() / BYTES_A_NAME).min(ENTRY_LIMIT));
        }
        self.file = file.clone();
    }

    /// Whether more entries are read than are kept; what is left is not looked at.
    pub(super) const fn is_full(&self) -> bool {
        self.loaded.entries > ENTRY_LIMIT
    }

    /// Whether a line can be read at all; if not, it is counted.
    pub(super) fn is_readable(&mut self, at: At<'_>) -> bool {
        let why = if at.text.len() > LINE_LIMIT {
            Why::TooLong
        } else if !at.text.is_ascii() && at.text.contains('\u{fffd}') {
            Why::NotUtf8
        } else {
            return true;
        };
        self.unusable(at, why);
        false
    }

    /// Counts an entry that cannot be used.
    pub(super) fn unusable(&mut self, at: At<'_>, why: Why) {
        *self.loaded.unusable.entry(why).or_default() += 1;
        if self.loaded.examples.len() < EXAMPLE_LIMIT {
            let text = at.text.chars().take(EXAMPLE_LENGTH).collect();
            // The names of a compiled file do not stand in its text.
            let length = self.file.text.len();
            let span = Span { start: at.start.min(length), end: at.span().end.min(length) };
            self.loaded.examples.push(Example { file: self.file.clone(), line: at.line, span, text, why });
        }
    }

    /// Counts an entry that another one switches off.
    pub(super) const fn disabled(&mut self) {
        self.loaded.disabled += 1;
    }

    /// Adds a plain name.
    pub(super) fn host(&mut self, at: At<'_>, name: &str, reach: ListReach) {
        if self.is_full() {
            return;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let named = name::canonical(name, &mut buffer).ok_or(Why::NoHost).and_then(|host| self.named(host, reach, Says::In));
        match named {
            Ok((host, reach)) => self.plain(host, reach),
            Err(why) => self.unusable(at, why),
        }
        self.buffer = buffer;
    }

    /// A canonical name, for what stands beside an entry's own.
    pub(super) fn canonical(&mut self, name: &str) -> Option<Box<str>> {
        name::canonical(name, &mut self.buffer).map(Into::into)
    }

    /// Adds an entry.
    pub(super) fn add(&mut self, at: At<'_>, draft: Draft<'_>) {
        if self.is_full() {
            return;
        }
        let mut buffer = std::mem::take(&mut self.buffer);
        let canonical = draft.name.map_or(Some(""), |name| name::canonical(name, &mut buffer));
        match canonical {
            Some(host) => self.add_canonical(at, host, draft),
            None => self.unusable(at, Why::NoHost),
        }
        self.buffer = buffer;
    }

    fn add_canonical(&mut self, at: At<'_>, host: &str, draft: Draft<'_>) {
        let (host, reach) = match self.named(host, draft.reach, draft.says) {
            Ok(named) => named,
            Err(why) => return self.unusable(at, why),
        };
        if !host.is_empty() && draft.is_plain() {
            return self.plain(host, reach);
        }
        self.loaded.entries += 1;
        self.loaded.exceptions += usize::from(draft.says == Says::Out);
        let Draft { says, weight, test, spared, .. } = draft;
        self.entries.push(ListEntry { name: host.into(), rule: EntryRule { reach, says, weight, test, spared } });
    }

    /// What a canonical host stands for in this list, and how far it reaches.
    fn named<'h>(&mut self, host: &'h str, reach: ListReach, says: Says) -> Result<(&'h str, ListReach), Why> {
        if name::is_address(host) {
            return Ok((host, ListReach::Exact));
        }
        if self.target.naming == Naming::Filings {
            return self.target.suffixes.registrable(host).map(|domain| (domain, ListReach::Below)).ok_or(Why::NoDomain);
        }
        if reach != ListReach::Exact && says == Says::In && !host.is_empty() {
            self.note_broad(host);
        }
        Ok((host, reach))
    }

    fn plain(&mut self, host: &str, reach: ListReach) {
        self.loaded.entries += 1;
        self.waiting.push(host, reach);
        if self.waiting.is_full() {
            self.add_waiting();
        }
    }

    fn add_waiting(&mut self) {
        self.loaded.repeated += self.waiting.add(self.target.table, self.target.bit);
    }

    fn note_broad(&mut self, host: &str) {
        if memchr::memchr(b'.', host.as_bytes()).is_some() && !self.target.suffixes.is_public_suffix(host) {
            return;
        }
        self.loaded.broad += 1;
        self.loaded.broad_example.get_or_insert_with(|| host.to_owned());
    }

    /// Ends the list.
    pub(super) fn finish(mut self, precedence: Precedence) -> Result<Loaded, Fault> {
        self.add_waiting();
        if self.is_full() {
            return Err(Fault::new(text::too_many(ENTRY_LIMIT)));
        }
        if !self.entries.is_empty() {
            self.target.table.refine(self.target.bit, precedence, self.entries);
        }
        Ok(self.loaded)
    }
}

/// Whether a word is an address, with or without a zone.
pub(super) fn is_address(word: &str) -> bool {
    word.split('%').next().unwrap_or_default().parse::<IpAddr>().is_ok()
}
