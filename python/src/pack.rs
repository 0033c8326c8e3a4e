//! A question with its files as plain Python values, and back.

use std::collections::BTreeMap;

use outlink::engine::view::BasisView;
use outlink::message::Lang;
use outlink::session::kept::{Asked, Kept};
use outlink::session::question::{Question, Spelling};
use outlink::verdict::Grade;
use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

/// A file of a list as it is packed: its name and its bytes, where there was one.
type Shown<'py> = Option<(String, Bound<'py, PyBytes>)>;

/// A question and its files as one table.
pub(crate) fn pack<'py>(py: Python<'py>, question: &Question, kept: &Kept, lang: Lang) -> PyResult<Bound<'py, PyDict>> {
    let Question { policies, scenes, as_of, horizon, trials, basis, min_grade, choice, contexts, posted, psl, lists, spelling: _ } = question;
    let packed = PyDict::new(py);
    for (name, values) in [("policies", policies), ("scenes", scenes), ("trials", trials), ("contexts", contexts), ("lists", lists)] {
        packed.set_item(name, values)?;
    }
    for (name, value) in [("as_of", as_of), ("horizon", horizon), ("choice", choice), ("posted", posted), ("psl", psl)] {
        packed.set_item(name, value)?;
    }
    packed.set_item("observed", *basis == BasisView::Observed)?;
    packed.set_item("min_grade", min_grade.map(Grade::as_str))?;
    packed.set_item("chinese", lang == Lang::Zh)?;
    packed.set_item("texts", &kept.texts)?;
    packed.set_item("names", &kept.names)?;
    let bytes = PyDict::new(py);
    for (asked, answer) in &kept.bytes {
        bytes.set_item(asked, answer.as_ref().map(|(name, bytes)| (name, PyBytes::new(py, bytes))))?;
    }
    packed.set_item("bytes", bytes)?;
    Ok(packed)
}

/// What was packed.
pub(crate) fn unpack(packed: &Bound<'_, PyDict>) -> PyResult<(Question, Kept, Lang)> {
    let item = |name: &'static str| packed.get_item(name)?.ok_or_else(|| PyKeyError::new_err(name));
    let all = |name| item(name)?.extract::<Vec<String>>();
    let one = |name| item(name)?.extract::<Option<String>>();
    let bytes: BTreeMap<Asked, Shown<'_>> = item("bytes")?.extract()?;
    let kept = Kept {
        texts: item("texts")?.extract()?,
        bytes: bytes.into_iter().map(|(asked, answer)| (asked, answer.map(|(name, bytes)| (name, bytes.as_bytes().to_vec())))).collect(),
        names: item("names")?.extract()?,
    };
    let question = Question {
        policies: all("policies")?,
        scenes: all("scenes")?,
        as_of: one("as_of")?,
        horizon: one("horizon")?,
        trials: all("trials")?,
        basis: if item("observed")?.extract()? { BasisView::Observed } else { BasisView::Announced },
        min_grade: one("min_grade")?.as_deref().and_then(Grade::parse),
        choice: one("choice")?,
        contexts: all("contexts")?,
        posted: one("posted")?,
        psl: one("psl")?,
        lists: all("lists")?,
        spelling: Spelling::Arguments,
    };
    Ok((question, kept, if item("chinese")?.extract()? { Lang::Zh } else { Lang::En }))
}
