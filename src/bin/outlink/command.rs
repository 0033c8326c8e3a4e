//! The command line in one language: help from the message table, and errors in our words.

use std::collections::BTreeSet;
use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory as _, FromArgMatches as _};
use outlink::message::{Lang, help, run as text};

use crate::args::{Args, StatisticsArg};

/// Reads the arguments of this process.
///
/// # Errors
/// What clap found wrong, or help and version where they were asked for.
pub(crate) fn parse(lang: Lang) -> Result<(Args, Given), clap::Error> {
    let arguments = joined(std::env::args_os());
    // The texts of all commands are put in only for who is to read some: that takes a sixth of what a short run does.
    let matches = Args::command().try_get_matches_from(&arguments).or_else(|_| whole(lang).try_get_matches_from(&arguments))?;
    let given = Given::of(&matches);
    Ok((Args::from_arg_matches(&matches)?, given))
}

/// The arguments with `--statistics timing` as `--statistics=timing`: the value may be left out, so only its own words are taken
/// for it, and a path stays a path.
fn joined(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::new();
    let mut is_open = true;
    for arg in args {
        let words = arg.to_str().filter(|words| words.split(',').all(|word| StatisticsArg::NAMES.contains(&word)));
        match (words, joined.last_mut()) {
            (Some(words), Some(last)) if is_open && last == "--statistics" => *last = format!("--statistics={words}").into(),
            _ => {
                is_open &= arg != "--";
                joined.push(arg);
            }
        }
    }
    joined
}

/// The arguments that somebody gave, which no settings file may change; the others have their defaults.
#[derive(Debug, Default)]
pub(crate) struct Given(BTreeSet<String>);

impl Given {
    fn of(matches: &ArgMatches) -> Self {
        let mut given = BTreeSet::new();
        let mut inner = Some(matches);
        while let Some(matches) = inner {
            let is_given = |id: &&str| matches!(matches.value_source(id), Some(ValueSource::CommandLine | ValueSource::EnvVariable));
            given.extend(matches.ids().map(clap::Id::as_str).filter(is_given).map(str::to_owned));
            inner = matches.subcommand().map(|(_, matches)| matches);
        }
        Self(given)
    }

    /// Whether an argument was given, by its id.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.0.contains(id)
    }
}

/// The whole command line with its texts in one language.
pub(crate) fn whole(lang: Lang) -> Command {
    localised(Args::command(), "", lang)
}

/// The language asked for, before anything is parsed: help and errors need it too.
pub(crate) fn language() -> Lang {
    let mut args = std::env::args_os().skip(1).map(|arg| arg.to_string_lossy().into_owned());
    let mut chosen = std::env::var("OUTLINK_LANG").ok();
    while let Some(arg) = args.next() {
        if arg == "--" {
            break;
        }
        if arg == "--lang" {
            chosen = args.next();
        } else if let Some(value) = arg.strip_prefix("--lang=") {
            chosen = Some(value.to_owned());
        }
    }
    chosen.as_deref().and_then(Lang::parse).unwrap_or_default()
}

/// The command with its texts in one language, and so all commands under it.
///
/// Commands of the same name may be told apart by the name of the one above them.
fn localised(command: Command, path: &str, lang: Lang) -> Command {
    let own = path.rsplit(' ').next().unwrap_or_default();
    let mut command = match help::find(help::COMMANDS, path, lang).or_else(|| help::find(help::COMMANDS, own, lang)) {
        Some(about) => command.about(about),
        None => command,
    };
    command.build();
    let ids: Vec<String> = command.get_arguments().map(|argument| argument.get_id().to_string()).collect();
    for id in ids {
        if let Some(help) = help::find(help::ARGUMENTS, &id, lang) {
            command = command.mut_arg(&id, |argument| argument.help(help));
        }
    }
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(&name, |inner| localised(inner, &path, lang));
    }
    command
}

/// An error of usage in our words; clap's own where it knows more than we do.
pub(crate) fn usage_error(error: &clap::Error, lang: Lang) -> String {
    let context = |kind: ContextKind| error.get(kind).map(shown).unwrap_or_default();
    let option = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let title = match error.kind() {
        ErrorKind::UnknownArgument => help::unknown_argument(&option),
        ErrorKind::InvalidValue if value.is_empty() => help::missing_value(&option),
        ErrorKind::InvalidValue => help::bad_value(&option, &value, &context(ContextKind::ValidValue)),
        ErrorKind::ValueValidation => {
            let reason = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
            help::refused_value(&option, &value, &reason)
        }
        ErrorKind::MissingRequiredArgument => help::missing_arguments(&option),
        ErrorKind::InvalidSubcommand => help::unknown_command(&context(ContextKind::InvalidSubcommand)),
        ErrorKind::ArgumentConflict => help::given_twice(&option),
        _ => return error.to_string(),
    };
    format!("{}\n{}", text::error(title.get(lang)).get(lang), help::see_help().get(lang))
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join(", "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_of_its_own_are_taken_for_statistics() {
        let given = |line: &str| joined(line.split(' ').map(OsString::from)).join(&OsString::from(" "));
        for (line, expected) in [
            ("outlink check --statistics timing a.txt", "outlink check --statistics=timing a.txt"),
            ("outlink check --statistics links,timing", "outlink check --statistics=links,timing"),
            ("outlink check --statistics a.txt timing", "outlink check --statistics a.txt timing"),
            ("outlink check --statistics ./timing", "outlink check --statistics ./timing"),
            ("outlink check -- --statistics timing", "outlink check -- --statistics timing"),
        ] {
            assert_eq!(given(line), *expected);
        }
    }

    fn lacking(command: &Command, id: &str, found: &mut Vec<String>) {
        if help::find(help::COMMANDS, id, Lang::Zh).is_none() {
            found.push(id.to_owned());
        }
        for argument in command.get_arguments() {
            if help::find(help::ARGUMENTS, argument.get_id().as_str(), Lang::Zh).is_none() {
                found.push(format!("{id} {}", argument.get_id()));
            }
        }
        command.get_subcommands().filter(|inner| inner.get_name() != "help").for_each(|inner| lacking(inner, inner.get_name(), found));
    }

    #[test]
    fn every_command_and_argument_has_a_text_in_both_languages() {
        let mut command = Args::command();
        command.build();
        let mut found = Vec::new();
        lacking(&command, "", &mut found);
        assert!(found.is_empty(), "no text for: {}", found.join(", "));
    }
}
