//! The one way to lay out a policy or a file of rows: keys in the order of the language, one blank line before each table,
//! comments where they were. What the file says is the same before and after, or nothing is given back.

use toml_edit::{DocumentMut, Item, Key, Table};

use super::layout::{Entry, Node, comments, key, label};
use crate::diag::Diagnostic;
use crate::document::shape::{TableShape, Takes};
use crate::message::authoring as text;
use crate::source::{SourceFile, Span};
use crate::{policy, policy_test};

/// What a file is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A policy.
    Policy,
    /// Rows of a policy's tests.
    Rows,
}

impl Language {
    /// What a text looks like: rows have `[[row]]` or name their `policy`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut lines = text.lines().map(str::trim_start);
        let is_rows = lines.any(|line| line.starts_with("[[row]]") || line.split('=').next().is_some_and(|key| key.trim() == "policy"));
        if is_rows { Self::Rows } else { Self::Policy }
    }

    /// What a file that nobody named is written in: rows as above, a policy if it has `schema` and `id` before its first header; `None`
    /// for other files.
    #[must_use]
    pub fn told(text: &str) -> Option<Self> {
        let head = || text.lines().map(str::trim_start).take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once('='));
        let has = |wanted: &str| head().any(|(key, _)| key.trim() == wanted);
        if has("policy") || text.lines().any(|line| line.trim_start().starts_with("[[row]]")) {
            Some(Self::Rows)
        } else if has("schema") && has("id") {
            Some(Self::Policy)
        } else {
            None
        }
    }

    /// Its keys.
    #[must_use]
    pub fn shape(self) -> &'static TableShape {
        match self {
            Self::Policy => &policy::keys::FILE,
            Self::Rows => &policy_test::keys::FILE,
        }
    }

    /// What the reader finds wrong with the shape of a file.
    #[must_use]
    pub fn faults(self, file: &SourceFile) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        match self {
            Self::Policy => drop(policy::read::read(file, &mut problems)),
            Self::Rows => drop(policy_test::read::read(file, &mut problems)),
        }
        problems
    }
}

/// A table under a header.
struct Headed<'d> {
    position: isize,
    path: Vec<String>,
    repeats: bool,
    table: &'d Table,
}

/// The file as it is best laid out. A byte order mark is dropped; line ends are those of the first line.
///
/// # Errors
/// What the reader finds wrong; such a file is not touched. References to scenes, owners and the like are not looked at.
pub fn format(file: &SourceFile) -> Result<String, Vec<Diagnostic>> {
    let plain = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
    let has_returns = plain.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    let unix = SourceFile::new(&file.name, &plain.replace("\r\n", "\n"));
    let language = Language::of(&unix.text);
    let problems = language.faults(&unix);
    if !problems.is_empty() {
        return Err(problems);
    }
    let fault = |title| vec![Diagnostic::error("format-fault", &unix, Span::default(), title)];
    let document: DocumentMut = unix.text.parse().map_err(|error: toml_edit::TomlError| fault(text::not_formatted(&error.to_string())))?;
    let written = write(&document, language.shape());
    let told = "a value or a comment would change";
    if !is_same(&unix.text, &written) {
        return Err(fault(text::not_formatted(told)));
    }
    Ok(if has_returns { written.replace('\n', "\r\n") } else { written })
}

/// Whether two texts have the same values and the same comments.
fn is_same(before: &str, after: &str) -> bool {
    let values = |text: &str| text.parse::<toml::Table>().ok();
    let sorted = |text: &str| {
        let mut comments = written_comments(text);
        comments.sort();
        comments
    };
    let (old, new) = (values(before), values(after));
    old.is_some() && old == new && sorted(before) == sorted(after)
}

