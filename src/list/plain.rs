//! Lists of names: one a line, with or without wildcards, and the hosts file.

use super::collect::{Collector, is_address};
use super::lines::lines;
use super::report::Why;
use crate::classify::listed::ListReach;
use crate::source::SourceFile;

/// Names that a hosts file gives to the machine itself and its network; they say nothing of links.
const LOCAL_NAMES: &[&str] = &[
    "localhost",
    "localhost.localdomain",
    "local",
    "broadcasthost",
    "ip6-localhost",
    "ip6-loopback",
    "ip6-localnet",
    "ip6-mcastprefix",
    "ip6-allnodes",
    "ip6-allrouters",
    "ip6-allhosts",
];

/// One name a line. Comments begin with `#`.
///
/// `*.x` is `x` with everything below it too; where names stand for themselves alone, it is everything below `x`.
pub(super) fn domains(file: &SourceFile, reach: ListReach, collector: &mut Collector<'_>) {
    let starred = if reach == ListReach::Exact { ListReach::Under } else { ListReach::Below };
    names(file, reach, starred, collector);
}

/// One name a line, for itself alone; `*.x` is `x` and everything below it, as Blocky and others read it.
pub(super) fn wildcard(file: &SourceFile, collector: &mut Collector<'_>) {
    names(file, ListReach::Exact, ListReach::Below, collector);
}

fn names(file: &SourceFile, reach: ListReach, starred: ListReach, collector: &mut Collector<'_>) {
    collector.enter(file);
    for at in lines(&file.text) {
        let at = at.before(b'#');
        if at.text.is_empty() || !collector.is_readable(at) {
            continue;
        }
        match at.text.strip_prefix("*.") {
            Some(name) => collector.host(at, name, starred),
            None => collector.host(at, at.text, reach),
        }
    }
}

/// The hosts file of hosts(5): an address, then names, each exactly. Comments begin with `#`.
pub(super) fn hosts(file: &SourceFile, collector: &mut Collector<'_>) {
    collector.enter(file);
    for at in lines(&file.text) {
        let at = at.before(b'#');
        if at.text.is_empty() || !collector.is_readable(at) {
            continue;
        }
        let mut words = at.text.split_ascii_whitespace();
        if !words.next().is_some_and(is_address) {
            collector.unusable(at, Why::NoHost);
            continue;
        }
        for name in words.filter(|name| !LOCAL_NAMES.contains(name)) {
            collector.host(at, name, ListReach::Exact);
        }
    }
}
