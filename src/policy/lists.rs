//! Loading the lists that policies name, and those given on the command line.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3;

use super::compiled_lists::Unit;
use super::files::Files;
use super::list_source::{GivenList, LoadedList};
use super::list_words::Unsupported;
use super::load::{LIST_LIMIT, LoadError, Loader};
use super::raw::{RawColumn, RawList, RawPolicy};
use super::wanted_list::{FILINGS, Wanted, list_hash};
use crate::classify::read::is_id;
use crate::diag::{Diagnostic, nearest};
use crate::document::Placed;
use crate::list::report::{Loaded, Why};
use crate::list::{self, Column, Fault, Format, Found, Naming, Request, Shelf, Target};
use crate::message::{Text, document as shape, list as text, policy as policy_text};
use crate::source::{SourceFile, Span};

/// The files of one list, beside the file that names it; hashes what is read.
struct Beside<'f> {
    files: &'f dyn Files,
    beside: Option<&'f str>,
    hash: Xxh3,
}

impl Shelf for Beside<'_> {
    fn bytes(&mut self, path: &str) -> Result<Option<(String, Vec<u8>)>, String> {
        let found = self.files.bytes(path, self.beside)?;
        if let Some((_, bytes)) = &found {
            self.hash.update(&(bytes.len() as u64).to_le_bytes());
            self.hash.update(bytes);
        }
        Ok(found)
    }

    fn names(&mut self, folder: &str) -> Result<Vec<String>, String> {
        self.files.names(folder, self.beside)
    }
}

/// A list of a policy, or what the command line gives in its place, with what is wrong in how it is asked for.
fn wanted<'w>(raw: &'w RawPolicy, entry: &'w RawList, given: &'w [GivenList], problems: &mut Vec<Diagnostic>) -> Option<Wanted<'w>> {
    let (id, path, format) = (entry.id.as_ref()?, entry.path.as_ref()?, entry.format.as_ref()?);
    let mut request = request(raw, entry, format, problems);
    let given = given.iter().find(|given| given.id == id.value);
    if let Some(given) = given.filter(|given| given.format.is_some()) {
        request = given.request();
    }
    Some(Wanted {
        id: &id.value,
        path: given.map_or(&path.value, |given| &given.path),
        beside: if given.is_some() { None } else { Some(&raw.file.name) },
        request,
        unsupported: entry.unsupported,
        file: &raw.file,
        id_span: id.span,
        path_span: path.span,
    })
}

