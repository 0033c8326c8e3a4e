//! The shapes of share codes, and where a text has one.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;
use serde::{Deserialize, Serialize};

/// What stands before a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opening {
    /// Nothing: the code stands free between other characters.
    Free,
    /// One of these.
    OneOf(Vec<String>),
    /// Any one sign or emoji, see [`is_sign`].
    Sign,
}

/// What stands after a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Closing {
    /// The same string that stands before it.
    Same,
    /// One of these.
    OneOf(Vec<String>),
    /// Anything that is no character of a code.
    Anything,
}

/// The characters of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Alphabet {
    /// ASCII letters and digits.
    Alnum,
    /// ASCII digits.
    Digits,
    /// ASCII upper-case letters and digits.
    UpperAlnum,
    /// ASCII letters and digits, `_` and `-`.
    UrlSafe,
}

impl Alphabet {
    /// The written forms in catalogs.
    pub const NAMES: &'static [&'static str] = &["alnum", "digits", "upper-alnum", "url-safe"];

    /// Reads a written form; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "alnum" => Some(Self::Alnum),
            "digits" => Some(Self::Digits),
            "upper-alnum" => Some(Self::UpperAlnum),
            "url-safe" => Some(Self::UrlSafe),
            _ => None,
        }
    }

    /// Whether a character is of this alphabet.
    #[must_use]
    pub const fn holds(self, c: char) -> bool {
        match self {
            Self::Alnum => c.is_ascii_alphanumeric(),
            Self::Digits => c.is_ascii_digit(),
            Self::UpperAlnum => c.is_ascii_uppercase() || c.is_ascii_digit(),
            Self::UrlSafe => c.is_ascii_alphanumeric() || matches!(c, '_' | '-'),
        }
    }
}

/// How many of upper case, lower case and digits a code must hold.
///
/// Words and names hold one or two of them, real codes nearly always two and mostly three.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mix {
    /// No matter how many.
    Any,
    /// At least two.
    Two,
    /// All three.
    Three,
}

impl Mix {
    /// The written forms in catalogs.
    pub const NAMES: &'static [&'static str] = &["any", "two", "three"];

    /// Reads a written form; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "any" => Some(Self::Any),
            "two" => Some(Self::Two),
            "three" => Some(Self::Three),
            _ => None,
        }
    }

    fn holds(self, code: &str) -> bool {
        let has = |test: fn(&char) -> bool| usize::from(code.chars().any(|c| test(&c)));
        let classes = has(char::is_ascii_uppercase) + has(char::is_ascii_lowercase) + has(char::is_ascii_digit);
        classes
            >= match self {
                Self::Any => 0,
                Self::Two => 2,
                Self::Three => 3,
            }
    }
}

/// A code between delimiters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delimited {
    /// What stands before the opening, perhaps nothing.
    pub prefix: String,
    /// What stands before the code.
    pub open: Opening,
    /// What stands after it.
    pub close: Closing,
    /// The least and the most characters.
    pub length: (usize, usize),
    /// The characters.
    pub alphabet: Alphabet,
    /// The first character of the code, if only some may stand there.
    pub starts: Vec<String>,
    /// How mixed it must be.
    pub mix: Mix,
}

/// The bytes that a text is made of: what marks can stand in it at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    /// The bytes of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut found = [0; 4];
        for byte in text.bytes() {
            if let Some(word) = found.get_mut(usize::from(byte >> 6)) {
                *word |= 1 << (byte & 63);
            }
        }
        Self(found)
    }

    /// Whether every byte of a mark is among them.
    fn hold(self, mark: &str) -> bool {
        mark.bytes().all(|byte| self.0.get(usize::from(byte >> 6)).is_some_and(|word| word >> (byte & 63) & 1 == 1))
    }
}

/// The shape of a code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// A code between delimiters.
    Delimited(Delimited),
    /// One to five letters, a colon and a slash between blanks or Chinese, as in `fBt:/`.
    LettersColonSlash,
}

impl Shape {
    /// Whether a text holds something of this shape.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        self.spans(text).next().is_some()
    }

    /// The bytes of everything in a text that is of this shape, what opens and closes it included, in no certain order.
    #[must_use]
    pub fn spans<'s>(&'s self, text: &'s str) -> Box<dyn Iterator<Item = Range<usize>> + 's> {
        self.spans_among(text, Bytes::of(text))
    }

    /// The same for a text of which the bytes are known, so that marks it cannot hold are not looked for.
    #[must_use]
    pub fn spans_among<'s>(&'s self, text: &'s str, bytes: Bytes) -> Box<dyn Iterator<Item = Range<usize>> + 's> {
        match self {
            Self::LettersColonSlash => Box::new(letters_colon_slash(text)),
            Self::Delimited(shape) => shape.spans(text, bytes),
        }
    }
}

