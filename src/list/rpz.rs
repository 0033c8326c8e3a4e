//! Response policy zones: names in a DNS zone and what a resolver does with them.
//!
//! Source: draft-vixie-dnsop-dns-rpz. A name is that name alone, `*.x` everything below `x`. `rpz-passthru.` and
//! `rpz-tcp-only.` leave the answer as it is, so they are exceptions; every other record puts the name into the list.
//! The exact name wins, then the longest wildcard, whatever the order of the file.

use super::collect::{Collector, Draft};
use super::lines::{At, lines};
use super::report::Why;
use crate::classify::listed::{ListReach, Says};
use crate::source::SourceFile;

/// Last labels of owners that are triggered by something else than the name asked for.
const OTHER_TRIGGERS: &[&str] = &["rpz-ip", "rpz-nsip", "rpz-nsdname", "rpz-client-ip"];

/// Where the zone stands and what the lines before said.
#[derive(Debug, Default)]
struct Zone<'t> {
    origin: &'t str,
    /// The name of the zone itself, with which absolute owners end.
    apex: &'t str,
    owner: &'t str,
    /// How many parentheses are open.
    open: usize,
}

/// Reads a zone file. Comments begin with `;`.
pub(super) fn read(file: &SourceFile, collector: &mut Collector<'_>) {
    collector.enter(file);
    let mut zone = Zone::default();
    for at in lines(&file.text) {
        let text = without_comment(at.text);
        let at = At { text, ..at };
        if text.is_empty() || !collector.is_readable(at) {
            continue;
        }
        let inside = zone.open > 0;
        zone.open = (zone.open + text.matches('(').count()).saturating_sub(text.matches(')').count());
        if !inside {
            let indented = at.start > 0 && file.text.as_bytes().get(at.start - 1).is_some_and(|byte| matches!(byte, b' ' | b'\t'));
            line(at, indented, &mut zone, collector);
        }
    }
}

/// A line short of its comment; a semicolon inside quotes begins none.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let end = line.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b';' && !quoted
    });
    line.get(..end.unwrap_or(line.len())).unwrap_or_default().trim_end()
}

fn line<'t>(at: At<'t>, indented: bool, zone: &mut Zone<'t>, collector: &mut Collector<'_>) {
    let mut words = at.text.split_ascii_whitespace().peekable();
    match words.peek().copied() {
        Some("$ORIGIN") => {
            words.next();
            zone.origin = words.next().unwrap_or_default();
            if zone.apex.is_empty() {
                zone.apex = zone.origin;
            }
            return;
        }
        Some("$TTL") => return,
        Some(word) if word.starts_with('$') => return collector.unusable(at, Why::Statement),
        _ => {}
    }
    if !indented {
        zone.owner = words.next().unwrap_or_default();
    }
    let is_class = |word: &str| word.eq_ignore_ascii_case("IN") || word.bytes().all(|byte| byte.is_ascii_digit());
    let is_ttl = |word: &str| word.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    while words.next_if(|word| is_class(word) || is_ttl(word)).is_some() {}
    let (kind, data) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if kind.eq_ignore_ascii_case("SOA") && zone.owner != "@" && zone.owner.ends_with('.') {
        zone.apex = zone.owner;
    }
    if matches!(kind.to_ascii_uppercase().as_str(), "SOA" | "NS") && is_apex(zone) {
        return;
    }
    if kind.is_empty() || data.is_empty() {
        return collector.unusable(at, Why::Statement);
    }
    record(at, zone, (kind, data), collector);
}

fn is_apex(zone: &Zone<'_>) -> bool {
    zone.owner == "@" || zone.owner.eq_ignore_ascii_case(zone.apex)
}

fn record(at: At<'_>, zone: &Zone<'_>, (kind, data): (&str, &str), collector: &mut Collector<'_>) {
    let Some(trigger) = trigger(zone) else { return collector.unusable(at, Why::Trigger) };
    if OTHER_TRIGGERS.iter().any(|last| trigger.rsplit('.').next().is_some_and(|label| label.eq_ignore_ascii_case(last))) {
        return collector.unusable(at, Why::Trigger);
    }
    let (name, reach) = match trigger.strip_prefix("*.") {
        Some(name) => (Some(name), ListReach::Under),
        None if trigger == "*" => (None, ListReach::Below),
        None => (Some(trigger.as_str()), ListReach::Exact),
    };
    let leaves = ["rpz-passthru.", "rpz-tcp-only."].iter().any(|target| data.eq_ignore_ascii_case(target));
    // Before `rpz-passthru.` there was, a name pointed to itself.
    let itself = data.trim_end_matches('.').eq_ignore_ascii_case(&trigger) && data.ends_with('.');
    let is_exception = kind.eq_ignore_ascii_case("CNAME") && (leaves || itself);
    let says = if is_exception { Says::Out } else { Says::In };
    collector.add(at, Draft { name, ..Draft::everywhere(reach) }.saying(says));
}

/// The owner of a record without the name of the zone; `None` if it lies outside the zone.
fn trigger(zone: &Zone<'_>) -> Option<String> {
    let absolute = match (zone.owner.strip_suffix('.'), zone.owner) {
        (Some(owner), _) => owner.to_owned(),
        (None, "@") => zone.origin.trim_end_matches('.').to_owned(),
        (None, owner) if zone.origin.is_empty() || zone.origin == "." => return Some(owner.to_owned()),
        (None, owner) => format!("{owner}.{}", zone.origin.trim_end_matches('.')),
    };
    let apex = zone.apex.trim_end_matches('.');
    if apex.is_empty() {
        return Some(absolute);
    }
    let start = absolute.len().checked_sub(apex.len() + 1)?;
    let (name, end) = absolute.split_at_checked(start)?;
    end.strip_prefix('.').filter(|end| end.eq_ignore_ascii_case(apex)).map(|_| name.to_owned())
}
