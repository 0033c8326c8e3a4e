//! A list as it is asked for.

use xxhash_rust::xxh3::Xxh3;

use super::list_words::Unsupported;
use crate::list::Request;
use crate::source::{SourceFile, Span};

/// The list whose names are domains with an ICP filing; every policy knows it.
pub(super) const FILINGS: &str = "icp";

/// A list that is asked for, with the places at which its faults are told.
pub(super) struct Wanted<'w> {
    pub(super) id: &'w str,
    pub(super) path: &'w str,
    pub(super) beside: Option<&'w str>,
    pub(super) request: Request,
    pub(super) unsupported: Unsupported,
    pub(super) file: &'w SourceFile,
    pub(super) id_span: Span,
    pub(super) path_span: Span,
}

/// What the hash of a list begins with: how its files are read.
pub(super) fn list_hash(request: &Request) -> Xxh3 {
    let mut hash = Xxh3::new();
    hash.update(format!("{request:?}").as_bytes());
    hash
}
