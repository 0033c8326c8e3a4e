//! Where policies and lists come from, and where compiled lists are kept.

use std::io::Read;

use crate::classify::packed::{InMemory, NamedPages, PageSource};
use crate::source::SourceFile;

/// Where policy files and lists come from; the core itself reads no file.
pub trait Files {
    /// Reads a file named in another one, or on the command line.
    ///
    /// # Errors
    /// The reason why it cannot be read, in the words of the system.
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String>;

    /// Reads a file of a list, with the name it is shown by; `None` where there is no such file.
    ///
    /// # Errors
    /// The reason why it cannot be read.
    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        self.read(name, beside).map(|file| Some((file.name.to_string(), file.text.as_bytes().to_vec())))
    }

    /// The names of the files in a folder, in order.
    ///
    /// # Errors
    /// The reason why it cannot be read; by default there are no folders.
    fn names(&self, folder: &str, _beside: Option<&str>) -> Result<Vec<String>, String> {
        Err(format!("`{folder}` cannot be listed here"))
    }

    /// Opens a compiled list, with the name it is known by; `None` where there is no such file.
    ///
    /// # Errors
    /// The reason why it cannot be read.
    fn pages(&self, name: &str, beside: Option<&str>) -> Result<Option<NamedPages>, String> {
        let found = self.bytes(name, beside)?;
        Ok(found.map(|(name, bytes)| (name, Box::new(InMemory(bytes.into())) as Box<dyn PageSource>)))
    }

    /// The length of a file of a list, and the file to be read in blocks; by default, and where it cannot be opened, none.
    fn stream(&self, _name: &str, _beside: Option<&str>) -> Option<(u64, Box<dyn Read>)> {
        None
    }

    /// Where compiled lists are kept from run to run; by default nowhere.
    fn cache(&self) -> Option<&dyn ListCache> {
        None
    }
}

/// Where compiled lists are kept from run to run.
pub trait ListCache {
    /// What was kept under a key, and its name for people.
    fn find(&self, key: u64) -> Option<NamedPages>;

    /// Keeps something under a key.
    ///
    /// # Errors
    /// The place, and the reason why it cannot be kept there.
    fn keep(&self, key: u64, bytes: &[u8]) -> Result<(), (String, String)>;

    /// Throws away what was kept under a key.
    fn discard(&self, key: u64);
}
