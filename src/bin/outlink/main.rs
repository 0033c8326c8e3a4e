//! The command line of outlink.

mod args;
mod cmd;
mod color;
mod exit;
mod prepare;

use std::io::{self, Write as _};

use clap::Parser as _;

use exit::Exit;

fn main() -> std::process::ExitCode {
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            let _ = error.print();
            let usage = error.use_stderr();
            return if usage { Exit::Usage } else { Exit::Clean }.into();
        }
    };
    match cmd::run(&args) {
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
