//! What a question names, read and checked; it outlives the runs that are made of it.

use super::question::{Question, Refusal};
use super::view::{check_names, scenes, view};
use crate::check::run::{Run, RunHash, RunPolicy, Threshold};
use crate::classify::builtin;
use crate::classify::catalog::Catalog;
use crate::classify::chain::Classifier;
use crate::engine::compile::Matcher;
use crate::engine::view::{BasisView, Horizon};
use crate::message::{Text, policy as policy_text, run as text};
use crate::policy::list_source::LoadedList;
use crate::policy::load::{Files, Loader};
use crate::policy::model::Policy;
use crate::suffix::{CompiledIn, FromFile, SuffixList};
use crate::time::{AsOf, Instant, Zone};

/// What is loaded before a run.
#[derive(Debug)]
pub struct Loaded {
    /// The catalog, with the lists that were read.
    pub catalog: Catalog,
    /// The suffix list.
    pub suffixes: Box<dyn SuffixList>,
    /// The policies, in the order they were asked for.
    pub policies: Vec<Policy>,
    /// What the lists brought.
    pub lists: Vec<LoadedList>,
    /// What people should hear of the cache of lists.
    pub notes: Vec<Text>,
    /// The day or moment looked at.
    pub as_of: AsOf,
    parts: Vec<(String, String)>,
}

/// What names a text in the run hash.
#[must_use]
pub fn hash_of(text: &str) -> String {
    let mut hash = RunHash::default();
    hash.add("", text);
    hash.finish()
}

/// Loads policies by their ids or paths; none may come twice.
///
/// # Errors
/// One cannot be loaded, or two have the same id.
pub fn load_policies(loader: &mut Loader<'_>, names: &[String]) -> Result<Vec<Policy>, Refusal> {
    let mut policies = Vec::new();
    for name in names {
        let policy = loader.load(name)?;
        if policies.iter().any(|known: &Policy| known.id == policy.id) {
            return Err(Refusal::Asked(policy_text::policy_twice(&policy.id)));
        }
        policies.push(policy);
    }
    Ok(policies)
}

/// The suffix list, and what names it in the run hash.
///
/// # Errors
/// The file cannot be read, or is no suffix list.
pub fn suffixes(file: Option<&str>, files: &dyn Files) -> Result<(Box<dyn SuffixList>, String), Refusal> {
    let Some(name) = file else { return Ok((Box::new(CompiledIn), CompiledIn.origin().to_owned())) };
    let file = files.read(name, None).map_err(|reason| Refusal::Unreadable(policy_text::unreadable(name, &reason)))?;
    let list = FromFile::parse(&file.text, name).map_err(|reason| Refusal::Malformed(reason.sentence(name)))?;
    Ok((Box::new(list), hash_of(&file.text)))
}

impl Loaded {
    /// Loads what a question names. `now` is this moment, for questions without a day.
    ///
    /// # Errors
    /// The question is wrong, or a file that it names cannot be used.
    pub fn load(question: &Question, files: &dyn Files, now: Instant) -> Result<Self, Refusal> {
        question.check_forms()?;
        let (suffixes, suffix_text) = suffixes(question.psl.as_deref(), files)?;
        let mut catalog = builtin::catalog(suffixes.as_ref()).map_err(|problems| Refusal::Invalid { name: "catalog".to_owned(), problems })?;
        let mut loader = Loader::new(&mut catalog, files);
        loader.given = question.given_lists()?;
        loader.suffixes = suffixes.as_ref();
        let policies = load_policies(&mut loader, &question.policies)?;
        loader.load_given()?;
        let Loader { lists, read, notes, .. } = loader;
        let mut parts = vec![("version".to_owned(), env!("CARGO_PKG_VERSION").to_owned()), ("suffixes".to_owned(), suffix_text)];
        parts.extend(builtin::FILES.iter().map(|(name, text)| (format!("catalog {name}"), hash_of(text))));
        parts.extend(read.iter().enumerate().map(|(number, file)| (format!("file {number}"), hash_of(&file.text))));
        parts.extend(lists.iter().map(|list| (format!("list {}", list.id), format!("{:016x}", list.content))));
        let zone = policies.first().map_or(Zone::UTC, |policy| policy.zone);
        let as_of = match &question.as_of {
            Some(written) => question.moment("as-of", written)?,
            None => AsOf::day_at(now, zone),
        };
        Ok(Self { catalog, suffixes, policies, lists, notes, as_of, parts })
    }

    /// Adds something to what the run hash stands for.
    pub fn note(&mut self, name: &str, text: &str) {
        self.parts.push((name.to_owned(), text.to_owned()));
    }

    /// The run of a batch: without the scenes that are looked at only where they are named, unless some are named.
    ///
    /// # Errors
    /// The question asks for something that no policy knows.
    pub fn batch(&self, question: &Question, threshold: Threshold) -> Result<Run<'_>, Refusal> {
        let mut run = self.run(question, question.basis, None, threshold)?;
        if question.scenes.is_empty() {
            run.leave_out_named_only();
        }
        Ok(run)
    }

    /// Compiles a run. `basis` and, where it is given, `horizon` replace the question's own.
    ///
    /// # Errors
    /// The question asks for something that no policy knows.
    pub fn run(&self, question: &Question, basis: BasisView, horizon: Option<Horizon>, threshold: Threshold) -> Result<Run<'_>, Refusal> {
        let classifier = Classifier { catalog: &self.catalog, suffixes: self.suffixes.as_ref(), moment: Some(self.as_of.instant(Zone::UTC)) };
        let scenes = scenes(&self.policies, question)?;
        check_names(&self.policies, question)?;
        let mut policies = Vec::with_capacity(self.policies.len());
        for (policy, scenes) in self.policies.iter().zip(scenes) {
            let view = view(policy, question, basis, horizon, self.as_of)?;
            let matcher = Matcher::compile(policy, &self.catalog, view).map_err(|error| Refusal::Asked(text::too_many_contexts(&error.unset.join(", "))))?;
            policies.push(RunPolicy::new(matcher, scenes));
        }
        let mut hash = RunHash::default();
        self.info(question, basis).iter().for_each(|(name, value)| hash.add(name, value));
        Ok(Run { classifier, resolver: None, policies, as_of: self.as_of, threshold, id: hash.finish() })
    }

    /// Everything the run hash stands for, files by the hashes of their texts.
    #[must_use]
    pub fn info(&self, question: &Question, basis: BasisView) -> Vec<(String, String)> {
        let view = match basis {
            BasisView::Observed => "observed",
            BasisView::Announced => "announced",
        };
        let options = [
            ("as-of", self.as_of.to_string()),
            ("basis", view.to_owned()),
            ("scene", question.scenes.join(",")),
            ("trial", question.trials.join(",")),
            ("choice", question.choice.clone().unwrap_or_default()),
            ("context", question.contexts.join(",")),
            ("posted", question.posted.clone().unwrap_or_default()),
            ("min-grade", question.min_grade.map_or("", crate::verdict::Grade::as_str).to_owned()),
            ("horizon", question.horizon.clone().unwrap_or_default()),
        ];
        self.parts.iter().cloned().chain(options.into_iter().map(|(name, value)| (name.to_owned(), value))).collect()
    }
}
