//! What can go wrong, as Python exceptions.

use outlink::diag::Diagnostic;
use outlink::message::{Lang, policy as policy_text};
use outlink::report::palette::Palette;
use outlink::report::snippet;
use outlink::session::question::Refusal;
use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;

create_exception!(outlink, OutlinkError, PyException, "Anything that outlink refuses.");
create_exception!(outlink, QuestionError, OutlinkError, "The question is wrong: a policy, scene or date that nobody knows.");
create_exception!(outlink, InvalidError, OutlinkError, "A policy or list has errors; the text shows each with its place and a way out.");
create_exception!(outlink, UnreadableError, OutlinkError, "A file cannot be read.");

/// A refusal as an exception, in one language.
pub(crate) fn refused(refusal: Refusal, lang: Lang) -> PyErr {
    match refusal {
        Refusal::Asked(text) => QuestionError::new_err(text.get(lang).to_owned()),
        Refusal::Unreadable(text) => UnreadableError::new_err(text.get(lang).to_owned()),
        Refusal::Malformed(text) => InvalidError::new_err(text.get(lang).to_owned()),
        Refusal::Invalid { name, problems } => InvalidError::new_err(all(&name, &problems, lang)),
    }
}

/// Every error of a file with its lines.
fn all(name: &str, problems: &[Diagnostic], lang: Lang) -> String {
    let mut parts: Vec<String> = problems.iter().map(|problem| snippet::render(problem, lang, Palette::Plain)).collect();
    parts.push(policy_text::invalid(name, problems.len()).get(lang).to_owned());
    parts.join("\n\n")
}
