//! Which settings hold for which inputs: files found upwards, overrides, the command line over all.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use outlink::diag::Diagnostic;
use outlink::input::files::Input;
use outlink::input::source::{Origin, Source};
use outlink::message::{policy as policy_text, settings as text};
use outlink::settings::discover::{Finder, Trouble, clean};
use outlink::settings::effective::{CommandLine, Effective, left_out_by};
use outlink::settings::model::{FILE_NAME, Settings};

use crate::args::{BasisArg, CheckArgs, FailOnArg};
use crate::command::Given;
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// The inputs with the settings that hold for them.
pub(crate) struct Sorted {
    /// Settings that hold, each for some inputs.
    pub(crate) groups: Vec<Effective>,
    /// The group of each input; `None` for those that settings leave out.
    pub(crate) of_input: Vec<Option<usize>>,
    /// How many inputs a settings file leaves out, by its name.
    pub(crate) left_out: BTreeMap<String, usize>,
    /// Every settings file.
    files: Vec<Arc<Settings>>,
}

/// What an input's settings come from: the files, and the overrides of them that are for it.
type Key = (Vec<String>, Vec<(usize, usize)>);

/// Sorts the inputs by the settings that hold for them.
pub(crate) fn sort(args: &CheckArgs, given: &Given, inputs: &[Source], here: &Path, voice: Voice) -> Result<Sorted, Failure> {
    let command_line = command_line(args, given);
    let mut finder = Finder::new(here.to_owned());
    let named = args.settings.config.as_ref().map(|path| finder.given(path)).transpose().map_err(|trouble| failure(trouble, voice))?;
    let mut sorted = Sorted { groups: Vec::new(), of_input: Vec::new(), left_out: BTreeMap::new(), files: named.clone().unwrap_or_default() };
    let mut known: BTreeMap<Key, usize> = BTreeMap::new();
    for Source { input, origin, .. } in inputs {
        // Standard input is looked upon as a file of the folder one stands in.
        let path = match input {
            Input::File(path) => path.clone(),
            Input::Stdin => PathBuf::from("<stdin>"),
        };
        let files = match &named {
            _ if args.settings.no_config => Vec::new(),
            Some(named) => named.clone(),
            None => finder.chain(&path).map_err(|trouble| failure(trouble, voice))?,
        };
        if let Some(settings) = left_out_by(&files, &path, here).filter(|_| *input != Input::Stdin) {
            *sorted.left_out.entry(settings.file.name.to_string()).or_default() += 1;
            sorted.of_input.push(None);
            continue;
        }
        let effective = Effective::new(&files, &path, &command_line, here);
        // A folder may hold our own files, which are no content.
        let is_own = path.file_name().is_some_and(|name| name == FILE_NAME) || effective.baseline.as_ref().is_some_and(|own| is_same(&own.value, &path, here));
        if *origin == Origin::Walked && is_own {
            sorted.of_input.push(None);
            continue;
        }
        let next = sorted.groups.len();
        let number = *known.entry((files.iter().map(|settings| settings.file.name.to_string()).collect(), effective.applied.clone())).or_insert(next);
        if number == next {
            sorted.groups.push(effective);
        }
        sorted.of_input.push(Some(number));
    }
    if named.is_none() {
        sorted.files = finder.found().cloned().collect();
    }
    Ok(sorted)
}

impl Sorted {
    /// What in the settings files does nothing in this run.
    pub(crate) fn idle(&self) -> Vec<Diagnostic> {
        let mut idle = Vec::new();
        for settings in &self.files {
            let start = outlink::source::Span { start: 0, end: 0 };
            if settings.is_inert() {
                idle.push(Diagnostic::warning("inert-settings", &settings.file, start, text::inert(&settings.file.name)));
            }
            let unused = settings.overrides.iter().filter(|over| !over.applied.load(Ordering::Relaxed));
            idle.extend(unused.map(|over| Diagnostic::warning("unused-override", &settings.file, over.span, text::override_unused())));
        }
        idle
    }
}

fn is_same(one: &Path, other: &Path, here: &Path) -> bool {
    clean(&here.join(one)) == clean(&here.join(other))
}

/// What the command line says beside its defaults.
fn command_line(args: &CheckArgs, given: &Given) -> CommandLine {
    let question = &args.question;
    let when = |id: &str| given.has(id).then_some(());
    let pairs = |written: &[String]| written.iter().filter_map(|pair| pair.split_once('=')).map(|(id, value)| (id.to_owned(), value.to_owned())).collect();
    CommandLine {
        policies: when("policy").map(|()| question.policy.clone()),
        scenes: when("scene").map(|()| question.scene.clone()),
        fail_on: when("fail_on").map(|()| fail_on_word(args.fail_on).to_owned()),
        basis: when("basis").map(|()| if question.basis == BasisArg::Observed { "observed" } else { "announced" }.to_owned()),
        strict: when("strict").map(|()| args.strict),
        context: pairs(&question.context),
        lists: pairs(&question.list),
        code: when("skip_code").map(|()| "skip".to_owned()),
        columns: when("column").map(|()| args.column.clone()),
        baseline: args.baselines.baseline.clone(),
    }
}

const fn fail_on_word(fail_on: FailOnArg) -> &'static str {
    match fail_on {
        FailOnArg::Warn => "warn",
        FailOnArg::Copy => "copy",
        FailOnArg::Block => "block",
        FailOnArg::Never => "never",
    }
}

fn failure(trouble: Trouble, voice: Voice) -> Failure {
    match trouble {
        Trouble::Unreadable { name, reason } => voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)),
        Trouble::Invalid { name, problems } => voice.invalid(&name, &problems),
    }
}

/// The names of the settings files of a group, the nearest first.
pub(crate) fn names(effective: &Effective) -> String {
    effective.files.iter().map(|settings| settings.file.name.to_string()).collect::<Vec<_>>().join(", ")
}
