//! From the settings of a group of inputs to its question, its threshold and its measures.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use outlink::check::finding::Finding;
use outlink::check::measures::{CHECKS, EXPIRED_EXCEPTION, Measures, UNUSED_EXCEPTION, rules_of};
use outlink::check::run::{Run, Strictness, Threshold};
use outlink::classify::catalog::Catalog;
use outlink::classify::find_codes::CodeFinder;
use outlink::diag::Diagnostic;
use outlink::document::fields::WrittenTime;
use outlink::engine::view::BasisView;
use outlink::extract::reader::{Code, FindCodes, Options};
use outlink::message::{document as document_text, settings as text};
use outlink::policy::builtin;
use outlink::session::loaded::{Loaded, hash_of};
use outlink::session::question::Question;
use outlink::settings::effective::Effective;
use outlink::settings::exception::Exception;
use outlink::settings::model::Settings;
use outlink::signal::Signal;
use outlink::source::Span;
use outlink::suppress::names::{Names, Standing};
use outlink::suppress::scopes::Judging;
use outlink::time::{Instant, Zone};
use outlink::verdict::Verdict;

use crate::args::QuestionArgs;
use crate::exit::Failure;
use crate::prepare::{self, Voice};

/// The question of a group: what was given, and what its settings say beside it.
pub(crate) fn question(given: &QuestionArgs, effective: &Effective) -> Question {
    let mut question = prepare::question(given);
    if effective.files.is_empty() {
        return question;
    }
    question.policies.clone_from(&effective.policies.value);
    question.scenes.clone_from(&effective.scenes.value);
    question.basis = if effective.basis.value == "observed" { BasisView::Observed } else { BasisView::Announced };
    question.contexts = effective.context.iter().map(|(id, value)| format!("{id}={}", value.value)).collect();
    question.lists = effective.lists.iter().map(|(id, file)| format!("{id}={}", file.value)).collect();
    question
}

/// What counts in a group.
pub(crate) fn threshold(effective: &Effective) -> Threshold {
    let strictness = if effective.strict.value { Strictness::Strict } else { Strictness::Plain };
    Threshold { fail_on: Verdict::parse(&effective.fail_on.value), strictness }
}

/// How the content of a group is read.
pub(crate) fn options(effective: &Effective, catalog: &Catalog) -> Options {
    let codes = Some(Arc::new(CodeFinder::new(catalog)) as Arc<dyn FindCodes>);
    Options {
        codes,
        code: if effective.code.value == "skip" { Code::Skip } else { Code::Read },
        columns: effective.columns.value.clone(),
        ..Options::default()
    }
}

/// Adds to the run hash what settings can change beside the question.
pub(crate) fn note(loaded: &mut Loaded, effective: &Effective) {
    if effective.files.is_empty() {
        return;
    }
    let files = effective.files.iter().map(|settings| settings.file.text.as_ref()).collect::<Vec<_>>().join("\0");
    loaded.note("settings", &hash_of(&format!("{files}\0{:?}", effective.applied)));
}

/// The rules that suppressions may name: those of all runs, and the policies that none of them asks.
pub(crate) fn names(runs: &[Run<'_>]) -> Names {
    let asked: BTreeSet<&str> = runs.iter().flat_map(|run| &run.policies).map(|policy| policy.matcher.policy().id.as_ref()).collect();
    let elsewhere = builtin::FILES.iter().map(|(id, _)| (*id).to_owned()).filter(|id| !asked.contains(id.as_str()));
    let always = Signal::IDS.iter().chain(CHECKS).map(|id| (*id).to_owned());
    Names::new(runs.iter().flat_map(rules_of).chain(always), elsewhere)
}

/// Refuses levels and exceptions for rules that nobody knows: they would do nothing.
pub(crate) fn refuse_unknown(groups: &[Effective], names: &Names, voice: Voice) -> Result<(), Failure> {
    let mut files: Vec<&Arc<Settings>> = Vec::new();
    for settings in groups.iter().flat_map(|effective| &effective.files) {
        if !files.iter().any(|known| Arc::ptr_eq(known, settings)) {
            files.push(settings);
        }
    }
    for settings in files {
        let mut problems = Vec::new();
        let mut rule = |name: &str, span: Span| {
            if let Standing::Unknown(near) = names.standing(name) {
                let help = near.map(|near| document_text::did_you_mean(&near));
                problems.push(Diagnostic::error("unknown-rule", &settings.file, span, text::unknown_rule(name)).with_help(help));
            }
        };
        let all_keys = std::iter::once(&settings.keys).chain(settings.overrides.iter().map(|over| &over.keys));
        all_keys.flat_map(|keys| &keys.levels).for_each(|(name, weight)| rule(name, weight.span));
        settings.exceptions.iter().flat_map(|exception| &exception.rules).for_each(|name| rule(&name.value, name.span));
        if !problems.is_empty() {
            problems.sort_by_key(|problem| problem.span);
            return Err(voice.invalid(&settings.file.name, &problems));
        }
    }
    Ok(())
}

/// How the findings of a group weigh. Exceptions that are over are left out and told.
pub(crate) fn measures(effective: &Effective, run: &Run<'_>, names: &Names, here: &Path, heeds: Heeds) -> (Measures, Vec<Finding>) {
    let zone = run.policies.first().map_or(Zone::UTC, |policy| policy.matcher.policy().zone);
    let moment = run.as_of.instant(zone);
    let mut measures = Measures { levels: effective.levels(), exceptions: Vec::new(), judging: None, here: here.to_string_lossy().into_owned() };
    let mut told = Vec::new();
    if heeds == Heeds::Nothing {
        return (measures, told);
    }
    measures.judging = Some(Judging { names: names.clone(), moment, zone });
    for exception in &effective.exceptions {
        match over_since(exception, moment, zone) {
            Some(until) => told.extend(measures.about_exception(exception, EXPIRED_EXCEPTION, text::exception_expired(&until, &exception.reason))),
            None => measures.exceptions.push(Arc::clone(exception)),
        }
    }
    (measures, told)
}

/// Whether suppressions and exceptions are heeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heeds {
    /// They are.
    Everything,
    /// They are not.
    Nothing,
}

/// The day since which an exception is over.
fn over_since(exception: &Exception, moment: Instant, zone: Zone) -> Option<String> {
    let until = exception.until.map(|until: WrittenTime| until.instant(zone))?;
    (until <= moment).then(|| until.show(zone))
}

/// The exceptions of a group that were never needed, as findings.
pub(crate) fn unused(measures: &Measures) -> Vec<Finding> {
    let unused = measures.exceptions.iter().filter(|exception| !exception.is_used());
    unused.filter_map(|exception| measures.about_exception(exception, UNUSED_EXCEPTION, text::exception_unused())).collect()
}
