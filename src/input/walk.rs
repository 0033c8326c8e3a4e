//! From what is named on a command line to the files that are read: folders, patterns, lists of files.

use std::collections::{BTreeSet, HashSet};
use std::ffi::{OsStr, OsString};
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder};

use super::files::{Input, TEXT_LIMIT};
use super::source::Origin;
use crate::message::Text;

/// Whether hidden files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hidden {
    /// They are passed over.
    #[default]
    Skip,
    /// They are read like others; `.git` is not.
    Read,
}

/// Whether `.gitignore` and `.ignore` files are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ignored {
    /// What they name is passed over.
    #[default]
    Skip,
    /// They are not asked.
    Read,
}

/// Which files of folders are read.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Hidden files.
    pub hidden: Hidden,
    /// Ignored files.
    pub ignored: Ignored,
    /// Only files that one of these patterns names, where there are any.
    pub include: Vec<String>,
    /// No file or folder that one of these patterns names.
    pub exclude: Vec<String>,
    /// Files that are written in the same run.
    pub written: Vec<PathBuf>,
}

/// What the names came to.
#[derive(Debug, Default)]
pub struct Walked {
    /// The inputs: in the order of the names, those of a folder by their paths.
    pub inputs: Vec<(Input, Origin)>,
    /// Names and folders that could not be read, with the reason.
    pub failures: Vec<(String, Text)>,
    /// Symbolic links inside folders, which are not followed.
    pub links: u64,
}

/// A pattern that cannot be understood, with the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern {
    /// The pattern.
    pub pattern: String,
    /// Why.
    pub reason: String,
}

/// The files that names stand for. A file is read once, however often it is named in folders.
///
/// # Errors
/// A pattern of the filter, or among the names, is none.
pub fn walk(names: &[OsString], filter: &Filter) -> Result<Walked, BadPattern> {
    let include = patterns(Path::new(""), &filter.include, "")?;
    let exclude = patterns(Path::new(""), &filter.exclude, "!")?;
    let written: BTreeSet<PathBuf> = filter.written.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut walker = Walker { filter, include, exclude, written, seen: HashSet::new(), found: Walked::default() };
    for name in names {
        let path = Path::new(name);
        if name == "-" || path.is_file() {
            walker.found.inputs.push((Input::named(name), Origin::Named));
        } else if path.is_dir() {
            walker.folder(path, None);
        } else if let Some((base, pattern)) = split_pattern(path) {
            let only = patterns(&base, &[pattern], "")?;
            let before = walker.found.inputs.len();
            if base.is_dir() {
                walker.folder(&base, Some(&only));
            }
            if walker.found.inputs.len() == before {
                walker.fail(path, "no file is named so");
            }
        } else {
            // Whatever it is, opening it tells.
            walker.found.inputs.push((Input::named(name), Origin::Named));
        }
    }
    Ok(walker.found)
}

struct Walker<'f> {
    filter: &'f Filter,
    include: Override,
    exclude: Override,
    written: BTreeSet<PathBuf>,
    seen: HashSet<PathBuf>,
    found: Walked,
}

impl Walker<'_> {
    /// Everything below a folder; of it only what a pattern names, where there is one.
    fn folder(&mut self, folder: &Path, only: Option<&Override>) {
        let reads_ignored = self.filter.ignored == Ignored::Read;
        let exclude = self.exclude.clone();
        let mut builder = WalkBuilder::new(folder);
        builder
            .standard_filters(!reads_ignored)
            .hidden(self.filter.hidden == Hidden::Skip)
            .git_global(false)
            .require_git(false)
            .follow_links(false)
            .sort_by_file_name(OsStr::cmp)
            .filter_entry(move |entry| entry.file_name() != ".git" && !exclude.matched(entry.path(), is_folder(entry)).is_ignore());
        for entry in builder.build() {
            match entry {
                Ok(entry) if entry.depth() > 0 && entry.path_is_symlink() => self.found.links += 1,
                Ok(entry) if entry.file_type().is_some_and(|kind| kind.is_file()) => self.file(entry.into_path(), only),
                Ok(_) => {}
                Err(error) => self.fail(folder, &error.to_string()),
            }
        }
    }

    fn file(&mut self, path: PathBuf, only: Option<&Override>) {
        let is_named = |patterns: &Override| patterns.is_empty() || patterns.matched(&path, false).is_whitelist();
        if !is_named(&self.include) || !only.is_none_or(is_named) {
            return;
        }
        let is_written = || path.canonicalize().is_ok_and(|path| self.written.contains(&path));
        if (!self.written.is_empty() && is_written()) || !self.seen.insert(path.clone()) {
            return;
        }
        let path = path.strip_prefix(".").map(Path::to_path_buf).unwrap_or(path);
        self.found.inputs.push((Input::File(path), Origin::Walked));
    }

    fn fail(&mut self, path: &Path, reason: &str) {
        self.found.failures.push((path.to_string_lossy().into_owned(), Text::same(reason)));
    }
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// Patterns as one matcher. Patterns without a separator name files anywhere.
fn patterns(root: &Path, globs: &[String], before: &str) -> Result<Override, BadPattern> {
    let bad = |pattern: &str, error: &ignore::Error| BadPattern { pattern: pattern.to_owned(), reason: error.to_string() };
    let mut builder = OverrideBuilder::new(root);
    for glob in globs {
        builder.add(&format!("{before}{glob}")).map_err(|error| bad(glob, &error))?;
    }
    builder.build().map_err(|error| bad(globs.first().map_or("", String::as_str), &error))
}

/// The folder in which a pattern looks, and the pattern below it; `None` for a path without `*`, `?`, `[` and `{`.
fn split_pattern(path: &Path) -> Option<(PathBuf, String)> {
    let is_pattern = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let parts: Vec<Component<'_>> = path.components().collect();
    let at = parts.iter().position(is_pattern)?;
    let (base, rest) = parts.split_at_checked(at)?;
    let base: PathBuf = base.iter().collect();
    let pattern: Vec<String> = rest.iter().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Some((if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }, format!("/{}", pattern.join("/"))))
}

/// The names in a list of files: one a line, or parted by zero bytes where there are any.
///
/// # Errors
/// It cannot be read, or is larger than [`TEXT_LIMIT`].
pub fn listed(list: &OsStr) -> Result<Vec<OsString>, String> {
    let reader = Input::named(list).open().map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    reader.take(TEXT_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(format!("it has more than {TEXT_LIMIT} bytes"));
    }
    let parting = if memchr::memchr(0, &bytes).is_some() { 0 } else { b'\n' };
    let names = bytes.split(|byte| *byte == parting).map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    Ok(names.filter(|name| !name.is_empty()).map(file_name).collect())
}

#[cfg(unix)]
fn file_name(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStrExt as _;
    OsStr::from_bytes(bytes).to_owned()
}

#[cfg(not(unix))]
fn file_name(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}
