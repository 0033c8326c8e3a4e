//! The catalog that is embedded in the binary.

use super::catalog::Catalog;
use super::prepared;
use super::read::Builder;
use crate::diag::Diagnostic;
use crate::source::SourceFile;
use crate::suffix::SuffixList;

/// The embedded files, in the order in which they refer to one another.
pub const FILES: &[(&str, &str)] = &[
    ("categories.toml", include_str!("../../policies/catalog/categories.toml")),
    ("owners.toml", include_str!("../../policies/catalog/owners.toml")),
    ("wrappers.toml", include_str!("../../policies/catalog/wrappers.toml")),
    ("short-links.toml", include_str!("../../policies/catalog/short-links.toml")),
    ("schemes.toml", include_str!("../../policies/catalog/schemes.toml")),
    ("codes.toml", include_str!("../../policies/catalog/codes.toml")),
];

/// The embedded catalog, restored from what was prepared of its files.
///
/// # Errors
/// As [`read`], where nothing was prepared of just these files.
pub fn catalog(suffixes: &dyn SuffixList) -> Result<Catalog, Vec<Diagnostic>> {
    prepared::restore(prepared::PREPARED).map_or_else(|| read(suffixes), Ok)
}

/// The embedded catalog, read from its files.
///
/// # Errors
/// Everything that is wrong with the embedded files; a test holds that there is nothing.
pub fn read(suffixes: &dyn SuffixList) -> Result<Catalog, Vec<Diagnostic>> {
    let mut builder = Builder::new(suffixes);
    for (name, text) in FILES {
        builder.read(&SourceFile::new(&format!("<built-in>/catalog/{name}"), text));
    }
    builder.finish()
}
