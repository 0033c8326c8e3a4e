//! `outlink policy timeline`: how the verdict on a link moved and will move.

use std::io::{self, Write as _};

use outlink::check::run::{Strictness, Threshold};
use outlink::classify::packed::Checking;
use outlink::engine::view::Horizon;
use outlink::message::policy as policy_text;
use outlink::policy::builtin;
use outlink::report::timeline::{draw, of_link, render};

use crate::args::{PolicyTimelineArgs, TimelineFormatArg};
use crate::exit::{Exit, Failure};
use crate::prepare::{Kept, Voice, horizon_days, load, question};

/// A site that no rule names: what is seen is the defaults.
const PLAIN_LINK: &str = "https://www.example.org/";

/// Draws the timeline of every link that was given, or of a link that no rule names.
pub(crate) fn run(args: &PolicyTimelineArgs, voice: Voice) -> Result<Exit, Failure> {
    if let Some(id) = args.links.iter().find(|link| builtin::find(link).is_some()) {
        return Err(voice.usage(&policy_text::policy_for_link(id)));
    }
    let question = question(&args.question);
    let loaded = load(&question, Kept::of(&args.question), Checking::AtOnce, voice)?;
    let threshold = Threshold { fail_on: None, strictness: Strictness::Plain };
    let run = loaded.run(&question, question.basis, Some(Horizon::Everything), threshold).map_err(|refusal| voice.refused(refusal))?;
    let horizon = horizon_days(args.question.horizon.as_deref(), voice)?;
    let plain = [PLAIN_LINK.to_owned()];
    let links = if args.links.is_empty() { &plain[..] } else { &args.links };
    let timelines: Vec<_> = links.iter().map(|link| of_link(&run, &run.check_text(link), link, horizon)).collect();
    let mut out = io::stdout().lock();
    match args.format {
        TimelineFormatArg::Json => writeln!(out, "{}", serde_json::to_string_pretty(&timelines).map_err(io::Error::from)?)?,
        TimelineFormatArg::Svg => writeln!(out, "{}", draw(&timelines))?,
        TimelineFormatArg::Human => timelines.iter().try_for_each(|timeline| write!(out, "{}", render(timeline, voice.lang, voice.palette)))?,
    }
    Ok(Exit::Clean)
}
