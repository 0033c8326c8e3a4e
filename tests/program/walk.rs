//! What is read of folders, patterns and lists of files, by the program itself.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and writes its own files")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of files, each with one link that names it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    for file in ["b.md", "a.txt", "sub/c.yaml", "sub/deep/d.csv", ".hidden/e.md", "ignored/f.md", "sub/.g.md", "prog.rs", ".git/h.md"] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        let link = format!("https://{}.example/", file.trim_start_matches('.').replace(['/', '.'], "-"));
        std::fs::write(&path, if file == "sub/c.yaml" { format!("u: {link}\n") } else { format!("{link}\n") }).unwrap();
    }
    std::fs::write(folder.join("tool.bin"), b"\x7fELF\0\0\0https://no.example/").unwrap();
    std::fs::write(folder.join("utf16"), "https://sixteen.example/\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()).unwrap();
    std::fs::write(folder.join(".gitignore"), "ignored/\n").unwrap();
    folder
}

fn outlink(folder: &Path, args: &[&str], stdin: &[u8]) -> Output {
    use std::io::Write as _;
    let mut command = Command::new(env!("CARGO_BIN_EXE_outlink"));
    command.args(["check", "--as-of", "2026-11-22", "--scene", "group", "--format", "jsonl"]).args(args).current_dir(folder).env_clear();
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(stdin);
    child.wait_with_output().unwrap()
}

/// The files of the records, in their order, and the exit code.
fn files(output: &Output) -> (Vec<String>, Option<i32>) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let file = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap().pointer("/at/file").unwrap().as_str().unwrap().to_owned();
    (text.lines().map(file).collect(), output.status.code())
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths() {
    let folder = folder("walk-order");
    let output = outlink(&folder, &["."], b"");
    assert_eq!(files(&output), (["a.txt", "b.md", "prog.rs", "sub/c.yaml", "sub/deep/d.csv", "utf16"].map(str::to_owned).to_vec(), Some(0)));
    let summary = said(&output);
    assert!(summary.contains("skipped, for they are no text: 1 files (tool.bin)"), "{summary}");
    assert!(summary.contains("encodings beside UTF-8: 1 UTF-16LE"), "{summary}");
    for threads in ["1", "2", "5"] {
        assert_eq!(outlink(&folder, &[".", "--threads", threads], b"").stdout, output.stdout, "{threads} threads");
    }
}

#[test]
fn options_say_what_of_a_folder_is_read() {
    let folder = folder("walk-options");
    for (args, expected) in [
        (["--hidden"].as_slice(), [".hidden/e.md", "a.txt", "b.md", "prog.rs", "sub/.g.md", "sub/c.yaml", "sub/deep/d.csv", "utf16"].as_slice()),
        (&["--no-ignore"], &["a.txt", "b.md", "ignored/f.md", "prog.rs", "sub/c.yaml", "sub/deep/d.csv", "utf16"]),
        (&["--include", "*.md", "--include", "*.csv"], &["b.md", "sub/deep/d.csv"]),
        (&["--exclude", "sub", "--exclude", "*.rs"], &["a.txt", "b.md", "utf16"]),
        (&["--include", "*.md", "--no-ignore", "--exclude", "/ignored"], &["b.md"]),
    ] {
        assert_eq!(files(&outlink(&folder, &[&["."], args].concat(), b"")).0, expected, "{args:?}");
    }
    assert_eq!(outlink(&folder, &[".", "--include", "[z-"], b"").status.code(), Some(2));
}

