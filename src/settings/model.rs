//! What one settings file says, each value with its place.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use globset::GlobSet;

use super::exception::Exception;
use super::levels::Weight;
use crate::document::Placed;
use crate::source::{SourceFile, Span};

/// The name of a settings file.
pub const FILE_NAME: &str = "outlink.toml";

/// The words of `basis`.
pub const BASES: &[&str] = &["announced", "observed"];
/// The words of `fail-on`.
pub const THRESHOLDS: &[&str] = &["warn", "copy", "block", "never"];

/// The keys that a file gives for all its inputs, and an override for some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Keys {
    /// Policies: ids of built-in ones, or paths from the settings file's folder.
    pub policies: Option<Placed<Vec<String>>>,
    /// Scenes.
    pub scenes: Option<Placed<Vec<String>>>,
    /// The loosest verdict that counts, or `never`.
    pub fail_on: Option<Placed<String>>,
    /// Weights by rule.
    pub levels: BTreeMap<String, Placed<Weight>>,
}

/// One `[[override]]`.
#[derive(Debug)]
pub struct Override {
    /// The inputs it is for.
    pub files: GlobSet,
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub keys: Keys,
    /// Whether any input was among its files.
    pub applied: AtomicBool,
}

/// Which inputs are read and how.
#[derive(Debug, Clone, Default)]
pub struct InputKeys {
    /// Only these.
    pub include: Option<Placed<GlobSet>>,
    /// None of these.
    pub exclude: Option<Placed<GlobSet>>,
    /// Whether links in code are read: `read` or `skip`.
    pub code: Option<Placed<String>>,
    /// The columns of tables.
    pub columns: Option<Placed<Vec<String>>>,
}

/// A settings file.
#[derive(Debug)]
pub struct Settings {
    /// The file.
    pub file: SourceFile,
    /// Its folder, from which its paths and globs are meant.
    pub folder: PathBuf,
    /// Whether settings of outer folders are left aside.
    pub root: bool,
    /// Keys for all inputs.
    pub keys: Keys,
    /// The view: `announced` or `observed`.
    pub basis: Option<Placed<String>>,
    /// Whether what is uncertain is judged by its worst alternative.
    pub strict: Option<Placed<bool>>,
    /// Contexts with their values.
    pub context: BTreeMap<String, Placed<String>>,
    /// Lists with their files, as `--list` takes them.
    pub lists: BTreeMap<String, Placed<String>>,
    /// The baseline, from the file's folder.
    pub baseline: Option<Placed<String>>,
    /// Which inputs are read and how.
    pub input: InputKeys,
    /// Overrides, a later one over an earlier one.
    pub overrides: Vec<Override>,
    /// What is allowed.
    pub exceptions: Vec<Arc<Exception>>,
}

impl Settings {
    /// Whether it says nothing that could change a run.
    #[must_use]
    pub fn is_inert(&self) -> bool {
        let input = &self.input;
        let views = self.basis.is_none() && self.strict.is_none() && self.context.is_empty() && self.lists.is_empty() && self.baseline.is_none();
        let inputs = input.include.is_none() && input.exclude.is_none() && input.code.is_none() && input.columns.is_none();
        self.keys == Keys::default() && views && inputs && self.overrides.is_empty() && self.exceptions.is_empty()
    }
}
