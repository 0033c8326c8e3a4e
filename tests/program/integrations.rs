//! What connects the program with others: its action's script, shell completions, manual pages, hooks.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn outlink(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_outlink")).args(args).env_clear().output().unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the script of the action in a folder with one file; the code it ends with, and what it wrote for the steps after it.
fn action(name: &str, inputs: &[(&str, &str)]) -> (i32, String, String, PathBuf) {
    let folder = folder(name);
    fs::write(folder.join("post one.md"), "看 [店](https://item.taobao.com/item.htm?id=1) 和 <javascript:alert(1)>\n\njavascript:alert(1)\n").unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_outlink")).parent().unwrap();
    let path = format!("{}:{}", binary.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.arg(root().join("integrations/action.sh")).current_dir(&folder).env_clear().env("PATH", path);
    command.env("GITHUB_OUTPUT", folder.join("output")).env("GITHUB_STEP_SUMMARY", folder.join("summary"));
    command.env("OUTLINK_AS_OF", "2026-11-22").envs(inputs.iter().copied());
    let output = command.output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let steps = fs::read_to_string(folder.join("output")).unwrap();
    (output.status.code().unwrap(), told, steps, folder)
}

#[test]
fn the_action_annotates_and_writes_what_is_asked_for() {
    let (code, told, steps, folder) = action("action-finds", &[("OUTLINK_SCENE", "group\n"), ("OUTLINK_SARIF", "log.sarif"), ("OUTLINK_FAIL_ON", "copy")]);
    assert_eq!(code, 1, "{told}");
    assert!(told.lines().any(|line| line.starts_with("::error file=post one.md,line=")), "{told}");
    assert_eq!(steps, "sarif=log.sarif\nexit-code=1\n");
    let log: serde_json::Value = serde_json::from_str(&fs::read_to_string(folder.join("log.sarif")).unwrap()).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(fs::read_to_string(folder.join("summary")).unwrap().contains("wechat/script-link"));
}

#[test]
fn the_action_runs_nothing_that_its_inputs_hold() {
    let (code, _, steps, folder) = action("action-hostile", &[("OUTLINK_PATHS", "$(touch ran)\n; touch ran\n"), ("OUTLINK_SCENE", "`touch ran`")]);
    assert_eq!((code, steps.as_str()), (2, "exit-code=2\n"), "a scene of that name does not exist");
    assert!(!folder.join("ran").exists());
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = outlink(&["completions", shell]);
        let script = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && script.contains("fail-on") && script.contains("timeline"), "{shell}");
    }
    let script = folder("completions").join("outlink.bash");
    fs::write(&script, outlink(&["completions", "bash"]).stdout).unwrap();
    assert!(Command::new("bash").arg("-n").arg(&script).status().unwrap().success(), "bash reads its completions");
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = folder("man");
    assert!(outlink(&["man", "--output", folder.to_str().unwrap()]).status.success());
    for name in ["outlink", "outlink-check", "outlink-explain", "outlink-policy", "outlink-policy-diff"] {
        let page = fs::read_to_string(folder.join(format!("{name}.1"))).unwrap();
        assert!(page.contains(".TH") && page.contains(".SH"), "{name}");
    }
    let chinese = String::from_utf8(outlink(&["man", "--lang", "zh"]).stdout).unwrap();
    assert!(chinese.contains("检查"));
}

#[test]
fn hooks_name_commands_that_exist() {
    let hooks = fs::read_to_string(root().join(".pre-commit-hooks.yaml")).unwrap();
    let entries: Vec<&str> = hooks.lines().filter_map(|line| line.trim().strip_prefix("entry: outlink ")).collect();
    assert_eq!(entries.len(), 2);
    for entry in entries {
        let args: Vec<&str> = entry.split(' ').chain(["--help"]).collect();
        assert!(outlink(&args).status.success(), "{entry}");
    }
}
