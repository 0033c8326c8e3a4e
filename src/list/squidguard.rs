//! A folder of squidGuard: `domains` with everything below each, `urls` by host and beginning of the path.
//!
//! Source: squidGuard's documentation of destination lists. `expressions` holds regular expressions, which are counted and
//! not used. A URL has no scheme; squidGuard takes a leading `www.` off before it looks, so with it and without it is one.

use super::collect::{Collector, Draft};
use super::lines::{At, lines};
use super::report::Why;
use super::{Fault, Shelf, find};
use crate::classify::listed::{Letters, ListReach, PathTest};
use crate::message::list as text;
use crate::path;

/// Reads the folder; at least one of its files must be there.
pub(super) fn read(folder: &str, shelf: &mut dyn Shelf, collector: &mut Collector<'_>) -> Result<(), Fault> {
    let mut found = 0;
    for (name, line) in [("domains", domain as fn(At<'_>, &mut Collector<'_>)), ("urls", url), ("expressions", expression)] {
        let Some(file) = find(shelf, &format!("{}/{name}", folder.trim_end_matches('/')))? else { continue };
        found += 1;
        collector.enter(&file);
        for at in lines(&file.text) {
            if !at.text.starts_with('#') && collector.is_readable(at) {
                line(at, collector);
            }
        }
    }
    if found == 0 { Err(Fault::unread(text::no_such_file(&format!("{folder}/domains")))) } else { Ok(()) }
}

fn domain(at: At<'_>, collector: &mut Collector<'_>) {
    collector.host(at, at.text.trim_start_matches('.'), ListReach::Below);
}

fn url(at: At<'_>, collector: &mut Collector<'_>) {
    let (host, path) = at.text.split_once('/').unwrap_or((at.text, ""));
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host.trim_matches('.').is_empty() {
        return collector.unusable(at, Why::NoHost);
    }
    let www = format!("www.{host}");
    let form = path::matching_form(&format!("/{path}")).to_ascii_lowercase();
    for name in [host, &www] {
        let mut draft = Draft::new(name, ListReach::Exact);
        if form != "/" {
            draft.test.path = PathTest::Prefix(form.clone());
            draft.test.letters = Letters::Folded;
        }
        collector.add(at, draft);
    }
}

fn expression(at: At<'_>, collector: &mut Collector<'_>) {
    collector.unusable(at, Why::Regex);
}
