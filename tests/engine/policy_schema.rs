//! The JSON Schema says what the reader says: of every shipped file and fixture, and of policies damaged in every key.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on fails, and reads its own files"
)]

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use outlink::authoring::format::Language;
use outlink::authoring::schema::schema;
use outlink::classify::builtin as catalog;
use outlink::document::shape::{Demand, Need, TableShape, Takes};
use outlink::input::files::Disk;
use outlink::message::Lang;
use outlink::policy::load::{Files, LoadError, Loader};
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use serde_json::{Value, json};

fn validator(language: Language) -> Validator {
    let schema = schema(language, Lang::En);
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::validator_for(&schema).unwrap()
}

/// TOML as editors hand it to a schema: dates are texts.
fn as_json(value: &toml::Value) -> Value {
    match value {
        toml::Value::Datetime(time) => json!(time.to_string()),
        toml::Value::Array(items) => items.iter().map(as_json).collect(),
        toml::Value::Table(entries) => entries.iter().map(|(key, value)| (key.clone(), as_json(value))).collect(),
        other => serde_json::to_value(other).unwrap(),
    }
}

fn parsed(text: &str) -> Value {
    as_json(&toml::Value::Table(text.parse().unwrap_or_else(|error| panic!("{error}\n{text}"))))
}

fn toml_files(under: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(under)];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path)
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                found.push(path)
            }
        }
    }
    found.sort();
    found
}

#[test]
fn whatever_the_reader_takes_the_schema_takes() {
    let validators = [validator(Language::Policy), validator(Language::Rows)];
    let mut counts = [0, 0];
    let folders = ["policies", "testdata/verdicts", "testdata/cli"];
    for path in folders.into_iter().flat_map(toml_files) {
        let text = std::fs::read_to_string(&path).unwrap();
        let language = Language::of(&text);
        let file = SourceFile::new(&path.to_string_lossy(), &text);
        let is_valid = match language {
            Language::Rows => language.faults(&file).is_empty(),
            Language::Policy => language.faults(&file).is_empty() && Loader::new(&mut catalog::catalog(&CompiledIn).unwrap(), &Disk).load(&file.name).is_ok(),
        };
        if !is_valid {
            continue;
        }
        let validator = &validators[usize::from(language == Language::Rows)];
        let faults: Vec<String> = validator.iter_errors(&parsed(&text)).map(|error| format!("{} at {}", error, error.instance_path())).collect();
        assert!(faults.is_empty(), "{}: {}", path.display(), faults.join("; "));
        counts[usize::from(language == Language::Rows)] += 1;
    }
    assert!(counts[0] >= 40 && counts[1] >= 50, "{counts:?}");
}

struct One<'t>(&'t str);

impl Files for One<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        if name == "./one.toml" { Ok(SourceFile::new(name, self.0)) } else { Disk.read(name, beside) }
    }
}

/// What the reader finds wrong with a policy, by code.
fn refused(text: &str) -> Vec<&'static str> {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    match Loader::new(&mut catalog, &One(text)).load("./one.toml") {
        Ok(_) => Vec::new(),
        Err(LoadError::Invalid { problems, .. }) => problems.iter().map(|problem| problem.code).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

