//! Which settings files are for an input: those of its folder and of the folders above, the nearest first.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::model::{FILE_NAME, Settings};
use super::read::read;
use crate::diag::Diagnostic;
use crate::input::files::read_text;
use crate::source::SourceFile;

/// A settings file that cannot be used.
#[derive(Debug)]
pub enum Trouble {
    /// It cannot be read.
    Unreadable {
        /// Its name.
        name: String,
        /// The system's reason.
        reason: String,
    },
    /// It is wrong.
    Invalid {
        /// Its name.
        name: String,
        /// All that is wrong.
        problems: Vec<Diagnostic>,
    },
}

/// Finds settings files, and reads each once.
#[derive(Debug)]
pub struct Finder {
    /// The folder that relative names are meant from.
    here: PathBuf,
    known: BTreeMap<PathBuf, Option<Arc<Settings>>>,
    /// What holds in the folder that was asked for last, as it was named.
    last: Option<(OsString, Vec<Arc<Settings>>)>,
}

impl Finder {
    /// A finder for names from a folder.
    #[must_use]
    pub const fn new(here: PathBuf) -> Self {
        Self { here, known: BTreeMap::new(), last: None }
    }

    /// The settings for an input, the nearest first, up to one that says `root = true`.
    ///
    /// # Errors
    /// A file that cannot be used.
    pub fn chain(&mut self, input: &Path) -> Result<Vec<Arc<Settings>>, Trouble> {
        // The files of a folder follow each other.
        let folder = input.parent().filter(|_| input.file_name().is_some()).map(Path::as_os_str);
        if let (Some(folder), Some((last, chain))) = (folder, &self.last)
            && *folder == **last
        {
            return Ok(chain.clone());
        }
        let chain = self.looked_for(input)?;
        self.last = folder.map(|folder| (folder.to_owned(), chain.clone()));
        Ok(chain)
    }

    fn looked_for(&mut self, input: &Path) -> Result<Vec<Arc<Settings>>, Trouble> {
        let whole = clean(&self.here.join(input));
        let mut chain = Vec::new();
        for folder in whole.ancestors().skip(1) {
            if let Some(settings) = self.of_folder(folder)? {
                let is_root = settings.root;
                chain.push(settings);
                if is_root {
                    break;
                }
            }
        }
        Ok(chain)
    }

    fn of_folder(&mut self, folder: &Path) -> Result<Option<Arc<Settings>>, Trouble> {
        if let Some(known) = self.known.get(folder) {
            return Ok(known.clone());
        }
        let path = folder.join(FILE_NAME);
        let found = if path.is_file() { Some(Arc::new(load(&path, &self.here)?)) } else { None };
        self.known.insert(folder.to_owned(), found.clone());
        Ok(found)
    }

    /// The settings of a file that was named.
    ///
    /// # Errors
    /// It cannot be used.
    pub fn given(&self, path: &Path) -> Result<Vec<Arc<Settings>>, Trouble> {
        Ok(vec![Arc::new(load(&clean(&self.here.join(path)), &self.here)?)])
    }

    /// Every settings file that was found.
    pub fn found(&self) -> impl Iterator<Item = &Arc<Settings>> {
        self.known.values().flatten()
    }
}

fn load(path: &Path, here: &Path) -> Result<Settings, Trouble> {
    let name = shown(path, here);
    let text = read_text(path).map_err(|reason| Trouble::Unreadable { name: name.clone(), reason })?;
    let folder = path.parent().unwrap_or(here);
    read(&SourceFile::new(&name, &text), folder).map_err(|problems| Trouble::Invalid { name, problems })
}

/// A path as people see it: from the folder they stand in, with `..` where it lies beside or above it. What shares no more
/// than the root with it is shown whole.
#[must_use]
pub fn shown(path: &Path, here: &Path) -> String {
    let shared = path.components().zip(here.components()).take_while(|(one, other)| one == other).count();
    if shared < 2 {
        return path.to_string_lossy().into_owned();
    }
    let ups = here.components().skip(shared).map(|_| Component::ParentDir);
    ups.chain(path.components().skip(shared)).collect::<PathBuf>().to_string_lossy().into_owned()
}

/// A path without `.` and `..`, by its words alone.
#[must_use]
pub fn clean(path: &Path) -> PathBuf {
    let mut cleaned = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                cleaned.pop();
            }
            other => cleaned.push(other),
        }
    }
    cleaned
}
