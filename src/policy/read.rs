//! Reading a policy file into its raw shapes; every fault of shape is collected.

use super::keys;
use super::list_words::{REACHES, Unsupported, reach};
use super::raw::*;
use crate::classify::read::read_schema;
use crate::diag::Diagnostic;
use crate::document::fields::WrittenTime;
use crate::document::shape::TableShape;
use crate::document::table::{Table, Value};
use crate::document::{self, Placed};
use crate::list::Format;
use crate::message::{document as shape, policy as text};
use crate::signal::Signal;
use crate::source::SourceFile;
use crate::verdict::{Basis, Effect, Grade, Kind, Shortener, Verdict};

type Problems = Vec<Diagnostic>;

/// Reads the shapes of a policy file.
pub fn read(file: &SourceFile, problems: &mut Problems) -> RawPolicy {
    document::read(file, problems, |mut root, problems| {
        read_schema(&mut root, problems);
        let raw = RawPolicy {
            file: file.clone(),
            id: root.require_string("id", problems),
            name: root.require("name", problems).and_then(|value| value.bilingual(problems)),
            timezone: root.string("timezone", problems),
            verified_on: root.time("verified_on", problems),
            otherwise: verdict(&mut root, "otherwise", problems),
            own_wrappers: root.strings("own-wrappers", problems),
            extends: root.strings("extends", problems),
            may_loosen: root.flag("may-loosen", problems),
            sources: each(&mut root, "source", &keys::SOURCE_TABLE, problems, source),
            scenes: each(&mut root, "scene", &keys::SCENE, problems, scene),
            defaults: each(&mut root, "default", &keys::DEFAULT, problems, default),
            trials: each(&mut root, "trial", &keys::TRIAL, problems, trial),
            rules: each(&mut root, "rule", &keys::RULE, problems, rule),
            choices: each(&mut root, "choice", &keys::CHOICE, problems, choice),
            contexts: each(&mut root, "context", &keys::CONTEXT, problems, context),
            allows: each(&mut root, "allow", &keys::ALLOW, problems, allow),
            lists: each(&mut root, "list", &keys::LIST, problems, list),
        };
        keys::FILE.finish(root, problems);
        raw
    })
}

