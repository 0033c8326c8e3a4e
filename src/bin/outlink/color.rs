//! One decision on colour for everything that is shown.

use std::io::{IsTerminal as _, stdout};

use clap::ValueEnum;
use outlink::report::palette::Palette;

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    // If the output is a terminal and neither `NO_COLOR` nor `TERM=dumb` speaks against it.
    Auto,
    Always,
    Never,
}

/// Decides, and sets the same for the colouring library.
pub(crate) fn palette(choice: ColorChoice) -> Palette {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty() && value != "0");
    let wanted = match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if set("NO_COLOR") => false,
        ColorChoice::Auto if set("CLICOLOR_FORCE") => true,
        ColorChoice::Auto => stdout().is_terminal() && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    colored::control::set_override(wanted);
    if wanted { Palette::Coloured } else { Palette::Plain }
}