impl Loader<'_> {
    /// Loads the lists a file names; gives each a bit.
    pub(super) fn lists(&mut self, raw: &RawPolicy, problems: &mut Vec<Diagnostic>) -> HashMap<String, u64> {
        let given = self.given.clone();
        let mut faults: Vec<Vec<Diagnostic>> = Vec::with_capacity(raw.lists.len());
        let mut asked = Vec::with_capacity(raw.lists.len());
        for entry in &raw.lists {
            let mut found = Vec::new();
            asked.push(wanted(raw, entry, &given, &mut found));
            faults.push(found);
        }
        let unit = Unit::of(&asked, self.files, self.suffixes.origin());
        let kept = unit.as_ref().and_then(|unit| self.find_kept(unit));
        let mut bits = HashMap::new();
        let mut read = Vec::new();
        for (number, (wanted, found)) in asked.iter().zip(faults).enumerate() {
            problems.extend(found);
            let Some(wanted) = wanted else { continue };
            if let Some(given) = given.iter().find(|given| given.id == wanted.id) {
                self.claimed.push(given.id.clone());
            }
            let place = kept.zip(unit.as_ref().and_then(|unit| unit.place(number)));
            let Some(bit) = self.load_list(wanted, place, problems) else { continue };
            read.push((number, bit));
            if !is_id(wanted.id) {
                problems.push(Diagnostic::error("bad-id", &raw.file, wanted.id_span, shape::bad_id(wanted.id)));
            }
            if bits.insert(wanted.id.to_owned(), bit).is_some() {
                problems.push(Diagnostic::error("duplicate-id", &raw.file, wanted.id_span, shape::duplicate_id("list", wanted.id)));
            }
        }
        if let Some(unit) = unit.filter(|_| kept.is_none() && problems.is_empty() && self.unreadable.is_none()) {
            self.keep(&unit, &read);
        }
        bits
    }

    /// Loads what the command line gives and no policy asked for: the filings.
    ///
    /// # Errors
    /// The list has errors, or no policy knows it.
    pub fn load_given(&mut self) -> Result<(), LoadError> {
        for given in self.given.clone() {
            if self.claimed.contains(&given.id) {
                continue;
            }
            if given.id != FILINGS {
                return Err(LoadError::Unknown(self.unknown_given(&given.id)));
            }
            let written = format!("--list {}={}", given.id, given.path);
            let file = SourceFile::new("<command line>", &written);
            let whole = Span { start: 0, end: written.len() };
            let mut problems = Vec::new();
            let request = given.request();
            let asked = [Some(Wanted {
                id: &given.id,
                path: &given.path,
                beside: None,
                request,
                unsupported: Unsupported::Error,
                file: &file,
                id_span: whole,
                path_span: whole,
            })];
            let unit = Unit::of(&asked, self.files, self.suffixes.origin());
            let kept = unit.as_ref().and_then(|unit| self.find_kept(unit)).map(|file| (file, 0));
            let bit = asked.iter().flatten().find_map(|wanted| self.load_list(wanted, kept, &mut problems));
            if let Some((unit, bit)) = unit.zip(bit).filter(|_| kept.is_none() && problems.is_empty() && self.unreadable.is_none()) {
                self.keep(&unit, &[(0, bit)]);
            }
            self.claimed.push(given.id);
            self.all_read()?;
            if !problems.is_empty() {
                return Err(LoadError::Invalid { name: written, problems });
            }
        }
        Ok(())
    }

    /// Fails where a list that the command line gives could not be read.
    pub(super) fn all_read(&mut self) -> Result<(), LoadError> {
        self.unreadable.take().map_or(Ok(()), |title| Err(LoadError::Unreadable(title)))
    }

    fn unknown_given(&self, id: &str) -> Text {
        let known: Vec<&str> = self.lists.iter().map(|list| list.id.as_str()).chain([FILINGS]).collect();
        match nearest(id, known.iter().copied()) {
            Some(near) => text::unknown_list_near(id, near),
            None => text::unknown_list(id, &known.join(", ")),
        }
    }

    /// Loads a list, from a place in a kept file if it has one.
    pub(super) fn load_list(&mut self, wanted: &Wanted<'_>, kept: Option<(usize, usize)>, problems: &mut Vec<Diagnostic>) -> Option<u64> {
        if self.lists.len() >= LIST_LIMIT {
            problems.push(Diagnostic::error("too-many", wanted.file, wanted.id_span, policy_text::too_many("list", LIST_LIMIT)));
            return None;
        }
        let bit = 1_u64 << self.lists.len();
        let naming = if wanted.id == FILINGS { Naming::Filings } else { Naming::Hosts };
        let list = match kept.and_then(|(file, place)| self.kept(file, place, bit, wanted.id)) {
            Some(kept) => Ok(kept),
            None if wanted.request.format == Format::Compiled => self.compiled(wanted, bit, naming),
            None => self.read_list(wanted, bit, naming),
        };
        let list = match list {
            Ok(list) => list,
            // What the command line names and cannot be read is no fault of a policy.
            Err(fault) if fault.found == Found::Nothing && wanted.beside.is_none() => {
                self.unreadable = Some(fault.title);
                return Some(bit);
            }
            Err(fault) => {
                let (file, span) = fault.place.unwrap_or_else(|| (wanted.file.clone(), wanted.path_span));
                problems.push(Diagnostic::error("bad-list", &file, span, fault.title));
                // The fault is told; rules that name the list are not at fault.
                return Some(bit);
            }
        };
        if wanted.unsupported == Unsupported::Error {
            tell(&list.loaded, wanted, problems);
        }
        if list.loaded.entries == 0 {
            problems.push(Diagnostic::error("empty-list", wanted.file, wanted.path_span, text::empty(wanted.path)));
        }
        if naming == Naming::Filings {
            self.catalog.filed |= bit;
        }
        self.lists.push(list);
        Some(bit)
    }

    /// Reads a list from its files.
    fn read_list(&mut self, wanted: &Wanted<'_>, bit: u64, naming: Naming) -> Result<LoadedList, Fault> {
        let target = Target { table: &mut self.catalog.hosts, bit, suffixes: self.suffixes, naming };
        let mut shelf = Beside { files: self.files, beside: wanted.beside, hash: list_hash(&wanted.request) };
        let loaded = list::read(&wanted.request, wanted.path, &mut shelf, target)?;
        Ok(LoadedList { id: wanted.id.to_owned(), loaded, content: shelf.hash.digest() })
    }
}

