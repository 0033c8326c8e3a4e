//! Compiled lists on disk: read in the places that are asked for, or mapped where they are the cache's own.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use symbolic_common::ByteView;

use super::opening::open_file;
use crate::classify::packed::{Checking, NamedPages, PageSource};

/// A file that is read in places. What was read is ours, whatever becomes of the file.
#[derive(Debug)]
struct InPlaces {
    file: Mutex<File>,
    length: u64,
    checking: Checking,
}

impl InPlaces {
    fn open(path: &Path, checking: Checking) -> io::Result<Self> {
        let file = open_file(path)?;
        let length = file.metadata()?.len();
        Ok(Self { file: Mutex::new(file), length, checking })
    }
}

/// A compiled list that somebody named, with its name; `None` where there is no such file.
pub(super) fn pages_of(path: &Path, checking: Checking) -> Result<Option<NamedPages>, String> {
    match InPlaces::open(path, checking) {
        Ok(file) => Ok(Some((path.to_string_lossy().into_owned(), Box::new(file)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.to_string()),
    }
}

impl PageSource for InPlaces {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, range: Range<u64>) -> Result<Box<[u8]>, String> {
        let length = range.end.min(self.length).checked_sub(range.start).and_then(|length| usize::try_from(length).ok());
        let mut bytes = vec![0; length.unwrap_or(0)];
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(range.start)).and_then(|_| file.read_exact(&mut bytes)).map_err(|error| error.to_string())?;
        Ok(bytes.into())
    }

    fn checking(&self) -> Checking {
        self.checking
    }
}

/// A file of the cache, mapped. Such files are written beside their place and renamed, and never written to again.
#[derive(Debug)]
pub(super) struct Mapped(ByteView<'static>);

impl Mapped {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        ByteView::open(path).map(Self)
    }
}

impl PageSource for Mapped {
    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&self, range: Range<u64>) -> Result<Box<[u8]>, String> {
        let part = usize::try_from(range.start).ok().zip(usize::try_from(range.end).ok()).and_then(|(start, end)| self.0.get(start..end));
        part.map(Into::into).ok_or_else(|| "it is cut short".to_owned())
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(&self.0)
    }
}
