//! Large files of content: worked in stretches or read ahead, they tell what small ones tell, the same bytes for any number of threads.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that cannot go on fails, and writes its own files")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Over how many bytes a file is large; see `outlink::check::batch`.
const LARGE: usize = 1 << 20;

fn check(input: &Path, format: &str, threads: &str, more: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_outlink"))
        .args(["check", "--policy", "wechat", "--scene", "group", "--as-of", "2026-11-22", "--fail-on", "never", "--format", format, "--threads", threads])
        .args(more)
        .arg(input)
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    [output.stdout, output.stderr].concat()
}

fn file(name: &str, text: &str) -> PathBuf {
    assert!(text.len() > LARGE, "{name} has only {} bytes", text.len());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path
}

/// What makes a file large without making it long to judge.
const WORDS: &str = "words that lead nowhere, one after the other, 没有链接的话 and so on to the end of the line";

/// Lines of a chat, which never say the same twice.
fn chat(lines: usize) -> String {
    (0..lines).fold(String::new(), |mut text, number| {
        let _ = match number % 5 {
            0 => writeln!(text, "小王 12:03：看 https://{number}.example/a，复制打开"),
            1 => writeln!(text, "【淘宝】https://m.tb.cn/h.{number}?tk=aBcDEfgh1jK HU0000 「题」\r"),
            2 => writeln!(text, "no link in line {number}: {WORDS}{WORDS}{WORDS}{WORDS}{WORDS}{WORDS}, nor http in it"),
            3 => writeln!(text, "two: http://192.0.2.7/{number} and hxxp://evil[.]example/{number}"),
            _ => writeln!(text),
        };
        text
    })
}

#[test]
fn threads_change_no_byte() {
    let page = (0..4000).fold(String::new(), |mut text, number| {
        let _ = writeln!(text, "<p>{WORDS}{WORDS}{WORDS} <a href=\"https://{number}.example/\">shown.example</a> http://192.0.2.7/{number}</p>");
        text
    });
    let markdown = (0..3500).fold(String::new(), |mut text, number| {
        let _ = writeln!(
            text,
            "## Part {number}\n\n{WORDS}{WORDS}{WORDS}\n\n- see [here](https://{number}.example/a_b) or <http://192.0.2.7/{number}>\n\n```\nhttps://code.example/{number}\n```\n"
        );
        text
    });
    let rows = (0..4000).fold("name,link\n".to_owned(), |mut text, number| {
        let _ = writeln!(text, "\"{WORDS}{WORDS}{WORDS}, {number}\",\"see https://{number}.example/a, or http://192.0.2.7/{number}\"");
        text
    });
    let values = (0..4000).fold(String::new(), |mut text, number| {
        let _ =
            writeln!(text, "{{\"id\":{number},\"link\":\"https:\\/\\/{number}.example\\/a\",\"text\":\"{WORDS}{WORDS}{WORDS} or http://192.0.2.7/{number}\"}}");
        text
    });
    let directive = chat(11_000).replace("nor http in it", "nor http in it # outlink: allow wechat/* -- agreed");
    let late = format!("{}# outlink: allow-begin wechat/* -- agreed\n{}# outlink: allow-end\n", chat(6000), chat(4500));
    let picture = format!("{}data:image/png;base64,AAAA\n{}", chat(6000), chat(4500));
    let inputs = [
        file("large-chat.txt", &chat(11_000)),
        file("large-directives.txt", &directive),
        file("large-late.txt", &late),
        file("large-picture.txt", &picture),
        file("large-page.html", &page),
        file("large-parts.md", &markdown),
        file("large-rows.csv", &rows),
        file("large-values.jsonl", &values),
    ];
    for input in inputs {
        let form = if input.extension().is_some_and(|ending| ending == "txt") { &["--input", "text"][..] } else { &[] };
        for format in ["jsonl", "concise"] {
            let one = check(&input, format, "1", form);
            assert!(one.len() > LARGE / 8, "{} as {format} tells only {} bytes", input.display(), one.len());
            assert!(check(&input, format, "3", form) == one, "{} as {format}: three threads give other bytes than one", input.display());
        }
    }
}

/// Every link found in some lines alone is found in them within a large text, at their place there, and no other.
#[test]
fn seams_change_no_link() {
    let records = |path: &Path| -> Vec<(String, u64, u64)> {
        let told = check(path, "jsonl", "2", &["--input", "text"]);
        let lines = told.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"{"));
        lines
            .map(|line| {
                let record: Value = serde_json::from_slice(line).unwrap();
                let at = |key: &str| record["at"][key].as_u64().unwrap();
                (record["link"].as_str().unwrap().to_owned(), at("line"), at("column"))
            })
            .collect()
    };
    let text = chat(11_000);
    let whole = records(&file("large-seams.txt", &text));
    let small = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large-seams-small.txt");
    let mut alone = Vec::new();
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    // Small enough to be one stretch each, cut elsewhere than the large one.
    for (number, lines) in lines.chunks(900).enumerate() {
        std::fs::write(&small, lines.concat()).unwrap();
        alone.extend(records(&small).into_iter().map(|(link, line, column)| (link, line + 900 * number as u64, column)));
    }
    assert!(alone.len() > 8000);
    assert_eq!(whole.len(), alone.len());
    for (whole, alone) in whole.iter().zip(&alone) {
        assert_eq!(whole, alone);
    }
}
