//! An input of a run with what it is read as.

use std::io::{self, Cursor, Read};

use super::files::Input;
use crate::extract::format::Format;

/// How many bytes of a file are looked at to tell what it is.
const HEAD: u64 = 16 << 10;

/// How it is settled what an input is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// By the name, else by the first bytes.
    #[default]
    Auto,
    /// As the user says.
    Given(Format),
}

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it comes from.
    pub input: Input,
    /// What it is read as.
    pub choice: Choice,
}

/// An input that was opened.
pub struct Opened {
    /// What it is read as.
    pub format: Format,
    /// Its bytes, from the first.
    pub bytes: Box<dyn Read + Send>,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("format", &self.format).finish_non_exhaustive()
    }
}

impl Source {
    /// Opens it and tells what it is. Standard input is a list of links where nothing else is said.
    ///
    /// # Errors
    /// The system's reason.
    pub fn open(&self) -> io::Result<Opened> {
        let mut bytes = self.input.open()?;
        let named = match self.choice {
            Choice::Given(format) => Some(format),
            Choice::Auto if self.input == Input::Stdin => Some(Format::Urls),
            Choice::Auto => Format::of_name(&self.input.name()),
        };
        if let Some(format) = named {
            return Ok(Opened { format, bytes });
        }
        let mut head = Vec::new();
        (&mut bytes).take(HEAD).read_to_end(&mut head)?;
        let format = Format::of_content(&head);
        Ok(Opened { format, bytes: Box::new(Cursor::new(head).chain(bytes)) })
    }
}
