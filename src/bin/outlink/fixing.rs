//! Fixes before a run: shown as a diff, or written into the files.

use std::io::{Read as _, Write};

use outlink::check::content::{Asked, CONTENT_LIMIT};
use outlink::fix::apply::{Refused, fixed};
use outlink::fix::diff::unified;
use outlink::input::files::Input;
use outlink::input::source::{Opening, Source};
use outlink::message::{Text, fix as text};
use outlink::report::escape::terminal;

use crate::exit::Failure;
use crate::output::write_beside;
use crate::prepare::Voice;

/// What is done with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// They are shown.
    Show,
    /// They are written.
    Write,
}

/// How fixing went.
#[derive(Debug, Default)]
pub(crate) struct Went {
    links: usize,
    files: usize,
    /// What is said of single files.
    said: Vec<Text>,
}

impl Went {
    /// What is said at the end.
    pub(crate) fn told(mut self, doing: Doing) -> Vec<Text> {
        match (self.links, doing) {
            (0, _) => self.said.push(text::nothing()),
            (links, Doing::Show) => self.said.push(text::would_fix(links, self.files)),
            (_, Doing::Write) => {}
        }
        self.said
    }
}

/// Fixes one input, or shows how.
pub(crate) fn input(source: &Source, asked: Asked<'_, '_>, doing: Doing, went: &mut Went, voice: Voice, out: &mut dyn Write) -> Result<(), Failure> {
    let Input::File(path) = &source.input else { return Err(voice.usage(&text::stdin())) };
    let name = terminal(asked.file).into_owned();
    // What cannot be read at all is told by the run itself.
    let Ok(Opening::Read(opened)) = source.open() else { return Ok(()) };
    if let Some(packing) = opened.packing {
        went.said.push(text::refused(&name, text::packed(packing.as_str()).get(voice.lang)));
        return Ok(());
    }
    let mut bytes = Vec::new();
    if let Err(error) = opened.bytes.take(CONTENT_LIMIT).read_to_end(&mut bytes) {
        went.said.push(text::refused(&name, text::unreadable(&error.to_string()).get(voice.lang)));
        return Ok(());
    }
    let Ok(before) = String::from_utf8(bytes) else {
        return Ok(());
    };
    match fixed(asked, opened.format, &before) {
        None => {}
        Some(Err(Refused::ReadsOtherwise)) => went.said.push(text::refused(&name, text::reads_otherwise().get(voice.lang))),
        Some(Ok(after)) => {
            went.links += after.links;
            went.files += 1;
            match doing {
                Doing::Show => out.write_all(unified(asked.file, &before, &after.text).as_bytes())?,
                Doing::Write => {
                    write_beside(path, voice, |out: &mut dyn Write| out.write_all(after.text.as_bytes()))?;
                    went.said.push(text::fixed(&name, after.links));
                }
            }
        }
    }
    Ok(())
}
