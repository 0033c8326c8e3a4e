//! Reading wrappers, short links and schemes.

use super::catalog::{Scheme, ServiceTimes, ShortLink, Wrapper};
use super::hosts::Reach;
use super::ids::{CategorySet, WrapperId};
use super::read::{Reading, at_table, check_host, path_fault};
use crate::diag::Diagnostic;
use crate::document::Placed;
use crate::document::table::{Table, Value};
use crate::message::document as text;
use crate::path::PathPattern;
use crate::time::{Instant, Zone};
use crate::unwrap::spec::{Encoding, Place, SchemeLess, TargetSpec, WrapperSpec};
use crate::verdict::{Kind, Shortener};

/// The most days that links of a short-link host may be said to live.
const LONGEST_LIFE: i64 = 3650;

const PLACES: &[&str] = &["query", "whole-query", "path", "fragment", "fragment-query", "json"];

impl Reading<'_, '_> {
    /// `[[wrapper]]`, `[[short-link]]` and `[[scheme]]`.
    pub(super) fn links(&mut self, root: &mut Table<'_>, problems: &mut Vec<Diagnostic>) {
        for table in root.tables("wrapper", problems) {
            self.wrapper(table, problems);
        }
        for table in root.tables("short-link", problems) {
            self.short_link(table, problems);
        }
        for table in root.tables("scheme", problems) {
            self.scheme(table, problems);
        }
    }

    fn wrapper(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let named = self.named(&mut table, "wrapper", problems);
        let owner = self.owner_ref(&mut table, "owner", problems);
        let hosts = table.strings("hosts", problems);
        let domains = table.strings("domains", problems);
        let like = table.string("hosts-of", problems);
        let paths = self.paths(&mut table, problems);
        let targets = targets(&mut table, problems);
        let scheme_less = table.get("scheme-less").and_then(|value| value.word(&["http", "https"], SchemeLess::parse, problems));
        let strip_suffix = table.string("strip-suffix", problems).map(|mark| mark.value);
        let own_parameters = table.has("rest-parameters").then(|| table.strings("rest-parameters", problems));
        let own_parameters = own_parameters.map(|own| with_target_names(own, &targets));
        let opaque = table.flag("opaque", problems) | table.flag("opaque-without-target", problems);
        self.source_ref(&mut table, problems);
        if hosts.is_empty() && domains.is_empty() && like.is_none() {
            problems.push(at_table(&table, "missing-key", text::missing_key("wrapper", "hosts")));
        }
        if targets.is_empty() && !opaque {
            problems.push(at_table(&table, "missing-key", text::missing_key("wrapper", "target")));
        }
        if let Some(named) = named {
            let number = WrapperId(u16::try_from(self.builder.catalog.wrappers.len()).unwrap_or(u16::MAX));
            for (names, reach) in [(hosts, Reach::Exact), (domains, Reach::Below)] {
                for name in names {
                    if check_host(table.file(), &name, problems) {
                        self.builder.catalog.hosts.add_wrapper(&name.value, reach, number);
                    }
                }
            }
            if let Some(like) = like {
                match self.builder.catalog.wrappers.iter().position(|wrapper| wrapper.named.id == like.value).and_then(|at| u16::try_from(at).ok()) {
                    Some(at) => self.builder.catalog.hosts.share_wrapper(WrapperId(at), number),
                    None => problems.push(Diagnostic::error("unknown-reference", table.file(), like.span, text::unknown_reference("wrapper", &like.value))),
                }
            }
            let scheme_less = scheme_less.map(|scheme| scheme.value);
            let spec = WrapperSpec { paths, targets, scheme_less, strip_suffix, own_parameters, opaque };
            self.builder.catalog.wrappers.push(Wrapper { named, owner, spec });
        }
        table.finish(problems);
    }

