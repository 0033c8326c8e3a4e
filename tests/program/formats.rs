//! The formats of other tools: every document holds to its schema and says all it should, whatever the links hold.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on fails, and reads its own files"
)]

mod lines;
mod property;
mod schemas;
mod xml;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// A name that every format has to escape in some way.
const NAME: &str = "a b#c%20,d;e:f]g\n::error::中.txt";

/// Links that would break out of a document, a command, a table or a terminal.
fn hostile_links() -> Vec<Vec<u8>> {
    let mut links: Vec<Vec<u8>> = [
        "https://a.example/]]><script>alert(1)</script>",
        "https://a.example/::error file=x::y",
        "https://a.example/%0A::error::z",
        "https://a.example/##vso[task.setvariable variable=a]b",
        "https://a.example/\"'<>&|`*_[x](y)",
        "https://a.example/\u{202e}gpj.exe",
        "https://a.example/\u{0}\u{1b}[31m\u{7}",
        "https://a.example/\u{fffe}\u{ffff}\u{2028}",
        "https://中文.example/路径?参数=值",
        "javascript:alert(1)//`|`",
        "https://user:pass@1.2.3.4/{n}{{0}}",
        "=cmd|' /C calc'!A0",
        "@channel",
    ]
    .iter()
    .map(|link| link.as_bytes().to_vec())
    .collect();
    // A lone surrogate, and bytes that are no UTF-8 at all.
    links.push(b"https://a.example/\xed\xa0\x80".to_vec());
    links.push(b"https://\xff\xfe.example/".to_vec());
    links.push([b"https://a.example/".as_slice(), &b"x".repeat(70_000)].concat());
    links.push([b"https://a.example/".as_slice(), &b"y".repeat(60_000)].concat());
    links
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder with the hostile links as a list, named badly; made once, for the tests run side by side.
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("formats");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(NAME), hostile_links().join(&b'\n')).unwrap();
    std::fs::copy(root().join("testdata/content/posts.md"), folder.join("posts.md")).unwrap();
    folder
});

/// What a run over the hostile list and a file of content writes in a format; its summary must stand apart.
fn output(format: &str) -> String {
    let policy = root().join("testdata/content/shop.toml");
    let output = Command::new(env!("CARGO_BIN_EXE_outlink"))
        .args(["check", NAME, "posts.md", "--as-of", "2026-11-22", "--fail-on", "copy", "--format", format, "--policy"])
        .arg(policy)
        .current_dir(&*FOLDER)
        .env_clear()
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{format}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(!output.stderr.is_empty(), "the summary is told apart from the document");
    String::from_utf8(output.stdout).unwrap_or_else(|_| panic!("{format} is UTF-8"))
}

/// How many findings there are, by the format that says nothing else.
fn findings() -> usize {
    let count = output("concise").lines().count();
    assert!(count > hostile_links().len(), "every hostile link is a finding, and some of the content are");
    count
}

/// The folder of schemas, or `None` with a word where it is absent.
fn schema_folder() -> Option<PathBuf> {
    let data = std::env::var_os("OUTLINK_DATA").map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let folder = data.join("g09-output-schemas/output-schemas");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no schemas at {}", folder.display());
    None
}
