//! Loading a policy by id or path, with what it extends and the lists it names.

use std::collections::HashMap;
use std::sync::Arc;

use super::model::Policy;
use super::raw::{RawList, RawPolicy};
use super::{builtin, list, read, validate};
use crate::classify::catalog::Catalog;
use crate::classify::read::is_id;
use crate::diag::Diagnostic;
use crate::message::{Text, document as shape, policy as text};
use crate::source::{SourceFile, Span};

/// The most lists that are loaded at once: they are bits of one word.
pub const LIST_LIMIT: usize = 64;

/// How many policies may extend one another in a row; more are taken for a circle.
const EXTENDS_LIMIT: usize = 8;

/// Where policy files and lists come from; the core itself reads no file.
pub trait Files {
    /// Reads a file named in another one, or on the command line.
    ///
    /// # Errors
    /// The reason why it cannot be read, in the words of the system.
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String>;
}

/// Why a policy cannot be loaded.
#[derive(Debug)]
pub enum LoadError {
    /// The file has errors.
    Invalid {
        /// Its name.
        name: String,
        /// Every error.
        problems: Vec<Diagnostic>,
    },
    /// There is no such policy.
    Unknown(Text),
    /// The file cannot be read.
    Unreadable(Text),
}

/// How many entries a list brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedList {
    /// The list's id.
    pub id: String,
    /// The entries used.
    pub entries: usize,
    /// The lines skipped, with their text.
    pub skipped: Vec<(usize, String)>,
}

/// A loader: the catalog that lists are added to, and where files come from.
#[expect(missing_debug_implementations, reason = "it holds a reader of files, which has nothing to show")]
pub struct Loader<'l> {
    /// The catalog.
    pub catalog: &'l mut Catalog,
    /// Where files come from.
    pub files: &'l dyn Files,
    /// Lists loaded so far.
    pub lists: Vec<LoadedList>,
    /// Every file read so far, policies that others extend and lists included.
    pub read: Vec<SourceFile>,
}

impl<'l> Loader<'l> {
    /// A loader that has read nothing yet.
    pub fn new(catalog: &'l mut Catalog, files: &'l dyn Files) -> Self {
        Self { catalog, files, lists: Vec::new(), read: Vec::new() }
    }
}

impl Loader<'_> {
    /// Loads a policy by the id of an embedded one or the path of a file.
    ///
    /// # Errors
    /// It is not there, cannot be read, or has errors: all of them.
    pub fn load(&mut self, name: &str) -> Result<Policy, LoadError> {
        self.load_beside(name, None, &mut Vec::new())
    }

    /// Loads a policy that another file names: the id of an embedded one, or a path from that file's folder.
    ///
    /// # Errors
    /// As for [`Self::load`].
    pub fn load_from(&mut self, name: &str, file: &str) -> Result<Policy, LoadError> {
        self.load_beside(name, Some(file), &mut Vec::new())
    }

    fn load_beside(&mut self, name: &str, beside: Option<&str>, open: &mut Vec<String>) -> Result<Policy, LoadError> {
        let file = self.find(name, beside)?;
        let own_name = file.name.to_string();
        open.push(own_name.clone());
        self.read.push(file.clone());
        let mut problems = Vec::new();
        let raw = read::read(&file, &mut problems);
        let base = match raw.extends.as_slice() {
            [] => None,
            [one] if open.len() > EXTENDS_LIMIT || open.contains(&one.value) => {
                let problem = Diagnostic::error("extends-circle", &file, one.span, text::extends_circle(&one.value));
                return Err(LoadError::Invalid { name: own_name, problems: vec![problem] });
            }
            [one] => Some(Arc::new(self.load_beside(&one.value, Some(&own_name), open)?)),
            [_, second, ..] => {
                problems.push(Diagnostic::error("too-many", &file, second.span, text::too_many("extends", 1)));
                None
            }
        };
        open.pop();
        let lists = self.lists(&raw, &mut problems);
        validate::validate(&raw, base, self.catalog, &lists, problems).map_err(|problems| LoadError::Invalid { name: own_name, problems })
    }

    fn find(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, LoadError> {
        if let Some(file) = builtin::find(name) {
            return Ok(file);
        }
        if !name.contains(['/', '\\', '.']) {
            let known: Vec<&str> = builtin::ids().collect();
            return Err(LoadError::Unknown(text::no_policy(name, &known.join(", "))));
        }
        self.files.read(name, beside).map_err(|reason| LoadError::Unreadable(text::unreadable(name, &reason)))
    }

    /// Loads the lists a file names; gives each a bit.
    fn lists(&mut self, raw: &RawPolicy, problems: &mut Vec<Diagnostic>) -> HashMap<String, u64> {
        let mut bits = HashMap::new();
        for entry in &raw.lists {
            let Some((id, bit)) = self.list(raw, entry, problems) else { continue };
            let span = entry.id.as_ref().map(|id| id.span).unwrap_or_default();
            if !is_id(&id) {
                problems.push(Diagnostic::error("bad-id", &raw.file, span, shape::bad_id(&id)));
            }
            if bits.insert(id.clone(), bit).is_some() {
                problems.push(Diagnostic::error("duplicate-id", &raw.file, span, shape::duplicate_id("list", &id)));
            }
        }
        bits
    }

    fn list(&mut self, raw: &RawPolicy, entry: &RawList, problems: &mut Vec<Diagnostic>) -> Option<(String, u64)> {
        let (id, path, format) = (entry.id.as_ref()?, entry.path.as_ref()?, entry.format.as_ref()?);
        if self.lists.len() >= LIST_LIMIT {
            problems.push(Diagnostic::error("too-many", &raw.file, id.span, text::too_many("list", LIST_LIMIT)));
            return None;
        }
        let file = match self.files.read(&path.value, Some(&raw.file.name)) {
            Ok(file) => file,
            Err(reason) => {
                problems.push(Diagnostic::error("unreadable", &raw.file, path.span, text::unreadable(&path.value, &reason)));
                return None;
            }
        };
        self.read.push(file.clone());
        let entries = list::parse(&file.text, format.value);
        if !entry.skip_unsupported {
            for (line, written) in &entries.unusable {
                let diagnostic = Diagnostic::error("bad-list-entry", &file, line_span(&file, *line), text::bad_list_entry(*line, written));
                problems.push(diagnostic.with_help(Some(text::list_skip_help())));
            }
        }
        let bit = 1_u64 << self.lists.len();
        for (host, reach) in &entries.hosts {
            self.catalog.hosts.add_to_list(host, *reach, bit);
        }
        self.lists.push(LoadedList { id: id.value.clone(), entries: entries.hosts.len(), skipped: entries.unusable });
        Some((id.value.clone(), bit))
    }
}

/// The span of a line, from 1.
fn line_span(file: &SourceFile, line: usize) -> Span {
    let mut start = 0;
    for (at, text) in file.text.split('\n').enumerate() {
        if at + 1 == line {
            return Span { start, end: start + text.len() };
        }
        start += text.len() + 1;
    }
    Span::default()
}
