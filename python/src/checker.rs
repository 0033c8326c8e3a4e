//! `outlink.Checker`: a question, loaded and compiled once, asked of many links.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use outlink::input::files::Disk;
use outlink::message::{Lang, python as text, run as run_text};
use outlink::policy::load::Files;
use outlink::session::kept::{Keeping, Kept};
use outlink::session::question::Question;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use pyo3_arrow::input::AnyArray;

use crate::errors::{OutlinkError, QuestionError, refused};
use crate::layout::{Coding, Layout, scenes};
use crate::links;
use crate::pack::{pack, unpack};
use crate::question::{Given, Names, Pairs, language};
use crate::results::Results;
use crate::session::Session;
use crate::work;

/// Answers what platforms do with links.
#[pyclass(module = "outlink", frozen)]
pub(crate) struct Checker {
    session: Session,
    /// The files of a checker that was unpacked; otherwise they are on disk.
    files: Option<Kept>,
    lang: Lang,
}

impl Checker {
    fn layout(&self, columns: Option<&[String]>, strings: &str) -> PyResult<Layout> {
        let unknown = |what: &str, written: &str, known: &str| QuestionError::new_err(run_text::unknown(what, written, known).get(self.lang).to_owned());
        let coding = match strings {
            "dictionary" => Coding::Dictionary,
            "plain" => Coding::Plain,
            other => return Err(unknown("strings", other, "dictionary, plain")),
        };
        Layout::new(self.session.run(), columns, coding).map_err(|column| unknown("column", &column.name, &column.known))
    }
}

/// As many threads as are asked for, or as there are cores.
fn thread_count(threads: Option<usize>) -> NonZeroUsize {
    threads.and_then(NonZeroUsize::new).or_else(|| std::thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
}

type Packed<'py> = (Bound<'py, PyAny>, (Bound<'py, PyDict>,));

#[pymethods]
impl Checker {
    #[new]
    #[pyo3(signature = (policy = Names::One(PathBuf::from("wechat")), scene = None, *, as_of = None, basis = "announced".to_owned(), lists = None, trials = None, choice = None, context = None, posted = None, min_grade = None, psl = None, lang = "en"))]
    #[pyo3(
        text_signature = "(policy='wechat', scene=None, *, as_of=None, basis='announced', lists=None, trials=None, choice=None, context=None, posted=None, min_grade=None, psl=None, lang='en')"
    )]
    #[expect(clippy::too_many_arguments, reason = "each is a keyword of the Python call")]
    fn new<'py>(
        py: Python<'py>,
        policy: Names,
        scene: Option<Names>,
        as_of: Option<Bound<'py, PyAny>>,
        basis: String,
        lists: Option<Pairs<'py>>,
        trials: Option<Pairs<'py>>,
        choice: Option<String>,
        context: Option<Pairs<'py>>,
        posted: Option<Bound<'py, PyAny>>,
        min_grade: Option<String>,
        psl: Option<PathBuf>,
        lang: &str,
    ) -> PyResult<Self> {
        let lang = language(lang)?;
        let question = Given { policy, scene, as_of, basis, lists, trials, choice, context, posted, min_grade, psl }.question(lang)?;
        let session = py.detach(|| Session::load(question, &Disk)).map_err(|refusal| refused(refusal, lang))?;
        Ok(Self { session, files: None, lang })
    }

    /// Answers for every link of an Arrow array, or of a column of an Arrow table.
    #[pyo3(signature = (links, column = None, *, columns = None, strings = "dictionary", threads = None))]
    fn check(
        &self,
        py: Python<'_>,
        links: AnyArray,
        column: Option<&str>,
        columns: Option<Vec<String>>,
        strings: &str,
        threads: Option<usize>,
    ) -> PyResult<Results> {
        let layout = self.layout(columns.as_deref(), strings)?;
        let reader = links.into_reader()?;
        // A stream may run Python code for its next piece, which asks for the interpreter by itself.
        let read = py.detach(|| reader.collect::<Result<Vec<_>, _>>()).map_err(|error| OutlinkError::new_err(error.to_string()))?;
        let links = read.iter().map(|array| links::column(array, column)).collect::<Result<Vec<_>, _>>();
        let links = links.map_err(|fault| QuestionError::new_err(fault.told(self.lang)))?;
        let checked = || self.session.with_roads(|roads| work::check(roads, &layout, &links, thread_count(threads)));
        let batches = py.detach(checked).map_err(|error| OutlinkError::new_err(error.to_string()))?;
        Ok(Results { schema: layout.schema, batches })
    }

    /// The record of one link, in JSON, as the command line writes it.
    fn record(&self, py: Python<'_>, link: &str) -> String {
        py.detach(|| work::record(self.session.run(), link))
    }

    /// The names of the columns that `check` gives unless it is asked for others.
    #[getter]
    fn column_names(&self) -> PyResult<Vec<String>> {
        let layout = self.layout(None, "plain")?;
        Ok(layout.schema.fields().iter().map(|field| field.name().clone()).collect())
    }

    /// The scenes, each as `policy/scene`.
    #[getter]
    fn scenes(&self) -> Vec<String> {
        scenes(self.session.run())
    }

    /// The day or moment looked at.
    #[getter]
    fn as_of(&self) -> String {
        self.session.run().as_of.to_string()
    }

    /// The hash of everything that can change a verdict: the same as the command line's for the same question.
    #[getter]
    fn run(&self) -> String {
        self.session.run().id.clone()
    }

    /// The language of messages.
    #[getter]
    fn lang(&self) -> &'static str {
        match self.lang {
            Lang::En => "en",
            Lang::Zh => "zh",
        }
    }

    /// What the run's hash stands for, by name; files by the hashes of their texts.
    #[getter]
    fn parts(&self) -> Vec<(String, String)> {
        let asked = self.session.asked();
        asked.loaded.info(&asked.question, asked.question.basis)
    }

    fn __repr__(&self) -> String {
        format!("<outlink.Checker {}: {}; {}>", self.run(), self.as_of(), self.scenes().join(", "))
    }

    /// Packs the question with every file that it names, so that it can be asked where those files are not.
    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<Packed<'py>> {
        let (py, this) = (slf.py(), slf.get());
        let (lang, asked) = (this.lang, this.session.asked());
        // The day is settled: what is packed today is not another question tomorrow.
        let question = Question { as_of: Some(asked.loaded.as_of.to_string()), ..asked.question.clone() };
        let files: &dyn Files = this.files.as_ref().map_or(&Disk, |kept| kept);
        let keeping = Keeping::new(files);
        let session = Session::load(question.clone(), &keeping).map_err(|refusal| refused(refusal, lang))?;
        if session.run().id != this.session.run().id {
            return Err(OutlinkError::new_err(text::files_changed().get(lang).to_owned()));
        }
        let packed = pack(py, &question, &keeping.finish(), lang)?;
        Ok((py.import("outlink._packed")?.getattr("unpack")?, (packed,)))
    }

    /// The checker that was packed.
    #[staticmethod]
    fn _unpack(py: Python<'_>, packed: &Bound<'_, PyDict>) -> PyResult<Self> {
        let (question, kept, lang) = unpack(packed)?;
        let session = py.detach(|| Session::load(question, &kept)).map_err(|refusal| refused(refusal, lang))?;
        Ok(Self { session, files: Some(kept), lang })
    }
}