#[test]
fn what_is_named_is_read() {
    let folder = folder("walk-named");
    assert_eq!(files(&outlink(&folder, &["ignored/f.md", ".hidden/e.md"], b"")).0, ["ignored/f.md", ".hidden/e.md"]);
    assert_eq!(files(&outlink(&folder, &["tool.bin", "--exclude", "*.bin"], b"")).0.first().map(String::as_str), Some("tool.bin"));
    assert_eq!(files(&outlink(&folder, &["sub/**/*.csv", "*.md"], b"")).0, ["sub/deep/d.csv", "b.md"]);
    let none = outlink(&folder, &["*.docx"], b"");
    assert_eq!(none.status.code(), Some(5), "{}", said(&none));
    assert_eq!(outlink(&folder, &["absent.md"], b"").status.code(), Some(5));
    std::fs::create_dir(folder.join("empty")).unwrap();
    assert_eq!(outlink(&folder, &["empty"], b"").status.code(), Some(4));
}

#[test]
fn lists_of_files_are_read() {
    let folder = folder("walk-lists");
    assert_eq!(files(&outlink(&folder, &["--files-from", "-"], b"b.md\r\nsub\n\n")).0, ["b.md", "sub/c.yaml", "sub/deep/d.csv"]);
    assert_eq!(files(&outlink(&folder, &["--files-from", "-", "a.txt"], b"b.md\0sub/c.yaml\0")).0, ["a.txt", "b.md", "sub/c.yaml"]);
    std::fs::write(folder.join("names"), "prog.rs\n").unwrap();
    assert_eq!(files(&outlink(&folder, &["--files-from", "names"], b"")).0, ["prog.rs"]);
    assert_eq!(outlink(&folder, &["--files-from", "absent"], b"").status.code(), Some(5));
    assert_eq!(outlink(&folder, &["--files-from", "-", "-"], b"").status.code(), Some(2));
}

#[test]
fn what_the_run_writes_is_no_input() {
    let folder = folder("walk-written");
    for _ in 0..2 {
        let output = outlink(&folder, &["sub", "--output", "sub/records.jsonl"], b"");
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let records = std::fs::read_to_string(folder.join("sub/records.jsonl")).unwrap();
    assert_eq!(records.lines().count(), 2, "{records}");
}

#[cfg(unix)]
#[test]
fn symbolic_links_in_folders_are_counted_and_not_followed() {
    let folder = folder("walk-links");
    std::os::unix::fs::symlink("..", folder.join("sub/circle")).unwrap();
    std::os::unix::fs::symlink("../b.md", folder.join("sub/link.md")).unwrap();
    let output = outlink(&folder, &["sub"], b"");
    assert_eq!(files(&output).0, ["sub/c.yaml", "sub/deep/d.csv"]);
    assert!(said(&output).contains("skipped: 2 symbolic links"), "{}", said(&output));
    assert_eq!(files(&outlink(&folder, &["sub/link.md"], b"")).0, ["sub/link.md"], "a link that is named is followed");
}

#[test]
fn encodings_are_told_or_given() {
    let folder = folder("walk-encodings");
    let list: Vec<u8> = "https://one.example/\nhttps://two.example/\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
    std::fs::write(folder.join("list.urls"), [b"\xfe\xff".as_slice(), &list].concat()).unwrap();
    assert_eq!(files(&outlink(&folder, &["list.urls"], b"")).0.len(), 2);
    std::fs::write(folder.join("bad.urls"), b"https://one.example/\nhttps://two.example/\xff\xfe\n").unwrap();
    let bad = outlink(&folder, &["bad.urls"], b"");
    assert!(String::from_utf8(bad.stdout).unwrap().contains("link_base64"), "a bad line of a list stays as it is");
    std::fs::write(folder.join("gbk.md"), b"\xbf\xb4 https://one.example/ \xd0\xbb\xd0\xbb\n").unwrap();
    for encoding in ["auto", "gbk", "gb18030"] {
        assert_eq!(files(&outlink(&folder, &["gbk.md", "--encoding", encoding], b"")).0.len(), 1);
    }
    let wrong = outlink(&folder, &["gbk.md", "--encoding", "utf-8"], b"");
    assert!(said(&wrong).contains("stretches of bytes are no characters of UTF-8"), "{}", said(&wrong));
    assert_eq!(outlink(&folder, &["gbk.md", "--encoding", "klingon"], b"").status.code(), Some(2));
}
