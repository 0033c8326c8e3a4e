//! From the arguments of a Python call to a question.

use std::path::PathBuf;

use outlink::engine::view::BasisView;
use outlink::message::{Lang, run as text};
use outlink::session::question::{Question, Spelling};
use outlink::verdict::Grade;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::errors::QuestionError;

/// One name or several; paths are names too.
#[derive(FromPyObject)]
pub(crate) enum Names {
    One(PathBuf),
    Many(Vec<PathBuf>),
}

/// Values by their ids, or written as `ID=VALUE`.
#[derive(FromPyObject)]
pub(crate) enum Pairs<'py> {
    Table(Bound<'py, PyDict>),
    Written(Vec<String>),
}

/// What a question is made of.
pub(crate) struct Given<'py> {
    pub(crate) policy: Names,
    pub(crate) scene: Option<Names>,
    pub(crate) as_of: Option<Bound<'py, PyAny>>,
    pub(crate) basis: String,
    pub(crate) lists: Option<Pairs<'py>>,
    pub(crate) trials: Option<Pairs<'py>>,
    pub(crate) choice: Option<String>,
    pub(crate) context: Option<Pairs<'py>>,
    pub(crate) posted: Option<Bound<'py, PyAny>>,
    pub(crate) min_grade: Option<String>,
    pub(crate) psl: Option<PathBuf>,
}

/// A path as policies and lists are named; what is not Unicode cannot be named.
fn name(path: PathBuf) -> PyResult<String> {
    path.into_os_string().into_string().map_err(|path| QuestionError::new_err(format!("{path:?} is not Unicode")))
}

impl Names {
    fn all(self) -> PyResult<Vec<String>> {
        match self {
            Self::One(path) => Ok(vec![name(path)?]),
            Self::Many(paths) => paths.into_iter().map(name).collect(),
        }
    }
}

impl Pairs<'_> {
    fn all(self) -> PyResult<Vec<String>> {
        match self {
            Self::Written(pairs) => Ok(pairs),
            Self::Table(table) => {
                let pair = |(id, value): (Bound<'_, PyAny>, Bound<'_, PyAny>)| {
                    let value = match value.extract::<bool>() {
                        Ok(true) => "on".to_owned(),
                        Ok(false) => "off".to_owned(),
                        Err(_) => value.str()?.to_string(),
                    };
                    Ok(format!("{}={value}", id.str()?))
                };
                table.iter().map(pair).collect()
            }
        }
    }
}

/// A day or moment: a `date`, a `datetime`, or the written form of either.
fn written_time(time: &Bound<'_, PyAny>) -> PyResult<String> {
    if time.hasattr("isoformat")? { time.call_method0("isoformat")?.extract() } else { time.extract() }
}

/// The language of messages.
pub(crate) fn language(written: &str) -> PyResult<Lang> {
    Lang::parse(written).ok_or_else(|| QuestionError::new_err(text::unknown("lang", written, "en, zh").get(Lang::En).to_owned()))
}

impl Given<'_> {
    pub(crate) fn question(self, lang: Lang) -> PyResult<Question> {
        let unknown = |what: &str, written: &str, known: &str| QuestionError::new_err(text::unknown(what, written, known).get(lang).to_owned());
        let basis = match self.basis.as_str() {
            "announced" => BasisView::Announced,
            "observed" => BasisView::Observed,
            other => return Err(unknown("basis", other, "announced, observed")),
        };
        let grade = |written: String| Grade::parse(&written).ok_or_else(|| unknown("min_grade", &written, "A, B, C, K"));
        let pairs = |pairs: Option<Pairs<'_>>| pairs.map_or_else(|| Ok(Vec::new()), Pairs::all);
        Ok(Question {
            policies: self.policy.all()?,
            scenes: self.scene.map_or_else(|| Ok(Vec::new()), Names::all)?,
            as_of: self.as_of.as_ref().map(written_time).transpose()?,
            horizon: None,
            trials: pairs(self.trials)?,
            basis,
            min_grade: self.min_grade.map(grade).transpose()?,
            choice: self.choice,
            contexts: pairs(self.context)?,
            posted: self.posted.as_ref().map(written_time).transpose()?,
            psl: self.psl.map(name).transpose()?,
            lists: pairs(self.lists)?,
            spelling: Spelling::Arguments,
        })
    }
}
