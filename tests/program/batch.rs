//! Batches: one record for each line that is no comment, in order, the same bytes for any number of threads.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and reads its own files")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

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

/// A file of some megabytes, so that it is cut into blocks, with every kind of line. It is written once, for tests run side by side and
/// none may find it half written.
fn large_input() -> &'static Path {
    static INPUT: LazyLock<PathBuf> = LazyLock::new(write_large_input);
    &INPUT
}

fn write_large_input() -> PathBuf {
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
    let one = check(input, "1");
    for threads in ["2", "8"] {
        assert!(check(input, threads) == one, "{threads} threads give other bytes than one");
    }
    let text = std::fs::read(input).unwrap();
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
fn a_link_past_the_bound_is_too_long_however_plain_it_is() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch-long.txt");
    for (length, is_long) in [(65_536, false), (65_537, true), (200_000, true)] {
        let link = format!("https://example.com/{}", "a".repeat(length - 20));
        std::fs::write(&path, format!("{link}\n")).unwrap();
        let record: serde_json::Value = serde_json::from_slice(&check(&path, "1")).unwrap();
        assert_eq!(record["truncated"] == true, is_long, "{length}");
        assert_eq!(record["signals"].to_string().contains("too-long"), is_long, "{length}");
    }
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let input = large_input();
    let mut child = Command::new(env!("CARGO_BIN_EXE_outlink"))
        .args(["check", "--format", "jsonl", "--as-of", "2026-11-22"])
        .arg(input)
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

/// The rows of the table of times on standard error, each with its name and its numbers, and the words of its head.
fn times(stderr: &str, first: &str) -> (Vec<String>, Vec<(String, Vec<f64>)>) {
    let mut lines = stderr.lines().skip_while(|line| !line.starts_with(first)).skip(1).map_while(|line| line.strip_prefix("  "));
    let head: Vec<String> = lines.next().unwrap().split_whitespace().skip(1).map(str::to_owned).collect();
    let row = |line: &str| {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let (name, numbers) = cells.split_at(cells.len() - head.len());
        (name.join(" "), numbers.iter().map(|number| number.parse().unwrap()).collect())
    };
    let rows = lines.map(row).collect();
    (head, rows)
}

#[test]
fn times_tell_each_thread_and_stage_and_change_no_record() {
    let input = large_input();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("batch-times");
    std::fs::create_dir_all(&folder).unwrap();
    let list: String = (0..20_000).map(|number| format!("https://{number}.example.com/path?q={number}\n")).collect();
    std::fs::write(folder.join("posts.md"), &list).unwrap();
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(list.as_bytes()).unwrap();
    std::fs::write(folder.join("list.txt.gz"), packer.finish().unwrap()).unwrap();
    let run = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_outlink"));
        command.args(["check", "--format", "jsonl", "--as-of", "2026-11-22", "--fail-on", "never"]).args(args).arg(input).arg(&folder);
        let output = command.env_clear().output().unwrap();
        (output.stdout, String::from_utf8(output.stderr).unwrap(), output.status.code())
    };
    let (plain, silent, _) = run(&["--threads", "2"]);
    assert!(!silent.contains("time:"), "{silent}");
    for (args, threads) in [
        (&["--threads", "2", "--statistics=timing"][..], &["main", "worker 1", "worker 2", "read-ahead", "all"][..]),
        (&["--threads", "2", "--statistics", "timing"], &["main", "worker 1", "worker 2", "read-ahead", "all"]),
        (&["--threads", "1", "--statistics=timing"], &["main", "read-ahead", "all"]),
    ] {
        let (records, told, code) = run(args);
        assert!(records == plain && code == Some(0), "{args:?}: {told}");
        assert!(!told.contains("registrable domains"), "links are counted though nobody asked: {told}");
        let (head, rows) = times(&told, "time: ");
        assert_eq!(head, ["loading", "finding", "reading", "unpacking", "extracting", "judging", "writing", "waiting", "other"]);
        assert_eq!(rows.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), threads);
        let (all, single) = rows.split_last().unwrap();
        for (stage, sum) in all.1.iter().enumerate() {
            let of_threads: f64 = single.iter().map(|(_, spent)| spent[stage]).sum();
            assert!((of_threads - sum).abs() < 0.001 * (single.len() + 1) as f64, "{}: {told}", head[stage]);
        }
        let links = plain.iter().filter(|byte| **byte == b'\n').count();
        let line = told.lines().find(|line| line.starts_with("time: ")).unwrap();
        assert!(line.contains(&format!(" s; {links} links (")) && line.ends_with(" MB/s)"), "{line}");
        let unpacked = told.lines().find_map(|line| line.strip_prefix("unpacked: ")).unwrap();
        assert_eq!(unpacked, format!("{:.1} MB", list.len() as f64 / 1e6));
    }
    let (_, told, _) = run(&["--threads", "2", "--statistics=timing", "--lang", "zh"]);
    let (head, rows) = times(&told, "用时：");
    assert_eq!(head, ["加载", "查找", "读取", "解压", "提取", "判定", "写出", "等待", "其他"]);
    assert_eq!(rows[0].0, "主线程");
}
