//! Opening a file, and the path of one beside another.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

#[expect(clippy::disallowed_methods, reason = "the one place that opens files for reading")]
pub(super) fn open_file(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    Ok(file)
}

/// A path as it is named in a file, or on the command line.
pub(super) fn beside_file(name: &str, beside: Option<&str>) -> PathBuf {
    let folder = beside.filter(|file| !file.starts_with('<')).and_then(|file| Path::new(file).parent());
    folder.map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
}
