//! The words of the package's Python code, which stand with all others in the library.

use outlink::message::{Lang, help, python};
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;

use crate::question::language;

/// A message by its name.
#[pyfunction]
#[pyo3(signature = (name, lang, *arguments))]
pub(crate) fn say(name: &str, lang: &str, arguments: Vec<String>) -> PyResult<String> {
    let lang = language(lang)?;
    let text = python::by_name(name, &arguments).ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
    Ok(text.get(lang).to_owned())
}

/// What an option is for; those that the command line has too say the same.
#[pyfunction]
pub(crate) fn help_of(name: &str, lang: &str) -> PyResult<&'static str> {
    let lang = language(lang)?;
    let entry = python::ARGUMENTS.iter().chain(help::ARGUMENTS).find(|(known, ..)| *known == name);
    let (_, en, zh) = entry.ok_or_else(|| PyKeyError::new_err(name.to_owned()))?;
    Ok(match lang {
        Lang::En => en,
        Lang::Zh => zh,
    })
}
