//! The formatter: stable, and true to what the file says; comments are kept, each where it was.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "a test that cannot go on fails, and reads its own files"
)]

use crate::random::cases;
use std::path::{Path, PathBuf};

use outlink::authoring::format::format;
use outlink::classify::builtin as catalog;
use outlink::input::files::Disk;
use outlink::policy::load::{Files, Loader};
use outlink::policy::model::Policy;
use outlink::source::{SourceFile, Span};
use outlink::suffix::CompiledIn;
use proptest::prelude::*;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn toml_files(under: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(under).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(toml_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The shipped policies and their rows; catalog and pages are written in other languages.
fn shipped() -> Vec<PathBuf> {
    let others = ["catalog", "signals"].map(|name| folder("policies").join(name));
    let is_other = |path: &PathBuf| others.iter().any(|other| path.starts_with(other)) || path.ends_with("policies/lints.toml");
    toml_files(&folder("policies")).into_iter().filter(|path| !is_other(path)).collect()
}

fn formatted(text: &str) -> String {
    format(&SourceFile::new("a.toml", text)).unwrap_or_else(|problems| panic!("{:?}\n{text}", problems.iter().map(|problem| problem.code).collect::<Vec<_>>()))
}

#[test]
fn the_shipped_policies_and_rows_are_laid_out() {
    let files = shipped();
    assert!(files.len() > 70, "only {} files", files.len());
    let faults: Vec<String> = files
        .iter()
        .filter(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            formatted(&text) != text
        })
        .map(|path| path.display().to_string())
        .collect();
    assert!(faults.is_empty(), "to format: {}", faults.join(", "));
}

/// A policy without the places of its statements, and with nothing that only its text tells.
fn placeless(policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    let file = SourceFile::new("", "");
    policy.file = file.clone();
    let origins = policy.rules.iter_mut().map(|rule| &mut rule.origin).chain(policy.defaults.iter_mut().map(|default| &mut default.origin));
    for origin in origins.chain(policy.allows.iter_mut().map(|allow| &mut allow.origin)) {
        origin.file = file.clone();
        origin.span = Span::default();
    }
    policy
}

struct One<'t>(&'t str);

impl Files for One<'_> {
    fn read(&self, name: &str, beside: Option<&str>) -> Result<SourceFile, String> {
        if name == "./one.toml" { Ok(SourceFile::new(name, self.0)) } else { Disk.read(name, beside) }
    }
}

fn load(text: &str) -> Policy {
    let mut catalog = catalog::catalog(&CompiledIn).unwrap();
    placeless(&Loader::new(&mut catalog, &One(text)).load("./one.toml").unwrap())
}

/// What a hand may do to the layout of a text without touching what it says, as long as it still parses.
#[derive(Debug, Clone)]
enum Mangle {
    Comment(usize, u16),
    Trailing(usize, u16),
    Blank(usize),
    Indent(usize),
    Swap(usize),
    BreakArrays(usize),
    CommentInArray(usize, u16),
    Literal(usize),
}

fn mangle(text: &str, how: &Mangle) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = |wanted: usize| wanted % lines.len().max(1);
    match *how {
        Mangle::Comment(line, n) => lines.insert(at(line), format!("   # remark {n}  ")),
        Mangle::Trailing(line, n) => {
            let at = at(line);
            lines[at].push_str(&format!("  # behind {n}"));
        }
        Mangle::Blank(line) => lines.insert(at(line), String::new()),
        Mangle::Indent(line) => {
            let at = at(line);
            lines[at].insert_str(0, "\t ");
        }
        Mangle::Swap(line) => {
            let at = at(line);
            let is_key = |line: &String| line.contains(" = ");
            if at + 1 < lines.len() && is_key(&lines[at]) && is_key(&lines[at + 1]) {
                lines.swap(at, at + 1);
            }
        }
        Mangle::BreakArrays(line) => {
            let at = at(line);
            lines[at] = lines[at].replace("[\"", "[\n\"").replace("\", \"", "\" ,\n\n  \"");
        }
        Mangle::CommentInArray(line, n) => {
            let at = at(line);
            lines[at] = lines[at]
                .replace("[\"", &format!("[ # opens {n}\n\""))
                .replace("\", \"", &format!("\", # item {n}\n\""))
                .replace("\"]", &format!("\"\n # closes {n}\n]"));
        }
        Mangle::Literal(line) => {
            let at = at(line);
            lines[at] = lines[at].replace('"', "'");
        }
    }
    let mut mangled = lines.join("\n");
    mangled.push('\n');
    if mangled.parse::<toml::Table>().ok() == text.parse::<toml::Table>().ok() { mangled } else { text.to_owned() }
}

