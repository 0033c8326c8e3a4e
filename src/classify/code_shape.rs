//! The shapes of share codes, and whether a text has one.

/// What stands before a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opening {
    /// Nothing: the code stands free between other characters.
    Free,
    /// One of these.
    OneOf(Vec<String>),
    /// Any one sign or emoji, see [`is_sign`].
    Sign,
}

/// What stands after a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// The same string that stands before it.
    Same,
    /// One of these.
    OneOf(Vec<String>),
    /// Anything that is no character of a code.
    Anything,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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

/// The shape of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
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
        match self {
            Self::LettersColonSlash => has_letters_colon_slash(text),
            Self::Delimited(shape) => shape.is_in(text),
        }
    }
}

impl Delimited {
    fn is_in(&self, text: &str) -> bool {
        match &self.open {
            Opening::Free if self.prefix.is_empty() => free_runs(text).any(|run| run.chars().all(|c| self.alphabet.holds(c)) && self.fits(run)),
            Opening::Free => self.is_behind(text, ""),
            Opening::OneOf(delimiters) => delimiters.iter().any(|delimiter| self.is_behind(text, delimiter)),
            Opening::Sign => text.char_indices().any(|(at, c)| {
                let delimiter = text.get(at..at + c.len_utf8()).unwrap_or_default();
                is_sign(c) && self.follows(text.get(at + c.len_utf8()..).unwrap_or_default(), delimiter)
            }),
        }
    }

    fn is_behind(&self, text: &str, delimiter: &str) -> bool {
        let mark = format!("{}{delimiter}", self.prefix);
        text.match_indices(&mark).any(|(at, _)| self.follows(text.get(at + mark.len()..).unwrap_or_default(), delimiter))
    }

    /// Whether a code and its closing stand at the beginning of what follows an opening.
    fn follows(&self, rest: &str, open: &str) -> bool {
        let rest = rest.trim_start_matches(is_filler);
        let end = rest.find(|c| !self.alphabet.holds(c)).unwrap_or(rest.len());
        let (code, after) = rest.split_at_checked(end).unwrap_or_default();
        let after = after.trim_start_matches(is_filler);
        let closes = match &self.close {
            Closing::Same => after.starts_with(open),
            Closing::OneOf(marks) => marks.iter().any(|mark| after.starts_with(mark.as_str())),
            Closing::Anything => true,
        };
        closes && self.fits(code)
    }

    fn fits(&self, code: &str) -> bool {
        let count = code.chars().count();
        let starts = self.starts.is_empty() || self.starts.iter().any(|start| code.starts_with(start.as_str()));
        (self.length.0..=self.length.1).contains(&count) && starts && self.mix.holds(code)
    }
}

/// Blanks, the sign that makes a character an emoji, and what is not seen at all may stand between a delimiter and
/// its code.
const fn is_filler(c: char) -> bool {
    matches!(c, ' ' | '\u{fe0f}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Whether a character is a sign or emoji that somebody may put in a currency sign's place: currency signs, arrows,
/// symbols and pictures. Plain punctuation, Chinese or not, is none: it stands around words all the time.
#[must_use]
pub const fn is_sign(c: char) -> bool {
    matches!(c, '\u{a2}'..='\u{a5}' | '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{23ff}' | '\u{25a0}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}'
        | '\u{ffe0}' | '\u{ffe1}' | '\u{ffe5}' | '\u{ffe6}' | '\u{1f000}'..='\u{1faff}')
}

/// Runs of letters, digits and `_` with none of them at either side; digits that go on behind a dot, comma or hyphen
/// are a price, a date or a number with parts, and no code.
fn free_runs(text: &str) -> impl Iterator<Item = &str> {
    let is_inside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | ',' | '-' | ':' | '@' | '/');
    text.split(move |c: char| !is_inside(c)).map(|run| run.trim_matches(['.', ',', ':'])).filter(|run| !run.is_empty())
}

fn has_letters_colon_slash(text: &str) -> bool {
    text.match_indices(":/").any(|(at, _)| {
        let before = text.get(..at).unwrap_or_default();
        let letters = before.chars().rev().take_while(char::is_ascii_alphabetic).count();
        let edge = before.chars().rev().nth(letters);
        let after = text.get(at + 2..).and_then(|rest| rest.chars().next());
        let is_edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || !c.is_ascii());
        (1..=5).contains(&letters) && is_edge(edge) && is_edge(after)
    })
}
