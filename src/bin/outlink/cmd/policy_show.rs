//! `outlink policy list` and `show`: what there is, and one policy as it stands after what it extends.

use std::io::{self, Write as _};

use outlink::policy::builtin;
use outlink::report::policy_list::{PolicyLine, facts, line, render, render_list};

use crate::args::{ExplainFormatArg, PolicyListArgs, PolicyShowArgs};
use crate::exit::{Exit, Failure};
use crate::prepare::{Voice, policies_alone};

/// Lists the embedded policies.
pub(crate) fn list(args: &PolicyListArgs, voice: Voice) -> Result<Exit, Failure> {
    let ids: Vec<String> = builtin::ids().map(str::to_owned).collect();
    let lines: Vec<PolicyLine> = policies_alone(&ids, voice)?.iter().map(|policy| line(policy, voice.lang)).collect();
    let mut out = io::stdout().lock();
    match args.format {
        ExplainFormatArg::Json => writeln!(out, "{}", serde_json::to_string_pretty(&lines).map_err(io::Error::from)?)?,
        ExplainFormatArg::Human => write!(out, "{}", render_list(&lines, voice.lang, voice.palette))?,
    }
    Ok(Exit::Clean)
}

/// Shows policies with every statement and where it comes from.
pub(crate) fn show(args: &PolicyShowArgs, voice: Voice) -> Result<Exit, Failure> {
    let shown: Vec<_> = policies_alone(&args.policies, voice)?.iter().map(|policy| facts(policy, voice.lang)).collect();
    let mut out = io::stdout().lock();
    match args.format {
        ExplainFormatArg::Json => writeln!(out, "{}", serde_json::to_string_pretty(&shown).map_err(io::Error::from)?)?,
        ExplainFormatArg::Human => shown.iter().try_for_each(|facts| write!(out, "{}", render(facts, voice.lang, voice.palette)))?,
    }
    Ok(Exit::Clean)
}
