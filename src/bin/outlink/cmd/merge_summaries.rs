//! `outlink merge-summaries`: the counts of all parts of a run as those of the whole.

use std::io::{self, Write as _};

use outlink::input::files::read_text;
use outlink::message::{policy as policy_text, shard as text};
use outlink::report::counts::{Counts, NoWhole, merge};

use crate::args::MergeArgs;
use crate::exit::{Exit, Failure};
use crate::output::{Patient, write_beside};
use crate::prepare::Voice;

/// Adds the parts up and ends as the whole run would have ended.
pub(crate) fn run(args: &MergeArgs, voice: Voice) -> Result<Exit, Failure> {
    let mut parts = Vec::with_capacity(args.summaries.len());
    for path in &args.summaries {
        let name = path.to_string_lossy();
        let read = read_text(path).map_err(|reason| voice.failure(Exit::Failed, &policy_text::unreadable(&name, &reason)))?;
        parts.push(Counts::read(&read).map_err(|reason| voice.failure(Exit::Invalid, &text::no_summary(&name, &reason)))?);
    }
    let whole = merge(parts).map_err(|fault| voice.failure(Exit::Usage, &told(&fault)))?;
    let written = whole.written();
    match &args.output {
        Some(path) => write_beside(path, voice, |out| out.write_all(written.as_bytes()))?,
        None => Patient::new(io::stdout().lock()).write_all(written.as_bytes())?,
    }
    Ok(if !whole.failures.is_empty() {
        Exit::Failed
    } else if whole.links == 0 {
        Exit::Empty
    } else if whole.findings > 0 || whole.faulty > 0 {
        Exit::Findings
    } else {
        Exit::Clean
    })
}

fn told(fault: &NoWhole) -> outlink::message::Text {
    match fault {
        NoWhole::OtherRun(one, other) => text::other_run(one, other),
        NoWhole::OtherCount(one, other) => text::other_count(one, other),
        NoWhole::NoPart => text::no_part(),
        NoWhole::Twice(part) => text::part_twice(part),
        NoWhole::Missing(parts) => text::parts_missing(&parts.join(", ")),
    }
}
