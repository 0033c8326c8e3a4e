//! Settings files: the good ones, the damaged ones, and a schema that says what the reader says.

use std::path::Path;

use outlink::document::Placed;
use outlink::message::Lang;
use outlink::report::palette::Palette;
use outlink::report::snippet;
use outlink::settings::effective::{CommandLine, Effective, Origin};
use outlink::settings::model::Settings;
use outlink::settings::read::read;
use outlink::settings::schema::schema;
use outlink::source::SourceFile;

use super::world::testdata;

fn files(folder: &str) -> Vec<(String, String)> {
    let mut found: Vec<_> = std::fs::read_dir(testdata(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    found.sort();
    found
}

fn settings(name: &str, text: &str) -> Result<Settings, Vec<outlink::diag::Diagnostic>> {
    read(&SourceFile::new(name, text), Path::new("/site"))
}

#[test]
fn good_files_are_read_and_the_schema_takes_them() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let good = files("settings/good");
    assert!(good.len() >= 3);
    for (name, text) in good {
        assert!(settings(&name, &text).is_ok(), "{name}");
        let value = serde_json::to_value(toml::from_str::<toml::Value>(&text).unwrap()).unwrap();
        assert!(validator.is_valid(&value), "{name}: {:?}", validator.iter_errors(&value).map(|error| error.to_string()).collect::<Vec<_>>());
    }
}

#[test]
fn damaged_files_are_refused_and_the_schema_refuses_them() {
    let validator = jsonschema::validator_for(&schema()).unwrap();
    let damaged = files("settings/damaged");
    assert!(damaged.len() >= 6);
    for (name, text) in damaged {
        let problems = settings(&name, &text).err().unwrap_or_default();
        assert!(!problems.is_empty(), "{name} is not refused");
        let value = serde_json::to_value(toml::from_str::<toml::Value>(&text).unwrap()).unwrap();
        assert!(!validator.is_valid(&value), "the schema takes {name}");
        let shown: Vec<String> = problems.iter().map(|problem| snippet::render(problem, Lang::En, Palette::Plain)).collect();
        let mut options = insta::Settings::clone_current();
        options.set_prepend_module_to_snapshot(false);
        options.set_snapshot_path("../snapshots");
        options.set_omit_expression(true);
        options.bind(|| insta::assert_snapshot!(format!("settings-{}", name.trim_end_matches(".toml")), shown.join("\n\n")));
    }
}

/// Every key of the top table, taken out of a whole file, leaves a file that the schema and the reader take alike.
#[test]
fn every_key_is_in_the_schema() {
    let (_, full) = files("settings/good").into_iter().find(|(name, _)| name == "full.toml").unwrap();
    let whole: toml::Table = toml::from_str(&full).unwrap();
    let known = schema()["properties"].as_object().unwrap().keys().cloned().collect::<std::collections::BTreeSet<_>>();
    let used = whole.keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(known, used, "the whole example uses every key of the schema");
}

#[test]
fn the_command_line_beats_the_nearest_file_and_that_the_outer_one() {
    use std::sync::Arc;
    let outer = settings("outlink.toml", "fail-on = \"warn\"\nscenes = [\"group\"]\npolicies = [\"own.toml\", \"wechat\"]\n[levels]\nip-host = \"error\"\n")
        .ok()
        .unwrap();
    let inner = read(
        &SourceFile::new("a/outlink.toml", "fail-on = \"never\"\n[levels]\nlookalike = \"note\"\n[[override]]\nfiles = [\"*.md\"]\nfail-on = \"copy\"\n"),
        Path::new("/site/a"),
    )
    .ok()
    .unwrap();
    let files = [Arc::new(inner), Arc::new(outer)];
    let of = |path: &str, given: &CommandLine| Effective::new(&files, Path::new(path), given, Path::new("/site"));
    let text = of("a/b.txt", &CommandLine::default());
    assert_eq!(text.fail_on.value, "never");
    assert_eq!(text.fail_on.origin, Origin::File { name: "a/outlink.toml".into(), line: 1 });
    assert_eq!(text.policies.value, ["own.toml", "wechat"], "a path is meant from its own file");
    assert_eq!(text.levels.len(), 2, "levels of both files hold");
    assert_eq!(of("a/b.md", &CommandLine::default()).fail_on.value, "copy", "an override beats its file");
    let given = CommandLine { fail_on: Some("block".to_owned()), ..CommandLine::default() };
    assert_eq!(of("a/b.md", &given).fail_on.origin, Origin::CommandLine);
    assert_eq!(of("a/b.md", &given).scenes.value, ["group"]);
}

#[test]
fn a_file_that_says_nothing_is_inert() {
    assert!(settings("outlink.toml", "root = true\n").ok().unwrap().is_inert());
    let said = settings("outlink.toml", "strict = false\n").ok().unwrap();
    assert!(!said.is_inert());
    assert_eq!(said.strict.map(|strict: Placed<bool>| strict.value), Some(false));
}
