//! What was loaded, together with the run that borrows from it.

use std::time::SystemTime;

use outlink::check::run::{Run, Strictness, Threshold};
use outlink::policy::load::Files;
use outlink::session::loaded::Loaded;
use outlink::session::question::{Question, Refusal};
use outlink::time::Instant;
use self_cell::self_cell;

use crate::roads::Roads;

/// A question and what it names.
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) loaded: Loaded,
}

self_cell!(
    /// A run that owns what it was made of.
    struct Compiled {
        owner: Asked,

        #[covariant]
        dependent: Run,
    }
);

self_cell!(
    /// A run with what its workers remember.
    pub(crate) struct Session {
        owner: Compiled,

        #[not_covariant]
        dependent: Roads,
    }
);

/// Nothing is a finding here: the verdict is a column.
const NO_THRESHOLD: Threshold = Threshold { fail_on: None, strictness: Strictness::Plain };

impl Session {
    /// Loads what a question names and compiles its run.
    pub(crate) fn load(question: Question, files: &dyn Files) -> Result<Self, Refusal> {
        let loaded = Loaded::load(&question, files, now())?;
        let compiled = Compiled::try_new(Asked { question, loaded }, |asked| asked.loaded.batch(&asked.question, NO_THRESHOLD))?;
        Ok(Self::new(compiled, |compiled| Roads::new(compiled.borrow_dependent())))
    }

    pub(crate) fn run(&self) -> &Run<'_> {
        self.borrow_owner().borrow_dependent()
    }

    /// Does something with the run and what its workers remember.
    pub(crate) fn with_roads<T>(&self, work: impl for<'r> FnOnce(&Roads<'r>) -> T) -> T {
        self.with_dependent(|_, roads| work(roads))
    }

    pub(crate) fn asked(&self) -> &Asked {
        self.borrow_owner().borrow_owner()
    }
}

fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
