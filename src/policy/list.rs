//! Users' own domain lists, in the formats people have them in.

use super::raw::ListFormat;
use crate::classify::hosts::Reach;

/// The entries of a list, and the lines that could not be used.
#[derive(Debug, Default)]
pub struct Entries {
    /// Hosts and how far each reaches.
    pub hosts: Vec<(String, Reach)>,
    /// Lines, from 1, and the text that is no host.
    pub unusable: Vec<(usize, String)>,
}

/// Reads a list. Comments begin with `#`; blank lines do not count.
#[must_use]
pub fn parse(text: &str, format: ListFormat) -> Entries {
    let mut entries = Entries::default();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim().trim_start_matches('\u{feff}');
        if line.is_empty() {
            continue;
        }
        match format {
            ListFormat::Domains => {
                let (name, reach) = match line.strip_prefix("*.") {
                    Some(name) => (name, Reach::Below),
                    None => (line, Reach::Below),
                };
                entries.add(name, reach, number + 1);
            }
            ListFormat::Hosts => {
                let mut words = line.split_whitespace();
                let address = words.next().unwrap_or_default();
                if address.parse::<std::net::IpAddr>().is_err() {
                    entries.unusable.push((number + 1, line.to_owned()));
                    continue;
                }
                for name in words.filter(|name| !matches!(*name, "localhost" | "localhost.localdomain" | "broadcasthost" | "local")) {
                    entries.add(name, Reach::Exact, number + 1);
                }
            }
        }
    }
    entries
}

impl Entries {
    fn add(&mut self, name: &str, reach: Reach, line: usize) {
        match canonical(name) {
            // An address has nothing below it.
            Some(host) if host.parse::<std::net::IpAddr>().is_ok() => self.hosts.push((host, Reach::Exact)),
            Some(host) => self.hosts.push((host, reach)),
            None => self.unusable.push((line, name.to_owned())),
        }
    }
}

/// A host of a list in canonical form: upper case, a final dot and other letters than ASCII are mended, nothing else.
fn canonical(name: &str) -> Option<String> {
    let name = name.trim_end_matches('.');
    if name.contains(['/', ':', '@', '?', '#', '\\', '%', '*']) || name.contains(char::is_whitespace) {
        return None;
    }
    let url = crate::canon::canonicalise(&format!("http://{name}/")).url.ok()?.into_owned();
    let host = url.host()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    host.chars().all(plain).then(|| host.to_owned())
}
