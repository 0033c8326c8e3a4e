//! What lookups found, in a file: so that a run can be repeated, offline and to the byte.
//!
//! JSON lines. The first names format and version; each other one is a URL with its hops, how they ended, and when
//! that was. Entries stand in the order of their URLs. A file may come from anywhere: whatever is wrong in it refuses
//! all of it, and its targets are text that is read like any other link.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use url::Url;

use super::bounds::{HOP_CEILING, LOCATION_LIMIT};
use super::trail::{Hop, Trail, request_url};
use crate::classify::lookup::Unresolved;
use crate::diag::Diagnostic;
use crate::message::{Text, resolve as text};
use crate::source::{SourceFile, Span};
use crate::time::{AsOf, Instant, Zone};

/// The first line of a cache.
pub const HEAD: &str = r#"{"outlink-resolve-cache":1}"#;
/// The outcome of a lookup that found a target; the others are the ids of [`Unresolved`].
pub const FOUND: &str = "found";
/// After how many faults the rest of a file is not looked at.
const FAULT_LIMIT: usize = 20;

/// One lookup: what it found, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it found.
    pub trail: Trail,
    /// When.
    pub at: Instant,
}

/// Lookups by the URL that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cache {
    entries: BTreeMap<String, Entry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineShape {
    url: String,
    outcome: String,
    hops: Vec<HopShape>,
    at: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HopShape {
    status: u16,
    location: String,
}

impl Cache {
    /// Reads a cache. An empty file is an empty cache.
    ///
    /// # Errors
    /// All that is wrong in it, up to a bound, each with its line.
    pub fn parse(file: &SourceFile) -> Result<Self, Vec<Diagnostic>> {
        let mut cache = Self::default();
        let mut faults = Vec::new();
        let mut start = 0;
        for (number, line) in file.text.split('\n').enumerate() {
            let span = Span { start, end: start + line.len() };
            start += line.len() + 1;
            let line = line.strip_suffix('\r').unwrap_or(line);
            if line.is_empty() {
                continue;
            }
            if number == 0 {
                if line == HEAD {
                    continue;
                }
                return Err(vec![Diagnostic::error("damaged-cache", file, span, text::cache_head(HEAD)).with_help(Some(text::cache_head_help()))]);
            }
            if let Err(title) = cache.take(line) {
                faults.push(Diagnostic::error("damaged-cache", file, span, title).with_help(Some(text::cache_help())));
                if faults.len() >= FAULT_LIMIT {
                    break;
                }
            }
        }
        if faults.is_empty() { Ok(cache) } else { Err(faults) }
    }

    fn take(&mut self, line: &str) -> Result<(), Text> {
        let shape: LineShape = serde_json::from_str(line).map_err(|error| {
            let whole = error.to_string();
            // The place stands in the diagnostic; here a line is always the first.
            text::cache_line(whole.split(" at line ").next().unwrap_or(&whole))
        })?;
        if request_url(&shape.url).is_none_or(|url| url.as_str() != shape.url) {
            return Err(text::cache_url(&shape.url));
        }
        let failure = match shape.outcome.as_str() {
            FOUND => None,
            id => Some(Unresolved::parse(id).ok_or_else(|| text::cache_outcome(id))?),
        };
        let at = AsOf::parse(&shape.at).ok_or_else(|| text::cache_time(&shape.at))?.instant(Zone::UTC);
        let sound = |hop: &HopShape| (100..600).contains(&hop.status) && hop.location.len() <= LOCATION_LIMIT && Url::parse(&hop.location).is_ok();
        if shape.hops.len() > HOP_CEILING || (failure.is_none() && shape.hops.is_empty()) || !shape.hops.iter().all(sound) {
            return Err(text::cache_hops(&shape.outcome));
        }
        let hops = shape.hops.into_iter().map(|hop| Hop { status: hop.status, location: hop.location }).collect();
        let twice = text::cache_twice(&shape.url);
        match self.entries.insert(shape.url, Entry { trail: Trail { hops, failure }, at }) {
            None => Ok(()),
            Some(_) => Err(twice),
        }
    }

    /// The whole file, entries in the order of their URLs.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = format!("{HEAD}\n");
        for (url, entry) in &self.entries {
            let hops = entry.trail.hops.iter().map(|hop| HopShape { status: hop.status, location: hop.location.clone() }).collect();
            let outcome = entry.trail.failure.map_or(FOUND, Unresolved::as_str).to_owned();
            let shape = LineShape { url: url.clone(), outcome, hops, at: entry.at.show(Zone::UTC) };
            // Strings and numbers can always be written.
            out.push_str(&serde_json::to_string(&shape).unwrap_or_default());
            out.push('\n');
        }
        out
    }

    /// What is known of a URL.
    #[must_use]
    pub fn get(&self, url: &str) -> Option<&Entry> {
        self.entries.get(url)
    }

    /// Puts what was found in place of what was known.
    pub fn insert(&mut self, url: String, entry: Entry) {
        self.entries.insert(url, entry);
    }

    /// How many URLs are known.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
