//! One file for each command.

mod check;
mod explain;
mod rules;

use outlink::message::Lang;

use crate::args::{Args, Command};
use crate::exit::{Exit, Failure};

/// Runs the command that was asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    match &args.command {
        Command::Check(check) => check::run(check, lang, args.color),
        Command::Explain(explain) => explain::run(explain, lang, args.color),
        Command::Rules(rules) => rules::run(rules, lang, args.color),
    }
}