/// Policies that both refuse, each made of a whole one by one change, with what the reader calls it.
const DAMAGED: &[(&str, &str, &str)] = &[
    ("schema = 1", "schema = 2", "unknown-schema"),
    ("schema = 1\n", "", "missing-key"),
    ("id = \"whole\"", "id = \"Whole\"", "bad-id"),
    ("id = \"whole\"\n", "", "missing-key"),
    ("timezone = \"+08:00\"\n", "", "missing-key"),
    ("timezone = \"+08:00\"", "timezone = \"Beijing\"", "bad-zone"),
    ("otherwise = \"copy\"\n", "", "missing-key"),
    ("otherwise = \"copy\"", "otherwise = \"open\"", "otherwise-open"),
    ("otherwise = \"copy\"", "otherwise = \"allow\"", "unknown-word"),
    ("otherwise = \"copy\"", "otherwise = \"copy\"\nowner = \"a\"", "unknown-key"),
    ("{ en = \"Whole\", zh = \"全\" }", "\"Whole\"", "wrong-type"),
    ("{ en = \"Whole\", zh = \"全\" }", "{ en = \"Whole\" }", "missing-key"),
    ("{ en = \"Whole\", zh = \"全\" }", "{ en = \"Whole\", zh = \"\" }", "empty-value"),
    ("grade = \"A\"", "grade = \"D\"", "unknown-word"),
    ("[[scene]]\nid = \"chat\"\nname = { en = \"chat\", zh = \"聊天\" }\n", "", "no-scene"),
    ("verdict = \"warn\"", "verdict = \"warn\"\nat-least = \"copy\"", "says-both"),
    ("verdict = \"warn\"\n", "", "says-nothing"),
    ("verdict = \"warn\"", "at-least = \"open\"", "raises-nothing"),
    ("verdict = \"warn\"", "verdict = \"ask\"", "unknown-word"),
    ("match = { kind = [\"web\"] }", "match = {}", "empty-condition"),
    ("match = { kind = [\"web\"] }", "match = { kind = [] }", "empty-list"),
    ("match = { kind = [\"web\"] }", "match = { kind = \"web\" }", "wrong-type"),
    ("match = { kind = [\"web\"] }", "match = { kind = [\"page\"] }", "unknown-word"),
    ("match = { kind = [\"web\"] }", "match = { sginal = [\"ip-host\"] }", "unknown-key"),
    ("match = { kind = [\"web\"] }", "match = { signal = [\"ip-hots\"] }", "unknown-word"),
    ("match = { kind = [\"web\"] }", "match = { port = [70000] }", "out-of-range"),
    ("match = { kind = [\"web\"] }", "match = { port = [] }", "empty-list"),
    ("match = { kind = [\"web\"] }", "match = { depth-at-least = 0 }", "out-of-range"),
    ("match = { kind = [\"web\"] }", "match = { any = [] }", "empty-list"),
    ("match = { kind = [\"web\"] }", "match = { any = [{}] }", "empty-condition"),
    ("match = { kind = [\"web\"] }", "match = { all = [{ any = [{ hots = [\"a.example\"] }] }] }", "unknown-key"),
    ("match = { kind = [\"web\"] }", "match = { context = {} }", "empty-condition"),
    ("match = { kind = [\"web\"] }\n", "", "missing-key"),
    ("basis = \"announced\"\n", "", "missing-key"),
    ("basis = \"announced\"", "basis = \"observed\"", "observed-without-seen"),
    ("basis = \"announced\"", "basis = \"announced\"\nseen = [2021-01-01]", "seen-without-observed"),
    ("from = 2021-11-29", "from = 2021", "wrong-type"),
    ("from = 2021-11-29", "from = 15:00:00", "wrong-type"),
    ("effects = []", "effects = [\"shown\"]", "unknown-word"),
    ("source = \"notice\"", "source = []", "empty-list"),
    ("source = \"notice\"", "source = 1", "wrong-type"),
    ("map = { open = \"warn\" }", "map = {}", "empty-list"),
    ("map = { open = \"warn\" }", "map = { opened = \"warn\" }", "unknown-key"),
    ("status = \"planned\"\n", "", "missing-key"),
    ("lint = \"no-source\"\n", "", "missing-key"),
    ("reason = \"it is our own\"\n", "", "missing-key"),
    ("reason = \"it is our own\"", "reason = \"\"", "empty-value"),
];

