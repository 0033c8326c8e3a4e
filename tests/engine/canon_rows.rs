//! Rows of our own: a text, what canonical form makes of it, and what is odd about its writing.
//!
//! They stand in `testdata/canon`; its README tells the form of a row. Every row that fails is listed.

use std::collections::BTreeSet;
use std::path::Path;

use outlink::canon::{CanonicalUrl, canonicalise};
use outlink::input::files::read_text;
use outlink::signal::Signal;
use outlink::suffix::{CompiledIn, FromFile, SuffixList};
use serde::Deserialize;

/// The fewest rows of texts.
const LEAST_TEXTS: usize = 240;
/// The fewest rows of hosts with a suffix list.
const LEAST_HOSTS: usize = 60;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    row: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    text: String,
    url: Option<String>,
    error: Option<String>,
    #[serde(default)]
    signals: BTreeSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Suffixes {
    list: String,
    host: Vec<Host>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Host {
    name: String,
    registrable: Option<String>,
    #[serde(default)]
    compiled_too: bool,
}

/// The text of a file of rows.
fn read(path: &Path) -> String {
    let text = read_text(path);
    assert!(text.is_ok(), "{}: {text:?}", path.display());
    text.unwrap_or_default()
}

#[test]
fn every_text_gets_its_canonical_form_and_its_signals() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/canon");
    let (mut rows, mut wrong) = (0, Vec::new());
    for entry in folder.read_dir().unwrap().flatten().map(|entry| entry.path()) {
        if entry.extension().is_none_or(|extension| extension != "toml") || entry.ends_with("suffixes.toml") {
            continue;
        }
        let file: File = toml::from_str(&read(&entry)).unwrap();
        rows += file.row.len();
        for row in file.row {
            assert!(row.url.is_some() != row.error.is_some(), "{}: a row has either `url` or `error`", row.text);
            let found = canonicalise(&row.text);
            let url = found.url.as_ref().ok().map(CanonicalUrl::as_str);
            let error = found.url.as_ref().err().map(|error| error.id());
            let signals: BTreeSet<&str> = found.signals.iter().map(Signal::id).collect();
            if url != row.url.as_deref() || error != row.error.as_deref() || !signals.iter().copied().eq(row.signals.iter().map(String::as_str)) {
                wrong.push(format!("{:?}\n  expected {:?} {:?} {:?}\n  found    {url:?} {error:?} {signals:?}", row.text, row.url, row.error, row.signals));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {rows} rows\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows >= LEAST_TEXTS, "{rows} rows, fewer than {LEAST_TEXTS}");
}

#[test]
fn every_host_gets_its_registrable_domain() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/canon/suffixes.toml");
    let file: Suffixes = toml::from_str(&read(&path)).unwrap();
    let list = FromFile::parse(&file.list, "rows").unwrap();
    let mut wrong = Vec::new();
    for row in &file.host {
        let compiled = row.compiled_too.then_some(("compiled in", &CompiledIn as &dyn SuffixList));
        for (name, list) in [("file", &list as &dyn SuffixList)].into_iter().chain(compiled) {
            let found = list.registrable(&row.name);
            if found != row.registrable.as_deref() {
                wrong.push(format!("{} by {name}: expected {:?}, found {found:?}", row.name, row.registrable));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(file.host.len() >= LEAST_HOSTS, "{} rows, fewer than {LEAST_HOSTS}", file.host.len());
}
