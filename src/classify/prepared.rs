//! The embedded catalog as it was read once: a run restores it with a sixth of the instructions that reading the files takes.
//!
//! `policies/catalog/prepared.bin` begins with the digest that `build.rs` makes of the files it comes from. A program built
//! from other files finds another digest there and reads the files; nothing is ever taken from a catalog of yesterday. The
//! test that holds both against each other also writes it: CONTRIBUTING.md, "A catalog entry".

use super::catalog::Catalog;

/// The digest of the catalog's files, of what reads them and of the types that hold them, as they were when this was built.
const DIGEST: &str = env!("OUTLINK_CATALOG_DIGEST");

/// What was prepared.
pub const PREPARED: &[u8] = include_bytes!("../../policies/catalog/prepared.bin");

/// Writes a catalog of embedded files, without users' lists.
///
/// # Errors
/// Never for a catalog that was read from files.
pub fn prepare(catalog: &Catalog) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_extend(catalog, DIGEST.as_bytes().to_vec())
}

/// Restores what was written of the same files; `None` for anything else.
#[must_use]
pub fn restore(prepared: &[u8]) -> Option<Catalog> {
    postcard::from_bytes(prepared.strip_prefix(DIGEST.as_bytes())?).ok()
}
