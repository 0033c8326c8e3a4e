//! `outlink settings schema`: the JSON Schema of settings files.

use std::io::{self, Write as _};

use outlink::settings::schema::schema;

use crate::exit::{Exit, Failure};
use crate::output::Patient;

/// Prints the schema.
pub(crate) fn run() -> Result<Exit, Failure> {
    writeln!(Patient::new(io::stdout().lock()), "{:#}", schema())?;
    Ok(Exit::Clean)
}
