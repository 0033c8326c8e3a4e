//! What was loaded, together with the run that borrows from it.

use std::time::SystemTime;

use outlink::check::run::{Run, Strictness, Threshold};
use outlink::policy::load::Files;
use outlink::session::loaded::Loaded;
use outlink::session::question::{Question, Refusal};
use outlink::time::Instant;
use self_cell::self_cell;

/// A question and what it names.
pub(crate) struct Asked {
    pub(crate) question: Question,
    pub(crate) loaded: Loaded,
}

self_cell!(
    /// A run that owns what it was made of.
    pub(crate) struct Session {
        owner: Asked,

        #[covariant]
        dependent: Run,
    }
);

/// Nothing is a finding here: the verdict is a column.
const NO_THRESHOLD: Threshold = Threshold { fail_on: None, strictness: Strictness::Plain };

impl Session {
    /// Loads what a question names and compiles its run.
    pub(crate) fn load(question: Question, files: &dyn Files) -> Result<Self, Refusal> {
        let loaded = Loaded::load(&question, files, now())?;
        Self::try_new(Asked { question, loaded }, |asked| asked.loaded.batch(&asked.question, NO_THRESHOLD))
    }

    pub(crate) fn run(&self) -> &Run<'_> {
        self.borrow_dependent()
    }

    pub(crate) fn asked(&self) -> &Asked {
        self.borrow_owner()
    }
}

fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
