//! A part of a run: what goes with it, and the counts that make parts a whole.

use outlink::input::shard::Shard;
use outlink::message::shard as text;
use outlink::report::counts::Counts;

use crate::args::{CheckArgs, FormatArg};
use crate::baselines::InUse;
use crate::exit::Failure;
use crate::grouped::Work;
use crate::output::write_beside;
use crate::prepare::Voice;

/// The part that is asked for. What can only be told of a whole run is refused.
pub(crate) fn shard(args: &CheckArgs, voice: Voice) -> Result<Option<Shard>, Failure> {
    let Some(written) = &args.sharing.shard else { return Ok(None) };
    let shard = Shard::parse(written).ok_or_else(|| voice.usage(&text::bad(written)))?;
    let whole_only = [
        ("--fix", args.fix),
        ("--diff", args.diff),
        ("--statistics", args.counts_links()),
        ("--statistics-output", args.statistics_output.is_some()),
        ("--baseline", args.baselines.baseline.is_some()),
        ("--update-baseline", args.baselines.update_baseline),
    ];
    if let Some((option, _)) = whole_only.into_iter().find(|(_, given)| *given) {
        return Err(voice.usage(&text::whole_only(option)));
    }
    if !matches!(args.format, FormatArg::Jsonl | FormatArg::Csv) {
        return Err(voice.usage(&text::records_only()));
    }
    if !args.settings.no_suppressions {
        return Err(voice.usage(&text::suppressions()));
    }
    Ok(Some(shard))
}

/// Refuses a baseline that settings name.
pub(crate) fn refuse_baseline(shard: Option<Shard>, baseline: Option<&InUse>, voice: Voice) -> Result<(), Failure> {
    match baseline {
        Some(_) if shard.is_some() => Err(voice.usage(&text::whole_only("baseline"))),
        _ => Ok(()),
    }
}

/// Writes the counts where they are asked for.
pub(crate) fn write_summary(work: &Work<'_>) -> Result<(), Failure> {
    let Some(path) = &work.args.sharing.summary_output else { return Ok(()) };
    let counts = Counts::of(work.whole, &work.tally(), work.shard);
    write_beside(path, work.voice, |out| out.write_all(counts.written().as_bytes()))
}
