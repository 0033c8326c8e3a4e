//! One file for each command.

mod check;
mod explain;
mod policy_test;

use outlink::message::Lang;

use crate::args::{Args, Command, PolicyCommand};
use crate::color::palette;
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// Runs the command that was asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    match &args.command {
        Command::Check(check) => check::run(check, lang, args.color),
        Command::Explain(explain) => explain::run(explain, lang, args.color),
        Command::Policy(PolicyCommand::Test(test)) => policy_test::run(test, Voice { lang, palette: palette(args.color) }),
    }
}
