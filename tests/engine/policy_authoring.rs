//! Allowing, levels, mending and starting: what writers of policies do with lints, and the formats that tell machines.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, reads its own files, and says what it skips")]

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use outlink::authoring::fix::{is_same, mend};
use outlink::authoring::format::format;
use outlink::authoring::start::{Wanted, start};
use outlink::classify::builtin as catalog;
use outlink::diag::Severity;
use outlink::input::files::Disk;
use outlink::lint::judged::{Finding, ids, judge};
use outlink::lint::level::Levels;
use outlink::lint::subject::Subject;
use outlink::message::Lang;
use outlink::page::lints;
use outlink::policy::builtin;
use outlink::policy::load::{Files, Loader};
use outlink::policy_use::examples::Examples;
use outlink::source::SourceFile;
use outlink::suffix::CompiledIn;
use outlink::time::AsOf;

struct One<'t>(&'t str);

impl Files for One<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        if name == "./one.toml" { Ok(SourceFile::new(name, self.0)) } else { Disk.read(name, beside) }
    }
}

/// What the lints find in a policy on a day, under given levels.
fn found(text: &str, day: &str, given: &[(&str, Option<Severity>)]) -> Vec<Finding> {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let policy = Loader::new(&mut catalog, &One(text)).load("./one.toml").unwrap();
    let moment = AsOf::parse(day).unwrap().instant(policy.zone);
    let levels = Levels { given: given.iter().map(|(id, level)| ((*id).to_owned(), *level)).collect() };
    let (examples, study) = (Examples::new(&catalog, &CompiledIn), OnceCell::new());
    judge(Subject { policy: &policy, catalog: &catalog, suffixes: &CompiledIn, moment, examples: &examples, study: &study }, &levels)
}

/// The same in short: lint, level, and why it is allowed.
fn told(findings: &[Finding]) -> Vec<(&str, Severity, Option<&str>)> {
    findings.iter().map(|finding| (finding.diagnostic.code, finding.diagnostic.severity, finding.allowed.as_deref())).collect()
}

const OWN: &str = r#"schema = 1
id = "own"
name = { en = "Own", zh = "自有" }
timezone = "+08:00"
verified_on = 2026-11-01
otherwise = "copy"

[[source]]
id = "notice"
title = "A notice"
grade = "A"

[[scene]]
id = "chat"
name = { en = "chat", zh = "聊天" }

[[rule]]
id = "one"
match = { host = ["a.example"] }
at-least = "block"
basis = "announced"
source = "notice"

[[rule]]
id = "two"
match = { host = ["b.example"] }
at-least = "block"
basis = "announced"
source = "notice"
"#;

#[test]
fn an_allowance_holds_for_its_lint_its_entry_and_its_time() {
    let day = "2026-11-22";
    let with = |allow: &str| format!("{OWN}\n[[allow]]\n{allow}\n");
    let (warning, none) = (Severity::Warning, None);
    assert_eq!(told(&found(OWN, day, &[])), [("no-reason", warning, none), ("no-reason", warning, none)]);
    let of_one = with("lint = \"no-reason\"\nof = \"one\"\nreason = \"why\"");
    assert_eq!(told(&found(&of_one, day, &[])), [("no-reason", warning, Some("why")), ("no-reason", warning, none)]);
    let of_all = with("lint = \"no-reason\"\nreason = \"why\"");
    assert_eq!(told(&found(&of_all, day, &[])), [("no-reason", warning, Some("why")), ("no-reason", warning, Some("why"))]);
    // Its last day has not come, and has come.
    let until = with("lint = \"no-reason\"\nreason = \"why\"\nuntil = 2026-11-22");
    assert_eq!(told(&found(&until, "2026-11-21", &[])).iter().filter(|(.., why)| why.is_some()).count(), 2);
    let ended = found(&until, day, &[]);
    assert_eq!(told(&ended), [("no-reason", warning, none), ("no-reason", warning, none), ("unused-allow", warning, none)]);
    assert!(ended.iter().all(|finding| finding.mend.is_none()), "what has ended and is found again is for a person");
    let idle = found(&with("lint = \"no-source\"\nreason = \"why\""), day, &[]);
    assert_eq!(told(&idle).last().unwrap().0, "unused-allow");
    let elsewhere = with("lint = \"no-reason\"\nof = \"notice\"\nreason = \"why\"");
    assert_eq!(told(&found(&elsewhere, day, &[])).len(), 3);
    let slip = found(&with("lint = \"no-raeson\"\nreason = \"why\""), day, &[]);
    assert!(slip.last().unwrap().diagnostic.help.as_ref().unwrap().en.contains("no-reason"));
}

