//! Batches: one record for each line that is no comment, in order, the same bytes for any number of threads.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn check(input: &Path, threads: &str) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_outlink"))
        .args(["check", "--format", "jsonl", "--as-of", "2026-11-22", "--fail-on", "never", "--threads", threads])
        .arg(input)
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// A file of some megabytes, so that it is cut into blocks, with every kind of line.
fn large_input() -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch-links.txt");
    let mut text: Vec<u8> = Vec::new();
    for number in 0..40_000 {
        match number % 11 {
            0 => writeln!(text, "https://item.taobao.com/item.htm?id={number}").unwrap(),
            1 => writeln!(text, "https://link.zhihu.com/?target=https%3A//example.com/{number}").unwrap(),
            2 => writeln!(text, "# comment {number}").unwrap(),
            3 => writeln!(text, "【淘宝】https://m.tb.cn/h.{number}?tk=aBcDEfgh1jK HU0000 「题」").unwrap(),
            4 => text.extend_from_slice(b"http://\xff\xfe.com/\n"),
            5 => text.extend_from_slice(b"\r\n"),
            6 => writeln!(text, "http://{}.example/\r", "a".repeat(number % 700)).unwrap(),
            7 => writeln!(text, "javascript:alert({number})").unwrap(),
            8 => writeln!(text, "\"\"").unwrap(),
            9 if number < 60 => writeln!(text, "http://long.example/{}", "x".repeat(3_000_000)).unwrap(),
            _ => writeln!(text, "https://{number}.example.com/path/{number}?q={number}#f").unwrap(),
        }
    }
    std::fs::write(&path, &text).unwrap();
    path
}

#[test]
fn threads_change_no_byte_and_no_line_is_lost() {
    let input = large_input();
    let one = check(&input, "1");
    for threads in ["2", "8"] {
        assert!(check(&input, threads) == one, "{threads} threads give other bytes than one");
    }
    let text = std::fs::read(&input).unwrap();
    let is_link = |line: &&[u8]| !line.trim_ascii().is_empty() && !line.trim_ascii().starts_with(b"#");
    let lines: Vec<usize> = text.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| is_link(line)).map(|(at, _)| at + 1).collect();
    let records: Vec<usize> = String::from_utf8(one)
        .unwrap()
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).unwrap();
            usize::try_from(record["at"]["line"].as_u64().unwrap()).unwrap()
        })
        .collect();
    assert_eq!(records, lines);
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let input = large_input();
    let mut child = Command::new(env!("CARGO_BIN_EXE_outlink"))
        .args(["check", "--format", "jsonl", "--as-of", "2026-11-22"])
        .arg(&input)
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    // The run goes on to its end, and tells that some links are blocked.
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn an_output_file_is_whole_or_not_there() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("output");
    std::fs::create_dir_all(&folder).unwrap();
    let target = folder.join("records.jsonl");
    let _ = std::fs::remove_file(&target);
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cli/links.txt");
    let run = |target: &Path| {
        Command::new(env!("CARGO_BIN_EXE_outlink"))
            .args(["check", "--format", "jsonl", "--as-of", "2026-11-22", "--fail-on", "never", "--output"])
            .arg(target)
            .arg(&input)
            .env_clear()
            .output()
            .unwrap()
    };
    assert_eq!(run(&target).status.code(), Some(0));
    assert_eq!(std::fs::read_to_string(&target).unwrap().lines().count(), 19);
    assert_eq!(run(&folder.join("absent/records.jsonl")).status.code(), Some(5));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1, "no part of a file is left behind");
}
