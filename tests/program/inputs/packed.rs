//! Inputs packed by gzip and zstd: they give what is packed in them, within bounds, and say where they are cut.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/packed");

fn outlink(args: &[&str], stdin: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_outlink"));
    command.args(["check", "--as-of", "2026-11-22", "--scene", "group", "--format", "jsonl", "--fail-on", "never"]).args(args).env_clear();
    let mut child = command.current_dir(FIXTURES).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A program that refuses its input does not read it to the end.
    let mut input = child.stdin.take().unwrap();
    // The program writes while it reads: who gave it all of a long input before hearing anything would wait for ever.
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let _ = input.write_all(stdin);
        });
        child.wait_with_output().unwrap()
    })
}

/// The records with the name of the input taken away, and the exit code.
fn records(output: &Output, name: &str) -> (Vec<String>, Option<i32>) {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let file = format!(r#""file":"{name}""#);
    (text.lines().map(|line| line.replace(&file, r#""file":"""#)).collect(), output.status.code())
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(FIXTURES).join(name)).unwrap()
}

fn written(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packed");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, bytes).unwrap();
    path
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut writer = zstd::Encoder::new(Vec::new(), 1).unwrap();
    writer.include_checksum(true).unwrap();
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

/// Enough lines that they are read ahead, with little of them alike.
fn many_lines() -> String {
    let line = |number: u64| format!("https://{:x}.example/{:x}\n", number.wrapping_mul(0x9e37_79b9_7f4a_7c15), number.wrapping_mul(0xd1b5_4a32_d192_ed03));
    (0..12_000).map(line).collect()
}

#[test]
fn packed_inputs_give_what_is_packed_in_them() {
    for (plain, packed) in [
        ("links.txt", "links.txt.gz"),
        ("links.txt", "links.txt.zst"),
        ("links.txt", "members.txt.gz"),
        ("links.txt", "frames.txt.zst"),
        ("table.csv", "table.csv.gz"),
        ("table.csv", "table.csv.zst"),
    ] {
        let expected = records(&outlink(&[plain], b""), plain);
        assert_eq!(expected.1, Some(0));
        assert!(expected.0.len() >= 3, "{plain}");
        assert_eq!(records(&outlink(&[packed], b""), packed), expected, "{packed}");
        // Standard input has no name to tell a table by.
        if plain == "links.txt" {
            assert_eq!(records(&outlink(&["-"], &fixture(packed)), "<stdin>"), expected, "{packed} as standard input");
        }
    }
}

#[test]
fn names_do_not_pack() {
    // Whoever fetched it may have unpacked it and kept its name.
    let path = written("plain.txt.gz", &fixture("links.txt"));
    let name = path.to_str().unwrap();
    assert_eq!(records(&outlink(&[name], b""), name), records(&outlink(&["links.txt"], b""), "links.txt"));
    let path = written("packed-without-a-name", &fixture("links.txt.zst"));
    let name = path.to_str().unwrap();
    assert_eq!(records(&outlink(&[name], b""), name), records(&outlink(&["links.txt"], b""), "links.txt"));
    let output = outlink(&[written("empty.txt.gz", b"").to_str().unwrap()], b"");
    assert_eq!(output.status.code(), Some(5));
    assert!(said(&output).contains("it is empty, and its name says that it is packed"), "{}", said(&output));
}

#[test]
fn threads_change_nothing_of_what_is_read_ahead() {
    let text = many_lines();
    assert!(text.len() > 400_000);
    let (plain, _) = records(&outlink(&["-"], text.as_bytes()), "<stdin>");
    assert_eq!(plain.len(), 12_000);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for threads in ["1", "3"] {
            assert!(records(&outlink(&["-", "--threads", threads], &packed), "<stdin>").0 == plain, "{threads} threads");
        }
    }
}

#[test]
fn a_cut_is_told_of_running_text_with_directives_and_without() {
    // The directive stands in the stretch that the cut ends, and in one before it.
    for (first, again) in [("", 1), ("# outlink: allow wechat/default/group -- agreed\n", 1), ("", 3), ("# outlink: allow wechat/default/group -- agreed\n", 3)]
    {
        let text = format!("{first}{}", many_lines()).repeat(again);
        let mut packed = gzip(text.as_bytes());
        packed.truncate(packed.len() - packed.len() / 8);
        for threads in ["1", "3"] {
            let output = outlink(&["-", "--input", "text", "--threads", threads], &packed);
            assert_eq!(output.status.code(), Some(5), "{first:?} {again} {threads}");
            assert!(said(&output).contains("the gzip stream is cut or damaged"), "{}", said(&output));
            assert!(output.stdout.iter().filter(|byte| **byte == b'\n').count() > 5000 * again);
        }
    }
}

#[test]
fn of_a_cut_stream_the_whole_lines_are_checked_and_the_cut_is_told() {
    let text = many_lines();
    let (plain, _) = records(&outlink(&["-"], text.as_bytes()), "<stdin>");
    for (name, packed) in [("gzip", gzip(text.as_bytes())), ("zstd", zstd(text.as_bytes()))] {
        let cuts = [5, 30, packed.len() / 3, packed.len() / 2, packed.len() - 1];
        for cut in cuts {
            let output = outlink(&["-"], &packed[..cut]);
            let (read, code) = records(&output, "<stdin>");
            assert_eq!(code, Some(5), "{name} cut at {cut}");
            assert!(plain.starts_with(&read), "{name} cut at {cut}: another record than that of the whole");
            assert!(said(&output).contains(&format!("cannot read <stdin>: the {name} stream is cut or damaged behind ")), "{}", said(&output));
        }
        let read = records(&outlink(&["-"], &packed[..packed.len() / 2]), "<stdin>").0.len();
        assert!((3000..9000).contains(&read), "{name}: {read} records of half of it");
    }
    let output = outlink(&["--lang", "zh", "-"], &fixture("links.txt.gz")[..100]);
    assert!(said(&output).contains("gzip 数据流在解压 "), "{}", said(&output));
}

#[test]
fn damage_is_told_wherever_it_is() {
    for (name, packed) in [("links.txt.gz", fixture("links.txt.gz")), ("links.txt.zst", fixture("links.txt.zst"))] {
        let (plain, _) = records(&outlink(&[name], b""), name);
        for at in (0..packed.len()).step_by(19) {
            let mut damaged = packed.clone();
            damaged[at] ^= 0x55;
            let output = outlink(&["-"], &damaged);
            let (read, code) = records(&output, "<stdin>");
            // Bytes that say nothing of the content, such as the time in a gzip header, may be any. Without its first bytes it is a
            // list of lines that are no links.
            assert!(code == Some(5) || read == plain || at < 4, "{name} with byte {at} changed: {code:?}\n{}", said(&output));
        }
    }
}

#[test]
fn what_swells_is_read_up_to_the_bound() {
    let bomb = format!("# {}\n", "a".repeat(8000)).repeat(3000);
    for packed in [gzip(bomb.as_bytes()), zstd(bomb.as_bytes())] {
        assert!(packed.len() * 250 < bomb.len());
        let output = outlink(&["-", "--allow-empty"], &packed);
        assert_eq!(output.status.code(), Some(5));
        assert!(said(&output).contains("unpacks to more than 250 times its size; what stands behind "), "{}", said(&output));
    }
    // Small ones may swell as they like.
    let small = "https://example.com/again\n".repeat(100);
    assert_eq!(records(&outlink(&["-"], &gzip(small.as_bytes())), "<stdin>").0.len(), 100);
}

#[test]
fn content_is_read_up_to_the_cut() {
    let text: String = many_lines().lines().map(|link| format!("- <{link}>\n")).collect();
    for (ending, packed) in [("gz", gzip(text.as_bytes())), ("zst", zstd(text.as_bytes()))] {
        let name = format!("posts.md.{ending}");
        let path = written(&name, &packed);
        let (all, code) = records(&outlink(&[path.to_str().unwrap()], b""), path.to_str().unwrap());
        assert_eq!((all.len(), code), (12_000, Some(0)));
        assert!(all[0].contains(r#""role":"autolink""#), "{}", all[0]);
        let path = written(&name, &packed[..packed.len() / 2]);
        let (read, code) = records(&outlink(&[path.to_str().unwrap()], b""), path.to_str().unwrap());
        assert_eq!(code, Some(5));
        assert!((3000..9000).contains(&read.len()), "{ending}: {} records", read.len());
    }
}

#[test]
fn packed_files_of_folders_are_read_if_they_hold_text() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packed-walk");
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.txt.gz"), fixture("links.txt.gz")).unwrap();
    std::fs::write(folder.join("b.csv.zst"), fixture("table.csv.zst")).unwrap();
    std::fs::write(folder.join("c.tar.gz"), gzip(b"name\0\0\0\0https://no.example/\0\0")).unwrap();
    let output = outlink(&[folder.to_str().unwrap()], b"");
    let (read, code) = records(&output, "");
    assert_eq!(code, Some(0), "{}", said(&output));
    assert!(read.iter().any(|record| record.contains("a.txt.gz")) && read.iter().any(|record| record.contains(r#""cell":"url""#)));
    assert!(said(&output).contains("skipped, for they are no text: 1 files"), "{}", said(&output));
}

#[test]
fn what_is_packed_is_not_fixed() {
    let packed = gzip(b"[shop](https://link.zhihu.com/?target=https%3A%2F%2Fexample.com%2Fa)\n");
    let path = written("fix.md.gz", &packed);
    let output = outlink(&["--fix", path.to_str().unwrap()], b"");
    assert_eq!(std::fs::read(&path).unwrap(), packed);
    assert!(said(&output).contains("it is packed by gzip; unpack it, fix that, and pack it again"), "{}", said(&output));
}
