//! Files and standard input, by name.

use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::opening::{beside_file, open_file};
use super::pages::pages_of;
use crate::classify::packed::{Checking, NamedPages};
use crate::policy::load::Files;
use crate::source::SourceFile;

/// The most bytes of a policy, a catalog file or a suffix list.
pub const TEXT_LIMIT: u64 = 64 << 20;

/// One input of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Standard input.
    Stdin,
    /// A file.
    File(PathBuf),
}

impl Input {
    /// Reads `-` or a path.
    #[must_use]
    pub fn named(name: &OsStr) -> Self {
        if name == "-" { Self::Stdin } else { Self::File(PathBuf::from(name)) }
    }

    /// The name shown in records.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.to_string_lossy().into_owned(),
        }
    }

    /// Opens it for reading.
    ///
    /// # Errors
    /// The system's reason; a folder is refused here and not at the first read.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match self {
            Self::Stdin => Ok(Box::new(io::stdin())),
            Self::File(path) => Ok(Box::new(open_file(path)?)),
        }
    }

    /// How many bytes it has, where that is known before it is read.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(path) => path.metadata().ok().filter(std::fs::Metadata::is_file).map(|found| found.len()),
        }
    }
}

/// Reads a whole text file of bounded size, without its byte order mark.
///
/// # Errors
/// It cannot be read, is larger than [`TEXT_LIMIT`], or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    let text = read_whole(&Input::File(path.to_path_buf()))?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Reads a whole text of bounded size as it is, its byte order mark included.
///
/// # Errors
/// It cannot be read, is larger than [`TEXT_LIMIT`], or is not UTF-8.
pub fn read_whole(input: &Input) -> Result<String, String> {
    let file = input.open().map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(format!("it has more than {TEXT_LIMIT} bytes"));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

/// Reads a whole file of bounded size; `None` where there is none.
fn read_bytes(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, String> {
    let file = match open_file(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.to_string()),
    };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > limit { Err(format!("it has more than {limit} bytes")) } else { Ok(Some(bytes)) }
}

/// Policy files and lists on disk; a relative name in a file is taken from that file's folder.
#[derive(Debug, Clone, Copy, Default)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        let path = beside_file(name, beside);
        let text = read_text(&path)?;
        Ok(SourceFile::new(&path.to_string_lossy(), &text))
    }

    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        let path = beside_file(name, beside);
        let bytes = read_bytes(&path, crate::list::FILE_LIMIT)?;
        Ok(bytes.map(|bytes| (path.to_string_lossy().into_owned(), bytes)))
    }

    fn pages(&self, name: &str, beside: Option<&str>) -> Result<Option<NamedPages>, String> {
        pages_of(&beside_file(name, beside), Checking::default())
    }

    fn names(&self, folder: &str, beside: Option<&str>) -> Result<Vec<String>, String> {
        let entries = std::fs::read_dir(beside_file(folder, beside)).map_err(|error| error.to_string())?;
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| error.to_string())?;
            if entry.path().is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}
