//! From the arguments to the inputs of a run.

use std::ffi::OsString;
use std::path::PathBuf;

use outlink::extract::encoding;
use outlink::extract::format::Format;
use outlink::input::source::{Choice, Source};
use outlink::input::walk::{Filter, Hidden, Ignored, listed, walk};
use outlink::message::{Text, input as text};

use crate::args::CheckArgs;
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// What is named on the command line, and in the list of files that it names.
pub(crate) struct Inputs {
    pub(crate) named: Vec<OsString>,
    encoding: encoding::Choice,
}

/// What the names came to.
pub(crate) struct Found {
    pub(crate) sources: Vec<Source>,
    pub(crate) failures: Vec<(String, Text)>,
    pub(crate) links: u64,
}

impl Inputs {
    /// Reads the names; standard input where there are none.
    pub(crate) fn of(args: &CheckArgs, voice: Voice) -> Result<Self, Failure> {
        let encoding = encoding::Choice::parse(&args.encoding).ok_or_else(|| voice.usage(&text::unknown_encoding(&args.encoding)))?;
        let mut named = args.paths.clone();
        match &args.walking.files_from {
            Some(list) if list == "-" && named.iter().any(|name| name == "-") => return Err(voice.usage(&text::stdin_twice())),
            Some(list) => {
                let failed = |reason: String| voice.failure(Exit::Failed, &text::bad_file_list(&list.to_string_lossy(), &reason));
                named.extend(listed(list).map_err(failed)?);
            }
            None if named.is_empty() => named.push("-".into()),
            None => {}
        }
        Ok(Self { named, encoding })
    }

    /// Goes through folders and patterns.
    pub(crate) fn walk(&self, args: &CheckArgs, voice: Voice) -> Result<Found, Failure> {
        let written: Vec<PathBuf> = [&args.output, &args.run_info, &args.resolving.resolve_cache].into_iter().flatten().cloned().collect();
        let filter = Filter {
            hidden: if args.walking.hidden { Hidden::Read } else { Hidden::Skip },
            ignored: if args.walking.no_ignore { Ignored::Read } else { Ignored::Skip },
            include: args.walking.include.clone(),
            exclude: args.walking.exclude.clone(),
            written,
        };
        let walked = walk(&self.named, &filter).map_err(|bad| voice.usage(&text::bad_pattern(&bad.pattern, &bad.reason)))?;
        let choice = Format::parse(&args.input).map_or(Choice::Auto, Choice::Given);
        let source = |(input, origin)| Source { input, origin, choice, encoding: self.encoding };
        Ok(Found { sources: walked.inputs.into_iter().map(source).collect(), failures: walked.failures, links: walked.links })
    }
}