/// Faults that no schema can see, with why.
const BEYOND: &[(&str, &str, &str, &str)] = &[
    ("source = \"notice\"", "source = \"nobody\"", "unknown-reference", "ids are defined elsewhere in the file"),
    ("scene = \"chat\"", "scene = \"room\"", "unknown-reference", "ids are defined elsewhere in the file"),
    ("match = { kind = [\"web\"] }", "match = { owner = [\"nobody\"] }", "unknown-reference", "owners are a part of the program's version"),
    ("match = { kind = [\"web\"] }", "match = { host = [\"A.example\"] }", "bad-host", "canonical form is more than a pattern"),
    ("from = 2021-11-29", "from = 2021-11-29\nuntil = 2021-11-29", "empty-interval", "dates are compared"),
    ("from = 2021-11-29", "from = \"2021-11-29\"", "wrong-type", "editors hand dates to a schema as texts"),
    (
        "from = 2021-11-29",
        "from = 2021-11-29\nbasis = \"inferred\"\n[[default]]\nscene = \"chat\"\nverdict = \"warn\"\nfrom = 2021-12-01",
        "overlapping-defaults",
        "dates are compared",
    ),
    ("id = \"rule\"", "id = \"rule\"\nsupersedes = [\"rule\"]", "supersedes-not-observed", "a rule may only be superseded by one of another basis"),
    ("reason = \"it is our own\"", "reason = \"  \"", "empty-value", "white space is text to a schema"),
    ("timezone = \"+08:00\"", "timezone = \"+99:00\"", "bad-zone", "the pattern knows digits, not distances"),
];

const WHOLE: &str = r#"schema = 1
id = "whole"
name = { en = "Whole", zh = "全" }
timezone = "+08:00"
otherwise = "copy"

[[source]]
id = "notice"
title = "A notice"
grade = "A"

[[scene]]
id = "chat"
name = { en = "chat", zh = "聊天" }

[[choice]]
id = "ask"
map = { open = "warn" }
status = "planned"

[[rule]]
id = "rule"
match = { kind = ["web"] }
verdict = "warn"
effects = []
basis = "announced"

[[default]]
scene = "chat"
verdict = "open"
from = 2021-11-29
basis = "inferred"
source = "notice"

[[allow]]
lint = "no-source"
of = "rule"
reason = "it is our own"
"#;

#[test]
fn whatever_the_schema_refuses_the_reader_refuses_and_the_other_way_round() {
    let validator = validator(Language::Policy);
    assert_eq!(refused(WHOLE), Vec::<&str>::new());
    assert!(validator.is_valid(&parsed(WHOLE)));
    let damage = |from: &str, to: &str| {
        assert!(WHOLE.contains(from), "{from}");
        WHOLE.replacen(from, to, 1)
    };
    for (from, to, code) in DAMAGED {
        let text = damage(from, to);
        assert!(refused(&text).contains(code), "the reader, {to}: {:?}", refused(&text));
        assert!(!validator.is_valid(&parsed(&text)), "the schema takes: {to}");
    }
    for (from, to, code, why) in BEYOND {
        let text = damage(from, to);
        assert!(refused(&text).contains(code), "the reader, {to}: {:?}", refused(&text));
        assert!(validator.is_valid(&parsed(&text)), "the schema can see this after all ({why}): {to}");
    }
}

/// A value that belongs under a key.
fn right(takes: Takes) -> toml::Value {
    let text = || toml::Value::from("a");
    let list = |item: toml::Value| toml::Value::Array(vec![item]);
    let entry = |key: &str, value: toml::Value| toml::Value::Table([(key.to_owned(), value)].into_iter().collect());
    let time = || toml::Value::Datetime("2021-11-29".parse().unwrap());
    match takes {
        Takes::Version(number) => number.into(),
        Takes::Text | Takes::AnyText | Takes::TextOrNumber(..) | Takes::TextOrTexts | Takes::Id => text(),
        Takes::Offset => "+08:00".into(),
        Takes::Time => time(),
        Takes::Flag => true.into(),
        Takes::Number(least, _) => least.into(),
        Takes::Bilingual => toml::Value::Table([("en".to_owned(), text()), ("zh".to_owned(), text())].into_iter().collect()),
        // The first words are the loosest verdicts, which some keys refuse.
        Takes::Word(words) => words[words.len() - 1].into(),
        Takes::Texts(_) => list(text()),
        Takes::Words(words) | Takes::WordsOrNone(words) => list(words[0].into()),
        Takes::Times => list(time()),
        Takes::Numbers(least, _) => list(least.into()),
        Takes::WordMap(words) => entry(words[0], words[1].into()),
        Takes::OpenText => entry("a", "warn a/b".into()),
        Takes::OpenTexts => entry("a", list(text())),
        Takes::OpenWords(words) => entry("a", list(words[0].into())),
        Takes::Table(shape) => table(shape),
        Takes::Inner(shape) | Takes::Tables(shape) => list(table(shape)),
    }
}

