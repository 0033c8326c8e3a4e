//! `outlink policy new`: a starting point with comments, and rows beside it.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use outlink::authoring::start::{Wanted, start};
use outlink::classify::read::is_id;
use outlink::input::files::Disk;
use outlink::message::{authoring as text, policy as policy_text, run as run_text};
use outlink::policy::builtin;
use outlink::suffix::CompiledIn;
use outlink::time::{Zone, parse_day};

use crate::args::PolicyNewArgs;
use crate::exit::{Exit, Failure};
use crate::output::write_beside;
use crate::prepare::{Voice, load_failure, now};

/// Writes the policy and its rows; nothing that is there already is touched.
pub(crate) fn run(args: &PolicyNewArgs, voice: Voice) -> Result<Exit, Failure> {
    let id = args.new_id.as_str();
    if !is_id(id) || builtin::find(id).is_some() {
        return Err(voice.usage(&text::bad_new_id(id)));
    }
    let day = match &args.as_of {
        Some(written) => parse_day(written).map(|_| written.clone()).ok_or_else(|| voice.usage(&run_text::bad_date("--as-of", written)))?,
        None => now().show(Zone::UTC).chars().take(10).collect(),
    };
    let file = args.output.clone().unwrap_or_else(|| PathBuf::from(format!("{id}.toml")));
    let folder = file.parent().unwrap_or_else(|| Path::new("")).join("tests");
    let rows = folder.join(file.file_stem().unwrap_or_default()).with_extension("toml");
    for place in [&file, &rows] {
        if place.symlink_metadata().is_ok() {
            return Err(voice.usage(&text::is_there(&place.to_string_lossy())));
        }
    }
    let (shown, shown_rows) = (file.to_string_lossy(), rows.to_string_lossy());
    let from_rows = format!("../{}", file.file_name().unwrap_or_default().to_string_lossy());
    let mut catalog = outlink::classify::builtin::catalog(&CompiledIn).map_err(|problems| voice.invalid("catalog", &problems))?;
    let wanted = Wanted { id, base: args.extends.as_deref(), file: &shown, from_rows: &from_rows, rows: &shown_rows, day: &day, lang: voice.lang };
    let started = start(wanted, &Disk, &mut catalog).map_err(|error| load_failure(error, voice))?;
    fs::create_dir_all(&folder).map_err(|error| voice.failure(Exit::Failed, &policy_text::unwritable(&folder.to_string_lossy(), &error.to_string())))?;
    write_beside(&rows, voice, |out| out.write_all(started.rows.as_bytes()))?;
    write_beside(&file, voice, |out| out.write_all(started.policy.as_bytes()))?;
    writeln!(io::stderr().lock(), "{}", text::started(&shown, &shown_rows).get(voice.lang))?;
    Ok(Exit::Clean)
}
