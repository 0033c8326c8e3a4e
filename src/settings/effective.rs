//! The settings that hold for an input: files from the outermost to the nearest, overrides, and the command line over all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::discover::{clean, shown};
use super::exception::Exception;
use super::levels::{Levels, Weight};
use super::model::{Keys, Settings};
use crate::document::Placed;
use crate::source::Span;

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// The command line, or the environment in its place.
    CommandLine,
    /// A settings file.
    File {
        /// Its name.
        name: Arc<str>,
        /// The line.
        line: usize,
    },
}

/// A value with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it comes from.
    pub origin: Origin,
}

/// What the command line says; `None` where it says nothing.
#[derive(Debug, Clone, Default)]
pub struct CommandLine {
    /// `--policy`
    pub policies: Option<Vec<String>>,
    /// `--scene`
    pub scenes: Option<Vec<String>>,
    /// `--fail-on`
    pub fail_on: Option<String>,
    /// `--basis`
    pub basis: Option<String>,
    /// `--strict`
    pub strict: Option<bool>,
    /// `--context`, by its id.
    pub context: BTreeMap<String, String>,
    /// `--list`, by its id.
    pub lists: BTreeMap<String, String>,
    /// `--skip-code`
    pub code: Option<String>,
    /// `--column`
    pub columns: Option<Vec<String>>,
    /// `--baseline`
    pub baseline: Option<PathBuf>,
}

/// The settings that hold.
#[derive(Debug, Clone)]
pub struct Effective {
    /// The settings files, the nearest first.
    pub files: Vec<Arc<Settings>>,
    /// Policies: ids, or paths.
    pub policies: Sourced<Vec<String>>,
    /// Scenes; all where empty.
    pub scenes: Sourced<Vec<String>>,
    /// The loosest verdict that counts, or `never`.
    pub fail_on: Sourced<String>,
    /// The view.
    pub basis: Sourced<String>,
    /// Whether what is uncertain is judged by its worst alternative.
    pub strict: Sourced<bool>,
    /// Contexts by id.
    pub context: BTreeMap<String, Sourced<String>>,
    /// Lists by id, as `--list` takes them.
    pub lists: BTreeMap<String, Sourced<String>>,
    /// Whether links in code are read.
    pub code: Sourced<String>,
    /// Columns of tables; all where empty.
    pub columns: Sourced<Vec<String>>,
    /// Weights by rule.
    pub levels: BTreeMap<String, Sourced<Weight>>,
    /// The baseline.
    pub baseline: Option<Sourced<PathBuf>>,
    /// Exceptions of all files.
    pub exceptions: Vec<Arc<Exception>>,
    /// The overrides that are for the input: the number of the file among these, and of the override in it.
    pub applied: Vec<(usize, usize)>,
}

/// What holds where nobody says anything.
fn plain() -> Effective {
    fn sourced<T>(value: T) -> Sourced<T> {
        Sourced { value, origin: Origin::Default }
    }
    Effective {
        files: Vec::new(),
        policies: sourced(vec!["wechat".to_owned()]),
        scenes: sourced(Vec::new()),
        fail_on: sourced("block".to_owned()),
        basis: sourced("announced".to_owned()),
        strict: sourced(false),
        context: BTreeMap::new(),
        lists: BTreeMap::new(),
        code: sourced("read".to_owned()),
        columns: sourced(Vec::new()),
        levels: BTreeMap::new(),
        baseline: None,
        exceptions: Vec::new(),
        applied: Vec::new(),
    }
}

impl Effective {
    /// The settings for an input, from the files that are for it.
    #[must_use]
    pub fn new(files: &[Arc<Settings>], input: &Path, command_line: &CommandLine, here: &Path) -> Self {
        let mut effective = Self { files: files.to_vec(), ..plain() };
        let whole = clean(&here.join(input));
        for settings in files.iter().rev() {
            effective.take(settings, here);
        }
        for (number, settings) in files.iter().enumerate().rev() {
            let path = whole.strip_prefix(&settings.folder).unwrap_or(input);
            for (at, over) in settings.overrides.iter().enumerate().filter(|(_, over)| over.files.is_match(path)) {
                over.applied.store(true, Ordering::Relaxed);
                effective.applied.push((number, at));
                effective.keys(settings, &over.keys, here);
            }
        }
        effective.command_line(command_line);
        effective
    }