#[test]
fn a_run_sets_levels_and_one_lint_counts_more_than_all() {
    let (error, warning) = (Some(Severity::Error), Some(Severity::Warning));
    let levels = |given: &[(&str, Option<Severity>)]| {
        found(OWN, "2028-01-01", given).iter().map(|f| (f.diagnostic.code, f.diagnostic.severity)).collect::<BTreeSet<_>>()
    };
    assert_eq!(levels(&[]), [("no-reason", Severity::Warning), ("stale-sources", Severity::Note)].into());
    assert_eq!(levels(&[("all", error)]), [("no-reason", Severity::Error), ("stale-sources", Severity::Error)].into());
    assert_eq!(levels(&[("all", error), ("no-reason", None)]), [("stale-sources", Severity::Error)].into());
    assert_eq!(levels(&[("all", None), ("stale-sources", warning)]), [("stale-sources", Severity::Warning)].into());
    // What is left out of a run still uses the allowance of it.
    let allowed = format!("{OWN}\n[[allow]]\nlint = \"no-reason\"\nreason = \"why\"\n");
    assert_eq!(found(&allowed, "2026-11-22", &[("no-reason", None)]), []);
}

#[test]
fn mending_takes_out_what_has_one_right_answer_and_changes_no_verdict() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli/allowing.toml")).unwrap();
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let before = Loader::new(&mut catalog, &One(&text)).load("./one.toml").unwrap();
    let findings = found(&text, "2026-11-22", &[]);
    let mended = mend(&before.file, &findings).unwrap();
    assert_eq!(mended.count, 4);
    let after = Loader::new(&mut catalog, &One(&mended.text)).load("./one.toml").unwrap();
    assert!(is_same(&before, &after, &catalog, &CompiledIn));
    let left = found(&mended.text, "2026-11-22", &[]);
    assert_eq!(left.iter().map(|finding| finding.diagnostic.code).collect::<Vec<_>>(), ["no-source", "unused-allow"]);
    assert_eq!(mend(&after.file, &left), None, "once is enough");
    // A rule taken out that is no copy is told: the proof is not for show.
    let loose = mended.text.replace("at-least = \"block\"", "at-least = \"warn\"");
    let loose = Loader::new(&mut catalog, &One(&loose)).load("./one.toml").unwrap();
    assert!(!is_same(&before, &loose, &catalog, &CompiledIn));
}

#[test]
fn a_rule_that_only_nearly_repeats_another_is_left() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli/careless.toml")).unwrap();
    let text = text.replace("lists/spare.txt", "testdata/cli/lists/spare.txt");
    let findings = found(&text, "2026-11-22", &[]);
    let of = |lint: &str| findings.iter().find(|finding| finding.diagnostic.code == lint).unwrap().mend;
    assert_eq!(of("duplicate-rule"), None, "it begins at another time and has another basis");
    assert_eq!(of("unused-source"), None, "it may have been forgotten in a statement");
    assert!(of("hidden-characters").is_some());
}

#[test]
fn every_lint_has_its_page_in_both_languages() {
    let pages = lints::all().unwrap();
    assert_eq!(pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>(), ids());
    for page in pages {
        for text in [&page.what, &page.why, &page.action] {
            assert!(text.en.is_ascii() && !text.zh.is_ascii(), "{}", page.id);
        }
        page.example.parse::<toml::Table>().unwrap_or_else(|error| panic!("{}: {error}", page.id));
    }
}

