//! `outlink list build`: lists compiled into one file.

use std::io::{self, Write as _};
use std::path::Path;

use outlink::classify::catalog::Catalog;
use outlink::classify::listed::ListReach;
use outlink::message::list as text;
use outlink::policy::build_lists::Reading;
use outlink::policy::list_source::GivenList;
use outlink::policy::list_words::Unsupported;
use outlink::policy::load::{LoadError, Loader};
use outlink::report::escape::terminal;
use outlink::report::summary;
use outlink::session::loaded::suffixes;

use crate::args::ListBuildArgs;
use crate::exit::{Exit, Failure};
use crate::output::{refuse_own_source, write_beside};
use crate::prepare::{Voice, load_failure};

/// Reads the lists, writes the file, and says what each list brought.
pub(crate) fn run(args: &ListBuildArgs, voice: Voice) -> Result<Exit, Failure> {
    let source = |written: &String| GivenList::parse(written).ok_or_else(|| voice.usage(&text::bad_source(written)));
    let sources = args.sources.iter().map(source).collect::<Result<Vec<_>, _>>()?;
    for source in &sources {
        refuse_own_source(&args.output, Path::new(&source.path), voice)?;
    }
    let psl = args.psl.as_deref().map(Path::to_string_lossy);
    let (suffixes, _) = suffixes(psl.as_deref(), &outlink::input::files::Disk).map_err(|refusal| voice.refused(refusal))?;
    let reading = Reading {
        reach: if args.exact { ListReach::Exact } else { ListReach::Below },
        unsupported: if args.skip_unsupported { Unsupported::Skip } else { Unsupported::Error },
    };
    let mut catalog = Catalog::default();
    let mut loader = Loader::new(&mut catalog, &outlink::input::files::Disk);
    loader.suffixes = suffixes.as_ref();
    let built = loader.build(&sources, reading).map_err(|error| match error {
        LoadError::Invalid { problems, .. } => voice.problems(&problems, &text::not_built(problems.len())),
        other => load_failure(other, voice),
    })?;
    write_beside(&args.output, voice, |out| out.write_all(&built.bytes))?;
    let name = args.output.to_string_lossy();
    let said = text::built(&terminal(&name), built.lists.len(), built.bytes.len());
    write!(io::stderr().lock(), "{}\n{}", said.get(voice.lang), summary::lists(&built.lists, voice.lang))?;
    Ok(Exit::Clean)
}
