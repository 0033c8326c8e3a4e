//! What people see: every case of `testdata/cli/cases.toml` is run and its output compared with its snapshot.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// The cases that must at least be there, so that a lost file does not pass.
const LEAST_CASES: usize = 50;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    args: Vec<String>,
    stdin: Option<String>,
}

fn run(case: &Case, folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outlink"));
    command.args(&case.args).current_dir(folder).env_clear().env("COLUMNS", "100");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let _ = input.write_all(case.stdin.as_deref().unwrap_or_default().as_bytes());
    drop(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the output is UTF-8");
    format!(
        "$ outlink {}\nexit code: {}\n----- stdout\n{}----- stderr\n{}",
        case.args.join(" "),
        output.status.code().unwrap(),
        text(&output.stdout),
        text(&output.stderr)
    )
}

#[test]
fn every_case_prints_what_its_snapshot_shows() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(folder.join("cases.toml")).unwrap()).unwrap();
    assert!(cases.case.len() >= LEAST_CASES, "only {} cases", cases.case.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // The run hash changes with every policy and catalog; that it names the run is tested on its own.
    settings.add_filter(r#"("run":"|\(run |运行 )[0-9a-f]{16}"#, "${1}RUN");
    settings.add_filter(r"\b[0-9a-f]{16},", "RUN,");
    settings.add_filter(r#"("id": "outlink/|(run|运行) `|"run":")[0-9a-f]{16}"#, "${1}RUN");
    settings.add_filter(r"catalog: \d+ owners, \d+ hosts, \d+ wrappers", "catalog: N owners, N hosts, N wrappers");
    settings.add_filter(r"目录：\d+ 个主体、\d+ 个主机、\d+ 种", "目录：N 个主体、N 个主机、N 种");
    // How many kinds of link a comparison looks at grows with the catalog.
    settings.add_filter(r"\d+ kinds in all", "N kinds in all");
    settings.add_filter(r"共 \d+ 类", "共 N 类");
    settings.add_filter(r"\d+ kinds of link, \d+ assignments; \d+ cannot be, \d+ are", "N kinds of link, N assignments; N cannot be, N are");
    settings.add_filter(r"、\d+ 类链接、\d+ 种取值；\d+ 种不可能出现，\d+ 种", "、N 类链接、N 种取值；N 种不可能出现，N 种");
    settings.add_filter(r#""(classes|sites|assignments|excluded|masked)": \d+"#, "\"$1\": N");
    settings.bind(|| {
        for case in &cases.case {
            insta::assert_snapshot!(case.name.as_str(), run(case, &folder));
        }
    });
}

#[test]
fn the_same_question_has_the_same_run_hash_and_another_one_another() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli");
    let hash = |args: &[&str]| {
        let case = Case { name: String::new(), args: args.iter().map(|arg| (*arg).to_owned()).collect(), stdin: Some("https://a.com/\n".to_owned()) };
        let output = run(&case, &folder);
        let (_, rest) = output.split_once("\"run\":\"").unwrap();
        rest.chars().take(16).collect::<String>()
    };
    let base = hash(&["check", "-", "--format", "jsonl", "--as-of", "2021-11-29"]);
    assert_eq!(base, hash(&["check", "-", "--format", "jsonl", "--as-of", "2021-11-29", "--threads", "2"]));
    for other in [
        &["check", "-", "--format", "jsonl", "--as-of", "2021-11-30"][..],
        &["check", "-", "--format", "jsonl", "--as-of", "2021-11-29", "--basis", "observed"],
        &["check", "-", "--format", "jsonl", "--as-of", "2021-11-29", "--policy", "acme.toml"],
        &["check", "-", "--format", "jsonl", "--as-of", "2021-11-29", "--resolve"],
        &["check", "-", "--format", "jsonl", "--as-of", "2021-11-29", "--resolve-offline", "--resolve-cache", "resolved.jsonl"],
    ] {
        assert_ne!(base, hash(other), "{other:?}");
    }
}
