//! Which format takes the findings of a run.

use outlink::check::run::Run;
use outlink::report::finding::azure::Azure;
use outlink::report::finding::checkstyle::Checkstyle;
use outlink::report::finding::concise::Concise;
use outlink::report::finding::github::Github;
use outlink::report::finding::gitlab::Gitlab;
use outlink::report::finding::junit::Junit;
use outlink::report::finding::markdown::Markdown;
use outlink::report::finding::present::{Presenter, RecordsOnly};
use outlink::report::finding::rdjson::Rdjson;
use outlink::report::finding::{human, markdown};
use outlink::report::sarif::findings::Sarif;

use crate::args::{CheckArgs, FormatArg};
use crate::prepare::Voice;

/// What takes the findings of a run.
pub(crate) fn presenter<'r>(run: &'r Run<'r>, args: &CheckArgs, voice: Voice) -> Box<dyn Presenter + 'r> {
    let lang = voice.lang;
    let most = |usual: u64| match args.max_findings {
        Some(0) => None,
        given => Some(given.unwrap_or(usual)),
    };
    match args.format {
        FormatArg::Human => Box::new(human::Human::new(run, lang, voice.palette, most(human::MOST))),
        FormatArg::Concise => Box::new(Concise { lang }),
        FormatArg::Jsonl | FormatArg::Json | FormatArg::Csv => Box::new(RecordsOnly),
        FormatArg::Sarif => Box::new(Sarif::new(lang)),
        FormatArg::Github => Box::new(Github::new(lang)),
        FormatArg::Gitlab => Box::new(Gitlab::new(lang)),
        FormatArg::Junit => Box::new(Junit::new(lang, &run.as_of.to_string())),
        FormatArg::Checkstyle => Box::new(Checkstyle::new(lang)),
        FormatArg::Rdjson => Box::new(Rdjson::new(lang)),
        FormatArg::Azure => Box::new(Azure { lang }),
        FormatArg::Markdown => Box::new(Markdown::new(lang, most(markdown::MOST))),
    }
}
