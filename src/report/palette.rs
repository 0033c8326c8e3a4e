//! Colour for verdicts and headings, or none.

use colored::Colorize as _;

use crate::verdict::Verdict;

/// Whether output is coloured. The caller sets `colored`'s own switch to the same choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Palette {
    /// No escape sequences at all.
    #[default]
    Plain,
    /// Colours of the terminal's own palette.
    Coloured,
}

impl Palette {
    /// A verdict's word, padded to the longest one.
    #[must_use]
    pub fn verdict(self, verdict: Verdict) -> String {
        let word = format!("{:<5}", verdict.as_str());
        match (self, verdict) {
            (Self::Plain, _) => word,
            (Self::Coloured, Verdict::Open) => word.green().to_string(),
            (Self::Coloured, Verdict::Warn) => word.yellow().to_string(),
            (Self::Coloured, Verdict::Copy) => word.magenta().to_string(),
            (Self::Coloured, Verdict::Block) => word.red().bold().to_string(),
        }
    }

    /// Something that names what follows.
    #[must_use]
    pub fn heading(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => text.bold().to_string(),
        }
    }

    /// Something that may be passed over.
    #[must_use]
    pub fn quiet(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Coloured => text.dimmed().to_string(),
        }
    }
}