    fn paths(&self, table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<PathPattern> {
        let written = table.strings("paths", problems);
        if written.is_empty() {
            problems.push(at_table(table, "missing-key", text::missing_key("wrapper", "paths")));
        }
        let mut patterns = Vec::with_capacity(written.len());
        for path in written {
            match PathPattern::parse(&path.value) {
                Ok(pattern) => patterns.push(pattern),
                Err(fault) => problems.push(Diagnostic::error("bad-path", table.file(), path.span, path_fault(&path.value, fault))),
            }
        }
        patterns
    }

    fn short_link(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let hosts = table.strings("hosts", problems);
        let class = table.require("class", problems).and_then(|value| value.word(Shortener::NAMES, Shortener::parse, problems));
        let owner = self.owner_ref(&mut table, "owner", problems);
        let category = self.categories(&mut table, problems);
        let times = service_times(&mut table, problems);
        let note = table.bilingual("note", problems).map(|note| note.value);
        self.source_ref(&mut table, problems);
        if hosts.is_empty() {
            problems.push(at_table(&table, "missing-key", text::missing_key("short-link", "hosts")));
        }
        if let Some(Placed { value: class, .. }) = class {
            if class == Shortener::FirstParty && owner.is_none() && !table.has("owner") {
                problems.push(at_table(&table, "missing-key", text::missing_key("short-link", "owner")));
            }
            let category = if class == Shortener::FirstParty { category } else { CategorySet::default() };
            let number = u16::try_from(self.builder.catalog.short_links.len()).unwrap_or(u16::MAX);
            self.builder.catalog.short_links.push(ShortLink { class, owner, category, times, note });
            for host in hosts {
                if check_host(table.file(), &host, problems) && !self.builder.catalog.hosts.add_short_link(&host.value, number) {
                    problems.push(Diagnostic::error("duplicate-entry", table.file(), host.span, text::duplicate_entry(&host.value)));
                }
            }
        }
        table.finish(problems);
    }

    fn scheme(&mut self, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) {
        let schemes = table.strings("schemes", problems);
        let kind = table.require("kind", problems).and_then(|value| value.word(Kind::NAMES, Kind::parse, problems));
        let owner = self.owner_ref(&mut table, "owner", problems);
        let app = table.bilingual("app", problems).map(|app| app.value);
        let category = self.categories(&mut table, problems);
        let targets = targets(&mut table, problems);
        let numbered = table.strings("numbered", problems);
        let packages = table.strings("packages", problems);
        self.source_ref(&mut table, problems);
        for package in packages {
            let Some(scheme) = schemes.first() else { break };
            if self.builder.catalog.packages.insert(package.value.as_str().into(), scheme.value.as_str().into()).is_some() {
                problems.push(Diagnostic::error("duplicate-entry", table.file(), package.span, text::duplicate_entry(&package.value)));
            }
        }
        if let Some(Placed { value: kind, .. }) = kind {
            for stem in numbered {
                let scheme = Scheme { kind, owner, app: app.clone(), category, targets: targets.clone() };
                if self.builder.catalog.numbered_schemes.insert(stem.value.as_str().into(), scheme).is_some() {
                    problems.push(Diagnostic::error("duplicate-entry", table.file(), stem.span, text::duplicate_entry(&stem.value)));
                }
            }
            for name in schemes {
                let scheme = Scheme { kind, owner, app: app.clone(), category, targets: targets.clone() };
                if self.builder.catalog.schemes.insert(name.value.as_str().into(), scheme).is_some() {
                    problems.push(Diagnostic::error("duplicate-entry", table.file(), name.span, text::duplicate_entry(&name.value)));
                }
            }
        }
        table.finish(problems);
    }
}

/// `from`, `no-new-links-since`, `closed` and `lives-days`.
fn service_times(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> ServiceTimes {
    let mut time = |key| -> Option<Instant> { table.time(key, problems).map(|time| time.value.instant(Zone::UTC)) };
    let (from, no_new_links_since, closed) = (time("from"), time("no-new-links-since"), time("closed"));
    let lives = table.get("lives-days").and_then(|value| value.integer(1, LONGEST_LIFE, problems));
    ServiceTimes { from, no_new_links_since, closed, lives_days: lives.and_then(|days| u16::try_from(days.value).ok()) }
}

/// The page's own parameters and those that hold the target.
fn with_target_names(own: Vec<Placed<String>>, targets: &[TargetSpec]) -> Vec<String> {
    let mut names: Vec<String> = own.into_iter().map(|name| name.value).collect();
    for target in targets {
        if let Place::Query { name } = &target.place {
            names.push(name.clone());
        }
    }
    names
}

/// `target = [{ in = "query", name = "url" }, ...]`.
fn targets(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<TargetSpec> {
    let Some(items) = table.get("target").and_then(|value| value.items(problems)) else { return Vec::new() };
    items.iter().filter_map(|item| target(item, problems)).collect()
}

fn target(item: &Value<'_>, problems: &mut Vec<Diagnostic>) -> Option<TargetSpec> {
    let mut table = item.table(problems)?;
    let place = table.require("in", problems)?.word(PLACES, |word| PLACES.iter().find(|place| **place == word).copied(), problems)?;
    let skip = |table: &mut Table<'_>, problems: &mut Vec<Diagnostic>| {
        let skip = table.get("skip").and_then(|value| value.integer(0, 16, problems));
        skip.and_then(|skip| usize::try_from(skip.value).ok()).unwrap_or(0)
    };
    let is_json = place.value == "json";
    let place = match place.value {
        "query" | "json" => Place::Query { name: table.require_string("name", problems)?.value },
        "fragment-query" => Place::FragmentQuery { name: table.require_string("name", problems)?.value },
        "whole-query" => Place::WholeQuery,
        "fragment" => Place::Fragment { skip: skip(&mut table, problems) },
        _ => {
            let segments = table.get("segments").and_then(|value| value.integer(1, 16, problems));
            Place::Path { skip: skip(&mut table, problems), segments: segments.and_then(|count| usize::try_from(count.value).ok()) }
        }
    };
    let key = if is_json { table.require_string("key", problems) } else { table.string("key", problems) };
    let key = key.map(|key| key.value);
    let after = table.string("after", problems).map(|mark| mark.value);
    let before = table.string("before", problems).map(|mark| mark.value);
    let prefix = table.string("prefix", problems).map(|prefix| prefix.value);
    let (encoding, scheme_less) = encoding(&mut table, problems)?;
    table.finish(problems);
    Some(TargetSpec { place, after, before, key, prefix, encoding, scheme_less })
}

/// `encoding`, where `scheme-less` is a percent-encoded target that lacks the scheme given beside it.
fn encoding(table: &mut Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<(Encoding, Option<SchemeLess>)> {
    let Some(value) = table.get("encoding") else { return Some((Encoding::default(), None)) };
    let word = value.string(problems)?;
    if word.value == "scheme-less" {
        let scheme = table.require("scheme", problems)?.word(&["http", "https"], SchemeLess::parse, problems)?;
        return Some((Encoding::Percent, Some(scheme.value)));
    }
    let encoding = value.word(Encoding::NAMES, Encoding::parse, problems)?;
    Some((encoding.value, None))
}
