//! What was read for a question, kept so that the same question can be loaded where those files are not.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::policy::load::Files;
use crate::source::SourceFile;

/// What was asked for: a name, and the file that names it.
pub type Asked = (String, Option<String>);

/// Answers to everything that was read, by what was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// Texts, each with the name it is shown by.
    pub texts: BTreeMap<Asked, (String, String)>,
    /// Files of lists, each with the name it is shown by; `None` where there was no such file.
    pub bytes: BTreeMap<Asked, Option<(String, Vec<u8>)>>,
    /// The names of the files in folders.
    pub names: BTreeMap<Asked, Vec<String>>,
}

/// Passes files on and keeps what was read.
#[expect(missing_debug_implementations, reason = "it holds a reader of files, which has nothing to show")]
pub struct Keeping<'f> {
    files: &'f dyn Files,
    kept: RefCell<Kept>,
}

impl<'f> Keeping<'f> {
    /// Keeps what is read from some files.
    #[must_use]
    pub fn new(files: &'f dyn Files) -> Self {
        Self { files, kept: RefCell::default() }
    }

    /// What was read.
    #[must_use]
    pub fn finish(self) -> Kept {
        self.kept.into_inner()
    }
}

fn asked(name: &str, beside: Option<&str>) -> Asked {
    (name.to_owned(), beside.map(str::to_owned))
}

impl Files for Keeping<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        let file = self.files.read(name, beside)?;
        self.kept.borrow_mut().texts.insert(asked(name, beside), (file.name.to_string(), file.text.to_string()));
        Ok(file)
    }

    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        let bytes = self.files.bytes(name, beside)?;
        self.kept.borrow_mut().bytes.insert(asked(name, beside), bytes.clone());
        Ok(bytes)
    }

    fn names(&self, folder: &str, beside: Option<&str>) -> Result<Vec<String>, String> {
        let names = self.files.names(folder, beside)?;
        self.kept.borrow_mut().names.insert(asked(folder, beside), names.clone());
        Ok(names)
    }
}

impl Kept {
    fn missing(name: &str) -> String {
        format!("`{name}` was not read when the question was packed")
    }
}

impl Files for Kept {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        let (shown, text) = self.texts.get(&asked(name, beside)).ok_or_else(|| Self::missing(name))?;
        Ok(SourceFile::new(shown, text))
    }

    fn bytes(&self, name: &str, beside: Option<&str>) -> Result<Option<(String, Vec<u8>)>, String> {
        self.bytes.get(&asked(name, beside)).cloned().ok_or_else(|| Self::missing(name))
    }

    fn names(&self, folder: &str, beside: Option<&str>) -> Result<Vec<String>, String> {
        self.names.get(&asked(folder, beside)).cloned().ok_or_else(|| Self::missing(folder))
    }
}
