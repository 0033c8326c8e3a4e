//! One file for each command.

mod check;
mod explain;
mod lint_levels;
mod list_build;
mod merge_summaries;
mod policy_check;
mod policy_coverage;
mod policy_diff;
mod policy_fix;
mod policy_fmt;
mod policy_mutate;
mod policy_new;
mod policy_schema;
mod policy_show;
mod policy_suites;
mod policy_test;
mod policy_timeline;
mod rules;
mod settings_schema;
mod shell;

use outlink::message::Lang;

use crate::args::{Args, Command, ListCommand, PolicyCommand, SettingsCommand};
use crate::color::palette;
use crate::command::Given;
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// Runs the command that was asked for.
pub(crate) fn run(args: &Args, given: &Given) -> Result<Exit, Failure> {
    let lang = Lang::parse(&args.lang).unwrap_or_default();
    match &args.command {
        Command::Check(check) => check::run(check, given, lang, args.color),
        Command::Explain(explain) => explain::run(explain, lang, args.color),
        Command::Policy(command) => run_policy(command, Voice { lang, palette: palette(args.color) }),
        Command::List(ListCommand::Build(build)) => list_build::run(build, Voice { lang, palette: palette(args.color) }),
        Command::Rules(rules) => rules::run(rules, lang, args.color),
        Command::Settings(SettingsCommand::Schema) => settings_schema::run(),
        Command::MergeSummaries(merge) => merge_summaries::run(merge, Voice { lang, palette: palette(args.color) }),
        Command::Completions(args) => shell::completions(args, lang),
        Command::Man(man) => shell::man(man, Voice { lang, palette: palette(args.color) }),
    }
}

fn run_policy(command: &PolicyCommand, voice: Voice) -> Result<Exit, Failure> {
    match command {
        PolicyCommand::Check(args) => policy_check::run(args, voice),
        PolicyCommand::List(args) => policy_show::list(args, voice),
        PolicyCommand::Show(args) => policy_show::show(args, voice),
        PolicyCommand::Test(args) => policy_test::run(args, voice),
        PolicyCommand::Timeline(args) => policy_timeline::run(args, voice),
        PolicyCommand::Coverage(args) => policy_coverage::run(args, voice),
        PolicyCommand::Mutate(args) => policy_mutate::run(args, voice),
        PolicyCommand::Diff(args) => policy_diff::run(args, voice),
        PolicyCommand::Fmt(args) => policy_fmt::run(args, voice),
        PolicyCommand::New(args) => policy_new::run(args, voice),
        PolicyCommand::Schema(args) => policy_schema::run(args, voice),
    }
}
