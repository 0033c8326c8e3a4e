//! What a run is asked, as it was written, and what can be wrong with that.

use crate::diag::Diagnostic;
use crate::engine::view::BasisView;
use crate::message::{Text, list as list_text, run as text};
use crate::policy::list_source::GivenList;
use crate::policy::load::LoadError;
use crate::time::AsOf;
use crate::verdict::Grade;

/// How a front end writes the names of what it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Spelling {
    /// As options: `--as-of`.
    #[default]
    Options,
    /// As arguments of a function: `as_of`.
    Arguments,
}

impl Spelling {
    /// The name of a part of the question, given in plain letters: `as-of`.
    #[must_use]
    pub fn name(self, plain: &str) -> String {
        match self {
            Self::Options => format!("--{plain}"),
            Self::Arguments => plain.replace('-', "_"),
        }
    }
}

/// What is asked of the policies; the same for every front end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Question {
    /// Policies, by the ids of embedded ones or the paths of files.
    pub policies: Vec<String>,
    /// Scenes by id; all of a policy's where there are none.
    pub scenes: Vec<String>,
    /// The day or moment looked at; today where it is not given.
    pub as_of: Option<String>,
    /// How far changes are looked for: `30d`, `4w`, `1y`.
    pub horizon: Option<String>,
    /// Trials, each as `ID=on` or `ID=off`.
    pub trials: Vec<String>,
    /// Which statements count.
    pub basis: BasisView,
    /// The weakest grade of source that counts.
    pub min_grade: Option<Grade>,
    /// The user's own setting.
    pub choice: Option<String>,
    /// Contexts, each as `ID=VALUE`.
    pub contexts: Vec<String>,
    /// When the links were posted.
    pub posted: Option<String>,
    /// A file with a newer suffix list.
    pub psl: Option<String>,
    /// Lists, each as `ID=FILE`, `ID=FILE:FORMAT` or `ID=FILE:FORMAT:PART`.
    pub lists: Vec<String>,
    /// How its parts are named in messages.
    pub spelling: Spelling,
}

/// Why a question gets no run.
#[derive(Debug)]
pub enum Refusal {
    /// The question is wrong: a word that nobody knows, a value in the wrong form.
    Asked(Text),
    /// A file cannot be read.
    Unreadable(Text),
    /// A file is not what it is read as.
    Malformed(Text),
    /// A file has errors.
    Invalid {
        /// Its name.
        name: String,
        /// Every error.
        problems: Vec<Diagnostic>,
    },
}

impl From<LoadError> for Refusal {
    fn from(error: LoadError) -> Self {
        match error {
            LoadError::Invalid { name, problems } => Self::Invalid { name, problems },
            LoadError::Unknown(title) => Self::Asked(title),
            LoadError::Unreadable(title) => Self::Unreadable(title),
        }
    }
}

impl Question {
    /// Refuses what is wrong in the question itself, before anything is read.
    ///
    /// # Errors
    /// The first value in a wrong form.
    pub fn check_forms(&self) -> Result<(), Refusal> {
        for (option, written) in [("as-of", &self.as_of), ("posted", &self.posted)] {
            if let Some(written) = written {
                self.moment(option, written)?;
            }
        }
        if let Some(written) = &self.horizon {
            self.days(written)?;
        }
        for written in &self.trials {
            self.trial(written)?;
        }
        for written in &self.contexts {
            self.context(written)?;
        }
        let given = self.given_lists()?;
        match given.iter().enumerate().find(|(at, list)| given.iter().take(*at).any(|earlier| earlier.id == list.id)) {
            Some((_, twice)) => Err(Refusal::Asked(list_text::given_twice(&twice.id))),
            None => Ok(()),
        }
    }

    /// The lists that are given.
    ///
    /// # Errors
    /// One is not in the form of a list.
    pub fn given_lists(&self) -> Result<Vec<GivenList>, Refusal> {
        let read = |written: &String| GivenList::parse(written).ok_or_else(|| self.bad_pair("list", written, &list_text::given_form()));
        self.lists.iter().map(read).collect()
    }

    pub(super) fn moment(&self, option: &str, written: &str) -> Result<AsOf, Refusal> {
        AsOf::parse(written).ok_or_else(|| Refusal::Asked(text::bad_date(&self.spelling.name(option), written)))
    }

    /// A trial with whether it is on.
    pub(super) fn trial<'w>(&self, written: &'w str) -> Result<(&'w str, bool), Refusal> {
        match written.split_once('=') {
            Some((id, "on")) => Ok((id, true)),
            Some((id, "off")) => Ok((id, false)),
            _ => Err(self.bad_pair("trial", written, &Text::same("ID=on, ID=off"))),
        }
    }

    /// A context with its value.
    pub(super) fn context<'w>(&self, written: &'w str) -> Result<(&'w str, &'w str), Refusal> {
        written.split_once('=').ok_or_else(|| self.bad_pair("context", written, &Text::same("ID=VALUE")))
    }

    /// `30d`, `4w` or `1y`, in days.
    ///
    /// # Errors
    /// It is none of these, or longer than a hundred years.
    pub fn days(&self, written: &str) -> Result<i64, Refusal> {
        let bad = || self.bad_pair("horizon", written, &Text::same("30d, 4w, 1y"));
        let (number, unit) = written.split_at_checked(written.len().saturating_sub(1)).ok_or_else(bad)?;
        let unit = match unit {
            "d" => 1,
            "w" => 7,
            "y" => 365,
            _ => return Err(bad()),
        };
        let number: i64 = number.parse().map_err(|_| bad())?;
        if (0..=36_500).contains(&number) { Ok(number * unit) } else { Err(bad()) }
    }

    fn bad_pair(&self, option: &str, written: &str, form: &Text) -> Refusal {
        let option = self.spelling.name(option);
        Refusal::Asked(Text { en: text::bad_pair(&option, written, &form.en).en, zh: text::bad_pair(&option, written, &form.zh).zh })
    }
}
