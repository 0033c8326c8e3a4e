//! An input of a run with what it is read as.

use std::io::{self, Cursor, Read};

use super::ahead::{Broken, ahead};
use super::files::Input;
use super::packed::{Damage, Packing, inner_name};
use crate::extract::decode::Decoded;
use crate::extract::encoding::{self, marked};
use crate::extract::format::{Format, Shape};
use crate::timing::metered;

/// How many bytes of a file are looked at to tell what it is.
const HEAD: usize = 16 << 10;

/// How it is settled what an input is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// By the name, else by the first bytes.
    #[default]
    Auto,
    /// As the user says.
    Given(Format),
}

/// How an input came to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Somebody named it: it is read whatever it is.
    #[default]
    Named,
    /// It lay in a folder: it is read if it is text, or a format that is known.
    Walked,
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it comes from.
    pub input: Input,
    /// How it came to be read.
    pub origin: Origin,
    /// What it is read as.
    pub choice: Choice,
    /// Which encoding it is in.
    pub encoding: encoding::Choice,
}

/// The bytes of an input.
pub enum Bytes {
    /// As they stand on disk.
    Plain(Box<dyn Read + Send>),
    /// Made UTF-8.
    Decoded(Box<Decoded<Box<dyn Read + Send>>>),
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Decoded(_) => "Decoded",
        })
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(bytes) => bytes.read(buffer),
            Self::Decoded(bytes) => bytes.read(buffer),
        }
    }
}

/// An input that was opened.
pub struct Opened {
    /// What it is read as.
    pub format: Format,
    /// Its bytes, from the first. A list is in UTF-8, or was made so; content is as it stands.
    pub bytes: Bytes,
    /// Which encoding content is in.
    pub encoding: encoding::Choice,
    /// How it is packed on disk; its bytes are unpacked.
    pub packing: Option<Packing>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("format", &self.format).finish_non_exhaustive()
    }
}

/// What opening an input comes to.
#[derive(Debug)]
pub enum Opening {
    /// It is read.
    Read(Opened),
    /// It lay in a folder and is no text.
    Binary,
}

impl Source {
    /// What it is read as, where that shows before it is opened. Standard input is a list of links where nothing else is said.
    #[must_use]
    pub fn named_format(&self) -> Option<Format> {
        match self.choice {
            Choice::Given(format) => Some(format),
            Choice::Auto if self.input == Input::Stdin => Some(Format::Urls),
            Choice::Auto => Format::of_name(inner_name(&self.input.name())),
        }
    }

    /// Opens it and tells what it is.
    ///
    /// # Errors
    /// The system's reason.
    pub fn open(&self) -> io::Result<Opening> {
        let (head, bytes) = beheaded(metered(self.input.open()?))?;
        let packing = Packing::of_head(&head);
        let name = self.input.name();
        let inner = inner_name(&name);
        if head.is_empty() && inner != name {
            return Err(Damage::empty());
        }
        let (head, bytes) = match packing {
            Some(packing) => beheaded(ahead(packing.unpack(Cursor::new(head).chain(bytes))?)?)?,
            None => (head, bytes),
        };
        let named = self.named_format();
        let is_text = named.is_none_or(|format| format.shape() != Shape::Bytes);
        let format = named.unwrap_or_else(|| self.format_of(inner, &head));
        if self.origin == Origin::Walked && is_text && format.shape() != Shape::Bytes && is_binary(&head) {
            return Ok(Opening::Binary);
        }
        let encoding = match self.encoding {
            encoding::Choice::Auto if format == Format::Urls => encoding::of_list(&head),
            encoding::Choice::Auto => None,
            encoding::Choice::Given(encoding) => Some(encoding),
        };
        let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(head).chain(bytes));
        let bytes = match encoding {
            Some(encoding) if format == Format::Urls => Bytes::Decoded(Box::new(Decoded::new(bytes, encoding::Choice::Given(encoding)))),
            _ => Bytes::Plain(bytes),
        };
        Ok(Opening::Read(Opened { format, bytes, encoding: self.encoding, packing }))
    }

    /// The format of an input whose name tells nothing. Among the files of a folder only texts without an ending of their own
    /// can be lists: the lines of a program are no links.
    fn format_of(&self, name: &str, head: &[u8]) -> Format {
        let told = if let Some((utf16, _)) = marked(head) { Format::of_content(utf16.decode(head).0.as_bytes()) } else { Format::of_content(head) };
        let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let can_be_list = self.origin == Origin::Named || file.rsplit_once('.').is_none_or(|(_, ending)| ending.eq_ignore_ascii_case("txt"));
        if told == Format::Urls && !can_be_list { Format::Text } else { told }
    }
}

/// The first bytes of a reader, and what comes behind them. An error behind some bytes comes behind them again.
fn beheaded(mut bytes: Box<dyn Read + Send>) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
    let mut head = Vec::with_capacity(HEAD);
    match (&mut bytes).take(HEAD as u64).read_to_end(&mut head) {
        Ok(_) => Ok((head, bytes)),
        Err(error) if head.is_empty() => Err(error),
        Err(error) => Ok((head, Box::new(Broken(Some(error))))),
    }
}

/// Whether the first bytes of a file are no text: texts have zero bytes only in UTF-16.
fn is_binary(head: &[u8]) -> bool {
    memchr::memchr(0, head).is_some() && marked(head).is_none()
}
