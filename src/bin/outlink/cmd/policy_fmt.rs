//! `outlink policy fmt`: policies and files of rows, laid out in the one way.

use std::ffi::OsString;
use std::io::{self, Write as _};

use outlink::authoring::format::format;
use outlink::input::files::{Input, read_whole};
use outlink::message::{authoring as text, policy as policy_text};
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
    worst: Option<Exit>,
}

/// Formats every file that was named; one that is invalid is left as it is and does not stop the others.
pub(crate) fn run(args: &PolicyFmtArgs, voice: Voice) -> Result<Exit, Failure> {
    let stdin = [OsString::from("-")];
    let paths = if args.paths.is_empty() { &stdin[..] } else { &args.paths };
    let mut tally = Tally::default();
    for path in paths {
        let input = Input::named(path);
        tally.all += 1;
        match one(&input, args, voice) {
            Ok(changed) => tally.changed += usize::from(changed),
            Err(failure) if matches!(failure.exit, Exit::Invalid | Exit::Failed) => {
                writeln!(io::stderr().lock(), "{}", failure.message.trim_end())?;
                tally.worst = match tally.worst {
                    Some(Exit::Invalid) => Some(Exit::Invalid),
                    _ => Some(failure.exit),
                };
            }
            Err(failure) => return Err(failure),
        }
    }
    let is_dry = args.check || args.diff;
    let told = if is_dry { text::to_format(tally.changed, tally.all) } else { text::formatted(tally.changed, tally.all) };
    writeln!(io::stderr().lock(), "{}", told.get(voice.lang))?;
    Ok(match tally.worst {
        Some(exit) => exit,
        None if args.check && tally.changed > 0 => Exit::Findings,
        None => Exit::Clean,
    })
}

/// Formats one file, or standard input to standard output; whether it changed.
fn one(input: &Input, args: &PolicyFmtArgs, voice: Voice) -> Result<bool, Failure> {
    let name = input.name();
    let before = read_whole(input).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
    let after = format(&SourceFile::new(&name, &before)).map_err(|problems| voice.invalid(&name, &problems))?;
    let is_changed = before != after;
    let mut out = io::stdout().lock();
    if args.diff {
        write!(out, "{}", text_diff(&name, &before, &after, voice.lang))?;
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
