//! Parts of a run: every record in just one of them, and their counts those of the whole.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of the tests' own, with lists of several blocks, content, bytes that are no text, and nothing.
fn inputs(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("in")).unwrap();
    let links = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli/links.txt")).unwrap();
    let mut long = String::new();
    for (number, line) in links.lines().cycle().take(2500).enumerate() {
        writeln!(long, "{line}").unwrap();
        writeln!(long, "https://number-{number}.example.com/{}", "x".repeat(number % 700)).unwrap();
    }
    // A line that is longer than a block is skipped through, and is a block of its own.
    writeln!(long, "https://long.example.com/{}", "y".repeat(700_000)).unwrap();
    long.push_str("https://last.example.com/");
    assert!(long.len() > 5 << 18, "the list has several blocks");
    fs::write(folder.join("in/a-long.txt"), long).unwrap();
    fs::write(folder.join("in/b-short.txt"), links).unwrap();
    fs::write(folder.join("in/c.md"), "[a](https://item.taobao.com/1) and https://1.2.3.4/\n").unwrap();
    fs::write(folder.join("in/d.html"), "<a href='http://user@example.org/'>x</a><a href='#top'>y</a>").unwrap();
    fs::write(folder.join("in/e.bin"), [0, 159, 146, 150, 0, 1, 2, 3]).unwrap();
    fs::write(folder.join("in/f-empty.txt"), "").unwrap();
    let wide: Vec<u8> = "https://utf16.example.com/\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.join("in/g-utf16.txt"), [&[0xff, 0xfe][..], &wide].concat()).unwrap();
    folder
}

fn outlink(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_outlink")).args(args).current_dir(folder).env_clear().output().unwrap()
}

const QUESTION: &[&str] = &["check", "in", "--as-of", "2026-11-22", "--format", "jsonl", "--no-suppressions", "--no-config"];

/// The records and the counts of a part, or of all.
fn checked(folder: &Path, shard: Option<&str>, more: &[&str]) -> (Vec<String>, String) {
    let mut args = [QUESTION, &["--summary-output", "counts.json"], more].concat();
    if let Some(shard) = shard {
        args.extend(["--shard", shard]);
    }
    let output = outlink(folder, &args);
    assert!(output.status.code().unwrap() <= 1, "{}", String::from_utf8_lossy(&output.stderr));
    let records = String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect();
    (records, fs::read_to_string(folder.join("counts.json")).unwrap())
}

#[test]
fn parts_are_the_whole() {
    let folder = inputs("parts_are_the_whole");
    let questions = [(&[][..], &[1, 2, 9][..]), (&["--threads", "1"], &[3]), (&["--policy", "wechat", "--policy", "qq", "--scene", "group", "--strict"], &[2])];
    for (more, partings) in questions {
        let (mut whole, counts) = checked(&folder, None, more);
        whole.sort();
        for &count in partings {
            let mut records = Vec::new();
            let mut names = Vec::new();
            let mut most = 0;
            for number in 1..=count {
                let (part, told) = checked(&folder, Some(&format!("{number}/{count}")), more);
                most = most.max(part.len());
                records.extend(part);
                let name = format!("part-{number}.json");
                fs::write(folder.join(&name), told).unwrap();
                names.push(name);
            }
            records.sort();
            assert!(records == whole, "{count} parts: each record in one part, and just as it is in the whole");
            assert!(count == 1 || most < whole.len(), "{count} parts: no part has all");
            names.reverse();
            let merged = outlink(&folder, &[&["merge-summaries"][..], &names.iter().map(String::as_str).collect::<Vec<_>>()].concat());
            assert_eq!(String::from_utf8(merged.stdout).unwrap(), counts, "{count} parts");
            assert_eq!(merged.status.code(), outlink(&folder, &[QUESTION, more].concat()).status.code());
        }
    }
}

#[test]
fn what_is_no_whole_is_refused() {
    let folder = inputs("what_is_no_whole_is_refused");
    let keep = |name: &str, shard: Option<&str>, more: &[&str]| fs::write(folder.join(name), checked(&folder, shard, more).1).unwrap();
    keep("1of3", Some("1/3"), &[]);
    keep("2of3", Some("2/3"), &[]);
    keep("1of2", Some("1/2"), &[]);
    keep("other", Some("3/3"), &["--scene", "group"]);
    keep("whole", None, &[]);
    for (names, code, word) in [
        (&["1of3", "2of3"][..], 2, "missing: 3/3"),
        (&["1of3", "1of3", "2of3"], 2, "1/3 is there twice"),
        (&["1of3", "1of2"], 2, "different partings"),
        (&["1of3", "2of3", "other"], 2, "their questions differ"),
        (&["whole"], 2, "whole run"),
        (&["1of3", "nowhere"], 5, "nowhere"),
        (&["1of3", "in/c.md"], 3, "no summary"),
    ] {
        let output = outlink(&folder, &[&["merge-summaries"][..], names].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(code) && told.contains(word), "{names:?}: {:?} {told}", output.status);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_input_that_cannot_be_read_fails_once() {
    let folder = inputs("an_input_that_cannot_be_read_fails_once");
    let run = |shard: &[&str], name: &str| {
        let args = [&["check", "in/b-short.txt", "in/gone.txt", "--format", "jsonl", "--no-suppressions", "--as-of", "2026-11-22"][..], shard].concat();
        let output = outlink(&folder, &[&args[..], &["--summary-output", name]].concat());
        assert_eq!(output.status.code(), Some(5), "no part hides it");
    };
    run(&[], "whole");
    run(&["--shard", "1/2"], "1");
    run(&["--shard", "2/2"], "2");
    let merged = outlink(&folder, &["merge-summaries", "1", "2"]);
    assert_eq!(merged.status.code(), Some(5));
    assert_eq!(String::from_utf8(merged.stdout).unwrap(), fs::read_to_string(folder.join("whole")).unwrap());
}

#[test]
fn what_only_a_whole_run_can_tell_is_refused() {
    let folder = inputs("what_only_a_whole_run_can_tell_is_refused");
    for (more, word) in [
        (&["--shard", "0/2", "--format", "jsonl"][..], "no part"),
        (&["--shard", "1/2", "--format", "jsonl"], "--no-suppressions"),
        (&["--shard", "1/2", "--no-suppressions"], "--format jsonl"),
        (&["--shard", "1/2", "--no-suppressions", "--format", "jsonl", "--statistics"], "--statistics"),
        (&["--shard", "1/2", "--no-suppressions", "--format", "jsonl", "--baseline", "x"], "--baseline"),
        (&["--shard", "1/2", "--no-suppressions", "--format", "jsonl", "--fix"], "--fix"),
    ] {
        let output = outlink(&folder, &[&["check", "in", "--as-of", "2026-11-22"][..], more].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(2) && told.contains(word), "{more:?}: {:?} {told}", output.status);
    }
}