fn any_mangle() -> impl Strategy<Value = Mangle> {
    let line = any::<usize>();
    prop_oneof![
        (line, any::<u16>()).prop_map(|(line, n)| Mangle::Comment(line, n)),
        (line, any::<u16>()).prop_map(|(line, n)| Mangle::Trailing(line, n)),
        line.prop_map(Mangle::Blank),
        line.prop_map(Mangle::Indent),
        line.prop_map(Mangle::Swap),
        line.prop_map(Mangle::BreakArrays),
        (line, any::<u16>()).prop_map(|(line, n)| Mangle::CommentInArray(line, n)),
        line.prop_map(Mangle::Literal),
    ]
}

/// Every comment, told apart by its number, in the order of the text.
fn remarks(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in text.lines() {
        for word in ["# remark ", "# behind ", "# opens ", "# item ", "# closes "] {
            for (at, _) in line.match_indices(word) {
                let number: String = line[at + word.len()..].chars().take_while(char::is_ascii_digit).collect();
                found.push(format!("{word}{number}"));
            }
        }
    }
    found.sort();
    found
}

proptest! {
    #![proptest_config(cases(48))]
    #[test]
    fn formatting_is_stable_and_true(file in any::<prop::sample::Index>(), mangles in prop::collection::vec(any_mangle(), 1..24), returns in any::<bool>(), mark in any::<bool>()) {
        let files = shipped();
        let path = file.get(&files);
        let original = std::fs::read_to_string(path).unwrap();
        let mangled = mangles.iter().fold(original.clone(), |text, how| mangle(&text, how));
        let mut written = if returns { mangled.replace('\n', "\r\n") } else { mangled.clone() };
        if mark {
            written.insert(0, '\u{feff}');
        }
        let once = formatted(&written);
        prop_assert_eq!(&formatted(&once), &once, "not stable");
        prop_assert_eq!(once.contains('\r'), returns);
        prop_assert!(!once.starts_with('\u{feff}'), "the mark is kept");
        let plain = once.replace("\r\n", "\n");
        prop_assert_eq!(plain.parse::<toml::Table>().unwrap(), original.parse::<toml::Table>().unwrap());
        prop_assert_eq!(remarks(&plain), remarks(&mangled), "comments");
        if path.parent().unwrap().ends_with("policies") {
            prop_assert_eq!(load(&once), load(&original), "the reader reads another policy");
        }
    }
}

#[test]
fn comments_stay_at_what_they_speak_of() {
    let before = "# About the file.\n\nid = \"a\" # the id\nschema = 1\n\n\n# -- scenes\n# of the platform\n\n\n[[scene]] # one\n# its name\nname = { zh = \"聊\", en = 'chat' }\n'id'   =   'chat'\n\
                  [[rule]]\nid = \"r\"\n# which\nmatch = { host = [ # these\n  \"a.example\", # first\n  # second\n  \"b.example\" # last\n  # no more\n], path = [ '/a' ,'/b' ] }\n# about the end\n";
    let after = "# About the file.\n\nschema = 1\nid = \"a\" # the id\n\n# -- scenes\n# of the platform\n\n[[scene]] # one\nid = \"chat\"\n# its name\nname = { en = \"chat\", zh = \"聊\" }\n\n\
                 [[rule]]\nid = \"r\"\n# which\nmatch = { host = [ # these\n  \"a.example\", # first\n  # second\n  \"b.example\", # last\n  # no more\n], path = [\"/a\", \"/b\"] }\n";
    let missing = "name = { en = \"a\", zh = \"a\" }\n";
    let head = |text: &str, at: &str| text.replacen(at, &format!("{at}{missing}"), 1);
    let before = head(before, "schema = 1\n");
    let before = before.replace("\n# about the end", "\nat-least = \"warn\"\nbasis = \"announced\"\n# about the end");
    let after = head(after, "id = \"a\" # the id\n") + "at-least = \"warn\"\nbasis = \"announced\"\n\n# about the end\n";
    assert_eq!(formatted(&before), after);
    assert_eq!(formatted(&after), after);
}

#[test]
fn what_is_invalid_is_refused_with_its_errors() {
    let codes = |text: &str| format(&SourceFile::new("a.toml", text)).unwrap_err().iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes("schema = 1\nid = \"a\"\nname = { en = \"a\", zh = \"a\" }\nnmae = 1\n"), ["unknown-key"]);
    assert_eq!(codes("schema = \n"), ["toml", "wrong-type", "missing-key", "missing-key"]);
    assert_eq!(codes("policy = \"wechat\"\n[[row]]\nlink = 1\nas-of = \"2021-01-01\"\nexpect = { p2p = \"open a\" }\n"), ["wrong-type", "missing-key"]);
}
