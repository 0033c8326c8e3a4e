//! Compiling lists into one file.

use super::list_source::{GivenList, LoadedList};
use super::list_words::Unsupported;
use super::load::{LIST_LIMIT, LoadError, Loader};
use super::wanted_list::{FILINGS, Wanted};
use crate::classify::listed::ListReach;
use crate::classify::read::is_id;
use crate::diag::Diagnostic;
use crate::list::compiled::{self, KeptList};
use crate::list::{Format, Naming};
use crate::message::{document as shape, list as text};
use crate::source::{SourceFile, Span};

/// How lists are read that are to be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// How far names reach where a format leaves that open.
    pub reach: ListReach,
    /// What to do with entries that cannot be used.
    pub unsupported: Unsupported,
}

/// Lists that were compiled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// What each list brought.
    pub lists: Vec<LoadedList>,
}

impl Loader<'_> {
    /// Compiles lists, each under its id. The loader's catalog holds their names afterwards and serves nothing else.
    ///
    /// # Errors
    /// A list cannot be read or has errors, two have the same id, or they are more than one file holds.
    pub fn build(&mut self, sources: &[GivenList], reading: Reading) -> Result<Built, LoadError> {
        if sources.len() > LIST_LIMIT {
            return Err(LoadError::Unknown(text::too_many_lists(LIST_LIMIT)));
        }
        self.catalog.hosts.open_filter();
        let mut members: Vec<(u64, &GivenList)> = Vec::with_capacity(sources.len());
        for source in sources {
            if !is_id(&source.id) {
                return Err(LoadError::Unknown(shape::bad_id(&source.id)));
            }
            if members.iter().any(|(_, other)| other.id == source.id) {
                return Err(LoadError::Unknown(text::built_twice(&source.id)));
            }
            members.push((self.source(source, reading)?, source));
        }
        let kept = members.iter().zip(&self.lists).map(|((bit, source), list)| {
            let naming = if source.id == FILINGS { Naming::Filings } else { Naming::Hosts };
            let entries = self.catalog.hosts.kept_entries(*bit);
            (*bit, KeptList::new(&list.id, list.content, naming, self.suffixes.origin(), entries, &list.loaded))
        });
        let bytes = compiled::write(&self.catalog.hosts, kept.collect()).ok_or_else(|| LoadError::Unknown(text::too_large()))?;
        Ok(Built { bytes, lists: std::mem::take(&mut self.lists) })
    }

    fn source(&mut self, source: &GivenList, reading: Reading) -> Result<u64, LoadError> {
        let written = format!("{}={}", source.id, source.path);
        let file = SourceFile::new("<command line>", &written);
        let whole = Span { start: 0, end: written.len() };
        let mut request = source.request();
        if matches!(request.format, Format::Domains | Format::Csv) {
            request.reach = reading.reach;
        }
        let wanted = Wanted {
            id: &source.id,
            path: &source.path,
            beside: None,
            // A compiled list is none that can be read again.
            request: if request.format == Format::Compiled { return Err(LoadError::Unknown(text::compiled_already(&source.path))) } else { request },
            unsupported: reading.unsupported,
            file: &file,
            id_span: whole,
            path_span: whole,
        };
        let mut problems = Vec::new();
        let bit = self.load_list(&wanted, None, &mut problems);
        self.all_read()?;
        match bit {
            Some(bit) if problems.is_empty() => Ok(bit),
            _ => {
                // What helps a policy is no help here.
                let helped = |problem: Diagnostic| if problem.help.is_some() { problem.with_help(Some(text::build_help())) } else { problem };
                Err(LoadError::Invalid { name: written, problems: problems.into_iter().map(helped).collect() })
            }
        }
    }
}