/// What is started passes everything as it is: over nothing and over each built-in policy, in both languages.
#[test]
fn what_is_started_is_valid_clean_formatted_and_tested() {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    let day = "2026-11-22";
    for (number, base) in [None].into_iter().chain(builtin::ids().map(Some)).enumerate() {
        let langs = if number < 3 { &[Lang::En, Lang::Zh][..] } else { &[Lang::En] };
        for lang in langs {
            let wanted = Wanted { id: "mine", base, file: "./one.toml", from_rows: "../one.toml", rows: "./tests/one.toml", day, lang: *lang };
            let started = start(wanted, &Disk, &mut catalog).unwrap_or_else(|error| panic!("{base:?}: {error:?}"));
            assert_eq!(found(&started.policy, day, &[]), [], "{base:?}");
            for text in [&started.policy, &started.rows] {
                assert_eq!(format(&SourceFile::new("a.toml", text)).unwrap(), **text, "{base:?}");
                assert!(text.contains("TODO"));
            }
            assert!(started.rows.contains("mine/retired-sites"), "{base:?}: {}", started.rows);
        }
    }
}

fn outlink(args: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_outlink")).args(args).current_dir(folder).env_clear().output().unwrap()
}

/// An empty folder of this test's own.
fn fresh(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_started_policy_passes_the_program_itself_and_is_never_written_over() {
    let folder = fresh("start");
    assert!(outlink(&["policy", "new", "mine", "--extends", "wechat", "--as-of", "2026-11-22"], &folder).status.success());
    for args in [
        &["policy", "check", "mine.toml", "--as-of", "2026-11-22"][..],
        &["policy", "test", "mine.toml"],
        &["policy", "fmt", "--check", "mine.toml", "tests/mine.toml"],
    ] {
        let output = outlink(args, &folder);
        assert!(output.status.success(), "{args:?}: {output:?}");
    }
    let again = outlink(&["policy", "new", "mine"], &folder);
    assert_eq!(again.status.code(), Some(2));
}

#[test]
fn fmt_and_fix_write_whole_files_and_leave_others_alone() {
    let folder = fresh("write");
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    for name in ["jumbled.toml", "five-mistakes.toml", "allowing.toml"] {
        std::fs::copy(testdata.join(name), folder.join(name)).unwrap();
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let invalid = read("five-mistakes.toml");
    assert_eq!(outlink(&["policy", "fmt", "jumbled.toml", "five-mistakes.toml"], &folder).status.code(), Some(3));
    assert_eq!(read("five-mistakes.toml"), invalid);
    assert_eq!(outlink(&["policy", "fmt", "--check", "jumbled.toml"], &folder).status.code(), Some(0));
    let before = read("allowing.toml");
    let fix = ["policy", "check", "allowing.toml", "--as-of", "2026-11-22", "--fix"];
    assert_eq!(outlink(&[&fix[..], &["--diff"]].concat(), &folder).status.code(), Some(1));
    assert_eq!(read("allowing.toml"), before, "--diff writes nothing");
    assert_eq!(outlink(&[&fix[..], &["--allow", "unused-allow"]].concat(), &folder).status.code(), Some(0));
    assert!(!read("allowing.toml").contains('\u{200b}'));
    let names: BTreeSet<String> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 3, "no half file is left: {names:?}");
}

#[test]
fn sarif_is_as_its_standard_has_it() {
    let data = std::env::var_os("OUTLINK_DATA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let schema = data.join("g09-output-schemas/output-schemas/sarif/sarif-schema-2.1.0.json");
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    let output = outlink(&["policy", "check", "allowing.toml", "careless.toml", "five-mistakes.toml", "--as-of", "2026-11-22", "--format", "sarif"], &testdata);
    assert_eq!(output.status.code(), Some(3));
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = log.pointer("/runs/0/results").unwrap().as_array().unwrap();
    let suppressed = results.iter().filter(|result| !result.get("suppressions").unwrap().as_array().unwrap().is_empty()).count();
    assert_eq!(suppressed, 1);
    let rules = log.pointer("/runs/0/tool/driver/rules").unwrap().as_array().unwrap();
    for result in results {
        let index = usize::try_from(result.get("ruleIndex").unwrap().as_u64().unwrap()).unwrap();
        assert_eq!(rules.get(index).unwrap().get("id"), result.get("ruleId"));
    }
    let Ok(text) = std::fs::read_to_string(&schema) else {
        eprintln!("SKIPPED: no SARIF schema at {}; name the folder of its data in OUTLINK_DATA", schema.display());
        return;
    };
    let validator = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let faults: Vec<String> = validator.iter_errors(&log).map(|error| format!("{error} at {}", error.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
