//! The Python package of outlink: links come in as Arrow, answers go out as Arrow.
//!
//! No link becomes a Python object on its way. What a question means and what a run is, the library says
//! ([`outlink::session`]); this package only carries.

mod answer;
mod checker;
mod columns;
mod errors;
mod layout;
mod links;
mod pack;
mod question;
mod results;
mod roads;
mod session;
mod words;
mod work;

#[pyo3::pymodule]
mod _outlink {
    #[pymodule_export]
    use crate::checker::Checker;
    #[pymodule_export]
    use crate::errors::{InvalidError, OutlinkError, QuestionError, UnreadableError};
    #[pymodule_export]
    use crate::results::Results;
    #[pymodule_export]
    use crate::words::{help_of, say};
}
