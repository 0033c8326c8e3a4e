//! Options of dnsmasq that name domains: `address=`, `server=` and `local=`, each domain with everything below it.
//!
//! Source: dnsmasq(8). Several domains may stand in one line. `server=/x/#` asks the usual servers about `x`: an exception
//! from a wider line. The longest name wins.

use super::collect::{Collector, Draft};
use super::lines::{At, lines};
use super::report::Why;
use crate::classify::listed::{ListReach, Says};
use crate::source::SourceFile;

/// The options that name domains.
const OPTIONS: &[&str] = &["address", "server", "local"];

/// Reads a list. Comments begin with `#`, at the beginning of a line or after white space.
pub(super) fn read(file: &SourceFile, collector: &mut Collector<'_>) {
    collector.enter(file);
    for at in lines(&file.text) {
        let text = at.text.split(" #").next().unwrap_or_default().split("\t#").next().unwrap_or_default().trim_end();
        let at = At { text, ..at };
        if text.starts_with('#') || text.is_empty() || !collector.is_readable(at) {
            continue;
        }
        match domains(text) {
            Some((names, says)) => names.split('/').for_each(|name| one(at, name, says, collector)),
            None => collector.unusable(at, Why::Statement),
        }
    }
}

/// The names of a line, parted by slashes, and what it says of them.
fn domains(line: &str) -> Option<(&str, Says)> {
    let (option, value) = line.split_once('=')?;
    if !OPTIONS.contains(&option.trim().trim_start_matches("--")) {
        return None;
    }
    let (names, answer) = value.trim().strip_prefix('/')?.rsplit_once('/')?;
    // `address=/x/#` answers with the null address; only for servers `#` means the usual ones.
    let is_exception = answer.trim() == "#" && option.trim().trim_start_matches("--") != "address";
    Some((names, if is_exception { Says::Out } else { Says::In }))
}

fn one(at: At<'_>, name: &str, says: Says, collector: &mut Collector<'_>) {
    match name.trim_start_matches('.') {
        "" | "#" => collector.unusable(at, Why::Pattern),
        name if name.contains('*') => collector.unusable(at, Why::Pattern),
        name => collector.add(at, Draft::new(name, ListReach::Below).saying(says)),
    }
}
