//! The browser policies `URLBlocklist` and `URLAllowlist` of Chromium and Edge, as JSON.
//!
//! Source: chromium.org, "URL blocklist filter format": `[scheme://][.]host[:port][/path][?query]`. A host stands for itself
//! and everything below it, with a leading dot for itself alone, `*` for every host. The most specific entry wins, and of
//! equals the one of the allowlist.

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Fault;
use super::collect::{Collector, Draft};
use super::lines::At;
use super::report::Why;
use crate::classify::listed::{ListReach, PathTest, QueryTest, Says};
use crate::message::list as text;
use crate::path;
use crate::source::{SourceFile, Span};

/// Schemes of URLs with a host; an entry without a scheme holds for each of them.
const WITH_HOST: &[&str] = &["http", "https", "ftp", "ws", "wss"];

/// Both policies in one file. Other policies may stand beside them.
#[derive(Deserialize)]
struct Policies<'t> {
    #[serde(rename = "URLBlocklist", borrow, default)]
    block: Vec<&'t RawValue>,
    #[serde(rename = "URLAllowlist", borrow, default)]
    allow: Vec<&'t RawValue>,
}

/// Reads an array of entries, or an object with both policies.
pub(super) fn read(file: &SourceFile, collector: &mut Collector<'_>) -> Result<(), Fault> {
    collector.enter(file);
    let policies = if file.text.trim_start().starts_with('[') {
        serde_json::from_str(&file.text).map(|block| Policies { block, allow: Vec::new() })
    } else {
        serde_json::from_str(&file.text)
    };
    let policies: Policies<'_> = policies.map_err(|error| {
        let start = file.text.split('\n').take(error.line().saturating_sub(1)).map(|line| line.len() + 1).sum::<usize>();
        let column = start + error.column().saturating_sub(1);
        let title = text::bad_json(&error.to_string());
        Fault::at(title, file, Span { start: column, end: column + 1 })
    })?;
    let mut line = LineCount { byte: 0, line: 1 };
    for (says, entries) in [(Says::In, &policies.block), (Says::Out, &policies.allow)] {
        line.rewind();
        for raw in entries {
            let start = (raw.get().as_ptr() as usize).saturating_sub(file.text.as_ptr() as usize);
            let at = At { line: line.at(&file.text, start), start, text: raw.get() };
            if collector.is_readable(at) {
                entry(at, says, collector);
            }
        }
    }
    Ok(())
}

/// Counts lines forwards, so that a whole file is looked at once.
struct LineCount {
    byte: usize,
    line: usize,
}

impl LineCount {
    fn at(&mut self, text: &str, byte: usize) -> usize {
        self.line += text.as_bytes().get(self.byte..byte).map_or(0, |between| memchr::memchr_iter(b'\n', between).count());
        self.byte = self.byte.max(byte);
        self.line
    }

    const fn rewind(&mut self) {
        (self.byte, self.line) = (0, 1);
    }
}

fn entry(at: At<'_>, says: Says, collector: &mut Collector<'_>) {
    let Ok(written) = serde_json::from_str::<String>(at.text) else { return collector.unusable(at, Why::Pattern) };
    match draft(written.trim()) {
        Ok(draft) => collector.add(at, draft.saying(says)),
        Err(why) => collector.unusable(at, why),
    }
}

fn draft(written: &str) -> Result<Draft<'_>, Why> {
    let mut draft = Draft::everywhere(ListReach::Below);
    let rest = match written.split_once("://") {
        Some((scheme, rest)) => {
            let scheme = scheme.to_ascii_lowercase();
            if scheme != "*" {
                if !WITH_HOST.contains(&scheme.as_str()) {
                    return Err(Why::Scheme);
                }
                draft.test.scheme = Some(scheme);
            }
            rest
        }
        None => written,
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).ok_or(Why::Pattern)?;
    let (host, port) = match authority.rsplit_once(':') {
        // `file:*` is about a scheme, and `example.com:*` is nothing the browser takes.
        Some((_, "*")) => return Err(Why::Scheme),
        None => (authority, None),
        Some((host, port)) => (host, Some(port.parse().map_err(|_| Why::Scheme)?)),
    };
    draft.test.port = port;
    (draft.name, draft.reach) = match host.strip_prefix('.') {
        _ if host == "*" => (None, ListReach::Below),
        Some(host) => (Some(host), ListReach::Exact),
        None => (Some(host), ListReach::Below),
    };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = path.strip_suffix('*').unwrap_or(path);
    if path.contains('*') {
        return Err(Why::Pattern);
    }
    if path.len() > 1 {
        draft.test.path = PathTest::Prefix(path::matching_form(path).into_owned());
    }
    draft.test.query = query.split('&').filter(|token| !token.is_empty()).map(query_test).collect();
    Ok(draft)
}

fn query_test(token: &str) -> QueryTest {
    match token.strip_suffix('*') {
        Some(text) => QueryTest { text: text.to_owned(), open: true },
        None => QueryTest { text: token.to_owned(), open: false },
    }
}