    /// Takes what a file says for all its inputs.
    fn take(&mut self, settings: &Settings, here: &Path) {
        self.keys(settings, &settings.keys, here);
        let put = Put { settings };
        put.over(&mut self.basis, settings.basis.as_ref());
        put.over(&mut self.strict, settings.strict.as_ref());
        put.over(&mut self.code, settings.input.code.as_ref());
        put.over(&mut self.columns, settings.input.columns.as_ref());
        for (id, value) in &settings.context {
            self.context.insert(id.clone(), put.sourced(value));
        }
        for (id, value) in &settings.lists {
            let path = shown(&clean(&settings.folder.join(&value.value)), here);
            self.lists.insert(id.clone(), Sourced { value: path, origin: put.origin(value.span) });
        }
        if let Some(baseline) = &settings.baseline {
            let path = PathBuf::from(shown(&clean(&settings.folder.join(&baseline.value)), here));
            self.baseline = Some(Sourced { value: path, origin: put.origin(baseline.span) });
        }
        self.exceptions.extend(settings.exceptions.iter().cloned());
    }

    fn keys(&mut self, settings: &Settings, keys: &Keys, here: &Path) {
        let put = Put { settings };
        if let Some(policies) = &keys.policies {
            let value = policies.value.iter().map(|name| policy(name, settings, here)).collect();
            self.policies = Sourced { value, origin: put.origin(policies.span) };
        }
        put.over(&mut self.scenes, keys.scenes.as_ref());
        put.over(&mut self.fail_on, keys.fail_on.as_ref());
        for (rule, weight) in &keys.levels {
            self.levels.insert(rule.clone(), put.sourced(weight));
        }
    }

    fn command_line(&mut self, given: &CommandLine) {
        fn over<T: Clone>(place: &mut Sourced<T>, given: Option<&T>) {
            if let Some(value) = given {
                *place = Sourced { value: value.clone(), origin: Origin::CommandLine };
            }
        }
        over(&mut self.policies, given.policies.as_ref());
        over(&mut self.scenes, given.scenes.as_ref());
        over(&mut self.fail_on, given.fail_on.as_ref());
        over(&mut self.basis, given.basis.as_ref());
        over(&mut self.strict, given.strict.as_ref());
        over(&mut self.code, given.code.as_ref());
        over(&mut self.columns, given.columns.as_ref());
        for (own, theirs) in [(&mut self.context, &given.context), (&mut self.lists, &given.lists)] {
            own.extend(theirs.iter().map(|(id, value)| (id.clone(), Sourced { value: value.clone(), origin: Origin::CommandLine })));
        }
        if let Some(path) = &given.baseline {
            self.baseline = Some(Sourced { value: path.clone(), origin: Origin::CommandLine });
        }
    }

    /// The weights alone.
    #[must_use]
    pub fn levels(&self) -> Levels {
        Levels(self.levels.iter().map(|(rule, weight)| (rule.clone(), weight.value)).collect())
    }
}

/// A policy named in a file: a path from the file's folder, or an id of a built-in one.
fn policy(name: &str, settings: &Settings, here: &Path) -> String {
    let is_path = name.contains(['/', '\\']) || name.to_ascii_lowercase().ends_with(".toml");
    if is_path { shown(&clean(&settings.folder.join(name)), here) } else { name.to_owned() }
}

/// Puts the values of one file in their places.
struct Put<'s> {
    settings: &'s Settings,
}

impl Put<'_> {
    fn origin(&self, span: Span) -> Origin {
        Origin::File { name: Arc::clone(&self.settings.file.name), line: self.settings.file.place(span.start).line }
    }

    fn sourced<T: Clone>(&self, value: &Placed<T>) -> Sourced<T> {
        Sourced { value: value.value.clone(), origin: self.origin(value.span) }
    }

    fn over<T: Clone>(&self, place: &mut Sourced<T>, value: Option<&Placed<T>>) {
        if let Some(value) = value {
            *place = self.sourced(value);
        }
    }
}

/// The settings file that leaves an input out, if one does: the nearest that says anything of it.
#[must_use]
pub fn left_out_by<'s>(files: &'s [Arc<Settings>], input: &Path, here: &Path) -> Option<&'s Arc<Settings>> {
    let whole = clean(&here.join(input));
    let (mut include, mut exclude) = (false, false);
    for settings in files {
        let path = whole.strip_prefix(&settings.folder).unwrap_or(input);
        if let (false, Some(globs)) = (include, &settings.input.include) {
            include = true;
            if !globs.value.is_match(path) {
                return Some(settings);
            }
        }
        if let (false, Some(globs)) = (exclude, &settings.input.exclude) {
            exclude = true;
            if globs.value.is_match(path) {
                return Some(settings);
            }
        }
    }
    None
}