/// Tells the first entries that cannot be used with their places, and how many more there are.
fn tell(loaded: &Loaded, wanted: &Wanted<'_>, problems: &mut Vec<Diagnostic>) {
    // A compiled list has no lines to show.
    if wanted.request.format == Format::Compiled && loaded.skipped() > 0 {
        let title = text::skipped_before(loaded.skipped(), &reasons(loaded));
        problems.push(Diagnostic::error("bad-list-entry", wanted.file, wanted.path_span, title).with_help(Some(text::skip_compiled_help())));
        return;
    }
    for example in &loaded.examples {
        let title = example.why.sentence(example.line, &example.text);
        let help = if wanted.beside.is_some() { text::skip_help() } else { text::mend_help() };
        problems.push(Diagnostic::error("bad-list-entry", &example.file, example.span, title).with_help(Some(help)));
    }
    if loaded.skipped() > loaded.examples.len() {
        problems.push(Diagnostic::error("bad-list-entry", wanted.file, wanted.path_span, text::more(loaded.skipped(), &reasons(loaded))));
    }
}

/// The reasons for what cannot be used, with their counts.
#[must_use]
pub fn reasons(loaded: &Loaded) -> String {
    let counts = Why::ALL.iter().filter_map(|why| loaded.unusable.get(why).map(|count| format!("{count} {}", why.as_str())));
    counts.collect::<Vec<_>>().join(", ")
}

/// What a policy asks of a list; a key that the format does not know is an error.
fn request(raw: &RawPolicy, entry: &RawList, format: &Placed<Format>, problems: &mut Vec<Diagnostic>) -> Request {
    let mut request = Request::plain(format.value);
    let mut useless = |key: &str, span: Span| {
        let title = text::useless_key(key, format.value.as_str());
        problems.push(Diagnostic::error("useless-key", &raw.file, span, title));
    };
    if let Some(reach) = &entry.reach {
        match format.value {
            Format::Domains | Format::Csv => request.reach = reach.value,
            _ => useless("reach", reach.span),
        }
    }
    if let Some(column) = &entry.column {
        match (format.value, &column.value, entry.headless) {
            (Format::Csv, RawColumn::Number(number), None) => request.column = Column::Number(*number),
            (Format::Csv, RawColumn::Number(number), Some(_)) => request.column = Column::Bare(*number),
            (Format::Csv, RawColumn::Name(name), _) => request.column = Column::Named(name.clone()),
            _ => useless("column", column.span),
        }
    }
    if let Some(span) = entry.headless
        && !matches!(request.column, Column::Bare(_))
    {
        useless("header", span);
    }
    if let Some(written) = &entry.entry {
        match format.value {
            Format::V2fly | Format::Geosite | Format::Compiled => request.entry = Some(written.value.clone()),
            _ => useless("entry", written.span),
        }
    }
    request
}