/// The smallest table of a shape.
fn table(shape: &'static TableShape) -> toml::Value {
    let mut keys: Vec<&str> = shape.keys.iter().filter(|key| key.need == Need::Required).map(|key| key.name).collect();
    for demand in shape.demands {
        match demand {
            Demand::JustOne(names) | Demand::AtLeastOne(names) => keys.push(names[0]),
            Demand::Unless(_, names) => keys.extend(*names),
            Demand::JustWith(_, _, other) => keys.push(other),
            Demand::NotEmpty => keys.push("host"),
            Demand::Never(..) => {}
        }
    }
    toml::Value::Table(keys.into_iter().map(|name| (name.to_owned(), right(shape.key(name).unwrap().takes))).collect())
}

/// Every table of a language, each key of each, with where it stands in a whole file.
fn shapes(file: &'static TableShape) -> Vec<(&'static str, &'static TableShape)> {
    let inner = file.keys.iter().filter_map(|key| match key.takes {
        Takes::Tables(shape) => Some((key.name, shape)),
        _ => None,
    });
    [("", file)].into_iter().chain(inner).collect()
}

/// A whole file with one value put into one table.
fn with(file: &'static TableShape, place: &str, change: impl FnOnce(&mut toml::Table)) -> toml::Table {
    let toml::Value::Table(mut root) = table(file) else { unreachable!() };
    if place.is_empty() {
        change(&mut root);
        return root;
    }
    let toml::Value::Table(mut entry) = right(file.key(place).unwrap().takes)[0].clone() else { unreachable!() };
    change(&mut entry);
    root.insert(place.to_owned(), toml::Value::Array(vec![toml::Value::Table(entry)]));
    root
}

/// Each key that the table names is read: a value of a wrong type under it is refused by both, a right one by neither, and so
/// is the table without a key that must be there.
#[test]
fn the_reader_and_the_schema_know_the_same_keys() {
    let conditions = outlink::policy::keys::RULE.key("match").unwrap().takes;
    let Takes::Table(condition) = conditions else { unreachable!() };
    for language in [Language::Policy, Language::Rows] {
        let (file, validator) = (language.shape(), validator(language));
        let both = |table: &toml::Table, what: &str| {
            let text = toml::to_string(table).unwrap();
            let by_reader = !language.faults(&SourceFile::new("a.toml", &text)).is_empty();
            let by_schema = !validator.is_valid(&parsed(&text));
            assert_eq!(by_reader, by_schema, "{what}: the reader {by_reader}, the schema {by_schema}\n{text}");
            by_reader
        };
        for (place, shape) in shapes(file) {
            assert!(!both(&with(file, place, |_| {}), place), "{place}: the smallest table");
            assert!(both(&with(file, place, |table| drop(table.insert("nobody-knows".to_owned(), 1.into()))), place), "{place}: an unknown key");
            for key in shape.keys {
                let what = format!("{place} {}", key.name);
                let odd = toml::Value::Array(vec![toml::Value::Array(vec![])]);
                assert!(both(&with(file, place, |table| drop(table.insert(key.name.to_owned(), odd))), &what), "{what}: a wrong type");
                if key.need == Need::Required {
                    assert!(both(&with(file, place, |table| drop(table.remove(key.name))), &what), "{what}: missing");
                }
            }
        }
        if language == Language::Policy {
            for key in condition.keys {
                let put = |value: toml::Value| {
                    let test = toml::Value::Table([(key.name.to_owned(), value)].into_iter().collect());
                    with(file, "rule", |table| drop(table.insert("match".to_owned(), test)))
                };
                assert!(!both(&put(right(key.takes)), key.name), "{}: a right value", key.name);
                assert!(both(&put(toml::Value::Array(vec![toml::Value::Array(vec![])])), key.name), "{}: a wrong type", key.name);
            }
        }
    }
}

#[test]
fn descriptions_stand_in_the_language_asked_for() {
    let described = |lang| schema(Language::Policy, lang)["definitions"]["rule"]["properties"]["verdict"]["description"].as_str().unwrap().to_owned();
    assert!(described(Lang::En).is_ascii());
    assert!(!described(Lang::Zh).is_ascii());
}
