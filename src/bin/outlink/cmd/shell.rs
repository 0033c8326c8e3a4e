//! `outlink completions` and `outlink man`: what a shell and `man` need, from the same definition as the help.

use std::io::{self, Write as _};
use std::path::Path;

use clap_complete::generate;
use clap_mangen::Man;
use outlink::message::Lang;

use crate::args::{CompletionsArgs, ManArgs};
use crate::command::whole;
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::Voice;

/// Prints the completions of a shell.
pub(crate) fn completions(args: &CompletionsArgs, lang: Lang) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    generate(args.shell, &mut whole(lang), "outlink", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Exit::Clean)
}

/// Prints the page of the program, or writes the pages of all commands into a folder.
pub(crate) fn man(args: &ManArgs, voice: Voice) -> Result<Exit, Failure> {
    let command = whole(voice.lang);
    match &args.output {
        None => {
            let mut page = Vec::new();
            Man::new(command).render(&mut page)?;
            io::stdout().lock().write_all(&page)?;
        }
        Some(folder) => pages(&command, "outlink", folder, voice)?,
    }
    Ok(Exit::Clean)
}

fn pages(command: &clap::Command, name: &str, folder: &Path, voice: Voice) -> Result<(), Failure> {
    let mut page = Vec::new();
    Man::new(command.clone().name(name.to_owned())).title(name.to_uppercase()).render(&mut page)?;
    write_beside(&folder.join(format!("{name}.1")), voice, |out| out.write_all(&page))?;
    let mut inner = command.get_subcommands().filter(|inner| inner.get_name() != "help");
    inner.try_for_each(|inner| pages(inner, &format!("{name}-{}", inner.get_name()), folder, voice))
}
