//! From arguments to a run: the catalog, the suffix list, the policies and the view on each.

use std::path::Path;
use std::time::SystemTime;

use outlink::check::run::{Run, RunHash, RunPolicy, Threshold};
use outlink::classify::builtin;
use outlink::classify::catalog::Catalog;
use outlink::classify::chain::Classifier;
use outlink::diag::Diagnostic;
use outlink::engine::compile::Matcher;
use outlink::engine::view::{BasisView, Horizon, View};
use outlink::input::files::{Disk, read_text};
use outlink::message::{Lang, Text, list as list_text, policy as policy_text, run as text};
use outlink::policy::list_source::{GivenList, LoadedList};
use outlink::policy::load::{LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::report::escape::terminal;
use outlink::report::palette::Palette;
use outlink::report::snippet;
use outlink::suffix::{CompiledIn, FromFile, SuffixList};
use outlink::time::{AsOf, Instant, Zone};
use outlink::verdict::Grade;

use crate::args::{BasisArg, QuestionArgs};
use crate::exit::{Exit, Failure};

/// What is loaded before a run: it outlives the run.
pub(crate) struct Loaded {
    pub(crate) catalog: Catalog,
    pub(crate) suffixes: Box<dyn SuffixList>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) lists: Vec<LoadedList>,
    pub(crate) as_of: AsOf,
    parts: Vec<(String, String)>,
}

/// Says things in one language and colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    pub(crate) lang: Lang,
    pub(crate) palette: Palette,
}

impl Voice {
    pub(crate) fn usage(self, title: &Text) -> Failure {
        self.failure(Exit::Usage, title)
    }

    /// A failure in our words; what they quote may not act on the terminal.
    pub(crate) fn failure(self, exit: Exit, title: &Text) -> Failure {
        Failure::new(exit, text::error(&terminal(title.get(self.lang))).get(self.lang))
    }

    /// A file that cannot be used, with all that is wrong in it.
    pub(crate) fn invalid(self, name: &str, problems: &[Diagnostic]) -> Failure {
        let mut message = String::new();
        for problem in problems {
            message.push_str(&snippet::render(problem, self.lang, self.palette));
            message.push_str("\n\n");
        }
        let end = policy_text::invalid(name, problems.len());
        message.push_str(text::error(end.get(self.lang)).get(self.lang));
        Failure::new(Exit::Invalid, message)
    }
}

/// Refuses what is wrong in the question itself, before anything is read.
pub(crate) fn check_forms(question: &QuestionArgs, voice: Voice) -> Result<(), Failure> {
    for (option, written) in [("--as-of", &question.as_of), ("--posted", &question.posted)] {
        if let Some(written) = written
            && AsOf::parse(written).is_none()
        {
            return Err(voice.usage(&text::bad_date(option, written)));
        }
    }
    if let Some(written) = &question.horizon {
        days(written, voice)?;
    }
    for written in &question.trial {
        on_off(written, voice)?;
    }
    for written in &question.context {
        written.split_once('=').ok_or_else(|| voice.usage(&text::bad_pair("--context", written, "ID=VALUE")))?;
    }
    let given = given_lists(question, voice)?;
    match given.iter().enumerate().find(|(at, list)| given.iter().take(*at).any(|earlier| earlier.id == list.id)) {
        Some((_, twice)) => Err(voice.usage(&list_text::given_twice(&twice.id))),
        None => Ok(()),
    }
}

/// The lists that `--list` gives.
fn given_lists(question: &QuestionArgs, voice: Voice) -> Result<Vec<GivenList>, Failure> {
    let form = list_text::given_form();
    let read = |written: &String| GivenList::parse(written).ok_or_else(|| voice.usage(&text::bad_pair("--list", written, form.get(voice.lang))));
    question.list.iter().map(read).collect()
}

