//! Zip files: their entries, unpacked within bounds, and what can still be read of a broken one.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

use super::context::{Context, INNER_LIMIT};
use super::encoding::guessed;
use super::found::{Event, Fault, FaultKind, See, Spot};
use crate::message::{Text, content as message};

/// The most bytes of one entry, unpacked.
pub(super) const ENTRY_LIMIT: u64 = 64 << 20;
/// The most times an entry may grow; smaller ones than [`RATIO_FROM`] may grow as they like.
pub(crate) const RATIO_LIMIT: u64 = 250;
/// From how many unpacked bytes on that bound holds.
pub(crate) const RATIO_FROM: u64 = 4 << 20;
/// The most bytes that are unpacked of a package whose list of entries is lost.
const SALVAGE_LIMIT: u64 = 64 << 20;
/// The most bytes of the name of an entry.
const NAME_LIMIT: usize = 1024;

/// The entries of a zip file.
pub(super) struct Package<'b> {
    archive: Option<ZipArchive<Cursor<&'b [u8]>>>,
    names: Vec<String>,
    salvaged: Vec<Vec<u8>>,
}

impl<'b> Package<'b> {
    /// Opens a package. Where the list at its end is lost, the entries at its beginning are read, and a fault is told.
    pub(super) fn open(bytes: &'b [u8], context: &mut Context<'_>, see: See<'_>) -> Self {
        match ZipArchive::new(Cursor::new(bytes)) {
            Ok(mut archive) => {
                let count = archive.len();
                if count > INNER_LIMIT {
                    see(fault(FaultKind::Bound, message::many_entries(count, INNER_LIMIT), None));
                }
                let name = |at| archive.by_index_raw(at).map(|entry| clean_name(entry.name_raw())).unwrap_or_default();
                let names = (0..count.min(INNER_LIMIT)).map(name).collect();
                Self { archive: Some(archive), names, salvaged: Vec::new() }
            }
            Err(error) => {
                let kind = if matches!(error, ZipError::UnsupportedArchive(_)) { FaultKind::Unsupported } else { FaultKind::Cut };
                see(fault(kind, message::broken_package(), None));
                Self::salvage(bytes, context)
            }
        }
    }

    /// The names of the entries, by their numbers.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// The number of an entry by its name.
    pub(super) fn number(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// An entry, unpacked. What keeps it from being read whole is told.
    pub(super) fn read(&mut self, number: usize, context: &mut Context<'_>, see: See<'_>) -> Option<Vec<u8>> {
        let name = self.names.get(number).cloned().unwrap_or_default();
        let Some(archive) = &mut self.archive else { return self.salvaged.get_mut(number).map(std::mem::take) };
        let mut entry = match archive.by_index(number) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(reason)) => {
                let (kind, sentence) = match reason {
                    ZipError::PASSWORD_REQUIRED => (FaultKind::Encrypted, message::encrypted()),
                    _ => (FaultKind::Unsupported, message::unknown_packing()),
                };
                see(fault(kind, sentence, Some(name)));
                return None;
            }
            Err(_) => {
                see(fault(FaultKind::Malformed, message::broken_entry(), Some(name)));
                return None;
            }
        };
        let by_ratio = entry.compressed_size().saturating_mul(RATIO_LIMIT).max(RATIO_FROM);
        let most = ENTRY_LIMIT.min(by_ratio).min(context.bytes_left());
        let mut kept = Vec::new();
        let result = (&mut entry).take(most + 1).read_to_end(&mut kept);
        context.take_bytes(kept.len() as u64);
        if kept.len() as u64 > most {
            see(fault(FaultKind::Bound, message::large_entry(most), Some(name)));
            return None;
        }
        if result.is_err() {
            see(fault(FaultKind::Malformed, message::broken_entry(), Some(name)));
        }
        Some(kept)
    }

    fn salvage(bytes: &'b [u8], context: &mut Context<'_>) -> Self {
        let mut reader = bytes;
        let mut package = Self { archive: None, names: Vec::new(), salvaged: Vec::new() };
        let mut left = SALVAGE_LIMIT.min(context.bytes_left());
        while left > 0 && package.names.len() < INNER_LIMIT {
            let Ok(Some(mut entry)) = read_zipfile_from_stream(&mut reader) else { break };
            let name = clean_name(entry.name_raw());
            let mut kept = Vec::new();
            let result = (&mut entry).take(left).read_to_end(&mut kept);
            left -= kept.len() as u64;
            context.take_bytes(kept.len() as u64);
            package.names.push(name);
            package.salvaged.push(kept);
            if result.is_err() {
                // Dropping the entry would read on; there is nothing more to read.
                std::mem::forget(entry);
                break;
            }
        }
        package
    }
}

fn fault(kind: FaultKind, sentence: Text, inner: Option<String>) -> Event<'static> {
    Event::Fault(Fault { kind, sentence, place: None, spot: Spot { inner, ..Spot::default() } })
}

/// A name as a path that stays inside: with `/`, without `..` and what stands for a root.
fn clean_name(raw: &[u8]) -> String {
    let raw = raw.get(..raw.len().min(NAME_LIMIT)).unwrap_or(raw);
    let name = std::str::from_utf8(raw).map_or_else(|_| guessed(raw).decode_without_bom_handling(raw).0.into_owned(), str::to_owned);
    let is_folder = name.ends_with(['/', '\\']);
    let parts: Vec<&str> = name.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "." && *part != "..").collect();
    if is_folder { format!("{}/", parts.join("/")) } else { parts.join("/") }
}