fn each<T>(root: &mut Table<'_>, key: &'static str, shape: &TableShape, problems: &mut Problems, read: fn(&mut Table<'_>, &mut Problems) -> T) -> Vec<T> {
    let tables = root.tables(key, problems);
    tables
        .into_iter()
        .map(|mut table| {
            let entry = read(&mut table, problems);
            shape.finish(table, problems);
            entry
        })
        .collect()
}

fn verdict(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Option<Placed<Verdict>> {
    table.get(key).and_then(|value| value.word(Verdict::NAMES, Verdict::parse, problems))
}

fn source(table: &mut Table<'_>, problems: &mut Problems) -> RawSource {
    RawSource {
        id: table.require_string("id", problems),
        title: table.require_string("title", problems),
        date: table.time("date", problems),
        url: table.string("url", problems),
        grade: table.require("grade", problems).and_then(|value| value.word(Grade::NAMES, Grade::parse, problems)),
    }
}

fn named(table: &mut Table<'_>, problems: &mut Problems) -> RawNamed {
    RawNamed { span: table.span(), id: table.require_string("id", problems), name: table.require("name", problems).and_then(|value| value.bilingual(problems)) }
}

fn scene(table: &mut Table<'_>, problems: &mut Problems) -> RawScene {
    RawScene { named: named(table, problems), named_only: table.flag("named-only", problems) }
}

fn grounds(table: &mut Table<'_>, problems: &mut Problems) -> RawGrounds {
    RawGrounds {
        basis: table.require("basis", problems).and_then(|value| value.word(Basis::NAMES, Basis::parse, problems)),
        seen: times(table, "seen", problems),
        source: one_or_more(table, "source", problems),
        clause: table.string("clause", problems),
        reason: table.bilingual("reason", problems),
        notice: table.string("notice", problems),
        from: table.time("from", problems),
        until: table.time("until", problems),
    }
}

fn times(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<Placed<WrittenTime>> {
    let Some(items) = table.get(key).and_then(|value| value.items(problems)) else { return Vec::new() };
    items.iter().filter_map(|item| item.time(problems)).collect()
}

/// A string, or a list of strings.
fn one_or_more(table: &mut Table<'_>, key: &'static str, problems: &mut Problems) -> Vec<Placed<String>> {
    match table.get(key) {
        None => Vec::new(),
        Some(value) if value.any_string().is_some() => value.string(problems).into_iter().collect(),
        Some(value) => value.strings(problems).unwrap_or_default(),
    }
}

fn default(table: &mut Table<'_>, problems: &mut Problems) -> RawDefault {
    RawDefault {
        span: table.span(),
        scene: table.require_string("scene", problems),
        kinds: table.get("kinds").and_then(|value| value.words(Kind::NAMES, Kind::parse, problems)).unwrap_or_default(),
        verdict: table.require("verdict", problems).and_then(|value| value.word(Verdict::NAMES, Verdict::parse, problems)),
        grounds: grounds(table, problems),
    }
}

fn trial(table: &mut Table<'_>, problems: &mut Problems) -> RawTrial {
    let rollout = |word: &str| match word {
        "gradual" => Some(true),
        "full" => Some(false),
        _ => None,
    };
    RawTrial {
        named: named(table, problems),
        from: table.time("from", problems),
        until: table.time("until", problems),
        gradual: table.get("rollout").and_then(|value| value.word(keys::ROLLOUTS, rollout, problems)).is_some_and(|word| word.value),
    }
}

fn rule(table: &mut Table<'_>, problems: &mut Problems) -> RawRule {
    RawRule {
        span: table.span(),
        id: table.require_string("id", problems),
        scenes: table.strings("scenes", problems),
        trial: table.string("trial", problems),
        matches: table.require("match", problems).and_then(|value| condition(&value, problems)),
        except: table.get("except").and_then(|value| condition(&value, problems)),
        verdict: verdict(table, "verdict", problems),
        at_least: verdict(table, "at-least", problems),
        has_say: table.has("verdict") || table.has("at-least"),
        effects: effects(table, problems),
        supersedes: table.strings("supersedes", problems),
        replaces: table.flag("replaces", problems),
        grounds: grounds(table, problems),
    }
}

/// `effects` may be empty: that says that nothing else happens.
fn effects(table: &mut Table<'_>, problems: &mut Problems) -> Vec<Placed<Effect>> {
    let Some(items) = table.get("effects").and_then(|value| value.items(problems)) else { return Vec::new() };
    items.iter().filter_map(|item| item.word(Effect::NAMES, Effect::parse, problems)).collect()
}

fn choice(table: &mut Table<'_>, problems: &mut Problems) -> RawChoice {
    let status = |word: &str| match word {
        "planned" => Some(true),
        "available" => Some(false),
        _ => None,
    };
    RawChoice {
        id: table.require_string("id", problems),
        name: table.bilingual("name", problems),
        scenes: table.strings("scenes", problems),
        map: table.require("map", problems).map(|value| verdict_map(&value, problems)).unwrap_or_default(),
        planned: table.require("status", problems).and_then(|value| value.word(keys::STATUSES, status, problems)).is_some_and(|word| word.value),
    }
}

fn verdict_map(value: &Value<'_>, problems: &mut Problems) -> Vec<(Verdict, Verdict)> {
    let Some(mut table) = value.table(problems) else { return Vec::new() };
    let mut map = Vec::new();
    for (key, from) in Verdict::NAMES.iter().zip(Verdict::ALL) {
        if let Some(to) = verdict(&mut table, key, problems) {
            map.push((*from, to.value));
        }
    }
    table.finish(problems);
    if map.is_empty() {
        problems.push(value.error("empty-list", shape::empty_list("map")));
    }
    map
}

fn context(table: &mut Table<'_>, problems: &mut Problems) -> RawContext {
    RawContext {
        id: table.require_string("id", problems),
        name: table.bilingual("name", problems),
        values: table.require("values", problems).and_then(|value| value.strings(problems)).unwrap_or_default(),
        default: table.string("default", problems),
    }
}

fn list(table: &mut Table<'_>, problems: &mut Problems) -> RawList {
    let unsupported = |word: &str| match word {
        "skip" => Some(Unsupported::Skip),
        "error" => Some(Unsupported::Error),
        _ => None,
    };
    let headless = table.get("header").and_then(|value| value.boolean(problems)).filter(|header| !header.value);
    RawList {
        id: table.require_string("id", problems),
        path: table.require_string("path", problems),
        format: table.require("format", problems).and_then(|value| value.word(Format::NAMES, Format::parse, problems)),
        unsupported: table
            .get("unsupported")
            .and_then(|value| value.word(keys::UNSUPPORTED, unsupported, problems))
            .map_or_else(Unsupported::default, |word| word.value),
        reach: table.get("reach").and_then(|value| value.word(REACHES, reach, problems)),
        column: table.get("column").and_then(|value| column(&value, problems)),
        headless: headless.map(|header| header.span),
        entry: table.string("entry", problems),
    }
}

fn allow(table: &mut Table<'_>, problems: &mut Problems) -> RawAllow {
    RawAllow {
        span: table.span(),
        lint: table.require_string("lint", problems),
        of: table.string("of", problems),
        reason: table.require_string("reason", problems),
        until: table.time("until", problems),
    }
}

/// A column's heading, or its number.
fn column(value: &Value<'_>, problems: &mut Problems) -> Option<Placed<RawColumn>> {
    if value.any_string().is_some() {
        return value.string(problems).map(|name| Placed { value: RawColumn::Name(name.value), span: name.span });
    }
    let number = value.integer(1, keys::COLUMN_LIMIT, problems)?;
    Some(Placed { value: RawColumn::Number(usize::try_from(number.value).ok()?), span: number.span })
}

/// A condition's keys; a table without any is an error.
fn condition(value: &Value<'_>, problems: &mut Problems) -> Option<RawCondition> {
    let mut table = value.table(problems)?;
    let mut tests = Vec::new();
    for (key, name) in [
        ("host", NameKey::Host),
        ("domain", NameKey::Domain),
        ("registrable", NameKey::Registrable),
        ("suffix", NameKey::Suffix),
        ("owner", NameKey::Owner),
        ("category", NameKey::Category),
        ("list", NameKey::List),
        ("scheme", NameKey::Scheme),
        ("path", NameKey::Path),
        ("query", NameKey::Query),
        ("wrapper", NameKey::Wrapper),
    ] {
        if let Some(value) = table.get(key)
            && let Some(names) = value.strings(problems)
        {
            tests.push(RawTest::Names(name, names));
        }
    }
    closed_tests(&mut table, &mut tests, problems);
    contexts(&mut table, &mut tests, problems);
    for (key, make) in [("any", RawTest::Any as fn(Vec<RawCondition>) -> RawTest), ("all", RawTest::All)] {
        let Some(value) = table.get(key) else { continue };
        let Some(items) = value.items(problems) else { continue };
        if items.is_empty() {
            problems.push(value.error("empty-list", shape::empty_list(key)));
            continue;
        }
        tests.push(make(items.iter().filter_map(|item| condition(item, problems)).collect()));
    }
    let before = problems.len();
    keys::CONDITION.finish(table, problems);
    if tests.is_empty() && problems.len() == before {
        problems.push(value.error("empty-condition", text::empty_condition("match")));
    }
    Some(RawCondition { span: value.span(), tests })
}

/// Keys with values of a closed vocabulary, numbers and dates.
fn closed_tests(table: &mut Table<'_>, tests: &mut Vec<RawTest>, problems: &mut Problems) {
    if let Some(kinds) = table.get("kind").and_then(|value| value.words(Kind::NAMES, Kind::parse, problems)) {
        tests.push(RawTest::Kind(kinds));
    }
    if let Some(signals) = table.get("signal").and_then(|value| value.words(Signal::IDS, Signal::parse, problems)) {
        tests.push(RawTest::Signal(signals));
    }
    if let Some(classes) = table.get("shortener").and_then(|value| value.words(Shortener::NAMES, Shortener::parse, problems)) {
        tests.push(RawTest::Shortener(classes));
    }
    if let Some(value) = table.get("port")
        && let Some(items) = value.items(problems)
    {
        if items.is_empty() {
            problems.push(value.error("empty-list", shape::empty_list("port")));
        }
        tests.push(RawTest::Port(items.iter().filter_map(|item| item.integer(keys::PORTS.0, keys::PORTS.1, problems)).collect()));
    }
    if let Some(flag) = table.get("has-query").and_then(|value| value.boolean(problems)) {
        tests.push(RawTest::HasQuery(flag.value));
    }
    if let Some(depth) = table.get("depth-at-least").and_then(|value| value.integer(keys::DEPTHS.0, keys::DEPTHS.1, problems)) {
        tests.push(RawTest::DepthAtLeast(depth.value));
    }
    if let Some(length) = table.get("length-over").and_then(|value| value.integer(keys::LENGTHS.0, keys::LENGTHS.1, problems)) {
        tests.push(RawTest::LengthOver(length.value));
    }
    if let Some(time) = table.time("posted-before", problems) {
        tests.push(RawTest::PostedBefore(time.value));
    }
}

/// `context = { storefront = ["us"] }`: one test a context.
fn contexts(table: &mut Table<'_>, tests: &mut Vec<RawTest>, problems: &mut Problems) {
    let Some(value) = table.get("context") else { return };
    let Some(entries) = value.table(problems) else { return };
    let before = tests.len();
    for (key, value) in entries.open_entries() {
        if let Some(values) = value.strings(problems) {
            tests.push(RawTest::Context(key, values));
        }
    }
    if tests.len() == before {
        problems.push(value.error("empty-condition", text::empty_condition("context")));
    }
}
