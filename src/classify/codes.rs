//! Share codes (口令): short texts that an app understands, found by their shape and the words beside them.

use super::ids::{CategorySet, OwnerId};
use crate::message::Text;

/// What stands after a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// The same string that stands before it.
    Same,
    /// One of these.
    OneOf(Vec<String>),
}

/// The characters of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alphabet {
    /// ASCII letters and digits.
    Alnum,
    /// ASCII digits.
    Digits,
    /// ASCII upper-case letters and digits.
    UpperAlnum,
}

impl Alphabet {
    /// The written forms in catalogs.
    pub const NAMES: &'static [&'static str] = &["alnum", "digits", "upper-alnum"];

    /// Reads a written form; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "alnum" => Some(Self::Alnum),
            "digits" => Some(Self::Digits),
            "upper-alnum" => Some(Self::UpperAlnum),
            _ => None,
        }
    }

    const fn holds(self, c: char) -> bool {
        match self {
            Self::Alnum => c.is_ascii_alphanumeric(),
            Self::Digits => c.is_ascii_digit(),
            Self::UpperAlnum => c.is_ascii_uppercase() || c.is_ascii_digit(),
        }
    }
}

/// The shape of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// A code between delimiters.
    Delimited {
        /// What stands before the delimiter, perhaps nothing.
        prefix: String,
        /// The opening delimiters; none means the code stands free between other characters.
        open: Vec<String>,
        /// The closing delimiter.
        close: Closing,
        /// The least and the most characters.
        length: (usize, usize),
        /// The characters.
        alphabet: Alphabet,
        /// The first character of the code, if only some may stand there.
        starts: Vec<String>,
        /// Whether it must mix at least two of upper case, lower case and digits.
        mixed: bool,
    },
    /// Letters, a colon and a slash, as in `fBt:/`.
    LettersColonSlash,
}

/// One app's share code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareCode {
    /// The entry's id.
    pub id: String,
    /// Whose app understands it.
    pub owner: Option<OwnerId>,
    /// The app's name.
    pub app: Text,
    /// What the code leads to.
    pub category: CategorySet,
    /// Its shape.
    pub shape: Shape,
    /// Words of which one must stand in the text; none means the shape is enough.
    pub words: Vec<String>,
}

/// The first share code, in the catalog's order, that a text holds.
#[must_use]
pub fn find<'c>(text: &str, codes: &'c [ShareCode]) -> Option<&'c ShareCode> {
    codes.iter().find(|code| has_word(text, &code.words) && has_shape(text, &code.shape))
}

fn has_word(text: &str, words: &[String]) -> bool {
    words.is_empty() || words.iter().any(|word| text.contains(word.as_str()))
}

fn has_shape(text: &str, shape: &Shape) -> bool {
    match shape {
        Shape::LettersColonSlash => text.match_indices(":/").any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let letters = before.chars().rev().take_while(char::is_ascii_alphabetic).count();
            let after = text.get(at + 2..).and_then(|rest| rest.chars().next());
            (1..=5).contains(&letters) && after != Some('/')
        }),
        Shape::Delimited { prefix, open, close, length, alphabet, starts, mixed } => {
            let fits = |code: &str| {
                let count = code.chars().count();
                (length.0..=length.1).contains(&count)
                    && (starts.is_empty() || starts.iter().any(|start| code.starts_with(start.as_str())))
                    && (!mixed || is_mixed(code))
            };
            let delimited = |delimiter: &str| {
                let mark = format!("{prefix}{delimiter}");
                text.match_indices(&mark).any(|(at, _)| {
                    let rest = text.get(at + mark.len()..).unwrap_or_default().trim_start_matches(' ');
                    let end = rest.find(|c| !alphabet.holds(c)).unwrap_or(rest.len());
                    let (code, after) = rest.split_at_checked(end).unwrap_or_default();
                    fits(code) && closes(after.trim_start_matches(' '), delimiter, close)
                })
            };
            match (open.is_empty(), prefix.is_empty()) {
                (true, true) => free_runs(text, *alphabet).any(fits),
                (true, false) => delimited(""),
                (false, _) => open.iter().any(|delimiter| delimited(delimiter)),
            }
        }
    }
}

fn closes(after: &str, open: &str, close: &Closing) -> bool {
    match close {
        Closing::Same => after.starts_with(open),
        Closing::OneOf(marks) => marks.iter().any(|mark| after.starts_with(mark.as_str())),
    }
}

/// Runs of code characters with none of them, and no word character, at either side.
fn free_runs(text: &str, alphabet: Alphabet) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(move |run| !run.is_empty() && run.chars().all(|c| alphabet.holds(c)))
}

fn is_mixed(code: &str) -> bool {
    let has = |test: fn(&char) -> bool| usize::from(code.chars().any(|c| test(&c)));
    has(char::is_ascii_uppercase) + has(char::is_ascii_lowercase) + has(char::is_ascii_digit) >= 2
}
