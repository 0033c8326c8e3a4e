//! The command line of outlink.

mod args;
mod baselines;
mod cmd;
mod color;
mod command;
mod configured;
mod exit;
mod fixing;
mod grouped;
mod inputs;
mod output;
mod prepare;
mod presenting;
mod resolving;
mod settings;
mod sharding;

use std::io::{self, Write as _};

use exit::Exit;

fn main() -> std::process::ExitCode {
    let lang = command::language();
    let (args, given) = match command::parse(lang) {
        Ok(parsed) => parsed,
        Err(error) if error.use_stderr() => {
            let _ = writeln!(io::stderr().lock(), "{}", command::usage_error(&error, lang).trim_end());
            return Exit::Usage.into();
        }
        Err(help) => {
            let _ = help.print();
            return Exit::Clean.into();
        }
    };
    match cmd::run(&args, &given) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            let exit = failure.exit;
            if exit != Exit::Clean {
                let _ = writeln!(io::stderr().lock(), "{}", failure.message.trim_end());
            }
            exit.into()
        }
    }
}