/// Loads what the question names.
pub(crate) fn load(question: &QuestionArgs, voice: Voice) -> Result<Loaded, Failure> {
    check_forms(question, voice)?;
    let (suffixes, suffix_text) = suffixes(question.psl.as_deref(), voice)?;
    let mut catalog = builtin::catalog(suffixes.as_ref()).map_err(|problems| voice.invalid("catalog", &problems))?;
    let mut loader = Loader::new(&mut catalog, &Disk);
    loader.given = given_lists(question, voice)?;
    loader.suffixes = suffixes.as_ref();
    let policies = policies(&mut loader, &question.policy, voice)?;
    loader.load_given().map_err(|error| load_failure(error, voice))?;
    let Loader { lists, read, .. } = loader;
    let mut parts = vec![("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()), ("suffixes".to_owned(), suffix_text)];
    parts.extend(builtin::FILES.iter().map(|(name, text)| (format!("catalog {name}"), hash_of(text))));
    parts.extend(read.iter().enumerate().map(|(number, file)| (format!("file {number}"), hash_of(&file.text))));
    parts.extend(lists.iter().map(|list| (format!("list {}", list.id), format!("{:016x}", list.content))));
    let zone = policies.first().map_or(Zone::UTC, |policy| policy.zone);
    let as_of = match &question.as_of {
        Some(written) => AsOf::parse(written).ok_or_else(|| voice.usage(&text::bad_date("--as-of", written)))?,
        None => today(zone),
    };
    Ok(Loaded { catalog, suffixes, policies, lists, as_of, parts })
}

/// The policies alone, for questions about what they say.
pub(crate) fn policies_alone(names: &[String], voice: Voice) -> Result<Vec<Policy>, Failure> {
    let mut catalog = builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    policies(&mut Loader::new(&mut catalog, &Disk), names, voice)
}

/// Loads policies by their ids or paths; none may come twice.
fn policies(loader: &mut Loader<'_>, names: &[String], voice: Voice) -> Result<Vec<Policy>, Failure> {
    let mut policies = Vec::new();
    for name in names {
        let policy = loader.load(name).map_err(|error| load_failure(error, voice))?;
        if policies.iter().any(|known: &Policy| known.id == policy.id) {
            return Err(voice.usage(&policy_text::policy_twice(&policy.id)));
        }
        policies.push(policy);
    }
    Ok(policies)
}

/// Why a policy cannot be loaded, in words.
pub(crate) fn load_failure(error: LoadError, voice: Voice) -> Failure {
    match error {
        LoadError::Invalid { name, problems } => voice.invalid(&name, &problems),
        LoadError::Unknown(title) => voice.usage(&title),
        LoadError::Unreadable(title) => voice.failure(Exit::Failed, &title),
    }
}

/// The day it is, in a zone.
pub(crate) fn today(zone: Zone) -> AsOf {
    AsOf::day_at(now(), zone)
}

/// This moment.
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// What names a text in the run hash.
pub(crate) fn hash_of(text: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("", text);
    hash.finish()
}

/// The suffix list, and what names it in the run hash.
fn suffixes(file: Option<&Path>, voice: Voice) -> Result<(Box<dyn SuffixList>, String), Failure> {
    let Some(path) = file else { return Ok((Box::new(CompiledIn), CompiledIn.origin().to_owned())) };
    let name = path.to_string_lossy();
    let text = read_text(path).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
    let list = FromFile::parse(&text, &name).map_err(|reason| voice.failure(Exit::Invalid, &reason.sentence(&name)))?;
    Ok((Box::new(list), hash_of(&text)))
}

impl Loaded {
    /// Adds something to what the run hash stands for.
    pub(crate) fn note(&mut self, name: &str, text: &str) {
        self.parts.push((name.to_owned(), text.to_owned()));
    }

    /// Compiles the run. `horizon` replaces the question's own where it is given.
    pub(crate) fn run(
        &self,
        question: &QuestionArgs,
        basis: BasisView,
        horizon: Option<Horizon>,
        threshold: Threshold,
        voice: Voice,
    ) -> Result<Run<'_>, Failure> {
        let classifier = Classifier { catalog: &self.catalog, suffixes: self.suffixes.as_ref(), moment: Some(self.as_of.instant(Zone::UTC)) };
        let scenes = self.scenes(question, voice)?;
        self.check_names(question, voice)?;
        let mut policies = Vec::with_capacity(self.policies.len());
        for (policy, scenes) in self.policies.iter().zip(scenes) {
            let view = self.view(policy, question, basis, horizon, voice)?;
            let matcher = Matcher::compile(policy, &self.catalog, view).map_err(|error| voice.usage(&text::too_many_contexts(&error.unset.join(", "))))?;
            policies.push(RunPolicy::new(matcher, scenes));
        }
        let mut hash = RunHash::default();
        self.parts.iter().for_each(|(name, text)| hash.add(name, text));
        self.options(question, basis).iter().for_each(|(name, value)| hash.add(name, value));
        Ok(Run { classifier, resolver: None, policies, as_of: self.as_of, threshold, id: hash.finish() })
    }

    /// Everything the run hash stands for, files by the hashes of their texts.
    pub(crate) fn info(&self, question: &QuestionArgs, basis: BasisView) -> Vec<(String, String)> {
        self.parts.iter().cloned().chain(self.options(question, basis)).collect()
    }

    fn options(&self, question: &QuestionArgs, basis: BasisView) -> Vec<(String, String)> {
        let view = if basis == BasisView::Observed { "observed" } else { "announced" };
        [
            ("as-of", self.as_of.to_string()),
            ("basis", view.to_owned()),
            ("scene", question.scene.join(",")),
            ("trial", question.trial.join(",")),
            ("choice", question.choice.clone().unwrap_or_default()),
            ("context", question.context.join(",")),
            ("posted", question.posted.clone().unwrap_or_default()),
            ("min-grade", question.min_grade.clone().unwrap_or_default()),
            ("horizon", question.horizon.clone().unwrap_or_default()),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
    }

    /// The scenes asked for, by policy; each must be known to one of them.
    fn scenes(&self, question: &QuestionArgs, voice: Voice) -> Result<Vec<Vec<usize>>, Failure> {
        let all = |policy: &Policy| (0..policy.scenes.len()).collect::<Vec<_>>();
        if question.scene.is_empty() {
            return Ok(self.policies.iter().map(all).collect());
        }
        for id in &question.scene {
            if !self.policies.iter().any(|policy| policy.scene(id).is_some()) {
                let known = self.known(|policy| policy.scenes.iter().map(|scene| scene.id.as_str()).collect());
                return Err(voice.usage(&text::unknown("scene", id, &known)));
            }
        }
        let asked = |policy: &Policy| {
            let mut scenes: Vec<usize> = Vec::new();
            for scene in question.scene.iter().filter_map(|id| policy.scene(id)) {
                if !scenes.contains(&scene) {
                    scenes.push(scene);
                }
            }
            scenes
        };
        Ok(self.policies.iter().map(asked).collect())
    }

    /// Trials, choices and contexts must be known to some policy.
    fn check_names(&self, question: &QuestionArgs, voice: Voice) -> Result<(), Failure> {
        for written in &question.trial {
            let (id, _) = on_off(written, voice)?;
            if !self.policies.iter().any(|policy| policy.trials.iter().any(|trial| trial.named.id == id)) {
                let known = self.known(|policy| policy.trials.iter().map(|trial| trial.named.id.as_str()).collect());
                return Err(voice.usage(&text::unknown("trial", id, &known)));
            }
        }
        if let Some(id) = &question.choice
            && !self.policies.iter().any(|policy| policy.choices.iter().any(|choice| choice.id == *id))
        {
            let known = self.known(|policy| policy.choices.iter().map(|choice| choice.id.as_str()).collect());
            return Err(voice.usage(&text::unknown("choice", id, &known)));
        }
        for written in &question.context {
            let (id, value) = written.split_once('=').ok_or_else(|| voice.usage(&text::bad_pair("--context", written, "ID=VALUE")))?;
            let context = self.policies.iter().flat_map(|policy| &policy.contexts).find(|context| context.id == id);
            let Some(context) = context else {
                let known = self.known(|policy| policy.contexts.iter().map(|context| context.id.as_str()).collect());
                return Err(voice.usage(&text::unknown("context", id, &known)));
            };
            if !context.values.iter().any(|known| known == value) {
                return Err(voice.usage(&text::unknown(id, value, &context.values.join(", "))));
            }
        }
        Ok(())
    }

    fn known<'p>(&'p self, ids: impl Fn(&'p Policy) -> Vec<&'p str>) -> String {
        self.policies.iter().flat_map(ids).collect::<Vec<_>>().join(", ")
    }

    fn view(&self, policy: &Policy, question: &QuestionArgs, basis: BasisView, horizon: Option<Horizon>, voice: Voice) -> Result<View, Failure> {
        let instant = self.as_of.instant(policy.zone);
        let mut view = View { basis, ..View::plain(policy, instant) };
        view.min_grade = question.min_grade.as_deref().and_then(Grade::parse);
        for written in &question.trial {
            let (id, on) = on_off(written, voice)?;
            let number = policy.trials.iter().position(|trial| trial.named.id == id);
            if let Some(state) = number.and_then(|number| view.trials.get_mut(number)) {
                *state = on;
            }
        }
        view.choice = question.choice.as_ref().and_then(|id| policy.choices.iter().position(|choice| choice.id == *id));
        for written in &question.context {
            let Some((id, value)) = written.split_once('=') else { continue };
            if let Some(number) = policy.contexts.iter().position(|context| context.id == id)
                && let Some(slot) = view.contexts.get_mut(number)
            {
                *slot = policy.contexts.get(number).and_then(|context| context.values.iter().position(|known| known == value));
            }
        }
        if let Some(written) = &question.posted {
            let posted = AsOf::parse(written).ok_or_else(|| voice.usage(&text::bad_date("--posted", written)))?;
            view.posted = Some(posted.instant(policy.zone));
        }
        view.horizon = match (horizon, &question.horizon) {
            (Some(horizon), _) => horizon,
            (None, Some(written)) => Horizon::Until(instant.plus_days(days(written, voice)?)),
            (None, None) => Horizon::Now,
        };
        Ok(view)
    }
}

/// The view that `--basis` names.
pub(crate) const fn basis_view(basis: BasisArg) -> BasisView {
    match basis {
        BasisArg::Announced => BasisView::Announced,
        BasisArg::Observed => BasisView::Observed,
    }
}

fn on_off(written: &str, voice: Voice) -> Result<(&str, bool), Failure> {
    match written.split_once('=') {
        Some((id, "on")) => Ok((id, true)),
        Some((id, "off")) => Ok((id, false)),
        _ => Err(voice.usage(&text::bad_pair("--trial", written, "ID=on, ID=off"))),
    }
}

/// How many days a horizon reaches, where one is given.
pub(crate) fn horizon_days(written: Option<&str>, voice: Voice) -> Result<Option<i64>, Failure> {
    written.map(|written| days(written, voice)).transpose()
}

/// `30d`, `4w` or `1y`, in days.
fn days(written: &str, voice: Voice) -> Result<i64, Failure> {
    let bad = || voice.usage(&text::bad_pair("--horizon", written, "30d, 4w, 1y"));
    let (number, unit) = written.split_at_checked(written.len().saturating_sub(1)).ok_or_else(bad)?;
    let unit = match unit {
        "d" => 1,
        "w" => 7,
        "y" => 365,
        _ => return Err(bad()),
    };
    let number: i64 = number.parse().map_err(|_| bad())?;
    if (0..=36_500).contains(&number) { Ok(number * unit) } else { Err(bad()) }
}
