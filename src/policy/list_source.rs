//! Where a list came from: the command line, and what was loaded.

use crate::classify::packed::HeldId;
use crate::list::compiled::KeptList;
use crate::list::report::Loaded;
use crate::list::{Column, Format, Request};

/// A list that was loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedList {
    /// The list's id.
    pub id: String,
    /// What it brought.
    pub loaded: Loaded,
    /// A hash of its files and of how they were read.
    pub content: u64,
}

/// A list given on the command line: `ID=FILE`, `ID=FILE:FORMAT` or `ID=FILE:FORMAT:PART`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenList {
    /// The list's id.
    pub id: String,
    /// The path, from the working folder.
    pub path: String,
    /// The format, if it was said.
    pub format: Option<Format>,
    /// The column of a table, or the list inside a folder or compiled file.
    pub part: Option<String>,
}

impl GivenList {
    /// Reads the written form; `None` if it is none. The path ends before the first colon that a format follows.
    #[must_use]
    pub fn parse(written: &str) -> Option<Self> {
        let (id, rest) = written.split_once('=')?;
        let colons = rest.match_indices(':').map(|(at, _)| at);
        let mut formatted = colons.filter_map(|at| {
            let (path, rest) = (rest.get(..at)?, rest.get(at + 1..)?);
            let (format, part) = rest.split_once(':').map_or((rest, None), |(format, part)| (format, Some(part)));
            Some((path, Format::parse(format)?, part))
        });
        let (path, format, part) = formatted.next().map_or((rest, None, None), |(path, format, part)| (path, Some(format), part));
        let given = Self { id: id.to_owned(), path: path.to_owned(), format, part: part.map(str::to_owned) };
        (!id.is_empty() && !path.is_empty()).then_some(given)
    }

    pub(super) fn request(&self) -> Request {
        let is_table = self.path.to_ascii_lowercase().ends_with(".csv");
        let mut request = Request::plain(self.format.unwrap_or(if is_table { Format::Csv } else { Format::Domains }));
        if let Some(part) = &self.part {
            match request.format {
                Format::Csv => request.column = part.parse().map_or_else(|_| Column::Named(part.clone()), Column::Number),
                _ => request.entry = Some(part.clone()),
            }
        }
        request
    }
}

/// A compiled file that lists of this run stand in.
#[derive(Debug)]
pub(super) struct OpenedFile {
    pub(super) name: String,
    pub(super) held: HeldId,
    pub(super) lists: Vec<KeptList>,
}
