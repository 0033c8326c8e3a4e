//! `outlink policy schema`: a JSON Schema for editors.

use std::io::{self, Write as _};

use outlink::authoring::format::Language;
use outlink::authoring::schema::schema;

use crate::args::{PolicySchemaArgs, SchemaOfArg};
use crate::exit::{Exit, Failure};
use crate::prepare::Voice;

/// Prints the schema.
pub(crate) fn run(args: &PolicySchemaArgs, voice: Voice) -> Result<Exit, Failure> {
    let language = match args.of {
        SchemaOfArg::Policies => Language::Policy,
        SchemaOfArg::Tests => Language::Rows,
    };
    let schema = serde_json::to_string_pretty(&schema(language, voice.lang)).map_err(io::Error::from)?;
    writeln!(io::stdout().lock(), "{schema}")?;
    Ok(Exit::Clean)
}
