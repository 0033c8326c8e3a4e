//! Loading a policy by id or path, with what it extends and the lists it names.

use std::sync::Arc;

pub use super::files::Files;
use super::list_source::{GivenList, LoadedList, OpenedFile};
use super::model::Policy;
use super::{builtin, read, validate};
use crate::classify::catalog::Catalog;
use crate::diag::Diagnostic;
use crate::message::{Text, policy as text};
use crate::source::SourceFile;
use crate::suffix::{CompiledIn, SuffixList};

/// The most lists that are loaded at once: they are bits of one word.
pub const LIST_LIMIT: usize = 64;

/// How many policies may extend one another in a row; more are taken for a circle.
const EXTENDS_LIMIT: usize = 8;

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

/// A loader: the catalog that lists are added to, and where files come from.
#[expect(missing_debug_implementations, reason = "it holds a reader of files, which has nothing to show")]
pub struct Loader<'l> {
    /// The catalog.
    pub catalog: &'l mut Catalog,
    /// Where files come from.
    pub files: &'l dyn Files,
    /// Lists loaded so far.
    pub lists: Vec<LoadedList>,
    /// Every policy file read so far, those that others extend included.
    pub read: Vec<SourceFile>,
    /// Lists that the command line gives in place of those that policies name.
    pub given: Vec<GivenList>,
    /// The ids of those that found their use.
    pub(super) claimed: Vec<String>,
    /// Why a list that the command line gives cannot be read, where one cannot.
    pub(super) unreadable: Option<Text>,
    /// The suffix list, by which lists are read.
    pub suffixes: &'l dyn SuffixList,
    /// What people should hear of the cache of lists.
    pub notes: Vec<Text>,
    /// The compiled files that lists stand in.
    pub(super) opened: Vec<OpenedFile>,
}

impl<'l> Loader<'l> {
    /// A loader that has read nothing yet.
    pub fn new(catalog: &'l mut Catalog, files: &'l dyn Files) -> Self {
        Self {
            catalog,
            files,
            lists: Vec::new(),
            read: Vec::new(),
            given: Vec::new(),
            claimed: Vec::new(),
            unreadable: None,
            suffixes: &CompiledIn,
            notes: Vec::new(),
            opened: Vec::new(),
        }
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
        self.all_read()?;
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
}