impl Delimited {
    fn spans<'s>(&'s self, text: &'s str, bytes: Bytes) -> Box<dyn Iterator<Item = Range<usize>> + 's> {
        match &self.open {
            Opening::Free if self.prefix.is_empty() => {
                let fits = |run: &str| run.chars().all(|c| self.alphabet.holds(c)) && self.fits(run);
                Box::new(free_runs(text).filter(move |(_, run)| fits(run)).map(|(start, run)| start..start + run.len()))
            }
            Opening::Free => Box::new(self.behind(text, "")),
            Opening::OneOf(_) if !bytes.hold(&self.prefix) => Box::new(std::iter::empty()),
            Opening::OneOf(delimiters) => {
                Box::new(delimiters.iter().filter(move |delimiter| bytes.hold(delimiter)).flat_map(move |delimiter| self.behind(text, delimiter)))
            }
            Opening::Sign => Box::new(text.char_indices().filter(|(_, c)| is_sign(*c)).filter_map(move |(at, c)| {
                let behind = at + c.len_utf8();
                Some(at..self.end(text, behind, text.get(at..behind)?)?)
            })),
        }
    }

    fn behind<'s>(&'s self, text: &'s str, delimiter: &'s str) -> impl Iterator<Item = Range<usize>> + 's {
        let mark = if self.prefix.is_empty() { Cow::Borrowed(delimiter) } else { Cow::Owned(format!("{}{delimiter}", self.prefix)) };
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let at = from + memmem::find(text.as_bytes().get(from..)?, mark.as_bytes())?;
                from = at + mark.len();
                if let Some(end) = self.end(text, from, delimiter) {
                    return Some(at..end);
                }
            }
        })
    }

    /// Where a code ends, its closing included, that stands behind an opening which ends at a byte.
    fn end(&self, text: &str, from: usize, open: &str) -> Option<usize> {
        let rest = text.get(from..)?.trim_start_matches(is_filler);
        let end = rest.find(|c| !self.alphabet.holds(c)).unwrap_or(rest.len());
        let (code, after) = rest.split_at_checked(end)?;
        let after = if self.close == Closing::Anything { after } else { after.trim_start_matches(is_filler) };
        let closing = match &self.close {
            Closing::Same => after.starts_with(open).then_some(open.len()),
            Closing::OneOf(marks) => marks.iter().find(|mark| after.starts_with(mark.as_str())).map(String::len),
            Closing::Anything => Some(0),
        }?;
        self.fits(code).then(|| text.len() - after.len() + closing)
    }

    fn fits(&self, code: &str) -> bool {
        let count = code.chars().count();
        let starts = self.starts.is_empty() || self.starts.iter().any(|start| code.starts_with(start.as_str()));
        (self.length.0..=self.length.1).contains(&count) && starts && self.mix.holds(code)
    }
}

/// Blanks, the sign that makes a character an emoji, and what is not seen at all may stand between a delimiter and
/// its code.
pub(super) const fn is_filler(c: char) -> bool {
    matches!(c, ' ' | '\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is a sign or emoji that somebody may put in a currency sign's place: currency signs, arrows,
/// symbols and pictures. Plain punctuation, Chinese or not, is none: it stands around words all the time.
#[must_use]
pub const fn is_sign(c: char) -> bool {
    matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}'
        | '\u{ffe0}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}' | '\u{1f000}'..='\u{1faff}')
}

/// Runs of letters, digits and `_` with none of them at either side, each with the byte at which it begins; digits that go on
/// behind a dot, comma or hyphen are a price, a date or a number with parts, and no code.
fn free_runs(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_outside = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ',' | '-' | ':' | '@' | '/'));
    let mut end = 0;
    text.split_inclusive(is_outside).filter_map(move |piece| {
        let start = end;
        end += piece.len();
        let run = piece.trim_end_matches(is_outside).trim_end_matches(['.', ',', ':']);
        let trimmed = run.trim_start_matches(['.', ',', ':']);
        (!trimmed.is_empty()).then_some((start + run.len() - trimmed.len(), trimmed))
    })
}

fn letters_colon_slash(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(":/").filter_map(|(at, mark)| {
        let before = text.get(..at)?;
        let letters = before.bytes().rev().take(6).take_while(u8::is_ascii_alphabetic).count();
        let start = at.checked_sub(letters)?;
        let edge = before.get(..start)?.chars().next_back();
        let after = text.get(at + mark.len()..)?.chars().next();
        let is_edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || !c.is_ascii());
        ((1..=5).contains(&letters) && is_edge(edge) && is_edge(after)).then_some(start..at + mark.len())
    })
}
