//! From arguments to a question, and what is said where it gets no run.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use outlink::classify::builtin;
use outlink::classify::packed::Checking;
use outlink::diag::Diagnostic;
use outlink::engine::view::BasisView;
use outlink::input::files::Disk;
use outlink::input::list_cache::{CACHE_LIMIT, Folder, Shelves};
use outlink::message::{Lang, Text, policy as policy_text, run as text};
use outlink::policy::load::{LoadError, Loader};
use outlink::policy::model::Policy;
use outlink::report::escape::terminal;
use outlink::report::palette::Palette;
use outlink::report::snippet;
use outlink::session::loaded::{Loaded, load_policies};
use outlink::session::question::{Question, Refusal, Spelling};
use outlink::suffix::CompiledIn;
use outlink::time::{AsOf, Instant, Zone};
use outlink::verdict::Grade;

use crate::args::{BasisArg, QuestionArgs};
use crate::exit::{Exit, Failure};

/// Says things in one language and colour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Voice {
    pub(crate) lang: Lang,
    pub(crate) palette: Palette,
}

impl Voice {
    pub(crate) fn usage(self, title: &Text) -> Failure {
        self.failure(Exit::Usage, title)
    }

    /// A failure in our words; what they quote may not act on the terminal.
    pub(crate) fn failure(self, exit: Exit, title: &Text) -> Failure {
        Failure::new(exit, text::error(&terminal(title.get(self.lang))).get(self.lang))
    }

    /// A file that cannot be used, with all that is wrong in it.
    pub(crate) fn invalid(self, name: &str, problems: &[Diagnostic]) -> Failure {
        self.problems(problems, &policy_text::invalid(name, problems.len()))
    }

    /// All that is wrong in a file, and what came of it.
    pub(crate) fn problems(self, problems: &[Diagnostic], end: &Text) -> Failure {
        let mut message = String::new();
        for problem in problems {
            message.push_str(&snippet::render(problem, self.lang, self.palette));
            message.push_str("\n\n");
        }
        message.push_str(text::error(end.get(self.lang)).get(self.lang));
        Failure::new(Exit::Invalid, message)
    }

    /// A question that gets no run.
    pub(crate) fn refused(self, refusal: Refusal) -> Failure {
        match refusal {
            Refusal::Asked(title) => self.usage(&title),
            Refusal::Unreadable(title) => self.failure(Exit::Failed, &title),
            Refusal::Malformed(title) => self.failure(Exit::Invalid, &title),
            Refusal::Invalid { name, problems } => self.invalid(&name, &problems),
        }
    }
}

/// The question that arguments ask.
pub(crate) fn question(args: &QuestionArgs) -> Question {
    Question {
        policies: args.policy.clone(),
        scenes: args.scene.clone(),
        as_of: args.as_of.clone(),
        horizon: args.horizon.clone(),
        trials: args.trial.clone(),
        basis: basis_view(args.basis),
        min_grade: args.min_grade.as_deref().and_then(Grade::parse),
        choice: args.choice.clone(),
        contexts: args.context.clone(),
        posted: args.posted.clone(),
        psl: args.psl.as_deref().map(Path::to_string_lossy).map(std::borrow::Cow::into_owned),
        lists: args.list.clone(),
        spelling: Spelling::Options,
    }
}

/// Loads what the question names, with long lists from the cache, and says what there is to say of it.
pub(crate) fn load(question: &Question, kept: Kept, checking: Checking, voice: Voice) -> Result<Loaded, Failure> {
    let cache = match kept {
        Kept::InCache => cache_folder().map(|folder| Folder::new(folder, CACHE_LIMIT)),
        Kept::Nowhere => None,
    };
    let loaded = Loaded::load(question, &Shelves { cache, checking }, now()).map_err(|refusal| voice.refused(refusal))?;
    for note in &loaded.notes {
        let _ = writeln!(io::stderr().lock(), "{}", text::note(&terminal(note.get(voice.lang))).get(voice.lang));
    }
    Ok(loaded)
}

/// Whether compiled forms of long lists are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// In the cache, where there is a place for one.
    InCache,
    /// They are not.
    Nowhere,
}

impl Kept {
    /// What the arguments ask for.
    pub(crate) const fn of(args: &QuestionArgs) -> Self {
        if args.no_cache { Self::Nowhere } else { Self::InCache }
    }
}

/// The folder of the cache. A relative `XDG_CACHE_HOME` counts for nothing, as its standard says.
fn cache_folder() -> Option<PathBuf> {
    let named = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    named("OUTLINK_CACHE_DIR")
        .or_else(|| named("XDG_CACHE_HOME").filter(|folder| folder.is_absolute()).map(|folder| folder.join("outlink")))
        .or_else(|| named("HOME").map(|home| home.join(".cache").join("outlink")))
}

/// The policies alone, for questions about what they say.
pub(crate) fn policies_alone(names: &[String], voice: Voice) -> Result<Vec<Policy>, Failure> {
    let mut catalog = builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    load_policies(&mut Loader::new(&mut catalog, &Disk), names).map_err(|refusal| voice.refused(refusal))
}

/// Why a policy cannot be loaded, in words.
pub(crate) fn load_failure(error: LoadError, voice: Voice) -> Failure {
    voice.refused(error.into())
}

/// The day it is, in a zone.
pub(crate) fn today(zone: Zone) -> AsOf {
    AsOf::day_at(now(), zone)
}

/// This moment.
pub(crate) fn now() -> Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Instant(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

/// The view that `--basis` names.
pub(crate) const fn basis_view(basis: BasisArg) -> BasisView {
    match basis {
        BasisArg::Announced => BasisView::Announced,
        BasisArg::Observed => BasisView::Observed,
    }
}

/// How many days a horizon reaches, where one is given.
pub(crate) fn horizon_days(written: Option<&str>, voice: Voice) -> Result<Option<i64>, Failure> {
    written.map(|written| Question::default().days(written).map_err(|refusal| voice.refused(refusal))).transpose()
}
