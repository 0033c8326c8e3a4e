//! The folder in which compiled lists are kept from run to run: bounded, and safe to share between runs.

use std::fs::{self, File, FileTimes};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use super::files::Disk;
use super::opening::{beside_file, open_file};
use super::pages::{Mapped, pages_of};
use crate::classify::packed::{Checking, NamedPages};
use crate::policy::files::ListCache;
use crate::policy::load::Files;
use crate::source::SourceFile;

/// The most bytes that the folder keeps; past it the lists that were not used for longest go.
pub const CACHE_LIMIT: u64 = 512 << 20;
/// What the names of its files begin and end with.
const BEGIN: &str = "lists-";
const END: &str = ".outlink";

/// A folder of compiled lists.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
    limit: u64,
}

impl Folder {
    /// A folder that keeps at most so many bytes; it is made when something is kept.
    #[must_use]
    pub const fn new(path: PathBuf, limit: u64) -> Self {
        Self { path, limit }
    }

    fn place(&self, key: u64) -> PathBuf {
        self.path.join(format!("{BEGIN}{key:016x}{END}"))
    }

    /// Writes a file beside its place and moves it there when it is whole, so that readers see all of it or nothing.
    fn write(&self, key: u64, bytes: &[u8]) -> io::Result<()> {
        /// Tells apart what one process writes at the same time.
        static WRITTEN: AtomicU64 = AtomicU64::new(0);
        make_private(&self.path)?;
        let place = self.place(key);
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let part = self.path.join(format!("{BEGIN}{key:016x}.{}.{number}.part", std::process::id()));
        // What a run that ended early left behind under these numbers is nobody's.
        let _ = fs::remove_file(&part);
        let attempt = || {
            let mut file = File::create_new(&part)?;
            file.write_all(bytes)?;
            drop(file);
            fs::rename(&part, &place)
        };
        attempt().inspect_err(|_| drop(fs::remove_file(&part)))?;
        self.make_room(&place);
        Ok(())
    }

    /// Removes what was not used for longest until the rest fits; what was just written stays. A file that cannot be removed stays.
    fn make_room(&self, just_written: &Path) {
        let Ok(entries) = fs::read_dir(&self.path) else { return };
        let mut files: Vec<(SystemTime, PathBuf, u64)> = entries
            .flatten()
            .filter(|entry| entry.file_name().to_string_lossy().starts_with(BEGIN) && entry.path() != just_written)
            .filter_map(|entry| entry.metadata().ok().and_then(|found| Some((found.modified().ok()?, entry.path(), found.len()))))
            .collect();
        files.sort_unstable();
        let own = fs::metadata(just_written).map_or(0, |found| found.len());
        let mut total = files.iter().fold(own, |sum, (_, _, length)| sum.saturating_add(*length));
        for (_, path, length) in files {
            if total <= self.limit {
                break;
            }
            if fs::remove_file(path).is_ok() {
                total = total.saturating_sub(length);
            }
        }
    }
}

/// Makes a folder that others cannot look into, for lists may be nobody's business. One that is there stays as it is.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl ListCache for Folder {
    fn find(&self, key: u64) -> Option<NamedPages> {
        let place = self.place(key);
        let mapped = Mapped::open(&place).ok()?;
        // When it was last used, for the order in which files go. A folder that cannot be written keeps its order.
        let used = FileTimes::new().set_modified(SystemTime::now());
        let _ = fs::OpenOptions::new().append(true).open(&place).and_then(|file| file.set_times(used));
        Some((place.to_string_lossy().into_owned(), Box::new(mapped)))
    }

    fn keep(&self, key: u64, bytes: &[u8]) -> Result<(), (String, String)> {
        self.write(key, bytes).map_err(|error| (self.path.to_string_lossy().into_owned(), error.to_string()))
    }

    fn discard(&self, key: u64) {
        let _ = fs::remove_file(self.place(key));
    }
}

/// Files on disk, with a cache for long lists and a say in when compiled ones are checked.
#[derive(Debug, Default)]
pub struct Shelves {
    /// The cache, if there is one.
    pub cache: Option<Folder>,
    /// When compiled lists are checked.
    pub checking: Checking,
}

impl Files for Shelves {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        Disk.read(name, beside)
    }

    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        Disk.bytes(name, beside)
    }

    fn names(&self, folder: &str, beside: Option<&str>) -> Result<Vec<String>, String> {
        Disk.names(folder, beside)
    }

    fn pages(&self, name: &str, beside: Option<&str>) -> Result<Option<NamedPages>, String> {
        pages_of(&beside_file(name, beside), self.checking)
    }

    fn stream(&self, name: &str, beside: Option<&str>) -> Option<(u64, Box<dyn Read>)> {
        let file = open_file(&beside_file(name, beside)).ok()?;
        let found = file.metadata().ok().filter(|found| found.is_file())?;
        Some((found.len(), Box::new(file)))
    }

    fn cache(&self) -> Option<&dyn ListCache> {
        self.cache.as_ref().map(|folder| folder as &dyn ListCache)
    }
}