fn write(document: &DocumentMut, shape: &'static TableShape) -> String {
    let root = document.as_table();
    let mut out = String::new();
    let mut entries = body(root, Some(shape), HeadComments::Apart(&mut out));
    write_body(&mut entries, &mut out);
    let mut tables = Vec::new();
    collect(root, &[], &mut tables);
    tables.sort_by_key(|headed| headed.position);
    for headed in &tables {
        gap(headed.table.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default(), &mut out);
        let path = headed.path.join(".");
        out.push_str(&if headed.repeats { format!("[[{path}]]") } else { format!("[{path}]") });
        let (same, _) = comments(headed.table.decor().suffix());
        same.iter().for_each(|comment| {
            out.push(' ');
            out.push_str(comment);
        });
        out.push('\n');
        let mut entries = body(headed.table, shape_at(shape, &headed.path), HeadComments::Within);
        write_body(&mut entries, &mut out);
    }
    let trailing = document.trailing().as_str().unwrap_or_default();
    if trailing.contains('#') {
        gap(trailing, &mut out);
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

fn write_body(entries: &mut [Entry], out: &mut String) {
    for entry in entries {
        entry.fit();
        entry.write(0, "", out);
        out.push('\n');
    }
}

/// What becomes of the comments above a table's first key.
enum HeadComments<'o> {
    /// They are about the whole file, and come first whatever the order of keys becomes.
    Apart(&'o mut String),
    /// They are about the key.
    Within,
}

/// The keys of a table with their values, in the order of its shape.
fn body(table: &Table, shape: Option<&TableShape>, mut head: HeadComments<'_>) -> Vec<Entry> {
    let rank = |path: &[&Key]| {
        let name = path.first().map(|key| key.get()).unwrap_or_default();
        shape.and_then(|shape| shape.keys.iter().position(|key| key.name == name)).unwrap_or(usize::MAX)
    };
    let mut ranked = Vec::new();
    for (number, (path, value)) in table.get_values().into_iter().enumerate() {
        let prefix = path.last().and_then(|key| key.leaf_decor().prefix());
        let (same, mut above) = comments(prefix);
        above.splice(0..0, same);
        if number == 0
            && let HeadComments::Apart(out) = &mut head
        {
            gap(prefix.and_then(|raw| raw.as_str()).unwrap_or_default(), out);
            above.clear();
        }
        let (after, _) = comments(value.decor().suffix());
        ranked.push((rank(&path), Entry { above, label: label(&path), node: Node::of(value), after }));
    }
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// Comments between tables, with single blank lines where there were some; one before them unless the file begins here.
fn gap(between: &str, out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
    let mut lines: Vec<&str> = between.split('\n').map(str::trim).collect();
    // What stands behind the last break is the indent of what follows.
    lines.pop();
    let mut is_blank = true;
    for line in lines {
        if line.is_empty() {
            if !is_blank {
                out.push('\n');
            }
            is_blank = true;
        } else {
            out.push_str(line);
            out.push('\n');
            is_blank = false;
        }
    }
}

fn collect<'d>(table: &'d Table, path: &[String], found: &mut Vec<Headed<'d>>) {
    for (name, item) in table {
        let shown = table.key(name).map_or_else(|| name.to_owned(), key);
        let path: Vec<String> = path.iter().cloned().chain([shown]).collect();
        match item {
            Item::Table(inner) => {
                if !inner.is_dotted() && !inner.is_implicit() {
                    found.push(Headed { position: inner.position().unwrap_or(isize::MAX), path: path.clone(), repeats: false, table: inner });
                }
                collect(inner, &path, found);
            }
            Item::ArrayOfTables(tables) => {
                for inner in tables {
                    found.push(Headed { position: inner.position().unwrap_or(isize::MAX), path: path.clone(), repeats: true, table: inner });
                    collect(inner, &path, found);
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

/// The shape of the tables under a header; conditions keep the order in which they were thought.
fn shape_at(file: &'static TableShape, path: &[String]) -> Option<&'static TableShape> {
    let [name] = path else { return None };
    match file.key(name)?.takes {
        Takes::Tables(shape) => Some(shape),
        _ => None,
    }
}

/// Every comment of a text, as written but for white space behind it.
fn written_comments(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['#', '"', '\'']) {
        let here = rest.get(at..).unwrap_or_default();
        let end = if here.starts_with('#') {
            let end = here.find('\n').unwrap_or(here.len());
            found.push(here.get(..end).unwrap_or_default().trim_end().to_owned());
            end
        } else {
            string_length(here)
        };
        rest = here.get(end..).unwrap_or_default();
    }
    found
}

/// How many bytes a string takes that begins here.
fn string_length(text: &str) -> usize {
    let quote = if text.starts_with('"') { "\"" } else { "'" };
    let long = quote.repeat(3);
    let fence = if text.starts_with(&long) { long.as_str() } else { quote };
    let mut at = fence.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if quote == "\"" && rest.starts_with('\\') {
            at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
        } else if rest.starts_with(fence) {
            // Up to two quotes may stand right before the closing ones.
            let more = if fence.len() == 3 { rest.bytes().take(5).take_while(|b| quote.as_bytes() == [*b]).count() } else { 1 };
            return at + more;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}
