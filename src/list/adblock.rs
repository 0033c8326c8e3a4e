//! Adblock rules as far as they are about whole hosts and beginnings of paths, with the plain lines of `AdGuard`'s DNS lists.
//!
//! Source: `AdGuard`, "DNS filtering rules syntax". A rule with a modifier that is not understood is left out whole.
//! `||host` without `^` is taken for `||host^` where it ends in a known top-level domain, as lists for `AutoProxy` write it.

use std::collections::HashSet;

use super::adblock_options::{self, Options};
use super::collect::{Collector, Draft, is_address};
use super::lines::{At, lines};
use super::report::Why;
use crate::classify::listed::{Letters, ListReach, PathTest, Says};
use crate::path;
use crate::source::SourceFile;
use crate::suffix;

/// Signs that part a rule about pieces of pages from the hosts it holds on.
const COSMETIC: &[&str] = &["##", "#@#", "#?#", "#@?#", "#$#", "#@$#", "#%#", "#@%#", "$$", "$@$", "#$?#", "#@$?#"];

/// Reads a list.
pub(super) fn read(file: &SourceFile, collector: &mut Collector<'_>) {
    collector.enter(file);
    let off = switched_off(&file.text);
    for at in lines(&file.text) {
        if is_comment(at.text) || !collector.is_readable(at) {
            continue;
        }
        rule(at, &off, collector);
    }
}

fn is_comment(line: &str) -> bool {
    let heading = line.starts_with('[') && line.ends_with(']');
    let hash = line.strip_prefix('#').is_some_and(|rest| !COSMETIC.iter().any(|sign| line.starts_with(sign)) || rest.trim_start_matches('#').is_empty());
    line.starts_with('!') || heading || hash
}

/// The rules that `$badfilter` switches off, as they would be written without it.
fn switched_off(text: &str) -> HashSet<String> {
    if memchr::memmem::find(text.as_bytes(), b"badfilter").is_none() {
        return HashSet::new();
    }
    let bad = |line: &str| adblock_options::split(line).and_then(|(pattern, options)| adblock_options::without_badfilter(pattern, options?));
    lines(text).filter_map(|at| bad(at.text)).collect()
}

fn rule(at: At<'_>, off: &HashSet<String>, collector: &mut Collector<'_>) {
    if COSMETIC.iter().any(|sign| at.text.contains(sign)) {
        return collector.unusable(at, Why::Cosmetic);
    }
    let (says, body) = match at.text.strip_prefix("@@") {
        Some(body) => (Says::Out, body),
        None => (Says::In, at.text),
    };
    let Some((pattern, written)) = adblock_options::split(body) else { return collector.unusable(at, Why::Regex) };
    let options = match written.map_or(Some(Options::default()), Options::parse) {
        None => return collector.unusable(at, Why::Modifier),
        Some(options) if options.is_badfilter() => return,
        Some(options) => options,
    };
    if !off.is_empty() && off.contains(&adblock_options::normal(at.text, written)) {
        return collector.disabled();
    }
    if written.is_none() && says == Says::In && plain(at, pattern, collector) {
        return;
    }
    let Some(mut draft) = draft(pattern) else { return collector.unusable(at, Why::Pattern) };
    draft.says = says;
    draft.weight = options.weight;
    for name in options.denyallow {
        match collector.canonical(name) {
            Some(name) => draft.spared.push(name),
            None => return collector.unusable(at, Why::Modifier),
        }
    }
    if draft.name.is_none() && draft.spared.is_empty() {
        return collector.unusable(at, Why::Pattern);
    }
    collector.add(at, draft);
}

/// The other two styles of `AdGuard`'s lists: a bare host, and a line of a hosts file. Both mean the host alone.
fn plain(at: At<'_>, pattern: &str, collector: &mut Collector<'_>) -> bool {
    let text = pattern.split(" #").next().unwrap_or_default().trim_end();
    let mut words = text.split_ascii_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next());
    match second {
        Some(name) if is_address(first) => {
            for name in std::iter::once(name).chain(words) {
                collector.host(at, name, ListReach::Exact);
            }
            true
        }
        None if first.contains('.') && !first.starts_with(['|', '.', '-', '_', '@', '/']) && first.bytes().all(is_host_byte) => {
            collector.host(at, first, ListReach::Exact);
            true
        }
        _ => false,
    }
}

const fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || byte >= 0x80
}

/// What a pattern says, if it is a whole host with or without the beginning of a path.
fn draft(pattern: &str) -> Option<Draft<'_>> {
    if matches!(pattern, "" | "*") {
        return Some(Draft::everywhere(ListReach::Below));
    }
    let (rest, mut draft) = match pattern.strip_prefix("||") {
        Some(rest) => match rest.strip_prefix("*.") {
            Some(rest) => (rest, Draft::everywhere(ListReach::Under)),
            None => (rest, Draft::everywhere(ListReach::Below)),
        },
        None => {
            let (scheme, rest) = pattern.strip_prefix('|')?.split_once("://")?;
            let mut draft = Draft::everywhere(ListReach::Exact);
            draft.test.scheme = Some(scheme.to_ascii_lowercase());
            (rest, draft)
        }
    };
    let end = rest.find(['/', '^', ':', '|', '*', '?']).unwrap_or(rest.len());
    let (name, mut rest) = rest.split_at_checked(end)?;
    if name.is_empty() {
        return None;
    }
    draft.name = Some(name);
    if let Some(after) = rest.strip_prefix(':') {
        let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        let (port, after) = after.split_at_checked(digits)?;
        draft.test.port = Some(port.parse().ok()?);
        rest = after;
    }
    match rest {
        "" if draft.test.port.is_none() && !ends_in_top_level(name) => return None,
        "" | "^" | "^*" | "^|" | "/" | "/*" | "/^" => {}
        _ => {
            draft.test.path = path_test(rest)?;
            draft.test.letters = Letters::Folded;
        }
    }
    Some(draft)
}

fn ends_in_top_level(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, last)| suffix::is_top_level(&last.to_ascii_lowercase()))
}

/// A beginning of path and query; wildcards and separators may stand at its end only.
fn path_test(written: &str) -> Option<PathTest> {
    let open = written.trim_end_matches('*');
    let (text, make): (&str, fn(String) -> PathTest) = match (open.strip_suffix('^'), open.strip_suffix('|')) {
        _ if open.len() < written.len() => (open, PathTest::Prefix),
        (Some(text), _) => (text, PathTest::Part),
        (_, Some(text)) => (text, PathTest::Whole),
        _ => (open, PathTest::Prefix),
    };
    if !text.starts_with('/') || text.contains(['*', '^', '|', '#']) {
        return None;
    }
    let (path, query) = text.split_once('?').map_or((text, None), |(path, query)| (path, Some(query)));
    let mut form = path::matching_form(path).into_owned();
    if let Some(query) = query {
        form.push('?');
        form.push_str(query);
    }
    Some(make(form.to_ascii_lowercase()))
}
