//! `outlink policy fmt`: policies and files of rows, laid out in the one way.

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::path::Path;

use outlink::authoring::format::{Language, format};
use outlink::input::files::{Input, read_whole};
use outlink::input::walk::{Filter, walk};
use outlink::message::{authoring as text, input as input_text, policy as policy_text};
use outlink::report::text_diff::text_diff;
use outlink::source::SourceFile;

use crate::args::PolicyFmtArgs;
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// How the files that were named came out.
#[derive(Default)]
struct Tally {
    all: usize,
    changed: usize,
    /// Files of folders that are neither policies nor rows.
    others: usize,
    worst: Option<Exit>,
}

impl Tally {
    /// One file more; what is wrong with one does not stop the others.
    fn note(&mut self, outcome: Result<bool, Failure>) -> Result<(), Failure> {
        self.all += 1;
        match outcome {
            Ok(changed) => self.changed += usize::from(changed),
            Err(failure) if matches!(failure.exit, Exit::Invalid | Exit::Failed) => self.fail(&failure)?,
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    fn fail(&mut self, failure: &Failure) -> Result<(), Failure> {
        writeln!(io::stderr().lock(), "{}", failure.message.trim_end())?;
        self.worst = match self.worst {
            Some(Exit::Invalid) => Some(Exit::Invalid),
            _ => Some(failure.exit),
        };
        Ok(())
    }
}

/// Formats every file that was named, and every policy and file of rows in folders; one that is invalid is left as it is.
pub(crate) fn run(args: &PolicyFmtArgs, voice: Voice) -> Result<Exit, Failure> {
    let stdin = [OsString::from("-")];
    let paths = if args.paths.is_empty() { &stdin[..] } else { &args.paths };
    let mut tally = Tally::default();
    for path in paths {
        if Path::new(path).is_dir() {
            folder(path, args, voice, &mut tally)?;
        } else {
            let input = Input::named(path);
            tally.note(text_of(&input, voice).and_then(|before| one(&input, &before, args, voice)))?;
        }
    }
    let is_dry = args.check || args.diff;
    let told = if is_dry { text::to_format(tally.changed, tally.all) } else { text::formatted(tally.changed, tally.all) };
    let mut err = io::stderr().lock();
    writeln!(err, "{}", told.get(voice.lang))?;
    if tally.others > 0 {
        writeln!(err, "{}", text::others(tally.others).get(voice.lang))?;
    }
    Ok(match tally.worst {
        Some(exit) => exit,
        None if args.check && tally.changed > 0 => Exit::Findings,
        None => Exit::Clean,
    })
}

/// Formats the policies and files of rows below a folder.
fn folder(name: &OsString, args: &PolicyFmtArgs, voice: Voice, tally: &mut Tally) -> Result<(), Failure> {
    let walked = walk(std::slice::from_ref(name), &Filter::default()).map_err(|bad| voice.usage(&input_text::bad_pattern(&bad.pattern, &bad.reason)))?;
    for (name, reason) in &walked.failures {
        tally.fail(&voice.failure(Exit::Failed, &policy_text::unreadable(name, reason.get(voice.lang))))?;
    }
    let before = tally.all;
    for (input, _) in &walked.inputs {
        let is_toml = matches!(input, Input::File(path) if path.extension().is_some_and(|extension| extension == "toml"));
        match is_toml.then(|| text_of(input, voice)) {
            Some(Ok(text)) if Language::told(&text).is_some() => tally.note(one(input, &text, args, voice))?,
            Some(Err(failure)) => tally.note(Err(failure))?,
            _ => tally.others += 1,
        }
    }
    if tally.all == before {
        tally.fail(&voice.failure(Exit::Failed, &text::none_in(&name.to_string_lossy())))?;
    }
    Ok(())
}

fn text_of(input: &Input, voice: Voice) -> Result<String, Failure> {
    read_whole(input).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&input.name(), &reason)))
}

/// Formats one file, or standard input to standard output; whether it changed.
fn one(input: &Input, before: &str, args: &PolicyFmtArgs, voice: Voice) -> Result<bool, Failure> {
    let name = input.name();
    let after = format(&SourceFile::new(&name, before)).map_err(|problems| voice.invalid(&name, &problems))?;
    let is_changed = before != after;
    let mut out = io::stdout().lock();
    if args.diff {
        write!(out, "{}", text_diff(&name, before, &after, voice.lang))?;
    }
    if args.check && !args.diff && is_changed {
        writeln!(out, "{}", text::would_change(&name).get(voice.lang))?;
    }
    if !args.check && !args.diff {
        match input {
            Input::Stdin => write!(out, "{after}")?,
            Input::File(path) if is_changed => write_beside(path, voice, |out| out.write_all(after.as_bytes()))?,
            Input::File(_) => {}
        }
    }
    Ok(is_changed)
}
